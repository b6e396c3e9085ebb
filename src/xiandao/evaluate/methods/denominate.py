"""Divide indicators by the size of the unit: per head, per area, per output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.log_rows import LazyRows, unit_columns
from xiandao.evaluate.methods.step import Log, Option, Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

COLUMNS: Final = ("indicator", "denominator", "scale")
OPTIONS: Final = (
    Option(
        "by", "mapping", None, "各指标除以哪一列，空文字为不除；没写的按框架", example='by = { Goods = "GDP" }'
    ),
    Option(
        "scale", "mapping", None, "相除之后再乘的倍数，如每万人写 10000；没写的为 1", example="scale = { Goods = 1000 }"
    ),
)  # fmt: skip


def denominated(x: Vector, denominator: Vector, *, scale: float = 1.0) -> Vector:
    """Return figures by unit of size; missing where either is missing.

    Args:
        x: figures of each unit.
        denominator: size of each unit, not zero.
        scale: factor of the result.

    >>> denominated(np.array([10.0, 5.0]), np.array([2.0, np.nan]), scale=100)
    array([500.,  nan])
    """
    found: Vector = x / denominator * scale if scale != 1.0 else x / denominator
    return found


def divide(
    table: Table,
    framework: Framework,
    *,
    by: Mapping[str, Any] | None = None,
    scale: Mapping[str, Any] | None = None,
) -> Outcome:
    """Return the table with indicators divided as the framework or ``by`` says.

    Raises:
        InputError: ``EVA-101`` an unknown indicator, ``EVA-102`` an unknown denominator, ``EVA-103`` a zero
            denominator, ``EVA-104`` a factor that is no number above zero.
    """
    chosen, factors = dict(by or {}), dict(scale or {})
    _refuse_unknown({**chosen, **factors}, framework)
    done = []
    for code in table.columns:
        name = str(chosen.get(code, framework[code].denominator))
        factor = _factor(code, factors.get(code, 1.0))
        if name or factor != 1.0:
            done.append((code, name, factor))
    if not done:
        return Outcome(table, (Log("denominated", COLUMNS, ()),))
    values = table.draft()
    for code, name, factor in done:
        place = table.columns.index(code)
        size = _denominator(table, framework, code, name) if name else np.ones(1)
        values[:, place] = denominated(values[:, place], size, scale=factor)
    lost = Log(
        "denominator_missing",
        ("unit", "period", "indicator"),
        _lost(table, values, [code for code, _, _ in done]),
    )
    return Outcome(table.with_values(values), (Log("denominated", COLUMNS, tuple(done)), lost))


def _refuse_unknown(named: Mapping[str, Any], framework: Framework) -> None:
    unknown = [code for code in named if code not in set(framework.indicators)]
    if unknown:
        raise InputError(
            "EVA-101",
            f"设定里有框架之外的指标：{'、'.join(unknown)}",
            "请核对指标代码，只能写最下一级的指标",
            {"indicators": unknown},
        )


def _factor(code: str, factor: Any) -> float:
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not factor > 0:
        raise InputError(
            "EVA-104",
            f"指标“{code}”的倍数应为大于零的数字，现在是 {factor!r}",
            "每千人写 1000，每万人写 10000",
            {"indicator": code, "value": factor},
        )
    return float(factor)


def _denominator(table: Table, framework: Framework, code: str, name: str) -> Vector:
    if name not in table.denominators:
        raise InputError(
            "EVA-102",
            f"指标“{framework[code].label}”要除以“{name}”，数据里没有这一列",
            f"可用的有：{'、'.join(table.denominators) or '（无）'}",
            {"indicator": code, "denominator": name},
        )
    found = table.denominators[name]
    zero = np.flatnonzero(found == 0)
    if len(zero):
        told = "、".join(" ".join(table.rows[place]).strip() for place in zero[:5])
        raise InputError(
            "EVA-103",
            f"“{name}”为零的单元：{told}（共{len(zero)}个），指标“{framework[code].label}”不能相除",
            "请更正这些单元的数值；确实不详的请留空，结果按缺失处理",
            {
                "denominator": name,
                "indicator": code,
                "units": [table.units[place] for place in zero[:50]],
            },
        )
    return found


def _lost(table: Table, values: Matrix, codes: Sequence[str]) -> LazyRows:
    blocks = []
    for code in codes:
        place = table.columns.index(code)
        rows = np.flatnonzero(np.isnan(values[:, place]) & ~np.isnan(table.values[:, place]))
        blocks.append((*unit_columns(table, rows), code))
    return LazyRows(blocks)
