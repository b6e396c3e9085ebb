"""Growth on the same scope (可比口径), cumulation over months, and what each part contributes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from xiandao.terms.period import Period, PeriodKind
from xiandao.terms.term import Term

if TYPE_CHECKING:
    import polars as pl

PRIOR: Final = "__ly"


class Rule(Term):
    """Where the figure of the period before comes from."""

    REPORTED = "reported", "上年同期可比数", "填报单位按本期口径填报的上年同期数"
    MATCHED = "matched", "两期均填报单位", "两期都填报的单位的上期数"
    MIXED = (
        "mixed",
        "填报数与匹配数并用",
        "填了上年同期可比数的用填报数，其余用该单位上年同期的报表",
    )
    NONE = "none", "无可比数", "没有任何单位可比"


def same_period(
    current: pl.DataFrame,
    item: str,
    *,
    previous: pl.DataFrame | None = None,
    by: Sequence[str] = (),
) -> pl.DataFrame:
    """Return 同比: growth on the same period of the year before over comparable units.

    For each unit the base is what it reported as 上年同期可比数, else its own return of a year ago; units
    with neither do not count on either side.

    Args:
        current: filings of the period: ``unit``, the item, ``{item}__ly`` where asked, the columns of ``by``.
        previous: filings of the same period a year before: ``unit``, the item.
        by: columns of ``current`` to group by; none gives one row.

    Returns:
        The columns of ``by``, ``value`` (all units), ``comparable``, ``base``, ``growth`` (percent, null
        where the base is 0), ``scope`` (units compared), ``units``, ``rule``.

    >>> import polars
    >>> now = polars.DataFrame({"unit": ["a", "b", "new"], "r13": [110.0, 50.0, 99.0]})
    >>> before = polars.DataFrame({"unit": ["a", "b", "gone"], "r13": [100.0, 40.0, 500.0]})
    >>> same_period(now, "r13", previous=before).select("growth", "scope", "rule").rows()
    [(14.285714285714285, 2, 'matched')]
    """
    return _compared(current, item, previous, by, takes_reported=True)


def sequential(
    current: pl.DataFrame, item: str, *, previous: pl.DataFrame, by: Sequence[str] = ()
) -> pl.DataFrame:
    """Return 环比: growth on the period just before over the units that filed both; columns as ``same_period``.

    >>> import polars
    >>> now = polars.DataFrame({"unit": ["a"], "r13": [90.0], "r13__ly": [1.0]})
    >>> before = polars.DataFrame({"unit": ["a"], "r13": [100.0]})
    >>> sequential(now, "r13", previous=before).select("growth", "rule").rows()
    [(-10.0, 'matched')]
    """
    return _compared(current, item, previous, by, takes_reported=False)


def cumulate(
    frame: pl.DataFrame, items: Sequence[str], *, stocks: Sequence[str] = ()
) -> pl.DataFrame:
    """Return 1—n月累计 from monthly returns: flows added up from January on, stocks as they stand.

    A unit that left out a month has no cumulation from then on until the year ends: a sum with a hole
    would look like a fall.

    Args:
        frame: ``unit``, ``period`` (codes of months) and items, several periods.
        items: items to return, those of ``{item}__ly`` as items of their own.
        stocks: those of the items that are 时点数.

    Returns:
        ``unit``, ``period`` (2026-01, 2026M01-02, …), items, in the order of unit and period.

    Raises:
        TermError: ``TRM-110`` a period that is not one.

    >>> import polars
    >>> frame = polars.DataFrame({"unit": ["a"] * 3, "period": ["2026-01", "2026-02", "2026-03"],
    ...     "r13": [1.0, 2.0, 3.0], "r01": [7.0, 8.0, 9.0]})
    >>> cumulate(frame, ["r13", "r01"], stocks=["r01"]).rows()[-1]
    ('a', '2026M01-03', 6.0, 9.0)
    """
    import polars as pl

    codes = frame.get_column("period").unique().sort().to_list()
    known = [Period.parse(code) for code in codes]
    calendar = pl.DataFrame(
        {
            "period": codes,
            "year": [one.year for one in known],
            "month": [one.number for one in known],
            "cumulation": [_cumulation(one) for one in known],
        }
    )
    ordered = frame.join(calendar, on="period").sort("unit", "year", "month")
    running = []
    for item in items:
        if item in stocks:
            running.append(pl.col(item))
            continue
        sums = pl.col(item).cum_sum().over("unit", "year")
        is_whole = pl.col(item).cum_count().over("unit", "year") == pl.col("month")
        running.append(pl.when(is_whole).then(sums).alias(item))
    return ordered.select("unit", pl.col("cumulation").alias("period"), *running)


def contributions(parts: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return what each part of a total contributes to its growth.

    Args:
        parts: a row per part: the column ``name``, ``value`` and ``base``, that add up to the total.

    Returns:
        ``name``, ``value``, ``base``, ``growth`` (percent), ``pull`` (拉动, percentage points of the growth
        of the total) and ``share`` (贡献率, percent of the increase; null where the total did not change).

    >>> import polars
    >>> parts = polars.DataFrame({"industry": ["a", "b"], "value": [120.0, 90.0], "base": [100.0, 100.0]})
    >>> contributions(parts, "industry").select("pull", "share").rows()
    [(10.0, 200.0), (-5.0, -100.0)]
    """
    import polars as pl

    change = pl.col("value") - pl.col("base")
    total, base = change.sum(), pl.col("base").sum()
    return parts.select(
        name,
        "value",
        "base",
        _percent(change, pl.col("base")).alias("growth"),
        pl.when(base != 0).then(change / base.abs() * 100).alias("pull"),
        pl.when(total != 0).then(change / total * 100).alias("share"),
    )


def _compared(
    current: pl.DataFrame,
    item: str,
    previous: pl.DataFrame | None,
    by: Sequence[str],
    *,
    takes_reported: bool,
) -> pl.DataFrame:
    import polars as pl

    frame = current.with_columns(matched=pl.lit(None, pl.Float64))
    if previous is not None:
        before = previous.select("unit", matched=pl.col(item).cast(pl.Float64))
        frame = current.join(before, on="unit", how="left")
    has_reported = takes_reported and item + PRIOR in current.columns
    reported = pl.col(item + PRIOR) if has_reported else pl.lit(None, pl.Float64)
    frame = frame.with_columns(reported=reported).with_columns(
        base=pl.coalesce("reported", "matched")
    )
    is_compared = pl.col(item).is_not_null() & pl.col("base").is_not_null()
    sums = [
        pl.col(item).sum().alias("value"),
        pl.col(item).filter(is_compared).sum().alias("comparable"),
        pl.col("base").filter(is_compared).sum(),
        is_compared.sum().cast(pl.Int64).alias("scope"),
        pl.col(item).count().cast(pl.Int64).alias("units"),
        (is_compared & pl.col("reported").is_not_null()).sum().cast(pl.Int64).alias("given"),
    ]
    grouped = frame.group_by(*by).agg(sums).sort(*by) if by else frame.select(sums)
    growth = _percent(pl.col("comparable") - pl.col("base"), pl.col("base"))
    return grouped.with_columns(growth=growth, rule=_rule()).select(
        *by, "value", "comparable", "base", "growth", "scope", "units", "rule"
    )


def _rule() -> pl.Expr:
    import polars as pl

    given, scope = pl.col("given"), pl.col("scope")
    return (
        pl.when(scope == 0)
        .then(pl.lit(Rule.NONE.value))
        .when(given == scope)
        .then(pl.lit(Rule.REPORTED.value))
        .when(given == 0)
        .then(pl.lit(Rule.MATCHED.value))
        .otherwise(pl.lit(Rule.MIXED.value))
    )


def _percent(change: pl.Expr, base: pl.Expr) -> pl.Expr:
    import polars as pl

    return pl.when(base != 0).then(change / base.abs() * 100)


def _cumulation(month: Period) -> str:
    if month.number == 1:
        return month.code
    return Period(PeriodKind.CUMULATIVE, month.year, month.number).code
