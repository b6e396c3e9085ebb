"""Short ways to write the usual rules in TOML; each is spelt out to left, operator and right."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from xiandao.statistics.methods.rule import Rule, of_row
from xiandao.terms.error import InputError

Row = dict[str, Any]
_FOLDER: Final = "data/rules"
_AGAINST: Final = {"previous": "lag({})", "year": "ly({})"}


def load(text: str) -> tuple[Rule, ...]:
    """Return the rules that a TOML text declares.

    Args:
        text: ``form`` and further fields for all rules, then one ``[[rules]]`` per rule with the fields of
            ``Rule`` or a shorthand: ``total, parts`` | ``part, whole`` | ``required`` | ``ratio_of = [x, y],
            low, high`` | ``change_of, against, limit, floor`` | ``unit_of, against`` | ``cumulative`` |
            ``opening, closing`` | ``copied = [x, …], run`` | ``codes_of, codes`` | ``credit_code``.
            ``each = ["r1", "r2"]`` makes one rule per item, ``{item}`` stands for it.

    Raises:
        InputError: ``STA-210`` not readable as TOML, ``STA-211`` a row is wrong, ``STA-212`` a field is.

    >>> rules = load('form = "x"\\n[[rules]]\\ncode = "B1"\\ntotal = "r7"\\nparts = ["r8", "r9"]')
    >>> rules[0].left, rules[0].op, rules[0].right, rules[0].tolerance_abs, rules[0].kind
    ('r7', '=', 'r8 + r9', 1.5, 'balance')
    """
    try:
        raw = tomllib.loads(text)
        rows = raw.pop("rules", [])
        return tuple(of_row(row) for each in rows for row in spelt_out({**raw, **each}))
    except (tomllib.TOMLDecodeError, TypeError, KeyError, AttributeError, ValueError) as error:
        raise InputError(
            "STA-210",
            "规则文件无法读取",
            "请对照随系统提供的规则文件核对写法",
            {"reason": str(error)[:200]},
        ) from None


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules that come with the product, by form.

    >>> sorted(shipped())
    ['607-2', 'quick', 'zone-quarter']
    """
    folder = files("xiandao.statistics").joinpath(_FOLDER)
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    found: dict[str, tuple[Rule, ...]] = {}
    for entry in entries:
        if entry.name.endswith(".toml"):
            for rule in load(entry.read_text(encoding="utf-8")):
                found[rule.form] = (*found.get(rule.form, ()), rule)
    return found


def spelt_out(row: Mapping[str, Any]) -> list[Row]:
    """Return the full rows that a row with shorthands stands for.

    >>> [(row["code"], row["left"]) for row in spelt_out({"code": "R", "each": ["r1", "r2"], "required": "{item}"})]
    [('R-r1', 'given(r1)'), ('R-r2', 'given(r2)')]
    """
    plain = dict(row)
    each = plain.pop("each", None)
    if each is None:
        return [_spell(plain)]
    named = (
        plain if "{item}" in str(plain["code"]) else plain | {"code": f"{plain['code']}-{{item}}"}
    )
    return [_spell(_put(named, item)) for item in each]


def _put(row: Row, item: str) -> Row:
    return {
        name: value.replace("{item}", item) if isinstance(value, str) else value
        for name, value in row.items()
    }


def _spell(row: Row) -> Row:
    for name, maker in _MAKERS.items():
        if name in row:
            made = maker(row)
            row.pop(name)
            return made | row
    return row


def _balance(row: Row) -> Row:
    parts: Sequence[str] = row.pop("parts")
    # Every figure is rounded by itself: half a unit for each part and for the total.
    return {
        "kind": "balance",
        "left": row["total"],
        "op": "=",
        "right": " + ".join(parts),
        "tolerance_abs": (len(parts) + 1) / 2,
        "missing": "skip_all",
    }


def _part(row: Row) -> Row:
    return {"kind": "part", "left": row["part"], "op": "≤", "right": row.pop("whole")}


def _required(row: Row) -> Row:
    item = row["required"]
    return {"left": f"given({item})", "items": [item], "level": 0}


def _ratio(row: Row) -> Row:
    upper, lower = row["ratio_of"]
    low, high = row.pop("low", ""), row.pop("high", "")
    return {
        "kind": "ratio",
        "left": f"({upper}) / ({lower})",
        "op": "between",
        "right": f"{low} .. {high}",
        "severity": "explain",
    }


def _change(row: Row) -> Row:
    item, against = row["change_of"], row.pop("against", "previous")
    limit, floor = row.pop("limit"), row.pop("floor", 0)
    before = _AGAINST[against].format(item)
    return {
        "kind": against,
        "level": 2,
        "when": f"max({item}, {before}) >= {floor} and {before} > 0",
        "left": item,
        "op": "between",
        "right": f"{max(1 - limit, 0):g} * {before} .. {1 + limit:g} * {before}",
        "severity": "explain",
    }


def _unit(row: Row) -> Row:
    item = row["unit_of"]
    before = _AGAINST[row.pop("against", "previous")].format(item)
    return {
        "kind": "unit",
        "level": 2,
        "when": f"{item} > 0 and {before} > 0",
        "left": item,
        "op": "=",
        "right": f"{item} / unit_factor({item}, {before})",
        "severity": "explain",
    }


def _cumulative(row: Row) -> Row:
    item = row["cumulative"]
    return {"kind": "cumulative", "level": 2, "left": item, "op": "≥", "right": f"earlier({item})"}


def _opening(row: Row) -> Row:
    closing = row.pop("closing")
    return {
        "kind": "opening",
        "level": 2,
        "left": row["opening"],
        "op": "=",
        "right": f"lag({closing})",
    }


def _copied(row: Row) -> Row:
    items: Sequence[str] = row["copied"]
    run = row.pop("run", 2)
    same = [f"{item} == lag({item}, {n})" for item in items for n in range(1, run)]
    moved = " or ".join(f"{item} != 0" for item in items)
    return {
        "kind": "copied",
        "level": 2,
        "when": moved,
        "left": f"not ({' and '.join(same)})",
        "items": list(items),
        "severity": "explain",
    }


def _codes(row: Row) -> Row:
    words = ", ".join(f'"{word}"' for word in row.pop("codes"))
    item = row["codes_of"]
    return {"left": f"one_of({item}, {words})", "items": [item]}


def _credit_code(row: Row) -> Row:
    return {"left": f"credit_code({row['credit_code']})", "items": [row["credit_code"]]}


_MAKERS: Final[Mapping[str, Callable[[Row], Row]]] = {
    "total": _balance,
    "part": _part,
    "required": _required,
    "ratio_of": _ratio,
    "change_of": _change,
    "unit_of": _unit,
    "cumulative": _cumulative,
    "opening": _opening,
    "copied": _copied,
    "codes_of": _codes,
    "credit_code": _credit_code,
}
