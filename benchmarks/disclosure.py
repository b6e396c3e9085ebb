"""Hiding cells of a table: time with the attack, cost beside the heuristic alone, promises broken.

Tables of 200 × 50 cells with totals, made from enterprises (rules: fewer than three holdings, p%) or with a
given share of sensitive cells; and one with levels in both directions. The budget counts processor seconds, so that
a busy machine does not change the outcome.
"""

from __future__ import annotations

import time

import numpy as np
import polars as pl

from benchmarks.run import Row
from xiandao.statistics.methods.disclosure_gate import protect
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_pattern import attack, find
from xiandao.statistics.methods.disclosure_problem import Budget, Problem
from xiandao.statistics.methods.disclosure_table import (
    Axis,
    Magnitudes,
    aggregate,
    magnitudes,
    relations,
)

BAR = 15.0
RULES = Parameters(minimum=3, percent=12.0)


def run() -> list[Row]:
    """Protect each table once: the algorithms are the same every time and take seconds."""
    rows = [primary()]
    rows += [enterprises(number) for number in (20_000, 100_000, 400_000)]
    rows += [synthetic(200, 50, share, 0.2) for share in (0.1, 0.03, 0.01)]
    return [*rows, synthetic(90, 12, 0.03, 0.0), levels(20_000)]


def primary() -> Row:
    """Only the sensitivity of all cells, from 400,000 contributions."""
    table = table_of(400_000, *flat(200, 50))
    began = time.process_time()
    found = aggregate(table, RULES)[1]
    seconds = time.process_time() - began
    what = f"primary rules ({int(found.is_sensitive.sum()):,} cells sensitive)"
    return Row(what, "400,000 contributions", seconds, bar_seconds=1.0)


def enterprises(number: int) -> Row:
    """The whole gate on a table of skewed enterprises."""
    table = table_of(number, *flat(200, 50))
    began = time.process_time()
    shown = protect(table, parameters=RULES, clock=time.process_time)
    seconds = time.process_time() - began
    report = shown.report
    what = (
        f"gate: {report['sensitive']:,} sensitive + {report['secondary']} secondary, cost {report['cost']} "
        f"(heuristic {report['cost_of_heuristic']}), {report['failures']} failures"
    )
    return Row(what, f"200 × 50, {number:,} enterprises", seconds, bar_seconds=BAR)


def synthetic(rows: int, columns: int, share: float, single: float) -> Row:
    """A table with a given share of sensitive cells, some of them with a single contributor."""
    problem = random_problem(rows, columns, share, single)
    began = time.process_time()
    pattern = find(problem, Budget(12.0, time.process_time))
    failures = attack(problem, pattern.hidden).failures
    seconds = time.process_time() - began
    what = (
        f"pattern: {int(problem.hidden.sum()):,} sensitive + {int((pattern.hidden & ~problem.hidden).sum())} "
        f"secondary, cost {pattern.cost:.1f} (heuristic {pattern.heuristic_cost:.1f}), {len(failures)} failures"
    )
    size = f"{rows} × {columns}, {share:.0%} sensitive, {single:.0%} of them single"
    return Row(what, size, seconds, bar_seconds=BAR)


def levels(number: int) -> Row:
    """Province > 11 cities > 90 counties by total > 10 groups > 50 industries."""
    county = {f"r{n}": f"R{n % 11}" for n in range(90)} | {f"R{n}": "_T" for n in range(11)}
    industry = {f"c{n}": f"C{n % 10}" for n in range(50)} | {f"C{n}": "_T" for n in range(10)}
    table = table_of(number, Axis("r", county), Axis("c", industry))
    began = time.process_time()
    shown = protect(table, parameters=RULES, clock=time.process_time)
    seconds = time.process_time() - began
    report = shown.report
    what = (
        f"gate, levels in both directions: {report['sensitive']:,} sensitive + {report['secondary']} secondary, "
        f"{report['failures']} failures"
    )
    return Row(what, f"{table.cells:,} cells, {number:,} enterprises", seconds, bar_seconds=60.0)


def flat(rows: int, columns: int) -> tuple[Axis, Axis]:
    """Return two axes without levels."""
    return (
        Axis.flat("r", [f"r{n}" for n in range(rows)]),
        Axis.flat("c", [f"c{n}" for n in range(columns)]),
    )


def table_of(number: int, row: Axis, column: Axis) -> Magnitudes:
    """Return enterprises of skewed size over skewed places and industries, one in ten in a group of three."""
    chance = np.random.default_rng(20261122)
    columns: dict[str, list[str]] = {}
    for axis in (row, column):
        weight = chance.lognormal(0, 1, axis.leaves)
        drawn = chance.choice(axis.leaves, number, p=weight / weight.sum())
        columns[axis.name] = [axis.nodes[n] for n in drawn.tolist()]
    frame = pl.DataFrame(
        {
            "unit": [f"u{n}" for n in range(number)],
            "group": [f"g{n // 30}" if n % 10 == 0 else None for n in range(number)],
            "v": np.round(chance.lognormal(4, 1.8, number)) + 1,
            **columns,
        }
    )
    return magnitudes(frame, [row, column], measure="revenue", value="v")


def random_problem(rows: int, columns: int, share: float, single: float) -> Problem:
    """Return a table in which cells are sensitive by chance."""
    chance = np.random.default_rng(1)
    value = np.zeros((rows + 1, columns + 1))
    inner = np.round(chance.lognormal(3, 1.5, (rows, columns))) + 1
    inner[chance.random((rows, columns)) < 0.2] = 0
    value[:-1, :-1] = inner
    value[-1], value[:, -1] = value.sum(0), value.sum(1)
    value[-1, -1] = inner.sum()
    is_sensitive = np.zeros(value.shape, dtype=np.bool_)
    is_sensitive[:-1, :-1] = (chance.random((rows, columns)) < share) & (inner > 0)
    need = np.where(is_sensitive, value * chance.uniform(0.05, 0.2, value.shape), 0.0).ravel()
    is_single = np.flatnonzero(is_sensitive.ravel() & (chance.random(value.size) < single))
    holder = np.full(value.size, -1)
    holder[is_single] = np.arange(len(is_single))
    dear = np.ones(value.shape)
    dear[-1], dear[:, -1], dear[-1, -1] = 10, 10, 50
    cost = (dear * (1 + np.log10(1 + value))).ravel()
    true, shape = value.ravel(), relations(flat(rows, columns))
    return Problem(true, true, need, need, holder, cost, need > 0, *shape)
