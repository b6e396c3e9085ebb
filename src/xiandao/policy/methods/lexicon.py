"""The word lists of the reader, loaded once from ``policy/data`` and compiled to patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(name: str) -> dict[str, Any]:
    """Give one word list as plain data.

    Args:
        name: the file's stem, such as ``units``.

    >>> "亿元" in words("units")["money"], "元" in words("units")["money"]
    (False, True)
    """
    text = files("xiandao.policy").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def alternatives(items: Iterable[str]) -> str:
    """Join literal words to one regular expression, the longest first.

    >>> alternatives(["个", "个月"])
    '个月|个'
    """
    return "|".join(
        re.escape(item) for item in sorted(set(items), key=lambda word: (-len(word), word))
    )


@cache
def any_of(name: str, key: str) -> re.Pattern[str]:
    """Compile one list to a pattern that finds any of its words.

    >>> bool(any_of("words", "vague").search("建设一批平台"))
    True
    """
    return re.compile(alternatives(words(name)[key]))


@cache
def anywhere(name: str, key: str) -> re.Pattern[str]:
    """Compile a list of regular expressions to one that matches where any of them does.

    >>> bool(anywhere("chrome", "tail").search("微信公众号"))
    True
    """
    return re.compile("|".join(f"(?:{item})" for item in words(name)[key]))
