"""Observations of units by period as they come in: what cannot be used is left out, counted and named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xiandao.terms.error import TermError
from xiandao.terms.period import Period, PeriodKind

if TYPE_CHECKING:
    import polars as pl

COLUMNS: Final = ("period", "unit", "indicator", "value")
SEASONS: Final = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4}
MOST_TOLD: Final = 10
THOUSANDS: Final = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"


@dataclass(frozen=True, slots=True)
class Refused:
    """Rows left out for one cause: how many, and the first of them by the number of their line."""

    cause: str
    count: int
    some: tuple[str, ...]

    def line(self) -> str:
        """One sentence.

        >>> Refused("数值为空", 2, ("第3行", "第9行")).line()
        '未用2行：数值为空。例如第3行、第9行'
        """
        return f"未用{self.count}行：{self.cause}。例如{'、'.join(self.some)}"


@dataclass(frozen=True, slots=True)
class Observations:
    """Usable rows: ``indicator``, ``season`` (12 or 4), ``at`` (periods since year 0), ``unit``, ``value``, groups."""

    rows: pl.DataFrame
    groups: tuple[str, ...]
    read: int
    refused: tuple[Refused, ...]

    def lines(self) -> list[str]:
        """What was read and what was left out, in sentences."""
        head = f"读入{self.read}行，采用{len(self.rows)}行"
        return [head, *(one.line() for one in self.refused)]


def group_column(name: str) -> str:
    """Return how a column of groups is called among the rows, so that it meets no other.

    >>> group_column("unit")
    'group:unit'
    """
    return f"group:{name}"


def code_of(at: int, season: int) -> str:
    """Return the code of a place in time.

    >>> code_of(2026 * 12, 12), code_of(2026 * 4 + 3, 4)
    ('2026-01', '2026Q4')
    """
    return period_of(at, season).code


def period_of(at: int, season: int) -> Period:
    """Return the period of a place in time.

    >>> period_of(2026 * 4, 4).label
    '2026年一季度'
    """
    kind = next(kind for kind, length in SEASONS.items() if length == season)
    return Period(kind, at // season, at % season + 1)


def observations(
    table: pl.DataFrame,
    *,
    groups: Sequence[str] = (),
    nonnegative: Collection[str] = (),
    first_line: int = 2,
) -> Observations:
    """Return the usable rows of a table with an account of the others.

    Each cause is looked for among the rows that the causes before left over, in this order: an empty cell,
    no number, not finite, no period, a period that is neither month nor quarter, a period of another
    kind than most of its indicator's, negative where that is impossible, given twice.
    A row given twice with the same value counts once; with different values none of them counts.

    Args:
        table: ``period``, ``unit``, ``indicator``, ``value`` and the groups, of any types.
        groups: columns such as region and industry.
        nonnegative: indicators that cannot be negative.
        first_line: the number of the first row, for the messages.

    >>> import polars
    >>> table = polars.DataFrame({"period": ["2026-01", "2026-01", "soon"], "unit": ["a", "b", "c"],
    ...     "indicator": ["x"] * 3, "value": ["1,200", "much", "3"]})
    >>> found = observations(table)
    >>> found.rows.get_column("value").to_list(), [one.line() for one in found.refused]
    ([1200.0], ['未用1行：数值列不是数字。例如第3行“much”', '未用1行：期间不能识别。例如第4行“soon”'])
    """
    import polars as pl

    rows = _texts(table, groups, first_line)
    refused: list[Refused] = []
    rows = _without(rows, _is_empty(), "期间、单位、指标或数值为空", "", refused)
    rows = _numbers(rows, refused)
    rows = _dated(rows, refused)
    rows = _of_one_kind(rows, refused)
    is_negative = pl.col("indicator").is_in(sorted(nonnegative)) & (pl.col("value") < 0)
    rows = _without(rows, is_negative, "数值为负，而该指标不应为负", "unit", refused)
    rows = _once(rows, refused)
    kept = rows.select(
        "indicator", "season", "at", "unit", "value", *map(group_column, groups), "line"
    )
    ordered = kept.sort("indicator", "at", "unit")
    return Observations(ordered, tuple(groups), len(table), tuple(refused))


def _texts(table: pl.DataFrame, groups: Sequence[str], first_line: int) -> pl.DataFrame:
    import polars as pl

    inner = [pl.col(one).alias(group_column(one)) for one in groups]
    words = ["period", "unit", "indicator", *map(group_column, groups)]
    return table.select("period", "unit", "indicator", "value", *inner).with_columns(
        *(pl.col(one).cast(pl.String, strict=False).str.strip_chars() for one in words),
        value=pl.col("value").cast(pl.String, strict=False).str.strip_chars(),
        line=pl.int_range(first_line, first_line + pl.len(), dtype=pl.Int64),
    )


def _is_empty() -> pl.Expr:
    import polars as pl

    return pl.any_horizontal(pl.col(one).is_null() | (pl.col(one) == "") for one in COLUMNS)


def _numbers(rows: pl.DataFrame, refused: list[Refused]) -> pl.DataFrame:
    import polars as pl

    plain = (
        pl.when(pl.col("value").str.contains(THOUSANDS))
        .then(pl.col("value").str.replace_all(",", "", literal=True))
        .otherwise(pl.col("value"))
    )
    rows = rows.with_columns(told=pl.col("value"), value=plain.cast(pl.Float64, strict=False))
    rows = _without(rows, pl.col("value").is_null(), "数值列不是数字", "told", refused)
    is_odd = ~pl.col("value").is_finite()
    return _without(rows, is_odd, "数值是 NaN 或无穷大", "told", refused)


def _dated(rows: pl.DataFrame, refused: list[Refused]) -> pl.DataFrame:
    import polars as pl

    known = {code: _place(code) for code in rows.get_column("period").unique().to_list()}
    schema = {"period": pl.String, "season": pl.Int64, "at": pl.Int64}
    calendar = pl.DataFrame(
        [(code, *place) for code, place in known.items()], schema=schema, orient="row"
    )
    rows = rows.join(calendar, on="period", how="left", maintain_order="left")
    rows = _without(rows, pl.col("season").is_null(), "期间不能识别", "period", refused)
    cause = "期间不是月或季（累计数请先换算为当期数）"
    return _without(rows, pl.col("season") == 0, cause, "period", refused)


def _place(code: str) -> tuple[int | None, int | None]:
    try:
        period = Period.parse(code)
    except TermError:
        return None, None
    season = SEASONS.get(period.kind, 0)
    return season, period.year * season + period.number - 1


def _of_one_kind(rows: pl.DataFrame, refused: list[Refused]) -> pl.DataFrame:
    """Rows of the kind of period that most rows of the indicator have; months where both are equal."""
    import polars as pl

    counts = rows.group_by("indicator", "season").len().sort("indicator", "len", "season")
    usual = (
        counts.group_by("indicator", maintain_order=True).last().select("indicator", usual="season")
    )
    rows = rows.join(usual, on="indicator", how="left", maintain_order="left")
    is_other = pl.col("season") != pl.col("usual")
    return _without(rows, is_other, "同一指标月、季混用，此行与多数不同", "period", refused)


def _once(rows: pl.DataFrame, refused: list[Refused]) -> pl.DataFrame:
    import polars as pl

    key = ["indicator", "at", "unit"]
    rows = rows.sort("line")
    differs = pl.col("value").n_unique().over(key) > 1
    cause = "同一单位同一期报了不同的数，均不采用"
    rows = _without(rows, differs, cause, "unit", refused)
    return _without(rows, ~pl.struct(key).is_first_distinct(), "重复行，只计一次", "unit", refused)


def _without(
    rows: pl.DataFrame, is_bad: pl.Expr, cause: str, told: str, refused: list[Refused]
) -> pl.DataFrame:
    """The rows that are good; the others are entered into the account."""
    bad = rows.filter(is_bad)
    if bad.is_empty():
        return rows
    first = bad.sort("line").head(MOST_TOLD)
    words = first.get_column(told).to_list() if told else [""] * len(first)
    some = [
        f"第{line}行“{word[:40]}”" if told else f"第{line}行"
        for line, word in zip(first.get_column("line").to_list(), words, strict=True)
    ]
    refused.append(Refused(cause, len(bad), tuple(some)))
    return rows.filter(~is_bad)
