"""Support rules as files: those that come with the product, and any other in TOML or JSON."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from xiandao.evaluate.methods.support_rule import rule_from
from xiandao.terms.error import InputError

HEAD: Final = ("code", "version", "title", "scheme", "clause", "note")


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as its file has it; ``rule`` is the plain data with factors and lines."""

    code: str
    version: str
    title: str
    scheme: str
    clause: str
    note: str
    rule: Mapping[str, Any]


def read(text: str) -> RuleText:
    """Return the rule that a TOML or JSON text declares.

    Raises:
        InputError: ``EVA-590`` it cannot be read or something is lacking, and as ``rule_from`` says.

    >>> read(shipped_text("zhejiang-zones")).scheme
    'zhejiang-zones'
    """
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        found = RuleText(
            **{name: str(data[name]) for name in HEAD},
            rule={"factors": data["factors"], "lines": data["lines"]},
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "EVA-590",
            f"支持规则文件读不懂：{error}",
            "请核对文件格式和必填项",
            {"error": str(error)},
        ) from None
    rule_from(found.rule)
    return found


@cache
def shipped() -> tuple[RuleText, ...]:
    """Return the rules that come with the product."""
    folder = files("xiandao.evaluate") / "data/support"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return tuple(read((folder / name).read_text(encoding="utf-8")) for name in names)


def shipped_text(code: str) -> str:
    """Return the text of a rule that comes with the product."""
    return (files("xiandao.evaluate") / f"data/support/{code}.toml").read_text(encoding="utf-8")
