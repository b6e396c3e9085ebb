"""Rules that follow from the declaration of a form itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from xiandao.statistics.methods.expression import names
from xiandao.statistics.methods.form import Form, Item
from xiandao.statistics.methods.rule import Rule, of_row
from xiandao.statistics.methods.rule_shorthand import spelt_out


def cell_rules(form: Form) -> tuple[Rule, ...]:
    """Return the checks of single cells: required, not asked, a number, a whole number, one of the choices.

    >>> from xiandao.statistics.methods.form import shipped
    >>> [rule.code for rule in cell_rules(shipped()["quick"])][:3]
    ['r01-required', 'r01-type', 'r01-whole']
    """
    return tuple(rule for item in form.items for rule in _of_cell(form.code, item))


def suggested(form: Form) -> tuple[Rule, ...]:
    """Return the rules a new form needs: computed rows agree with their parts, no part exceeds its total.

    Args:
        form: every computed row becomes a balance, every ``parent`` of the same unit that is not computed
            itself a comparison.

    >>> from xiandao.statistics.methods.form import shipped
    >>> [(rule.left, rule.op, rule.right) for rule in suggested(shipped()["607-2"])][:2]
    [('r2', '≤', 'r1'), ('r3', '≤', 'r1')]
    """
    by_code = {item.code: item for item in form.items}
    rows: list[dict[str, Any]] = []
    for item in form.items:
        head = {"form": form.code}
        if item.formula:
            parts = len(names(item.formula))
            slack = {"tolerance_abs": (parts + 1) / 2 * 10.0**-item.decimals}
            sides = {"left": item.code, "op": "=", "right": item.formula, "kind": "balance"}
            rows.append(
                head | sides | slack | {"code": f"{item.code}-balance", "missing": "skip_all"}
            )
        whole = by_code.get(item.parent)
        if whole and not whole.formula and item.is_numeric and item.unit == whole.unit:
            rows.append(
                head | {"code": f"{item.code}-part", "part": item.code, "whole": whole.code}
            )
    return tuple(of_row(full) for row in rows for full in spelt_out(row))


@lru_cache(maxsize=4096)
def _of_cell(form_code: str, item: Item) -> tuple[Rule, ...]:
    columns = (item.code, item.prior) if item.has_prior else (item.code,)
    rows: list[dict[str, Any]] = []
    if item.is_required:
        rows.append(
            _row("required", item.code, f"given({item.code})", "{items}没有填", "{items} is empty")
            | {"when": item.relevant}
        )
    if item.relevant:
        rows.append(
            _row(
                "asked",
                item.code,
                f"not given({item.code}) or {item.code} == 0",
                "{items}在本单位的情形下不应填报",
                "{items} is not asked of this unit",
            )
            | {"when": f"not ({item.relevant})", "severity": "explain", "level": 1}
        )
    if item.is_numeric:
        for column in columns:
            words = ("{items}应填数字", "{items} must be a number")
            rows.append(_row("type", column, f"not is_text({column})", *words))
            if item.kind == "integer":
                words = ("{items}应填整数", "{items} must be a whole number")
                rows.append(_row("whole", column, f"floor({column}) == {column}", *words))
    if item.choices:
        listed = ", ".join(f'"{code}"' for code, _ in item.choices)
        words = ("{items}不在可选范围内", "{items} is not one of the choices")
        rows.append(_row("choice", item.code, f"one_of({item.code}, {listed})", *words))
    return tuple(of_row({"form": form_code} | row) for row in rows)


def _row(what: str, column: str, left: str, message: str, message_en: str) -> dict[str, Any]:
    return {
        "code": f"{column}-{what}",
        "left": left,
        "items": [column],
        "level": 0,
        "message": message,
        "message_en": message_en,
    }
