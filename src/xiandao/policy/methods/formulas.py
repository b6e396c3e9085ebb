"""Sentences of a paper that ask for nothing: promulgation, guiding ideas, principles, reports, closing lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from xiandao.policy.methods.lexicon import any_of, words

_LATER = re.compile(r"(?:力争|确保|争取|(?<!截)[到至](?:20|21)\d{2}年)")


def is_formula(sentence: str) -> bool:
    """Tell whether a sentence only promulgates, dates, justifies or closes a paper.

    Args:
        sentence: folded text without its stop.

    >>> is_formula("现将《方案》印发给你们，请认真组织实施"), is_formula("为抢抓机遇，制定本方案")
    (True, True)
    >>> is_formula("制定未来产业统计目录")
    False
    """
    return bool(_any("formal").search(sentence))


def is_report(sentence: str) -> bool:
    """Tell whether a sentence says what has been reached.

    >>> is_report("截至2023年底，建成平台30个"), is_report("截至2026年底，力争建成平台30个")
    (True, False)
    """
    return bool(_any("reporting").search(sentence)) and not _LATER.search(sentence)


def guides(headings: Iterable[str]) -> bool:
    """Tell whether a clause below these headings holds guiding ideas and principles only.

    >>> guides(["工作原则", "总体要求"]), guides(["近期目标", "总体要求"])
    (True, False)
    """
    inner = next((heading for heading in headings if heading), "")
    return bool(any_of("measures", "guiding_headings").search(inner[:16])) and "目标" not in inner


def is_guiding(sentence: str, headings: Iterable[str]) -> bool:
    """Tell whether a sentence of a general clause states a principle.

    >>> is_guiding("坚持以习近平新时代中国特色社会主义思想为指导，推动发展", [])
    True
    >>> is_guiding("坚持错位发展，支持各地选准方向", ["优化布局"])
    False
    """
    if re.match(r"(?:坚持)?以习近平|高举|以[^，]{2,60}为(?:指导|统领)", sentence):
        return True
    overall = any(any_of("measures", "overall_headings").search(item[:16]) for item in headings)
    return overall and bool(_any("guiding").match(sentence))


@cache
def _any(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{item})" for item in words("measures")[key]))
