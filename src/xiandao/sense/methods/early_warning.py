"""Early warning of operations: each warning with its colour, limit, who pulled, and how the rule did in the past."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiandao.sense.methods.pulls import Pull, pulls
from xiandao.sense.methods.warning_backtest import BackTest, backtest
from xiandao.sense.methods.warning_colour import Colour, rank
from xiandao.sense.methods.warning_judging import Judged, Unjudged, judged
from xiandao.sense.methods.warning_observations import Observations, group_column
from xiandao.sense.methods.warning_rules import Rule, RuleBook
from xiandao.sense.methods.warning_series import Scope, Series, compared, every_series

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Alarm:
    """One warning; ``pulled`` are the contributions to same-scope growth by unit and by each group not yet fixed."""

    indicator: str
    scope: Scope
    season: int
    at: int
    rule: Rule
    colour: Colour
    value: float
    limit: float
    units: int
    streak: int
    growth: float | None
    gap: float | None
    pulled: tuple[tuple[str, tuple[Pull, ...]], ...]
    history: BackTest


@dataclass(frozen=True, slots=True)
class Silent:
    """A series that a rule could not judge in the period, and why."""

    indicator: str
    scope: Scope
    rule: Rule
    cause: Unjudged
    units: int


@dataclass(frozen=True, slots=True)
class Tested:
    """A rule on the whole past of a series."""

    indicator: str
    scope: Scope
    rule: Rule
    found: BackTest


@dataclass(frozen=True, slots=True)
class Watch:
    """The outcome: warnings from the gravest on, what could not be judged, the back-tests, the series."""

    warnings: tuple[Alarm, ...]
    silent: tuple[Silent, ...]
    tests: tuple[Tested, ...]
    judged: int
    series: tuple[Series, ...]
    periods: tuple[tuple[str, int, int], ...]


def watch(
    found: Observations,
    book: RuleBook,
    *,
    by: Sequence[Sequence[str]] = ((),),
    until: int | None = None,
    season: int | None = None,
) -> Watch:
    """Return the warnings of the last period of each indicator, or of the one asked for.

    Args:
        found: usable observations.
        book: the rules.
        by: groupings, see ``every_series``.
        until: place in time that is judged; nothing later is read. None is the last of each indicator.
        season: with ``until``: only indicators by month (12) or by quarter (4).

    >>> import polars
    >>> from xiandao.sense.methods.warning_book import shipped
    >>> from xiandao.sense.methods.warning_observations import observations
    >>> rows = [(f"{year}Q{quarter}", unit, "revenue", 100.0 if year < 2026 else 80.0)
    ...     for year in range(2023, 2027) for quarter in (1, 2, 3, 4) for unit in "abc"]
    >>> table = polars.DataFrame(rows, schema=["period", "unit", "indicator", "value"], orient="row")
    >>> one = watch(observations(table), shipped()).warnings[0]
    >>> one.colour.label, one.value, one.limit, one.units, one.streak
    ('红', -20.0, -20.0, 3, 4)
    """
    rows = found.rows if until is None else found.rows.filter(_up_to(until, season))
    cut = Observations(rows, found.groups, found.read, found.refused)
    series = every_series(cut, by)
    ends = _ends(series, until)
    parts = compared(cut)
    warnings: list[Alarm] = []
    silent: list[Silent] = []
    tests: list[Tested] = []
    pairs = [(one, rule) for one in series for rule in book.rules if rule.looks_at(one.indicator)]
    for one, rule in pairs:
        periods, end = judged(one, rule), ends[one.indicator]
        history = backtest(one, periods, rule, until=end)
        tests.append(Tested(one.indicator, one.scope, rule, history))
        last = periods[-1] if periods[-1].at == end else Judged(end, 0, cause=Unjudged.NO_DATA)
        if last.cause:
            silent.append(Silent(one.indicator, one.scope, rule, last.cause, last.units))
        elif last.colour:
            pulled = _pulled(parts, one, found.groups)
            warnings.append(_alarm(one, rule, last, pulled, history))
    seasons = {one.indicator: one.season for one in series}
    return Watch(
        tuple(sorted(warnings, key=_order)), tuple(silent), tuple(tests), len(tests) - len(silent), series,
        tuple((code, seasons[code], end) for code, end in sorted(ends.items())),
    )  # fmt: skip


def _ends(series: Sequence[Series], until: int | None) -> dict[str, int]:
    """The period of each indicator that is judged."""
    ends: dict[str, int] = {}
    for one in series:
        last = one.start + len(one) - 1
        ends[one.indicator] = max(ends.get(one.indicator, 0), last) if until is None else until
    return ends


def _up_to(until: int, season: int | None) -> pl.Expr:
    import polars as pl

    is_early = pl.col("at") <= until
    return is_early if season is None else is_early & (pl.col("season") == season)


def _order(one: Alarm) -> tuple[int, str, str, tuple[str, ...], tuple[str, ...]]:
    return rank(one.colour), one.indicator, one.rule.code, one.scope.columns, one.scope.values


def _alarm(
    series: Series,
    rule: Rule,
    last: Judged,
    pulled: tuple[tuple[str, tuple[Pull, ...]], ...],
    history: BackTest,
) -> Alarm:
    colour, value = last.colour or Colour.BLUE, last.value or 0.0
    growth = float(series.growth[last.at - series.start])
    return Alarm(
        series.indicator, series.scope, series.season, last.at, rule, colour, value, rule.thresholds[colour],
        last.units, last.streak, None if math.isnan(growth) else growth, last.gap, pulled, history,
    )  # fmt: skip


def _pulled(
    parts: pl.DataFrame, series: Series, groups: Sequence[str]
) -> tuple[tuple[str, tuple[Pull, ...]], ...]:
    """Contributions in the last period by unit and by each group that the scope leaves open."""
    import polars as pl

    scope, at = series.scope, series.start + len(series) - 1
    members = parts.filter(
        pl.col("indicator") == series.indicator, pl.col("at") == at,
        *(pl.col(group_column(name)) == told for name, told in zip(scope.columns, scope.values, strict=True)),
    )  # fmt: skip
    free = [name for name in groups if name not in scope.columns]
    columns = {"unit": "unit"} | {name: group_column(name) for name in free}
    return tuple((name, pulls(_summed(members, one), one)) for name, one in columns.items())


def _summed(members: pl.DataFrame, name: str) -> pl.DataFrame:
    """Values and bases of each part; who has no group is a part of its own, so that all add up."""
    import polars as pl

    told = pl.when(pl.col(name) != "").then(pl.col(name)).otherwise(pl.lit("未注明")).alias(name)
    sums = pl.col("value", "base").sum()
    return members.with_columns(told).group_by(name).agg(sums).sort(name)
