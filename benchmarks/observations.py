"""Totals over 330,000 returns: the observation table over Parquet by DuckDB, beside the same totals in Polars.

PYTHONPATH=src:. python benchmarks/observations.py
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.run import Row, spent
from xiandao.statistics.methods import form
from xiandao.statistics.methods.indicator import Indicator, shipped
from xiandao.statistics.methods.observation import Cut, observations
from xiandao.statistics.queries import lake
from xiandao.terms.period import Period, PeriodKind

UNITS, MONTHS = 27_500, 12
BAR_SECONDS = 0.2
ROUNDS = 9
SEED = 20_261_122
ONE = ("TOTAL_INCOME",)
MANY = ("RD_INTENSITY", "RD_STAFF_SHARE", "RD_SPEND", "TOTAL_INCOME", "PROFIT", "EXPORTS")
CUTS = {
    "one indicator by city": (ONE, (Cut("city"),)),
    "one indicator by county × industry × zone": (ONE, (Cut("county", industry=True, zone=True),)),
    "one indicator, six tables": (
        ONE,
        (Cut(), Cut("city"), Cut("county"), Cut(industry=True), Cut(zone=True), Cut("city", industry=True)),
    ),
    "six indicators, six tables": (
        MANY,
        (Cut(), Cut("city"), Cut("county"), Cut(industry=True), Cut(zone=True), Cut("city", industry=True)),
    ),
}  # fmt: skip


def members() -> pl.DataFrame:
    """Return 27,500 units in 88 counties and 12 industries, one in two in the zone of its county, if there is one."""
    chance = np.random.default_rng(SEED)
    counties = [f"99{city:02d}{county:02d}" for city in range(1, 12) for county in range(1, 9)]
    regions = chance.choice(counties, UNITS)
    zones = [
        f"ZONE{region}" if region[-1] in "1357" and is_inside else None
        for region, is_inside in zip(regions, chance.random(UNITS) < 0.5, strict=True)
    ]
    return pl.DataFrame(
        {
            "unit": [f"U{number:06d}" for number in range(UNITS)],
            "region": regions,
            "zone": pl.Series(zones, dtype=pl.String),
            "industry": [f"industry-{number:02d}" for number in chance.integers(0, 12, UNITS)],
        }
    )


def fill(folder: Path) -> list[str]:
    """Write a year of monthly returns with every row of the quick form; return the periods."""
    chance = np.random.default_rng(SEED)
    columns = form.shipped()["quick"].columns
    units = members().get_column("unit")
    size = chance.lognormal(8.0, 1.5, UNITS)
    period = Period(PeriodKind.MONTH, 2026, 1)
    codes = []
    for _month in range(MONTHS):
        values = {code: np.round(size * chance.lognormal(-1.0, 0.3, UNITS)) for code in columns}
        frame = pl.DataFrame({"unit": units, "period": [period.code] * UNITS} | values)
        lake.write(folder, frame, lake.Stamp("quick", period.code, "2026", "1"))
        codes.append(period.code)
        period = period.next
    return codes


def by_duckdb(
    paths: list[Path],
    units: pl.DataFrame,
    wanted: list[Indicator],
    cuts: tuple[Cut, ...],
    codes: list[str],
) -> pl.DataFrame:
    """Return the observation table."""
    table = observations(
        lake.unbound("filings", paths),
        lake.unbound("members", units),
        wanted,
        periods=[Period.parse(code) for code in codes],
        cuts=cuts,
    )
    return lake.answer(table, {"filings": paths, "members": units})


def by_polars(paths: list[Path], units: pl.DataFrame) -> pl.DataFrame:
    """Return the total of one row by city and period, the same as “one indicator by city”."""
    return (
        pl.scan_parquet(paths)
        .select("unit", "period", "r13", "r13__ly")
        .join(units.lazy(), on="unit", how="left")
        .group_by(pl.col("region").str.slice(0, 4), "period")
        .agg(
            pl.len(),
            pl.col("r13").sum() / 100_000,
            pl.col("r13__ly").filter(pl.col("r13").is_not_null()).sum().alias("before"),
        )
        .collect()
    )


def timed(action: Callable[[], Any]) -> tuple[float, float, float]:
    """Return the median and the best wall time and the best processor time of some rounds, after one to warm up."""
    action()
    walls, processors = [], []
    for _round in range(ROUNDS):
        wall, processor = time.perf_counter(), spent()
        action()
        walls.append(time.perf_counter() - wall)
        processors.append(spent() - processor)
    return statistics.median(walls), min(walls), min(processors)


def measure() -> list[tuple[str, str, float, float, float]]:
    """Return a line per table: what, how large, median wall, best wall, processor seconds."""
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        codes = fill(folder)
        paths, units = lake.paths(folder, "quick"), members()
        for label, (wanted, cuts) in CUTS.items():
            chosen = [shipped()[code] for code in wanted]
            action = partial(by_duckdb, paths, units, chosen, cuts, codes)
            lines.append((label, f"{action().height} cells", *timed(action)))
        lines.append(
            ("Polars, one indicator by city", "", *timed(partial(by_polars, paths, units)))
        )
    return lines


def run() -> list[Row]:
    """Return the rows for the page of results."""
    return [
        Row(f"observation table, {label}", f"{UNITS * MONTHS:,} returns, {size}", cpu, bar_seconds=BAR_SECONDS)
        for label, size, _median, _best, cpu in measure()
    ]  # fmt: skip


def main() -> None:
    """Print the figures."""
    print(
        f"{UNITS * MONTHS:,} returns, {len(form.shipped()['quick'].columns)} columns, CPython {sys.version.split()[0]}"
    )
    for label, size, median, best, cpu in measure():
        print(
            f"{label:<44}{size:>14}{median * 1000:>8.0f} ms median{best * 1000:>8.0f} ms best{cpu * 1000:>8.0f} ms CPU"
        )


if __name__ == "__main__":
    main()
