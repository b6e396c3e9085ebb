"""Series of an indicator over a set of units: growth and levels on the same scope, without jumps by who reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.warning_observations import Observations, group_column
from xiandao.statistics.methods.growth import same_period, sequential

if TYPE_CHECKING:
    import polars as pl

Numbers = NDArray[np.float64]
PART: Final = "\x1f"
# Growth is compared with limits; the last digits are rounding of the machine.
DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of units: all of them, or those with certain values in the columns of groups."""

    columns: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How it is called."""
        return "·".join(self.values) or "全部"


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator over one scope on an unbroken calendar; nan where there is nothing.

    ``value`` totals of all units, ``growth`` same-scope growth (percent), ``compared`` units in it,
    ``now`` and ``last`` totals of the units present in a period and the one before it.
    """

    indicator: str
    scope: Scope
    season: int
    start: int
    value: Numbers
    growth: Numbers
    compared: NDArray[np.int64]
    now: Numbers
    last: Numbers

    def __len__(self) -> int:
        return len(self.value)

    def until(self, at: int) -> Series:
        """The series as it was known at a place in time."""
        end = max(at - self.start + 1, 0)
        cut = (self.value, self.growth, self.compared, self.now, self.last)
        parts: list[Any] = [one[:end] for one in cut]
        return Series(self.indicator, self.scope, self.season, self.start, *parts)

    def linked(self, *, ratio: bool) -> tuple[Numbers, NDArray[np.int64]]:
        """Levels that move only by what the same units changed, and where the unbroken run of each begins.

        Args:
            ratio: as logarithms of linked ratios; else as linked differences.

        Returns:
            Levels, and for each period the first of its run; a period that cannot be linked begins a new run.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            is_linked = np.isfinite(self.now) & np.isfinite(self.last)
            if ratio:
                is_linked &= (self.now > 0) & (self.last > 0)
                steps = np.log(self.now / self.last)
            else:
                steps = self.now - self.last
        levels, begins = np.zeros(len(self)), np.zeros(len(self), np.int64)
        for place in range(len(self)):
            if place and is_linked[place]:
                levels[place] = levels[place - 1] + steps[place]
                begins[place] = begins[place - 1]
            else:
                levels[place] = 0.0 if ratio else np.nan_to_num(self.value[place])
                begins[place] = place
        return levels, begins


def every_series(found: Observations, by: Sequence[Sequence[str]] = ((),)) -> tuple[Series, ...]:
    """Return the series of each indicator over each scope, in order of indicator and scope.

    Args:
        found: usable observations.
        by: the groupings; ``()`` is all units, ``("region",)`` each region, two names their crossings.
            A unit counts in the group it has in the later of two periods that are compared.

    >>> import polars
    >>> from xiandao.sense.methods.warning_observations import observations
    >>> rows = [(f"{year}Q1", unit, "x", value) for year, unit, value in
    ...     [(2024, "a", 10.0), (2025, "a", 9.0), (2025, "new", 50.0)]]
    >>> table = polars.DataFrame(rows, schema=["period", "unit", "indicator", "value"], orient="row")
    >>> one = every_series(observations(table))[0]
    >>> one.growth[-1].item(), one.value[-1].item(), one.compared[-1].item(), len(one)
    (-10.0, 59.0, 1, 5)
    """
    rows = found.rows
    if rows.is_empty():
        return ()
    yearly, step = _shifted(rows, "season"), _shifted(rows, "one")
    now = _keyed(rows)
    series: list[Series] = []
    for columns in by:
        inner = [group_column(one) for one in columns]
        group = ["indicator", "season", "at", *inner]
        members = now.drop_nulls(inner).filter(*(_is_named(one) for one in inner))
        if members.is_empty():
            continue
        grown = same_period(members, "value", previous=yearly, by=group)
        moved = sequential(members, "value", previous=step, by=group)
        both = grown.join(
            moved.filter(_has_scope()).select(*group, now="comparable", last="base"),
            on=group, how="left", maintain_order="left",
        )  # fmt: skip
        parts = both.partition_by(
            ["indicator", "season", *inner], maintain_order=True, as_dict=True
        )
        series += [_series(key, tuple(columns), part) for key, part in parts.items()]
    return tuple(
        sorted(series, key=lambda one: (one.indicator, one.scope.columns, one.scope.values))
    )


def compared(found: Observations) -> pl.DataFrame:
    """Return the rows that have a year before: ``value`` and ``base`` beside indicator, at, unit and groups.

    >>> import polars
    >>> from xiandao.sense.methods.warning_observations import observations
    >>> table = polars.DataFrame({"period": ["2025Q1", "2026Q1"], "unit": ["a"] * 2, "indicator": ["x"] * 2,
    ...     "value": [4.0, 5.0]})
    >>> compared(observations(table)).select("value", "base").rows()
    [(5.0, 4.0)]
    """
    before = _shifted(found.rows, "season").select("unit", base="value")
    names = found.rows.get_column("unit")
    keyed = _keyed(found.rows).with_columns(name=names)
    both = keyed.join(before, on="unit", how="inner", maintain_order="left")
    return both.drop("unit").rename({"name": "unit"})


def _is_named(column: str) -> pl.Expr:
    import polars as pl

    return pl.col(column) != ""


def _has_scope() -> pl.Expr:
    import polars as pl

    return pl.col("scope") > 0


def _keyed(rows: pl.DataFrame, later: str = "") -> pl.DataFrame:
    """Rows whose unit is one unit of one indicator in one period, so that one join compares all periods at once."""
    import polars as pl

    moved = {"season": pl.col("season"), "one": pl.lit(1)}.get(later, pl.lit(0))
    place = (pl.col("at") + moved).cast(pl.String)
    key = pl.concat_str("indicator", place, "unit", separator=PART)
    return rows.with_columns(unit=key)


def _shifted(rows: pl.DataFrame, later: str) -> pl.DataFrame:
    return _keyed(rows, later).select("unit", "value")


def _series(key: tuple[Any, ...], columns: tuple[str, ...], part: pl.DataFrame) -> Series:
    at = part.get_column("at").to_numpy()
    start, length = int(at[0]), int(at[-1] - at[0]) + 1

    def laid(column: str) -> Numbers:
        grid = np.full(length, np.nan)
        grid[at - start] = part.get_column(column).cast(_float()).to_numpy()
        return grid

    units = np.zeros(length, np.int64)
    units[at - start] = part.get_column("scope").to_numpy()
    scope = Scope(columns, tuple(str(one) for one in key[2:]))
    growth = np.round(laid("growth"), DIGITS)
    return Series(
        str(key[0]),
        scope,
        int(key[1]),
        start,
        laid("value"),
        growth,
        units,
        laid("now"),
        laid("last"),
    )


def _float() -> Any:
    import polars as pl

    return pl.Float64


def missing_periods(series: Sequence[Series]) -> Mapping[tuple[str, str], tuple[int, ...]]:
    """Return the holes of each series, by indicator and scope.

    >>> missing_periods([])
    mappingproxy({})
    """
    holes = {
        (one.indicator, one.scope.label): tuple(
            (np.flatnonzero(np.isnan(one.value)) + one.start).tolist()
        )
        for one in series
    }
    return MappingProxyType({key: places for key, places in holes.items() if places})
