"""What the storeys below the pages say in Chinese, told in the language of the reader.

Pure code knows no translations: it says “滞后 9 天”. Here its sentence is found again in the catalogue, word for word
or by a message with numbered gaps such as “滞后 {0} 天”, and what stood in the gaps is put into the translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, gettext_noop

from xiandao.terms.error import XiandaoError
from xiandao.ui.messages import read_po

# How ``terms`` writes periods.
PERIODS = (
    gettext_noop("{0}年"),
    gettext_noop("{0}年上半年"),
    gettext_noop("{0}年下半年"),
    gettext_noop("{0}年一季度"),
    gettext_noop("{0}年二季度"),
    gettext_noop("{0}年三季度"),
    gettext_noop("{0}年四季度"),
    gettext_noop("{0}年{1}月"),
    gettext_noop("{0}年1—{1}月"),
)
_GAP = re.compile(r"\\\{(\d+)\\\}")
_FIGURES = "([^\u4e00-\u9fff]+?)"
_LISTED = "、"


def said(text: Any) -> str:
    """Return a word or sentence of the product itself in the reader's language; what is unknown stays as it is.

    Not for what people typed or papers say: only for words that the product put together.
    """
    if isinstance(text, XiandaoError):
        parts = {"sentence": said(text.sentence), "hint": said(text.hint)}
        return gettext("%(sentence)s（%(hint)s）") % parts if text.hint else parts["sentence"]
    words = "" if text is None else str(text)
    language = get_language() or settings.LANGUAGE_CODE
    if not words or language == settings.LANGUAGE_CODE:
        return words
    return _told(words, language)


said_lazy = lazy(said, str)


@lru_cache(maxsize=4096)
def _told(words: str, language: str) -> str:
    known = gettext(words)
    if known != words:
        return known
    for pattern, message in _sentences(language):
        if found := pattern.fullmatch(words):
            gaps = [_listed(gap) for gap in found.groups()]
            return gettext(message).format(*gaps)
    return words


def _listed(words: str) -> str:
    """Translate each word of an enumeration that has a translation."""
    return gettext(_LISTED).join(gettext(word) if word else "" for word in words.split(_LISTED))


@lru_cache(maxsize=8)
def _sentences(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Return the messages with numbered gaps, those with most words of their own first."""
    known = [message for message in _messages(language) if "{0}" in message]
    known.sort(key=lambda message: len(_GAP.sub("", re.escape(message))), reverse=True)
    return [(_pattern(one), one) for one in known]


def _pattern(message: str) -> re.Pattern[str]:
    """Return what finds a message again; around a single character, as in 前{0}, only figures: a name may begin so."""
    escaped = re.escape(message)
    is_bare = len(_GAP.sub("", escaped)) == 1 and len(_GAP.findall(escaped)) == 1
    return re.compile(_GAP.sub(_FIGURES if is_bare else "(.+?)", escaped), re.DOTALL)


def _messages(language: str) -> Iterator[str]:
    for folder in settings.LOCALE_PATHS:
        source = Path(folder) / language / "LC_MESSAGES" / "django.po"
        if source.is_file():
            yield from read_po(source.read_text(encoding="utf-8"))
