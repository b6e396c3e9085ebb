"""A build as tables for files: every stage, weights, scores, ranks, what each step has to tell."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods import statistics_of as statistics
from xiandao.evaluate.methods.reading_layouts import Layout

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.step import Log
    from xiandao.evaluate.methods.table import Table

STAGES: Final = {
    "raw": "raw",
    "denominate": "denominated",
    "impute": "imputed",
    "screen": "screened",
    "treat": "treated",
    "normalise": "normalised",
}
RESERVED: Final = {
    *STAGES.values(),
    "weights",
    "aggregated",
    "ranks",
    "results",
    "statistics",
    "grades",
    "verdict",
}
LOG_FILES: Final = {"imputed": "imputed_cells", "denominated": "denominators"}
_STATISTICS: Final = (
    "iCode Min Max Mean Median Std Skew Kurt N.Avail N.NonZero N.Unique N.Same Frc.Avail Frc.NonZero Frc.Unique "
    "Frc.Same Flag.Avail Flag.NonZero Flag.Unique Flag.SkewKurt"
)
_FORMULA: Final = ("=", "+", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Written:
    """One table to be written: name of the file without its ending, header, rows."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def build_tables(build: Build, layout: Layout) -> list[Written]:
    """Return all tables of a build, columns that name things called as in the layout of the input.

    ``raw`` … ``normalised`` after each step (of a step that stands twice the first as ``treated_1``), ``weights``,
    ``aggregated``, ``ranks``, ``results`` (best first), ``statistics``, and the logs of the steps.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.reading import read
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> source = read(b"unit,x,y\\na,1,4\\nb,3,0\\n", b"code,parent,direction\\nI,,\\nx,I,1\\ny,I,1\\n")
    >>> recipe = Recipe({"steps": [{"use": "normalise", "method": "minmax"}]})
    >>> tables = build_tables(build(source.table, source.framework, recipe), source.layout)
    >>> [table.name for table in tables][:6]
    ['raw', 'normalised', 'weights', 'aggregated', 'ranks', 'results']
    """
    found = []
    names = [stage.name for stage in build.stages]
    for place, stage in enumerate(build.stages):
        name, later = STAGES[stage.name], names[place + 1 :].count(stage.name)
        before = names[:place].count(stage.name)
        table = stage.outcome.table
        made = of_table(f"{name}_{before + 1}" if later else name, table, layout)
        found.append(_with_marks(made, table) if stage.name == "raw" else made)
    found.append(weights_table(build, layout))
    found.append(of_table("aggregated", build.scores, layout))
    found.append(of_table("ranks", build.ranks, layout))
    found.append(results_table(build, layout))
    found.append(statistics_table(build.stage("raw"), layout))
    return [*found, *(log_table(log, layout) for log in build.logs)]


def of_table(name: str, table: Table, layout: Layout) -> Written:
    """Return the figures of a table behind the code of the unit and, in a panel, the period.

    >>> from xiandao.evaluate.methods.reading_layouts import OWN
    >>> from xiandao.evaluate.methods.table import Table
    >>> of_table("raw", Table(("a",), ("x",), np.array([[1.5]])), OWN).rows
    [['a', 1.5]]
    """
    values = table.values.tolist()
    if table.is_panel:
        ids = [list(row) for row in table.rows]
        return Written(
            name,
            (layout.unit, layout.period, *table.columns),
            [[*one, *row] for one, row in zip(ids, values, strict=True)],
        )
    rows = [[unit, *row] for unit, row in zip(table.units, values, strict=True)]
    return Written(name, (layout.unit, *table.columns), rows)


def _with_marks(written: Written, table: Table) -> Written:
    """Return figures with the groups and denominators of each row behind them: handed in again they say the same."""
    marks = [
        *table.groups.items(),
        *((name, one.tolist()) for name, one in table.denominators.items()),
    ]
    rows = [[*row, *(cells[at] for _, cells in marks)] for at, row in enumerate(written.rows)]
    return replace(written, columns=(*written.columns, *(name for name, _ in marks)), rows=rows)


def weights_table(build: Build, layout: Layout) -> Written:
    """Return each node with its level, its weight beside its siblings, and its share of the index."""
    framework = build.framework
    effective = framework.effective_weights(build.weights)
    nodes = sorted((node.code for node in framework.nodes), key=framework.level_of)
    rows = [
        (
            framework.level_of(code),
            code,
            build.weights.get(code, framework[code].weight),
            effective[code],
        )
        for code in nodes
    ]
    is_coinr = layout.name == "coinr"
    header = (
        ("Level", "iCode", "Weight", "EffWeight")
        if is_coinr
        else ("level", "code", "weight", "effective")
    )
    return Written("weights", header, rows)


def results_table(build: Build, layout: Layout) -> Written:
    """Return units with names, best first, in a panel within each period: rank, index, then the aggregates downward."""
    scores, framework = build.scores, build.framework
    codes = sorted(framework.aggregates, key=framework.level_of, reverse=True)
    rank = build.ranks.column(framework.root)
    columns = [scores.column(code) for code in codes]
    periods = scores.periods if scores.is_panel else ()
    order = sorted(
        range(len(scores.units)),
        key=lambda at: (
            periods[at] if periods else "",
            math.inf if np.isnan(rank[at]) else rank[at],
        ),
    )
    names = scores.names or scores.units
    rows = [
        [
            scores.units[at],
            shown(names[at]),
            *([periods[at]] if periods else []),
            float(rank[at]),
            *(float(column[at]) for column in columns),
        ]
        for at in order
    ]
    period = (layout.period,) if periods else ()
    place = "Rank" if layout.name == "coinr" else "rank"
    return Written("results", (layout.unit, layout.label, *period, place, *codes), rows)


def statistics_table(table: Table, layout: Layout) -> Written:
    """Return the statistics of each indicator; flags are ``ok``, ``LOW`` or, for outliers, ``OUT``."""
    rows = []
    for one in statistics.statistics_of(table):
        *figures, available, nonzero, unique, outliers = one.row()
        flags = ["LOW" if flag else "ok" for flag in (available, nonzero, unique)]
        rows.append([*figures, *flags, "OUT" if outliers else "ok"])
    columns = tuple(_STATISTICS.split()) if layout.name == "coinr" else statistics.COLUMNS
    return Written("statistics", columns, rows)


def grades_table(build: Build, figures: Table, layout: Layout) -> Written:
    """Return the grade of each unit, what it would be without vetoes, and which of them struck.

    Args:
        build: with a recipe that has a section ``grades``.
        figures: as they were read: vetoes may look at columns that are no indicators.
        layout: what columns are called.
    """
    rule, scores = build.recipe.grading, build.scores
    at = {row: place for place, row in enumerate(figures.rows)}
    same = np.array([at[row] for row in scores.rows])
    ranks = build.ranks.column(build.framework.root)
    names = scores.names or scores.units
    rows: list[tuple[Any, ...]] = []
    for period, mask in scores.slices().items():
        here = np.flatnonzero(mask)
        chosen = np.zeros(len(figures.units), dtype=bool)
        chosen[same[here]] = True
        # Rows of the figures stand in the same order as those of the scores, which are what is left of them.
        units = [scores.units[place] for place in here]
        if rule is None:
            continue
        found = rule.apply(units, build.index[here], figures.take(rows=chosen))
        why = {
            row: "；".join(one.rule.reason for one in found.vetoed if one.row == row)
            for row in range(len(here))
        }
        for row in np.argsort(np.where(np.isnan(ranks[here]), np.inf, ranks[here]), kind="stable"):
            place = here[row]
            label = (
                scores.units[place],
                shown(names[place]),
                *([period] if scores.is_panel else []),
            )
            told = (found.grades[row], found.before[row], why[row])
            rows.append((*label, float(ranks[place]), float(build.index[place]), *told))
    header = (layout.unit, layout.label, *([layout.period] if scores.is_panel else []))
    return Written("grades", (*header, "rank", "score", "grade", "without_vetoes", "vetoes"), rows)


def log_table(log: Log, layout: Layout) -> Written:
    """Return what a step has to tell."""
    name = LOG_FILES.get(log.name, log.name)
    columns = layout.log_columns(log.name, log.columns)
    return Written(f"{name}_log" if name in RESERVED else name, columns, log.rows)


def as_csv(table: Written) -> bytes:
    """Return a table as CSV: UTF-8, commas, empty where there is nothing; figures read back as the same double.

    >>> as_csv(Written("x", ("unit", "a", "b"), [("甲", 0.1 + 0.2, float("nan")), ("乙", 3.0, None)])).decode()
    'unit,a,b\\n甲,0.30000000000000004,\\n乙,3,\\n'
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([cell_text(cell) for cell in row] for row in table.rows)
    return target.getvalue().encode("utf-8")


def as_workbook(table: Written) -> bytes:
    """Return a table as an .xlsx workbook of one sheet; texts stay texts."""
    import xlsxwriter

    target = io.BytesIO()

    book = xlsxwriter.Workbook(
        target, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    sheet = book.add_worksheet(table.name[:31])
    sheet.write_row(0, 0, table.columns)
    for line, row in enumerate(table.rows, start=1):
        sheet.write_row(line, 0, [_cell(cell) for cell in row])
    sheet.freeze_panes(1, 1)
    book.close()
    return target.getvalue()


def cell_text(cell: Any) -> str:
    """Return a cell as text with all digits that it needs to be read back.

    >>> cell_text(0.1), cell_text(np.float64(2)), cell_text(True), cell_text(None)
    ('0.1', '2', 'TRUE', '')
    """
    kept = _cell(cell)
    if isinstance(kept, float):
        return str(int(kept)) if kept.is_integer() and abs(kept) < 1e15 else repr(kept)
    return ("TRUE" if kept else "FALSE") if isinstance(kept, bool) else str(kept)


def shown(name: str) -> str:
    """Return a name so that no spreadsheet takes it for a formula.

    >>> shown("=1+1"), shown("甲区")
    ("'=1+1", '甲区')
    """
    return f"'{name}" if name.startswith(_FORMULA) else name


def _cell(cell: Any) -> Any:
    if isinstance(cell, np.generic):
        cell = cell.item()
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, list | tuple):
        return "；".join(cell_text(one) for one in cell)
    return cell
