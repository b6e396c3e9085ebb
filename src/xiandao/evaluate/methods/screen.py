"""Leave out units with too few figures or too many zeros; who must stay or go is said by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.log_rows import LazyRows, unit_columns
from xiandao.evaluate.methods.step import Log, Option, Outcome
from xiandao.evaluate.methods.table import Mask, Matrix, Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

ROUNDING: Final = 1e-12
OPTIONS: Final = (
    Option(
        "by", "text", "na", "依据：na 看缺失，zeros 看零值，na_or_zeros 有一项不合格就剔除，none 只列不剔除",
        choices=("na", "zeros", "na_or_zeros", "none"), example='by = "na"',
    ),
    Option(
        "availability", "number", 0.66, "有数的指标占全部指标的比例低于此数为缺失过多，默认 0.66",
        lowest=0, highest=1, example="availability = 0.9",
    ),
    Option(
        "nonzero", "number", 0.05, "不为零的占有数的比例低于此数为零值过多，默认 0.05",
        lowest=0, highest=1, example="nonzero = 0.05",
    ),
    Option("force_in", "texts", (), "无论如何都保留的单元代码", example='force_in = ["CHE"]'),
    Option("force_out", "texts", (), "无论如何都剔除的单元代码", example='force_out = ["LAO"]'),
)  # fmt: skip
COLUMNS: Final = (
    "unit", "period", "missing", "zero", "missing_or_zero", "availability", "nonzero", "low_availability",
    "low_nonzero", "low", "forced", "included",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Of each row: how many cells are missing and zero, and the shares that follow.

    ``availability`` is of all cells; ``nonzero`` of those that are there, NaN where none is.
    """

    missing: Vector
    zero: Vector
    availability: Vector
    nonzero: Vector


def coverage(values: Matrix) -> Coverage:
    """Return how complete each row is.

    Args:
        values: units × indicators, NaN where missing.

    >>> found = coverage(np.array([[1.0, 0.0, np.nan, 2.0]]))
    >>> float(found.availability[0]), round(float(found.nonzero[0]), 4)
    (0.75, 0.6667)
    """
    missing, zero = np.zeros(len(values)), np.zeros(len(values))
    for place in range(values.shape[1]):
        missing += np.isnan(values[:, place])
        zero += values[:, place] == 0
    width = values.shape[1]
    there = width - missing
    nonzero = np.full(len(values), np.nan)
    np.divide(there - zero, there, out=nonzero, where=there > 0)
    return Coverage(missing, zero, there / max(width, 1), nonzero)


def screen(
    table: Table,
    framework: Framework,
    *,
    by: str = "na",
    availability: float = 0.66,
    nonzero: float = 0.05,
    force_in: Sequence[str] = (),
    force_out: Sequence[str] = (),
) -> Outcome:
    """Return the table without the rows that fail; in a panel each unit and period is judged by itself.

    Raises:
        InputError: ``EVA-105`` a forced unit that the table does not have, ``EVA-106`` one forced both ways.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 3.
    """
    _refuse_forced(table, force_in, force_out)
    found = coverage(table.values)
    low_data = found.availability < availability - ROUNDING
    low_nonzero = ~(found.nonzero >= nonzero - ROUNDING)
    fails: dict[str, Mask] = {
        "na": low_data,
        "zeros": low_nonzero,
        "na_or_zeros": low_data | low_nonzero,
        "none": np.zeros(len(low_data), dtype=bool),
    }
    included = ~fails[by]
    forced: Sequence[str] | str = ""
    if force_in or force_out:
        into, out = set(force_in), set(force_out)
        included |= np.fromiter((unit in into for unit in table.units), dtype=bool)
        included &= np.fromiter((unit not in out for unit in table.units), dtype=bool)
        forced = tuple(
            "in" if unit in into else "out" if unit in out else "" for unit in table.units
        )
    rows = LazyRows(
        [
            (
                *unit_columns(table, np.arange(len(table.units))),
                found.missing.astype(np.intp),
                found.zero.astype(np.intp),
                (found.missing + found.zero).astype(np.intp),
                found.availability,
                found.nonzero,
                low_data,
                low_nonzero,
                low_data | low_nonzero,
                forced,
                included,
            )
        ]
    )
    return Outcome(table.take(rows=included), (Log("screening", COLUMNS, rows),))


def _refuse_forced(table: Table, force_in: Sequence[str], force_out: Sequence[str]) -> None:
    unknown = sorted({*force_in, *force_out} - set(table.units)) if force_in or force_out else []
    if unknown:
        raise InputError(
            "EVA-105",
            f"force_in 或 force_out 里有数据中没有的单元：{'、'.join(unknown)}",
            "请核对单元代码",
            {"units": unknown},
        )
    both = sorted(set(force_in) & set(force_out))
    if both:
        raise InputError(
            "EVA-106",
            f"同一单元既要保留又要剔除：{'、'.join(both)}",
            "请只写在 force_in 或 force_out 的一处",
            {"units": both},
        )
