"""Rules that look at all returns of a class together: HB, modified z, ratio against the class median."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from xiandao.statistics.methods import outliers
from xiandao.statistics.methods.expression import parse
from xiandao.statistics.methods.expression_polars import Columns, number_of, truth_of
from xiandao.statistics.methods.inputs_frame import KEY

if TYPE_CHECKING:
    from xiandao.statistics.methods.rule import Rule

Floats = NDArray[np.float64]
_LEAST: Final = 20.0
_TIMES: Final = 5.0
_CLASS: Final = "__class"


def class_hits(rule: Rule, rows: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """Return unit, period, left and right of the returns that stand out in their class.

    ``left`` is the figure, ``right`` what it is held against: the figure before (hb), the median of the class
    (zscore, peers). Classes smaller than ``least`` are not judged.

    Args:
        rule: of kind hb, zscore or peers; ``by`` among its parameters names the column of classes.
        rows: returns with the columns of their units.
        columns: of the returns, as ``expression_polars.columns_of`` gives them.

    >>> from xiandao.statistics.methods.rule import Rule
    >>> rule = Rule("Z", "x", kind="zscore", left="r1", parameters=(("least", 5.0),))
    >>> rows = pl.DataFrame({"unit": list("abcdef"), "period": ["2026"] * 6, "r1": [9.0, 10, 11, 12, 10, 9000]})
    >>> class_hits(rule, rows, {"r1": False})["unit"].to_list()
    ['f']
    """
    left = number_of(parse(rule.left).node, columns)
    right = number_of(parse(rule.right).node, columns) if rule.right else pl.lit(None, pl.Float64)
    by = str(dict(rule.parameters).get("by", ""))
    named = pl.col(by).cast(pl.String).fill_null("") if by in rows.columns else pl.lit("")
    chosen = truth_of(parse(rule.when).node, columns) if rule.when else pl.lit(value=True)
    table = rows.filter(chosen).select(
        *KEY, left.alias("left"), right.alias("right"), named.alias(_CLASS)
    )
    classes = table.partition_by("period", _CLASS, maintain_order=True)
    found = [_judged(rule, each) for each in classes]
    return pl.concat(found) if found else table.select(*KEY, "left", "right")


def _judged(rule: Rule, rows: pl.DataFrame) -> pl.DataFrame:
    left = rows["left"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    right = rows["right"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    if rule.kind != "hb":
        left, right = (left / np.where(right > 0, right, np.nan) if rule.right else left), left * 0
    has_figure = np.isfinite(left) & np.isfinite(right) & (left > 0)
    kept = rows.select(*KEY)
    if has_figure.sum() < rule.parameter("least", _LEAST):
        stands_out = np.zeros(rows.height, dtype=np.bool_)
    else:
        stands_out, right = _outside(rule, left, right)
    numbers = kept.with_columns(pl.Series("left", left), pl.Series("right", right))
    return numbers.filter(pl.Series(stands_out))


def _outside(rule: Rule, left: Floats, right: Floats) -> tuple[NDArray[np.bool_], Floats]:
    if rule.kind == "hb":
        percentiles = (rule.parameter("low", 25.0), rule.parameter("high", 75.0))
        found = outliers.changes(
            left,
            right,
            u=rule.parameter("u", outliers.U),
            a=rule.parameter("a", outliers.A),
            c=rule.parameter("c", outliers.C),
            percentiles=percentiles,
        )
        return found.is_outlier, right
    levels = outliers.levels(left, limit=rule.parameter("threshold", outliers.Z_LIMIT))
    middle = np.full(left.shape, levels.median)
    if rule.kind == "zscore":
        return levels.is_outlier, middle
    times = rule.parameter("k", _TIMES)
    return (left > 0) & ((left > times * middle) | (left < middle / times)), middle
