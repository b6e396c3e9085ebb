"""Values for those who did not answer: chosen by a fixed order of methods, flagged, revised when the return comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xiandao.statistics.methods.imputation_methods import (
    class_median,
    nearest_donors,
    ratio_of_means,
)
from xiandao.terms.error import XiandaoError
from xiandao.terms.term import Term

if TYPE_CHECKING:
    import polars as pl

FLAG: Final = "__flag"
IMPUTED: Final = "I"
COLUMNS: Final = (
    "unit",
    "period",
    "item",
    "value",
    "flag",
    "method",
    "within",
    "donors",
    "variance",
)
_BROAD: Final = 2.0


class Method(Term):
    """How a value was found."""

    FORWARD = "forward", "上期数×同类增幅", "上期数乘以同类单位本期合计与上期合计之比"
    CONSTRUCTION = "construction", "同类比率", "辅助变量乘以同类单位本项合计与辅助变量合计之比"
    DONORS = "donors", "相近单位均值", "同类中规模最接近的若干单位的平均数"
    MEDIAN = "median", "同类中位数", "同类单位的中位数"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which methods are tried in which order, and within which classes, from the narrowest to the widest.

    ``classes`` names columns of the units frame; an empty one is everybody. A class with fewer than
    ``min_donors`` answers gives way to the next wider one, and then the next method is tried.
    """

    methods: tuple[Method, ...] = tuple(Method)
    classes: tuple[tuple[str, ...], ...] = (("industry", "size"), ("industry",), ())
    min_donors: int = 5
    nearest: int = 5


def impute(
    current: pl.DataFrame,
    units: pl.DataFrame,
    items: Sequence[str],
    *,
    period: str,
    previous: pl.DataFrame | None = None,
    auxiliary: str = "",
    plan: Plan | None = None,
) -> pl.DataFrame:
    """Return a value for every unit and item that is missing and that some method can answer.

    Args:
        current: filings of the period: ``unit``, items, where there are such ``{item}__flag``.
        units: all units that owe the form: ``unit``, the columns of the classes, the auxiliary.
        items: the items to fill; amounts and counts, not texts.
        previous: filings of the period before, imputed values included; only answers make links.
        auxiliary: a column of ``units`` known for all of them that says how large a unit is.

    Returns:
        ``COLUMNS``, by item and unit; ``within`` names the class, ``variance`` is the uncertainty of the
        value, null where fewer than two donors stand behind it.

    Raises:
        XiandaoError: ``STA-540`` a unit twice, ``STA-541`` a column of the plan that ``units`` lacks.

    >>> import polars
    >>> units = polars.DataFrame({"unit": ["a", "b", "c"], "industry": ["q"] * 3, "size": ["s"] * 3})
    >>> now = polars.DataFrame({"unit": ["a", "b"], "r13": [11.0, 22.0]})
    >>> before = polars.DataFrame({"unit": ["a", "b", "c"], "r13": [10.0, 20.0, 30.0]})
    >>> found = impute(now, units, ["r13"], period="2026-06", previous=before, plan=Plan(min_donors=2))
    >>> found.select("unit", "value", "flag", "method").rows()
    [('c', 33.0, 'I', 'forward')]
    """
    import polars as pl

    plan = plan or Plan()
    _check(current, previous, units, auxiliary, plan)
    found = []
    for item in items:
        cases = _cases(current, previous, units, item, auxiliary)
        filled = _fill(cases, plan, has_previous=previous is not None, has_size=bool(auxiliary))
        found.append(filled.with_columns(item=pl.lit(item)))
    return (
        pl.concat(found)
        .with_columns(period=pl.lit(period), flag=pl.lit(IMPUTED))
        .select(COLUMNS)
        .sort("item", "unit")
    )


def apply(current: pl.DataFrame, imputed: pl.DataFrame, *, period: str) -> pl.DataFrame:
    """Return the filings with the imputed values in their places, and a flag column for each item filled.

    Units that did not answer at all get a row. What was answered is never replaced.

    >>> import polars
    >>> now = polars.DataFrame({"unit": ["a"], "period": ["2026"], "r13": [11.0]})
    >>> imputed = polars.DataFrame({"unit": ["c"], "item": ["r13"], "value": [33.0]})
    >>> apply(now, imputed, period="2026").rows()
    [('a', '2026', 11.0, None), ('c', '2026', 33.0, 'I')]
    """
    import polars as pl

    unknown = [item for item in imputed["item"].unique().sort() if item not in current.columns]
    frame = current.with_columns(pl.lit(None, pl.Float64).alias(item) for item in unknown)
    for item in imputed.get_column("item").unique().sort():
        values = imputed.filter(pl.col("item") == item).select("unit", filled="value")
        frame = frame.join(values, on="unit", how="full", coalesce=True)
        is_filled = pl.col(item).is_null() & pl.col("filled").is_not_null()
        name = item + FLAG
        before = pl.col(name) if name in frame.columns else pl.lit(None, pl.String)
        flag = pl.when(is_filled).then(pl.lit(IMPUTED)).otherwise(before)
        frame = frame.with_columns(flag.alias(name), pl.coalesce(item, "filled").alias(item)).drop(
            "filled"
        )
    return frame.with_columns(pl.col("period").fill_null(period)).sort("unit")


def revise(imputed: pl.DataFrame, actuals: pl.DataFrame) -> pl.DataFrame:
    """Return what changes now that returns have arrived: a row per imputed value that is answered.

    Args:
        imputed: as ``impute`` returned it.
        actuals: filings of the same period: ``unit`` and items.

    Returns:
        ``unit, period, item, method, imputed, actual, difference, relative, is_within``; ``relative`` to
        the actual, ``is_within`` whether the difference is at most twice the standard error.

    >>> import polars
    >>> imputed = polars.DataFrame({"unit": ["c"], "period": ["2026"], "item": ["r13"], "value": [33.0],
    ...     "flag": ["I"], "method": ["forward"], "within": [""], "donors": [2], "variance": [4.0]})
    >>> revise(imputed, polars.DataFrame({"unit": ["c"], "r13": [30.0]})).row(0)[4:]
    (33.0, 30.0, -3.0, -0.1, True)
    """
    import polars as pl

    items = [item for item in imputed.get_column("item").unique().sort() if item in actuals.columns]
    answers = actuals.select("unit", *items).unpivot(
        items, index="unit", variable_name="item", value_name="actual"
    )
    difference = pl.col("actual") - pl.col("value")
    return (
        imputed.join(answers.drop_nulls("actual"), on=["unit", "item"])
        .select(
            "unit",
            "period",
            "item",
            "method",
            pl.col("value").alias("imputed"),
            "actual",
            difference.alias("difference"),
            pl.when(pl.col("actual") != 0).then(difference / pl.col("actual")).alias("relative"),
            (difference.abs() <= _BROAD * pl.col("variance").sqrt()).alias("is_within"),
        )
        .sort("item", "unit")
    )


def _check(
    current: pl.DataFrame,
    previous: pl.DataFrame | None,
    units: pl.DataFrame,
    auxiliary: str,
    plan: Plan,
) -> None:
    frames = [current, units] + ([previous] if previous is not None else [])
    if any(frame.get_column("unit").is_duplicated().any() for frame in frames):
        raise XiandaoError("STA-540", "同一单位在同一期出现了两次", "请先合并重复的报表再插补")
    wanted = {name for names in plan.classes for name in names} | ({auxiliary} - {""})
    lacking = sorted(wanted - set(units.columns))
    if lacking:
        raise XiandaoError(
            "STA-541",
            f"单位名录缺少插补所用的列：{'、'.join(lacking)}",
            "请补充名录，或调整插补方案",
            {"columns": lacking},
        )


def _cases(
    current: pl.DataFrame,
    previous: pl.DataFrame | None,
    units: pl.DataFrame,
    item: str,
    auxiliary: str,
) -> pl.DataFrame:
    import polars as pl

    cases = units.join(_answers(current, item, "y"), on="unit", how="left")
    if previous is not None:
        cases = cases.join(_answers(previous, item, "before"), on="unit", how="left")
        both = pl.col("y_is_own") & pl.col("before_is_own")
        cases = cases.with_columns(is_matched=both.fill_null(value=False))
    if auxiliary:
        cases = cases.with_columns(size_of=pl.col(auxiliary).cast(pl.Float64))
    return cases.with_columns(is_own=pl.col("y_is_own").fill_null(value=False))


def _answers(frame: pl.DataFrame, item: str, name: str) -> pl.DataFrame:
    import polars as pl

    value = pl.col(item).cast(pl.Float64) if item in frame.columns else pl.lit(None, pl.Float64)
    flag = pl.col(item + FLAG) if item + FLAG in frame.columns else pl.lit(None, pl.String)
    is_own = flag.is_null() | (flag != IMPUTED)
    return frame.select("unit", value.alias(name), is_own.alias(f"{name}_is_own"))


def _fill(cases: pl.DataFrame, plan: Plan, *, has_previous: bool, has_size: bool) -> pl.DataFrame:
    import polars as pl

    usable = {Method.FORWARD: has_previous, Method.CONSTRUCTION: has_size, Method.DONORS: has_size}
    found = [_empty(cases)]
    steps = [(method, names) for method in plan.methods for names in plan.classes]
    for method, names in steps:
        if not usable.get(method, True):
            continue
        answer = _by(method, _classed(cases, names), plan)
        found.append(
            answer.with_columns(method=pl.lit(method.value), within=pl.lit("+".join(names)))
        )
        cases = cases.join(answer, on="unit", how="anti")
        if cases["y"].null_count() == 0:
            break
    return pl.concat(found)


def _empty(cases: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    nothing = class_median(_classed(cases.clear(), ()))
    return nothing.with_columns(method=pl.lit(""), within=pl.lit(""))


def _classed(cases: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    import polars as pl

    parts = [pl.col(name).cast(pl.String).fill_null("") for name in names]
    key = pl.concat_str(parts, separator="\x1f") if parts else pl.lit("")
    return cases.with_columns(key.alias("class"))


def _by(method: Method, cases: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    import polars as pl

    if method is Method.FORWARD:
        matched = cases.rename({"is_matched": "is_response"})
        return ratio_of_means(matched, predictor="before", min_donors=plan.min_donors)
    answered = cases.with_columns(is_response=pl.col("is_own"))
    if method is Method.CONSTRUCTION:
        return ratio_of_means(answered, predictor="size_of", min_donors=plan.min_donors)
    # A value that was imputed is no answer that others may be given.
    honest = answered.filter(pl.col("y").is_null() | pl.col("is_own"))
    if method is Method.DONORS:
        return nearest_donors(
            honest, predictor="size_of", k=plan.nearest, min_donors=plan.min_donors
        )
    return class_median(honest, min_donors=plan.min_donors)
