"""Steps that scale between two limits of each indicator, as a recipe names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from xiandao.evaluate.methods import normalise_linear as linear
from xiandao.evaluate.methods.normalise import Indicators, Scored, normalised, refuse_reversed
from xiandao.evaluate.methods.normalise_bounds import (
    flat_columns,
    lowest_and_highest,
    mean_and_deviation,
    refuse_empty,
    with_frozen,
)
from xiandao.evaluate.methods.step import Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

Bounds = Mapping[str, Any] | None


def _limits(x: Matrix, them: Indicators, bounds: Bounds) -> tuple[Vector, Vector]:
    return with_frozen(lowest_and_highest(x), bounds, them.codes, known=them.known)


def run_minmax(
    table: Table,
    framework: Framework,
    *,
    lower: float,
    upper: float,
    over: str,
    bounds: Bounds,
    outside: str,
    constant: Any,
    positive: float | None,
) -> Outcome:
    """Scale to the smallest and the largest value.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> tree = Framework.of([Node("I"), Node("a", parent="I")])
    >>> table = Table(("甲", "乙", "丙"), ("a",), np.array([[1.0], [2.0], [4.0]]))
    >>> recipe = Recipe({"steps": [{"use": "normalise", "method": "minmax"}]})
    >>> build(table, tree, recipe).index
    array([  0.        ,  33.33333333, 100.        ])
    """
    refuse_reversed(lower, upper)

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        low, high = _limits(x, them, bounds)
        values = linear.minmax(
            x, direction=them.direction, lower=lower, upper=upper, limits=(low, high),
            clip=outside == "clip", constant=constant, labels=them.labels, out=rows.draft(is_blank=True),
        )  # fmt: skip
        return Scored(values, low, high, "range")

    return normalised(table, framework, score, over=over, positive=positive)


def run_distance_to_max(
    table: Table, framework: Framework, *, scale: float, **options: Any
) -> Outcome:
    """Scale to the smallest and the largest value: 1 − (max − x) ⁄ (max − min)."""
    return run_minmax(table, framework, lower=0.0, upper=scale, **options)


def run_efficacy(
    table: Table,
    framework: Framework,
    *,
    base: float,
    span: float,
    over: str,
    bounds: Bounds,
    outside: str,
    constant: Any,
    positive: float | None,
) -> Outcome:
    """Give ``base`` for the impermissible value and ``base + span`` for the satisfactory one."""

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        low, high = lowest_and_highest(x)
        rising = them.direction > 0
        bad, good = them.marked("impermissible"), them.marked("satisfactory")
        marked_low, marked_high = np.where(rising, bad, good), np.where(rising, good, bad)
        limits = with_frozen(
            (np.where(np.isnan(marked_low), low, marked_low), np.where(np.isnan(marked_high), high, marked_high)),
            bounds, them.codes, known=them.known,
        )  # fmt: skip
        wrong = (limits[0] > limits[1]) & ~(np.isnan(bad) & np.isnan(good))
        for place in np.flatnonzero(wrong):
            raise InputError(
                "EVA-156",
                f"“{them.labels[place]}”的满意值不优于不容许值",
                "请核对 satisfactory（满意值）和 impermissible（不容许值），以及指标方向",
                {"indicator": them.codes[place]},
            )
        values = linear.minmax(
            x, direction=them.direction, lower=base, upper=base + span, limits=limits,
            clip=outside == "clip", constant=constant, labels=them.labels, out=rows.draft(is_blank=True),
        )  # fmt: skip
        return Scored(values, *limits, "range")

    return normalised(table, framework, score, over=over, positive=positive)


def run_zscore(
    table: Table,
    framework: Framework,
    *,
    mean: float,
    sd: float,
    over: str,
    bounds: Bounds,
    constant: Any,
    positive: float | None,
) -> Outcome:
    """Scale to a mean and a standard deviation."""

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        low, high = lowest_and_highest(x)
        frozen = np.array([code in (bounds or {}) for code in them.codes])
        flat = flat_columns(x, low, np.where(frozen, low + 1 + np.abs(low), high), labels=them.labels,
                            constant=constant)  # fmt: skip
        moments = with_frozen(
            mean_and_deviation(x), bounds, them.codes, known=them.known, positive_second=True
        )
        spread = np.where(flat, 1.0, moments[1])
        values = linear.zscore(
            x,
            direction=them.direction,
            mean=mean,
            sd=sd,
            moments=(moments[0], spread),
            labels=them.labels,
        )
        if flat.any():
            values = linear.neutral(values, x, flat, mean)
        return Scored(values, *moments, "moments")

    return normalised(table, framework, score, over=over, positive=positive)


def run_goalposts(
    table: Table,
    framework: Framework,
    *,
    low: float | None,
    high: float | None,
    bounds: Bounds,
    scale: float,
    trunc2posts: bool,
    positive: float | None,
) -> Outcome:
    """Give the share of the way between two posts that are set beforehand."""

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        refuse_empty(x, them.labels)
        posts = with_frozen(
            (them.marked("low", low), them.marked("high", high)),
            bounds,
            them.codes,
            known=them.known,
        )
        for found, name in zip(posts, ("low", "high"), strict=True):
            them.refuse_without(np.isnan(found), name)
        values = linear.goalposts(
            x, low=posts[0], high=posts[1], direction=them.direction, scale=scale,
            clip=trunc2posts, labels=them.labels,
        )  # fmt: skip
        return Scored(values, *posts, "range")

    return normalised(table, framework, score, positive=positive)


def run_scale(
    table: Table,
    framework: Framework,
    *,
    npara: Sequence[float],
    lower: float,
    upper: float,
    negative: str,
    positive: float | None,
) -> Outcome:
    """Stretch one given interval to another, without looking at the data."""
    refuse_reversed(lower, upper)
    if len(npara) != 2 or not npara[1] > npara[0]:
        raise InputError(
            "EVA-156",
            f"npara 是 {list(npara)}",
            "npara 应是两个数，先小后大",
            {"npara": list(npara)},
        )

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        refuse_empty(x, them.labels)
        low, high = (np.full(len(them.codes), float(one)) for one in npara)
        if negative == "negate":
            values = linear.on_line(x * them.direction, low, high, base=lower, span=upper - lower)
        else:
            values = linear.minmax(
                x, direction=them.direction, lower=lower, upper=upper, limits=(low, high)
            )
        return Scored(values, low, high, "range")

    return normalised(table, framework, score, positive=positive)
