"""Checking 20,000 returns by 100 rules, beside pandera with the same rules and all errors collected."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.run import Row, cpu_seconds
from xiandao.statistics.methods.checking_frame import check_frame
from xiandao.statistics.methods.rule import Rule

RETURNS, RULES, BAR = 20_000, 100, 60.0
SHARES = (0.002, 0.02)
ITEMS = [f"r{number}" for number in range(1, 91)]
# 60 signs, 24 parts, 10 sums, 6 ratios; no item is made from two others at once.
SIGNED = ITEMS[:60]
PARTS = [(f"r{number}", f"r{number + 24}") for number in range(1, 25)]
SUMS = [(f"r{number}", [f"r{number + 10}", f"r{number + 20}", "r49"]) for number in range(61, 71)]
RATIOS = [(f"r{number}", f"r{number + 24}") for number in range(1, 7)]
LOW, HIGH = 0.05, 20.0


def returns(share: float) -> pl.DataFrame:
    """Returns of 90 items; values are missing here and there, a share of them is wrong."""
    chance = np.random.default_rng(11)
    size = (RETURNS, len(ITEMS))
    figures = dict(zip(ITEMS, np.round(chance.lognormal(6, 0.3, size)).T, strict=True))
    for part, whole in PARTS:
        figures[whole] = figures[whole] + figures[part]
    for total, parts in SUMS:
        figures[total] = sum(figures[part] for part in parts)
    table = np.stack([figures[item] for item in ITEMS], axis=1)
    wrong = chance.random(size) < share
    table[wrong] *= chance.choice([-1.0, 10.0, 1000.0], wrong.sum())
    frame = pl.DataFrame(dict(zip(ITEMS, table.T, strict=True)))
    gaps = chance.random(size) < 0.02
    frame = frame.with_columns(
        pl.when(pl.Series(~gaps[:, place])).then(pl.col(item)).alias(item)
        for place, item in enumerate(ITEMS)
    )
    units = pl.Series("unit", [f"U{number:05}" for number in range(RETURNS)])
    return frame.with_columns(units, period=pl.lit("2026-06"))


def rules() -> list[Rule]:
    """The hundred rules as data."""
    found = [Rule(f"S-{item}", "x", left=item, op="≥", right="0") for item in SIGNED]
    found += [Rule(f"P-{part}", "x", left=part, op="≤", right=whole) for part, whole in PARTS]
    found += [
        Rule(f"B-{total}", "x", left=total, op="=", right=" + ".join(parts), tolerance_abs=2.0)
        for total, parts in SUMS
    ]
    found += [
        Rule(f"R-{x}", "x", left=f"{x} / {y}", op="between", right=f"{LOW} .. {HIGH}")
        for x, y in RATIOS
    ]
    return found


def schema() -> object:
    """The same rules for pandera: its own check where it has one, else a Polars expression over the frame."""
    import pandera.polars as pa

    def whole(name: str, expression: pl.Expr) -> object:
        return pa.Check(
            lambda data: data.lazyframe.select(expression.fill_null(value=True)), name=name
        )

    checks = [whole(f"P-{part}", pl.col(part) <= pl.col(total)) for part, total in PARTS]
    for total, parts in SUMS:
        added = pl.col(parts[0]) + pl.col(parts[1]) + pl.col(parts[2])
        checks.append(whole(f"B-{total}", (pl.col(total) - added).abs() <= 2.0))
    for x, y in RATIOS:
        ratio = pl.when(pl.col(y) != 0).then(pl.col(x) / pl.col(y))
        checks.append(whole(f"R-{x}", ratio.is_between(LOW, HIGH)))
    columns = {item: pa.Column(pl.Float64, checks=pa.Check.ge(0), nullable=True) for item in SIGNED}
    return pa.DataFrameSchema(columns, checks=checks)


def errors_of_pandera(frame: pl.DataFrame, wanted: object) -> int:
    """Validate with pandera and return how many failure cases it collects."""
    import pandera.errors

    try:
        wanted.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        return int(error.failure_cases.height)
    return 0


def peak_megabytes() -> float:
    """Return the largest memory this process has had."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run() -> list[Row]:
    """Check once by each to compare what is found, then take the time of both in the same run."""
    ours, theirs = rules(), schema()
    rows = []
    for share in SHARES:
        frame = returns(share)
        found = check_frame(ours, frame).height
        memory = peak_megabytes()
        other = errors_of_pandera(frame, theirs)
        if found != other or len(ours) != RULES:
            raise SystemExit(f"{len(ours)} rules: {found} findings here, {other} with pandera")
        seconds = cpu_seconds(lambda frame=frame: check_frame(ours, frame), repeat=7)
        peer = cpu_seconds(lambda frame=frame: errors_of_pandera(frame, theirs), repeat=7)
        size = f"{RETURNS:,} returns × {RULES} rules, {found:,} findings, peak {memory:.0f} MB"
        rows.append(Row("check with messages", size, seconds, "pandera", peer, BAR))
    return rows
