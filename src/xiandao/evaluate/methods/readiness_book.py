"""Readiness rules that come with the product: four conditions from data, each item with what counts and where from."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from xiandao.evaluate.methods.readiness import Rule, rule_from
from xiandao.terms.error import InputError

ZONES: Final = "zhejiang-zones"
HEAD: Final = ("code", "version", "title", "clause", "note")


@cache
def shipped_text(code: str = ZONES) -> str:
    """Return the text of a rule that comes with the product."""
    return (files("xiandao.evaluate") / f"data/readiness/{code}.toml").read_text(encoding="utf-8")


def read(text: str) -> dict[str, Any]:
    """Return a rule book as plain data: its head, ``rule`` as ``rule_from`` takes it, ``notes`` by code of item.

    Raises:
        InputError: ``EVA-182`` no TOML, something is lacking or a note is about no item; ``EVA-181`` as ``rule_from``.

    >>> [one.name for one in rule_of(read(shipped_text())).conditions]
    ['创新资源丰富', '发展基础良好', '产业方向明确', '体制机制创新']
    """
    try:
        data = tomllib.loads(text)
        found: dict[str, Any] = {name: str(data[name]) for name in HEAD}
        found |= {"rule": data["rule"], "notes": data.get("notes", {})}
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise _unread(str(error)) from None
    rule = rule_of(found)
    items = {item.code for condition in rule.conditions for item in condition.items}
    if strange := sorted(set(found["notes"]) - items):
        raise _unread("、".join(strange))
    return found


def rule_of(book: dict[str, Any]) -> Rule:
    """Return the rule of a book."""
    return rule_from(book["rule"])


def _unread(why: str) -> InputError:
    return InputError(
        "EVA-182",
        f"成熟度规则文件读不懂：{why}",
        "请核对文件格式、必填项和条目代码",
        {"error": why},
    )
