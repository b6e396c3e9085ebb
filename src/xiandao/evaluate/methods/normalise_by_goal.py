"""Steps that score the way to a goal: a target, another unit, a range; as a recipe names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from xiandao.evaluate.methods.normalise import Indicators, Scored, normalised, refuse_reversed
from xiandao.evaluate.methods.normalise_bounds import lowest_and_highest, refuse_empty, with_frozen
from xiandao.evaluate.methods.normalise_linear import distance_to
from xiandao.evaluate.methods.normalise_target_range import target_range
from xiandao.evaluate.methods.step import Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

Bounds = Mapping[str, Any] | None


def run_distance_to_target(
    table: Table,
    framework: Framework,
    *,
    target: float | None,
    capped: bool,
    scale: float,
    over: str,
    bounds: Bounds,
    positive: float | None,
) -> Outcome:
    """Give the share of the way from the worst value to the target.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> tree = Framework.of([Node("I"), Node("a", parent="I")])
    >>> table = Table(("甲", "乙", "丙"), ("a",), np.array([[1.0], [2.0], [4.0]]))
    >>> recipe = Recipe({"steps": [{"use": "normalise", "method": "distance_to_target", "target": 4}]})
    >>> build(table, tree, recipe).index
    array([0.        , 0.33333333, 1.        ])
    """

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        low, high = with_frozen(lowest_and_highest(x), bounds, them.codes, known=them.known)
        values = distance_to(
            x, them.required("target", target), direction=them.direction, limits=(low, high),
            scale=scale, capped=capped, labels=them.labels,
        )  # fmt: skip
        return Scored(values, low, high, "range")

    return normalised(table, framework, score, over=over, positive=positive)


def run_distance_to_reference(
    table: Table,
    framework: Framework,
    *,
    unit: str,
    capped: bool,
    scale: float,
    over: str,
    bounds: Bounds,
    positive: float | None,
) -> Outcome:
    """Give the share of the way from the worst value to that of one unit."""

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        low, high = with_frozen(lowest_and_highest(x), bounds, them.codes, known=them.known)
        refuse_empty(x, them.labels)
        reference = reference_of(x, them, rows, unit)
        values = distance_to(
            x, reference, direction=them.direction, limits=(low, high), scale=scale, capped=capped,
            labels=them.labels, what=f"参照单元{unit}的值",
        )  # fmt: skip
        return Scored(values, low, high, "range")

    return normalised(table, framework, score, over=over, positive=positive)


def reference_of(x: Matrix, them: Indicators, rows: Table, unit: str) -> Vector:
    """Return the values of one unit, in a panel those of its last period.

    Raises:
        InputError: ``EVA-160`` there is no such unit, or it has no value.
    """
    places = [place for place, code in enumerate(rows.units) if code == unit]
    if not places:
        raise InputError(
            "EVA-160",
            f"数据里没有参照单元“{unit}”",
            "unit 请写单元的代码，并确认它没有被筛掉",
            {"unit": unit},
        )
    place = max(places, key=lambda at: rows.periods[at]) if rows.periods else places[0]
    lacking = np.flatnonzero(np.isnan(x[place]))
    if len(lacking):
        raise InputError(
            "EVA-160",
            f"参照单元“{unit}”的“{them.labels[lacking[0]]}”缺失",
            "请为它补数、先做插补，或另选参照单元",
            {"unit": unit, "indicators": [them.codes[at] for at in lacking]},
        )
    found: Vector = x[place]
    return found


def run_target_range(
    table: Table,
    framework: Framework,
    *,
    low: float | None,
    high: float | None,
    outer_low: float | None,
    outer_high: float | None,
    lower: float,
    upper: float,
    positive: float | None,
) -> Outcome:
    """Give the best score inside a range and less on both sides."""
    refuse_reversed(lower, upper)

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        inner = them.required("low", low), them.required("high", high)
        values = target_range(
            x, low=inner[0], high=inner[1], outer_low=them.marked("outer_low", outer_low),
            outer_high=them.marked("outer_high", outer_high), lower=lower, upper=upper, labels=them.labels,
        )  # fmt: skip
        return Scored(values, *inner, "range")

    return normalised(table, framework, score, positive=positive)
