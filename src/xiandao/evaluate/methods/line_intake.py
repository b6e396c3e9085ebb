"""The workbook of projects, results or contracts read back: what each line says, what cannot be read by its cell."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from xiandao.engine.sandbox import run_limited
from xiandao.evaluate.methods.line_columns import (
    BOOKS,
    CHOICE,
    CODES,
    DAY,
    FLAG,
    LISTS,
    MOST_LINES,
    NO,
    NOTES,
    NUMBER,
    TEXT,
    YES,
    Book,
    Heading,
)
from xiandao.statistics.methods import intake_grid
from xiandao.statistics.methods.finding import Severity
from xiandao.statistics.methods.marked import Mark
from xiandao.statistics.methods.register_intake import one_text
from xiandao.terms.error import InputError

_HEAD_LINES: Final = 10
_DAYS: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_SERIALS: Final = (date(1899, 12, 30), 20_000, 80_000)
# More digits than these on either side no amount of money has; "1e-999999999" would fill the memory.
_FINEST: Final = 30
_BAD: Final = {"error": "单元格里是错误值", "formula": "公式还没有计算出结果"}
_HINT: Final = "请下载模板，把内容粘贴进去再上传"
Problem = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: texts by column; numbers plain, days in ISO form, flags ``"1"`` or ``"0"``, choices by value."""

    row: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lines:
    """What was read: the lines, where each column stands, what could not be read."""

    kind: str
    sheet: str
    letters: Mapping[str, str]
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = field(default=())

    def mark(
        self, row: int, key: str, sentence: str, hint: str, severity: str = Severity.MUST
    ) -> Mark:
        """Return the mark of a cell; the first column stands in for one that is not there."""
        labels = BOOKS[self.kind].labels
        known = key if key in labels else "code"
        letter = self.letters.get(known) or self.letters["code"]
        return Mark(self.sheet, f"{letter}{row}", labels[known], severity, sentence, hint)


def read_lines(kind: str, data: bytes, *, filename: str = "") -> Lines:
    """Return what a workbook or CSV file says; it is opened in a bounded child process.

    Args:
        kind: ``records`` or ``contracts``.
        data: the bytes as they were handed in.
        filename: its suffix must be .xlsx or .csv; "" where there is no name.

    Raises:
        InputError: ``STA-101`` … ``STA-115`` for the file, ``EVA-616`` no such table in it or nothing below its head,
            ``EVA-617`` too many lines; ``ENG-101`` … ``ENG-103`` where the child came to an end.

    >>> told = "先导区代码,类别,名称,金额（万元）\\nZ-1,项目,中试基地,12万\\n".encode()
    >>> found = read_lines("records", told)
    >>> dict(found.lines[0].texts)["kind"], found.marks[0].cell, found.marks[0].sentence
    ('project', 'D2', '“12万”不是数字')
    """
    intake_grid.check_name(filename)
    text = run_limited(
        "xiandao.statistics.methods.intake_grid:grid_text",
        data,
        memory_mb=intake_grid.MEMORY_MB,
        cpu_s=intake_grid.CPU_S,
    )
    return interpret(kind, json.loads(text))


def interpret(kind: str, book: Mapping[str, Any]) -> Lines:
    """Return the lines in the cells of a file as ``intake_grid.grid_text`` tells them.

    Raises:
        InputError: ``EVA-616``, ``EVA-617``.
    """
    plan = BOOKS[kind]
    name, head, letters = _table(plan, book)
    told = book["sheets"][name]
    places = set(letters.values())
    filled = sorted(
        (int(row), cells)
        for row, cells in told["rows"].items()
        if int(row) > head and places & cells.keys()
    )
    if not filled:
        raise InputError("EVA-616", "表头下面没有内容", "请一行填写一项后再上传")
    if len(filled) > MOST_LINES:
        raise InputError(
            "EVA-617", f"表里有{len(filled)}行，超过{MOST_LINES}行的上限", "请分成几个文件上传"
        )
    sheet = Lines(kind, name, letters)
    lines, marks = [], _strangers(sheet, told, head, filled)
    for row, cells in filled:
        texts: dict[str, str] = {}
        for one in plan.headings:
            letter = letters.get(one.key)
            if letter is None:
                continue
            why = told["bad"].get(f"{letter}{row}")
            raw = "" if why else cells.get(letter, "")
            problem: Problem | None
            texts[one.key], problem = _value(one, raw)
            if why:
                problem = (_BAD.get(why, "单元格读不出来"), "请改为直接填写内容")
            if problem:
                marks.append(sheet.mark(row, one.key, *problem))
        lines.append(Line(row, texts))
    return Lines(kind, name, letters, tuple(lines), tuple(marks))


def _table(plan: Book, book: Mapping[str, Any]) -> tuple[str, int, dict[str, str]]:
    """The sheet, the line of its headings and the letter of each column, in whatever order they stand."""
    known = {_folded(one.label): one.key for one in plan.headings}
    required = {one.key for one in plan.headings if one.is_required}
    for name, told in book["sheets"].items():
        if name in (LISTS, NOTES):
            continue
        for line in sorted(map(int, told["rows"]))[:_HEAD_LINES]:
            letters: dict[str, str] = {}
            for letter, value in told["rows"][str(line)].items():
                if (key := known.get(_folded(value))) is not None:
                    letters.setdefault(key, letter)
            if required <= letters.keys():
                return name, line, letters
    wanted = "、".join(plan.labels[one.key] for one in plan.headings if one.is_required)
    raise InputError("EVA-616", f"没有找到“{plan.sheet}”的表头（至少要有{wanted}）", _HINT)


def _strangers(
    sheet: Lines, told: Mapping[str, Any], head: int, rows: list[tuple[int, Mapping[str, Any]]]
) -> list[Mark]:
    """What stands in columns that the table does not have, and hidden lines: told, never dropped in silence."""
    strange = sorted(
        {letter for _row, cells in rows for letter in cells} - set(sheet.letters.values())
    )
    marks = []
    for letter in strange:
        what = one_text(told["rows"][str(head)].get(letter, "")) or f"{letter}列"
        words = f"“{what[:20]}”不是模板的栏目，这一列不读取"
        marks.append(
            Mark(
                sheet.sheet,
                f"{letter}{head}",
                what[:20],
                Severity.HINT,
                words,
                "请改用模板中的栏目名称",
            )
        )
    hidden = set(told["hidden_rows"])
    marks += [
        sheet.mark(row, "code", "这一行是隐藏的，也会读取", "不需要的请删除", Severity.HINT)
        for row, _cells in rows
        if row in hidden
    ]
    return marks


def _value(one: Heading, raw: Any) -> tuple[str, Problem | None]:
    """The text of a cell as it is kept, and what is wrong with it."""
    text = one_text(raw) if one.kind != TEXT or one.key in CODES else _words(raw)
    if not text:
        hint = f"请填写{one.label}，或删除整行"
        return "", (f"没有填写{one.label}", hint) if one.is_required else None
    if len(text) > one.longest or (isinstance(raw, dict) and "l" in raw):
        return "", (f"内容超过{one.longest}个字", "请精简，或核对是否粘贴错位")
    if one.kind == NUMBER:
        return _number(text)
    if one.kind == DAY:
        return _day(raw, text)
    if one.kind == FLAG:
        said = {YES: "1", NO: "0"}.get(text)
        return (said, None) if said else ("", (f"“{text[:20]}”不是“是”或“否”", "请填写是或否"))
    if one.kind == CHOICE:
        known = one.choices.get(text)
        return (known, None) if known else (
            "", (f"“{text[:20]}”不是可填的{one.label}", f"可填：{'、'.join(one.choices)}")
        )  # fmt: skip
    return text, None


def _words(raw: Any) -> str:
    """A cell as one line that keeps the width of its characters: full-width punctuation belongs to Chinese text."""
    if isinstance(raw, dict):
        return one_text(raw)
    text = unicodedata.normalize("NFC", str(raw))
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _number(text: str) -> tuple[str, Problem | None]:
    try:
        # Python takes "1_0" for ten; nobody writes ten that way.
        number = Decimal("x" if "_" in text else text.replace(",", ""))
    except InvalidOperation:
        return "", (f"“{text[:20]}”不是数字", "单位是万元，请只填数字")
    exponent = number.as_tuple().exponent
    is_fine = isinstance(exponent, int) and abs(exponent) <= _FINEST
    if not is_fine or number.copy_abs() >= Decimal(10) ** 12:
        return "", (f"“{text[:20]}”不是可用的数字", "单位是万元，请核对")
    return format(number, "f"), None


def _day(raw: Any, text: str) -> tuple[str, Problem | None]:
    first, least, most = _SERIALS
    if isinstance(raw, int) and least <= raw <= most:
        return (first + timedelta(days=raw)).isoformat(), None
    for shape in _DAYS:
        try:
            return datetime.strptime(text, shape).date().isoformat(), None
        except ValueError:
            continue
    return "", (f"“{text[:20]}”不是日期", "请写成 2026-01-01 的样子")


def _folded(value: Any) -> str:
    return one_text(value).replace(" ", "").rstrip("*").casefold()
