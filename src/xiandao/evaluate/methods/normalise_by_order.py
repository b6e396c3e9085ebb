"""Steps that score by order or by points, as a recipe names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from xiandao.evaluate.methods.normalise import Indicators, Scored, normalised, refuse_reversed
from xiandao.evaluate.methods.normalise_bounds import flat_columns, lowest_and_highest, refuse_empty
from xiandao.evaluate.methods.normalise_points import binned, capped_points, equal_widths
from xiandao.evaluate.methods.normalise_ranks import borda, rank_scores
from xiandao.evaluate.methods.step import Outcome
from xiandao.evaluate.methods.table import Matrix, Table
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework


def run_rank(
    table: Table,
    framework: Framework,
    *,
    ties: Any,
    tolerance: float,
    over: str,
    constant: Any,
    positive: float | None,
) -> Outcome:
    """Give ranks, the best the highest.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> tree = Framework.of([Node("I"), Node("a", parent="I")])
    >>> table = Table(("甲", "乙", "丙"), ("a",), np.array([[1.0], [2.0], [4.0]]))
    >>> recipe = Recipe({"steps": [{"use": "normalise", "method": "rank"}]})
    >>> build(table, tree, recipe).index
    array([1., 2., 3.])
    """

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        values = rank_scores(
            x, direction=them.direction, ties=ties, tolerance=tolerance, constant=constant,
            labels=them.labels,
        )  # fmt: skip
        return Scored(values, *lowest_and_highest(x), "order")

    return normalised(table, framework, score, over=over, positive=positive)


def run_borda(
    table: Table,
    framework: Framework,
    *,
    lower: float | None,
    upper: float | None,
    ties: Any,
    tolerance: float,
    over: str,
    constant: Any,
    positive: float | None,
) -> Outcome:
    """Give the number of units that are worse."""

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        values = borda(
            x, direction=them.direction, lower=lower, upper=upper, ties=ties, tolerance=tolerance,
            constant=constant, labels=them.labels,
        )  # fmt: skip
        return Scored(values, *lowest_and_highest(x), "order")

    return normalised(table, framework, score, over=over, positive=positive)


def run_percentile(table: Table, framework: Framework, *, scale: float, **options: Any) -> Outcome:
    """Give the share of units that are worse."""
    return run_borda(table, framework, lower=0.0, upper=scale, **options)


def run_capped(
    table: Table,
    framework: Framework,
    *,
    points: float,
    start: float,
    floor: float,
    cap: float,
    positive: float | None,
) -> Outcome:
    """Give points for each one, down to a floor and up to a cap."""
    refuse_reversed(floor, cap)

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        refuse_empty(x, them.labels)
        values = capped_points(
            x, direction=them.direction, points=points, start=start, floor=floor, cap=cap
        )
        return Scored(values, *lowest_and_highest(x), "points")

    return normalised(table, framework, score, positive=positive)


def run_binned(
    table: Table,
    framework: Framework,
    *,
    thresholds: Sequence[float],
    scores: Sequence[float],
    bins: int | None,
    lower: float,
    upper: float,
    closed: str,
    over: str,
    positive: float | None,
) -> Outcome:
    """Give the score of the interval that a value falls into."""
    if bool(thresholds) == (bins is not None):
        raise InputError(
            "EVA-161",
            "分档要么给出 thresholds，要么给出 bins，现在"
            + ("两个都给了" if thresholds else "两个都没有给"),
            "thresholds 是各档的界限，bins 是按最小值到最大值等分的档数",
            {"thresholds": list(thresholds), "bins": bins},
        )

    def score(x: Matrix, them: Indicators, rows: Table) -> Scored:
        low, high = lowest_and_highest(x)
        flat_columns(x, low, high, labels=them.labels, constant="error" if bins else "neutral")
        values = np.empty(x.shape, order="F")
        for at, label in enumerate(them.labels):
            limits = (
                equal_widths(x[:, at], bins) if bins else np.asarray(thresholds, dtype=np.float64)
            )
            values[:, at] = binned(
                x[:, at], thresholds=limits, scores=scores, direction=int(them.direction[at]), lower=lower,
                upper=upper, closed=closed, label=label,
            )  # fmt: skip
        return Scored(values, low, high, "bins")

    return normalised(table, framework, score, over=over, positive=positive)
