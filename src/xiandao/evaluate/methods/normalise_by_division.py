"""Steps that divide by a number of the indicator or by a base value, as a recipe names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from xiandao.evaluate.methods.normalise import Indicators, Scored, normalised
from xiandao.evaluate.methods.normalise_bounds import mean_and_deviation, refuse_empty, with_frozen
from xiandao.evaluate.methods.normalise_proportion import (
    divisor_of,
    proportion,
    ratio_to_base,
    turned,
)
from xiandao.evaluate.methods.step import Outcome
from xiandao.evaluate.methods.table import Matrix, Table
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

Bounds = Mapping[str, Any] | None


def run_proportion(
    table: Table,
    framework: Framework,
    *,
    by: Any,
    negative: Any,
    scale: float,
    over: str,
    bounds: Bounds,
    positive: float | None,
) -> Outcome:
    """Divide by one number of the column; frozen bounds are [0, divisor].

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> tree = Framework.of([Node("I"), Node("a", parent="I")])
    >>> table = Table(("甲", "乙", "丙"), ("a",), np.array([[1.0], [2.0], [4.0]]))
    >>> recipe = Recipe({"steps": [{"use": "normalise", "method": "max"}]})
    >>> build(table, tree, recipe).index
    array([0.25, 0.5 , 1.  ])
    """

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        falling = them.direction < 0
        y = turned(x, falling, negative, labels=them.labels)
        found = divisor_of(y, by, falling & (negative == "negate"), labels=them.labels)
        zero, divisors = with_frozen(
            (np.zeros(len(them.codes)), found), bounds, them.codes, known=them.known
        )
        values = proportion(
            x, by=by, direction=them.direction, negative=negative, divisors=divisors, scale=scale,
            labels=them.labels,
        )  # fmt: skip
        return Scored(values, zero, divisors, "divisor")

    return normalised(table, framework, score, over=over, positive=positive)


def run_ratio_to_base(
    table: Table,
    framework: Framework,
    *,
    base: float | None,
    cap: float | None,
    scale: float,
    positive: float | None,
) -> Outcome:
    """Divide by a base value that is set beforehand, up to a cap."""

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        refuse_empty(x, them.labels)
        bases = them.required("base", base)
        most = np.minimum(them.marked("cap"), np.inf)
        kept = np.where(np.isnan(most) | (them.direction < 0), x, np.minimum(x, most))
        values = ratio_to_base(
            kept, bases, direction=them.direction, scale=scale, cap=cap, labels=them.labels
        )
        return Scored(values, np.zeros(len(bases)), bases, "divisor")

    return normalised(table, framework, score, positive=positive)


def run_fixed_base(
    table: Table,
    framework: Framework,
    *,
    base_period: str,
    base_of: str,
    base: float | None,
    scale: float,
    positive: float | None,
) -> Outcome:
    """Divide by the value in the base period, or by the mark ``base``."""

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        refuse_empty(x, them.labels)
        bases = (
            based(x, them, rows, base_period, base_of)
            if base_period
            else them.required("base", base)
        )
        values = ratio_to_base(x, bases, direction=them.direction, scale=scale, labels=them.labels)
        return Scored(
            values, np.zeros(len(them.codes)), np.atleast_2d(bases).mean(axis=0), "divisor"
        )

    return normalised(table, framework, score, positive=positive)


def based(x: Matrix, them: Indicators, rows: Table, base_period: str, base_of: str) -> Matrix:
    """Return for each cell the value of the base period: of the same unit, or the mean of all units.

    Raises:
        InputError: ``EVA-163`` no such period, or no value in it.
    """
    slices = rows.slices()
    if base_period not in slices or not rows.periods:
        raise InputError(
            "EVA-163",
            f"数据里没有基期“{base_period}”",
            f"base_period 可以是：{'、'.join(name for name in slices if name) or '（数据没有分期，请改用标记 base）'}",
            {"base_period": base_period},
        )
    at_base = x[slices[base_period]]
    units = [rows.units[place] for place in np.flatnonzero(slices[base_period])]
    if base_of == "mean":
        mean, _ = mean_and_deviation(at_base)
        found: Matrix = np.broadcast_to(mean, x.shape)
    else:
        place = {unit: at for at, unit in enumerate(units)}
        strange = [unit for unit in rows.units if unit not in place]
        if strange:
            raise InputError(
                "EVA-163",
                f"单元“{strange[0]}”没有基期{base_period}的数据",
                '请补上它的基期数据，或设 base_of = "mean" 以各单元基期均值为基准',
                {"units": sorted(set(strange))},
            )
        found = at_base[[place[unit] for unit in rows.units]]
    lacking = np.isnan(found) & ~np.isnan(x)
    for row, column in np.argwhere(lacking):
        raise InputError(
            "EVA-163",
            f"单元“{rows.units[row]}”的“{them.labels[column]}”没有基期{base_period}的数",
            "请补上基期数据，或先做插补",
            {"unit": rows.units[row], "indicator": them.codes[column]},
        )
    return found
