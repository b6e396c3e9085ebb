"""Text of foreign origin, made fit to be kept: bounded, one line, without control characters."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

LONGEST: Final = {"title": 2_000, "abstract": 50_000}
LONGEST_NAME, MOST_NAMES, MOST_REFERENCES = 500, 5_000, 20_000
ABSENT: Final = frozenset({"", "nan", "none", "null", "n/a", "\\n", "<na>"})
# Control characters, marks of direction and width, and halves of characters, which no UTF-8 can hold.
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff\ufffe\uffff]"
)
# Quotes and dashes of Windows-1252 that somebody read as Latin-1.
_WINDOWS: Final = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D}
}
_MARKUP: Final = re.compile(
    r"</?(?:jats:)?(?:p|i|b|em|strong|sub|sup|title|italic|bold|sec)\b[^<>]{0,80}>"
)
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA: Final = re.compile("[\u3041-\u30ff]")
_HANGUL: Final = re.compile("[\uac00-\ud7af]")
_ENGLISH: Final = re.compile(
    r"\b(?:the|of|and|for|in|with|on|to|an?|from|by|using)\b", re.IGNORECASE
)
_LANGUAGES: Final = {
    "zh": ("zh", "zho", "chi", "chinese", "中文", "汉语", "zh-cn", "zh-hans"),
    "en": ("en", "eng", "english", "英文", "英语"),
    "ja": ("ja", "jpn", "japanese", "日文", "日语"),
    "ko": ("ko", "kor", "korean", "韩文"),
    "de": ("de", "deu", "ger", "german", "德文", "德语"),
    "fr": ("fr", "fra", "fre", "french", "法文", "法语"),
    "ru": ("ru", "rus", "russian", "俄文", "俄语"),
}
_SPELLED: Final = {name: code for code, names in _LANGUAGES.items() for name in names}
_NAME_KEYS: Final = (
    "display_name",
    "raw_author_name",
    "name",
    "full_name",
    "title",
    "author",
    "source",
    "id",
    "code",
)


def is_absent(value: Any) -> bool:
    """Return whether a value stands for nothing.

    >>> is_absent(float("nan")), is_absent(" NULL "), is_absent(0), is_absent([])
    (True, True, False, True)
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    if isinstance(value, str):
        return len(value) < 40 and value.strip().casefold() in ABSENT
    return isinstance(value, list | dict | tuple) and not value


def clean_text(value: Any, longest: int) -> tuple[str, frozenset[str]]:
    """Return a text on one line and what was done to it: ``cut``, ``control``.

    Args:
        value: what the file holds.
        longest: the number of characters that are kept.

    >>> clean_text("  Deep\\x00 <i>learning</i>\\n", 100)
    ('Deep learning', frozenset({'control'}))
    >>> clean_text("the \x93lake\x94", 100)[0]
    'the “lake”'
    >>> clean_text("x" * 10_000_000, 5)
    ('xxxxx', frozenset({'cut'}))
    """
    raw = value if isinstance(value, str) else text_of(value)
    # Blanks and markup that go away afterwards are few: no need to look at ten million characters.
    text = raw[: 4 * longest]
    done = set()
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text.translate(_WINDOWS))
        done.add("control")
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) > longest or len(raw) > 4 * longest:
        text = text[:longest].rstrip()
        done.add("cut")
    return text, frozenset(done)


def text_of(value: Any) -> str:
    """Return the name in a value: of an object its name, of an inverted index the text.

    >>> text_of({"author": {"display_name": "Li Wei"}}), text_of({"of": [1], "Uses": [0]})
    ('Li Wei', 'Uses of')
    >>> text_of(7.0), text_of(["a", "b"])
    ('7', 'a; b')
    """
    if is_absent(value):
        return ""
    if isinstance(value, Mapping):
        if all(isinstance(one, list) for one in value.values()):
            return _turned_back(value)
        known = (value[key] for key in _NAME_KEYS if not is_absent(value.get(key)))
        return text_of(next(known, None))
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(text_of, value)))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _turned_back(index: Mapping[str, list[Any]]) -> str:
    places = [
        (place, word) for word, found in index.items() for place in found if isinstance(place, int)
    ]
    return " ".join(word for _, word in sorted(places))


def pieces(value: Any, separators: str) -> list[str]:
    """Return the parts of a value: of a list its members, of a text what stands between separators.

    Args:
        value: what the file holds; a text that is a JSON list is one.
        separators: the characters between the parts.

    >>> pieces("a；b; ;c", ";；"), pieces('["x", "y"]', ";"), pieces([{"name": "n"}, None], ";")
    (['a', 'b', 'c'], ['x', 'y'], ['n'])
    """
    if isinstance(value, str):
        value = _list_in(value) or re.split(f"[{re.escape(separators)}\n]", value[:5_000_000])
    elif isinstance(value, Mapping) or not isinstance(value, list | tuple):
        value = [value]
    return _names(text_of(one) for one in value)


def _list_in(text: str) -> list[Any] | None:
    if not text.startswith("["):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _names(texts: Iterable[str]) -> list[str]:
    cleaned = (clean_text(one, LONGEST_NAME)[0] for one in texts)
    return list(dict.fromkeys(one for one in cleaned if not is_absent(one)))


def language_of(told: Any, text: str) -> str | None:
    """Return the language that a record names, else the one its characters show, else nothing.

    >>> language_of("中文", ""), language_of(None, "图神经网络研究"), language_of("", "A theory of chips")
    ('zh', 'zh', 'en')
    """
    name = "" if is_absent(told) else text_of(told).strip().casefold()[:20]
    if name:
        return _SPELLED.get(name) or _SPELLED.get(name.split("-")[0].split(";")[0]) or name
    start = text[:400]
    if _KANA.search(start):
        return "ja"
    if _HANGUL.search(start):
        return "ko"
    if 5 * len(_HAN.findall(start)) >= len(start.strip()) > 0:
        return "zh"
    return "en" if _ENGLISH.search(start) else None
