"""A return is read from the file that a unit hands in; everything wrong with it is told at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from xiandao.engine.sandbox import run_limited
from xiandao.engine.sandbox_pool import Bounds, run_many
from xiandao.statistics.methods import intake_grid
from xiandao.statistics.methods.filed import Return
from xiandao.statistics.methods.form import Form
from xiandao.statistics.methods.intake_facts import facts_of, form_of, problems
from xiandao.statistics.methods.intake_rows import read_rows
from xiandao.statistics.methods.intake_table import find_table
from xiandao.terms.error import XiandaoError

_GRID: Final = "xiandao.statistics.methods.intake_grid:grid_text"
_BOUNDS: Final = Bounds(memory_mb=intake_grid.MEMORY_MB, cpu_s=intake_grid.CPU_S)


def read_return(
    data: bytes, form: Form, *, filename: str = "", unit: str = "", period: str = ""
) -> Return:
    """Return what a workbook or CSV file says; it is opened in a bounded child process.

    Args:
        data: the bytes as they were handed in.
        form: the form that is expected.
        filename: its suffix must be .xlsx or .csv; "" where there is no name.
        unit: code of the unit whose return is expected, "" for any.
        period: code of the period that is expected, "" for any.

    Raises:
        InputError: ``STA-101`` … ``STA-124`` where the file cannot be read as a return of this form at all;
            ``ENG-101`` … ``ENG-103`` where the child came to an end.

    >>> from xiandao.statistics.methods.form import shipped
    >>> made = read_return("代码,本期\\n14,1200".encode("gb18030"), shipped()["quick"], unit="91", period="2026-06")
    >>> made.values["r14"], made.values["r13"], made.values["r65"]
    (Decimal('1200'), Decimal('1200'), None)
    """
    intake_grid.check_name(filename)
    limits = {"memory_mb": _BOUNDS.memory_mb, "cpu_s": _BOUNDS.cpu_s}
    text = run_limited(_GRID, data, **limits)
    return interpret(text, {form.code: form}, unit=unit, period=period)


def read_returns(
    files: Iterable[tuple[str, bytes]], forms: Mapping[str, Form], *, workers: int = 2
) -> Iterator[tuple[str, Return | XiandaoError]]:
    """Read many files through a few bounded child processes, in their order; a bad file costs only itself.

    Args:
        files: names and bytes; read only as fast as they are worked off.
        forms: by code; each file says which one it fills.
        workers: number of child processes.

    Returns:
        Each name with what was read, or the error that ``read_return`` would have raised.
    """
    for name, answer in run_many(_GRID, files, workers=workers, bounds=_BOUNDS):
        if isinstance(answer, XiandaoError):
            yield name, answer
            continue
        try:
            intake_grid.check_name(name)
            yield name, interpret(answer, forms)
        except XiandaoError as error:
            yield name, error


def interpret(text: str, forms: Mapping[str, Form], *, unit: str = "", period: str = "") -> Return:
    """Return the return in the cells of a file.

    Args:
        text: what ``intake_grid.grid_text`` has returned.
        forms: the forms it may belong to.
        unit: code of the unit that is expected, "" for any.
        period: code of the period that is expected, "" for any.

    Raises:
        InputError: ``STA-120`` … ``STA-124``.
    """
    book: dict[str, Any] = json.loads(text)
    facts = facts_of(book)
    form = form_of(facts, forms)
    table = find_table(book, facts)
    told = tuple(problems(facts, form, kind=book["kind"], unit=unit, period=period))
    version = facts.of("version")
    renames = form.migrations.get(version) if version != form.version else None
    rows = read_rows(table, form, facts, renames=renames, is_text_source=book["kind"] == "csv")
    return Return(
        form=form.code,
        version=form.version,
        unit=facts.of("unit") or unit,
        unit_name=facts.of("unit_name"),
        period=facts.of("period") or period,
        values={name: rows.values.get(name) for name in form.columns},
        explanations=rows.explanations,
        people=rows.people,
        consent=rows.consent,
        absent=rows.absent,
        problems=(*told, *table.problems, *rows.problems),
        sheet=table.sheet,
        cells=rows.cells,
        kind=book["kind"],
    )
