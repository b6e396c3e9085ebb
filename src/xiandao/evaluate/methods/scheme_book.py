"""Schemes that come with the product: read from data, each weight with its clause."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from xiandao.terms.error import InputError


@dataclass(frozen=True, slots=True)
class SchemeText:
    """A scheme as its TOML file has it: nodes still without names and units, which the indicator catalogue knows."""

    code: str
    version: str
    title: str
    subject: str
    clause: str
    note: str
    valid_from: date
    nodes: tuple[Mapping[str, Any], ...]
    recipe: Mapping[str, Any]


@cache
def shipped() -> tuple[SchemeText, ...]:
    """Return the schemes that come with the product."""
    folder = files("xiandao.evaluate") / "data/schemes"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return tuple(read((folder / name).read_text(encoding="utf-8")) for name in names)


def read(text: str) -> SchemeText:
    """Return the scheme that a TOML text declares.

    Raises:
        InputError: ``EVA-072`` no TOML or something is lacking, ``EVA-073`` a weight without its clause.

    >>> read(shipped_text("zhejiang-zones")).nodes[0]["code"]
    'ZONE_INDEX'
    """
    try:
        data = tomllib.loads(text)
        nodes = tuple(dict(node) for node in data["nodes"])
        words = ("code", "version", "title", "subject", "clause", "note")
        found = SchemeText(
            **{name: str(data[name]) for name in words},
            valid_from=data["valid_from"],
            nodes=nodes,
            recipe=data["recipe"],
        )
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise InputError(
            "EVA-072",
            f"评价体系文件读不懂：{error}",
            "请核对文件格式和必填项",
            {"error": str(error)},
        ) from None
    without = [node["code"] for node in nodes if node.get("parent") and not node.get("clause")]
    if without:
        raise InputError(
            "EVA-073",
            f"这些权重没有写明依据：{'、'.join(without)}",
            "每一项权重都要写明依据的条款",
            {"nodes": without},
        )
    return found


def shipped_text(code: str) -> str:
    """Return the text of a scheme that comes with the product."""
    return (files("xiandao.evaluate") / f"data/schemes/{code}.toml").read_text(encoding="utf-8")
