"""The tables of an uncertainty analysis as files, and what of it is told at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods import uncertainty_tables as made
from xiandao.evaluate.methods.noisy_runs import seed_of
from xiandao.evaluate.methods.step import Log
from xiandao.evaluate.methods.weigh_noise import weight_multipliers
from xiandao.evaluate.methods.writing import Written, shown

if TYPE_CHECKING:
    from xiandao.evaluate.methods.reading_layouts import Layout
    from xiandao.evaluate.methods.uncertainty import Uncertainty

MOST_CELLS: Final = 10_000_000
LEADING: Final = 5
FILES: Final = {"run_scores": "scores_by_run", "run_ranks": "ranks_by_run"}


def uncertainty_files(found: Uncertainty, layout: Layout) -> list[Written]:
    """Return all tables of an analysis, columns that name units called as in the layout of the input.

    ``units``, ``replications``, ``scores_by_run`` and ``ranks_by_run`` (left out beyond ten million cells),
    ``sensitivity``, ``interactions``, ``accounting``, ``convergence``, ``pairwise``, and
    ``weight_sets`` where weights were drawn.

    >>> from xiandao.evaluate.methods.reading import read
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.uncertainty import uncertainty
    >>> source = read(b"unit,x,y\\na,1,4\\nb,3,0\\n", b"code,parent,direction\\nI,,\\nx,I,1\\ny,I,1\\n")
    >>> recipe = Recipe({"steps": [{"use": "normalise", "method": "minmax"}]})
    >>> factor = {"key": "normalise.upper", "alternatives": [100, 10]}
    >>> found = uncertainty(source.table, source.framework, recipe, {"factors": [factor]})
    >>> [table.name for table in uncertainty_files(found, source.layout)][:3]
    ['units', 'replications', 'scores_by_run']
    """
    logs = [_named(made.units(found)), made.replications(found)]
    if is_small(found):
        logs += made.by_run(found)
    logs += [
        made.sensitivity(found),
        made.interactions(found),
        made.accounting(found),
        made.convergence(found),
        made.pairwise(found),
    ]
    files = [
        Written(FILES.get(log.name, log.name), layout.log_columns(log.name, log.columns), log.rows)
        for log in logs
    ]
    return [*files, *drawn_weights(found)]


def is_small(found: Uncertainty) -> bool:
    """Return whether every score of every run is worth a file."""
    return found.runs * len(found.table.units) <= MOST_CELLS


def drawn_weights(found: Uncertainty) -> list[Written]:
    """Return the sets of weights that were drawn, so that anybody can run them again elsewhere."""
    framework, weights = found.nominal.framework, found.nominal.weights
    codes = tuple(node.code for node in framework.nodes if node.parent)
    tables: list[Written] = []
    for place, factor in enumerate(found.spec.factors):
        if factor.kind != "weights" or factor.weight_sets:
            continue
        seed = seed_of(found.spec.seed, place)
        drawn = weight_multipliers(
            factor.noise, framework.levels, codes, sets=factor.sets, seed=seed
        )
        sets = drawn * np.array([weights.get(code, framework[code].weight) for code in codes])
        rows = [[number, *row] for number, row in enumerate(sets.tolist(), start=1)]
        tables.append(Written("weight_sets", ("set", *codes), rows))
    return tables


def lines_of(found: Uncertainty) -> list[str]:
    """Return what a person at a terminal is told."""
    lines = list(found.sentences)
    kept = found.sensitivity
    if kept is not None and len(kept.outputs) == 1:
        lines.append("各因素的影响（一阶 S1，总效应 ST）：")
        for place in np.argsort(-kept.st[:, 0], kind="stable"):
            lines.append(
                f"  {kept.factors[place]}　{kept.s1[place, 0]:.3f}　{kept.st[place, 0]:.3f}"
            )
    names = found.table.names or found.table.units
    ranks, spread = found.nominal_ranks, found.distribution
    low, high = spread.quantile(0.05), spread.quantile(0.95)
    order = np.argsort(np.where(np.isnan(ranks), np.inf, ranks), kind="stable")[:LEADING]
    if not found.table.is_panel:
        lines.append("名次（方括号里是九成结果所在的区间）：")
        lines += [
            f"  {ranks[at]:.0f}　{names[at]}　[{low[at]:g}, {high[at]:g}]"
            for at in order
            if not np.isnan(ranks[at])
        ]
    if not is_small(found):
        lines.append("各次运行的得分和名次数量太大，没有写出")
    return lines


def _named(log: Log) -> Log:
    """The table of units with names that no spreadsheet takes for formulas."""
    place = log.columns.index("name")
    rows = tuple((*row[:place], shown(str(row[place])), *row[place + 1 :]) for row in log.rows)
    return Log(log.name, log.columns, rows)
