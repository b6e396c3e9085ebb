"""The reporter's own file comes back: coloured cells, comments, and a sheet that lists what to do."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from xiandao.engine import marking, spreadsheet
from xiandao.engine.sandbox import run_limited
from xiandao.statistics.methods import intake_grid
from xiandao.statistics.methods.filed import Return
from xiandao.statistics.methods.finding import Finding, Severity
from xiandao.statistics.methods.form import PRIOR, Form
from xiandao.statistics.methods.intake_csv import csv_rows
from xiandao.terms.error import InputError

SUMMARY: Final = "核对清单"
_COLOURS: Final = {"must": "FFFDE2DF", "explain": "FFFFF2CC", "hint": "FFDDEBF7"}
_HEADER: Final = ("序号", "位置", "指标", "级别", "问题", "怎么改")
_WIDTHS: Final = (6, 18, 32, 8, 60, 56)
_MEMORY_MB: Final = 1536
_CPU_S: Final = 60
_MOST_MARKS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the summary; the cell is coloured where there is one."""

    sheet: str
    cell: str
    label: str
    severity: str
    sentence: str
    hint: str
    label_en: str = ""
    sentence_en: str = ""


def marks_of(filed: Return, form: Form, findings: Iterable[Finding] = ()) -> tuple[Mark, ...]:
    """Return what to mark in a file: its own problems and the findings of the checks, the gravest first.

    Args:
        filed: what was read from the file.
        form: its form.
        findings: of the checks on its values.

    >>> from xiandao.statistics.methods.filed import CellProblem
    >>> from xiandao.statistics.methods.form import shipped
    >>> told = CellProblem("填报表", "D9", "r65", "不是数字", "请填写数字")
    >>> made = Return("quick", "2026", "91", "", "2026-06", {}, problems=(told,), sheet="填报表")
    >>> [(mark.cell, mark.label) for mark in marks_of(made, shipped()["quick"])]
    [('D9', '65 利润总额')]
    """
    marks = [
        Mark(
            one.sheet,
            one.cell,
            _label(form, one.item),
            one.severity,
            one.sentence,
            one.hint,
            _label_en(form, one.item),
        )
        for one in filed.problems
    ]
    unread = {one.item for one in filed.problems if one.severity == Severity.MUST}
    for found in findings:
        name = found.item
        if found.items == (name,) and name in unread:
            # The cell is asked back already; that it is empty or odd is no second problem.
            continue
        cell = filed.cells.get(name, "")
        hint = "如数据有误请改正；如情况属实，请在“说明”列写明原因"
        if found.severity == Severity.MUST and not found.needs_explanation:
            hint = "请核对相关指标，改正后再报"
        words = (_label(form, name), found.severity, found.message, hint)
        english = (_label_en(form, name), found.message_en)
        marks.append(Mark(filed.sheet, cell, *words, *english))
    order = [severity.value for severity in Severity]
    return tuple(sorted(marks, key=lambda mark: order.index(mark.severity)))


def marked(data: bytes, marks: Sequence[Mark]) -> bytes:
    """Return the file as it was handed in, marked; it is opened in a bounded child process.

    A CSV file comes back as a workbook.

    Args:
        data: the bytes as they were handed in.
        marks: what to mark.

    Raises:
        InputError: ``STA-106`` the workbook cannot be written back; what ``grid_text`` raises;
            ``ENG-101`` … ``ENG-103`` where the child came to an end.

    >>> marked("代码,本期\\n14,x".encode(), [Mark("CSV", "B2", "14", "must", "不是数字", "请填写数字")])[:2]
    b'PK'
    """
    text = run_limited(
        "xiandao.statistics.methods.marked:marked_text",
        data,
        memory_mb=_MEMORY_MB,
        cpu_s=_CPU_S,
        wall_s=2.0 * _CPU_S,
        marks=[asdict(mark) for mark in marks[:_MOST_MARKS]],
    )
    return base64.b64decode(text)


def marked_text(data: bytes, *, marks: Sequence[Mapping[str, str]]) -> str:
    """Return the marked file as base64 text; the part of ``marked`` that runs in the child.

    Args:
        data: the bytes as they were handed in.
        marks: the fields of ``Mark``.

    Raises:
        InputError: ``STA-106`` the workbook cannot be written back; what ``inspect`` raises.
    """
    if data.startswith(b"PK"):
        spreadsheet.inspect(data, intake_grid.RULES)
    else:
        limits = {"most_rows": intake_grid.MOST_ROWS, "most_columns": intake_grid.MOST_COLUMNS}
        data = marking.table_book(intake_grid.CSV_SHEET, csv_rows(data, **limits))
    spots = [
        marking.Spot(
            one["sheet"], one["cell"], f"【{Severity(one['severity']).label}】{one['sentence']}。{one['hint']}",
            _COLOURS[one["severity"]],
        )
        for one in marks
        if one["sheet"] and one["cell"]
    ]  # fmt: skip
    listing = marking.Listing(SUMMARY, _HEADER, _WIDTHS, _rows(marks))
    try:
        done = marking.mark(data, spots=spots, listing=listing)
    except marking.UnmarkableError as error:
        raise InputError(
            "STA-106", "工作簿格式特殊，无法写入标注", "请把数据填到重新下载的模板里再上传", {"reason": str(error)}
        ) from None  # fmt: skip
    return base64.b64encode(done).decode("ascii")


def _rows(marks: Sequence[Mapping[str, str]]) -> list[tuple[Any, ...]]:
    return [
        (
            number,
            f"{one['sheet']}!{one['cell']}" if one["cell"] else one["sheet"] or "整个文件",
            one["label"],
            Severity(one["severity"]).label,
            one["sentence"],
            one["hint"],
        )
        for number, one in enumerate(marks, 1)
    ]


def _label(form: Form, name: str) -> str:
    code = name.removesuffix(PRIOR)
    for item in form.items:
        if item.code == code:
            return f"{item.row} {item.label}" + ("（上年同期）" if name.endswith(PRIOR) else "")
    return ""


def _label_en(form: Form, name: str) -> str:
    code = name.removesuffix(PRIOR)
    for item in form.items:
        if item.code == code and item.label_en:
            return f"{item.row} {item.label_en}" + (", year before" if name.endswith(PRIOR) else "")
    return ""
