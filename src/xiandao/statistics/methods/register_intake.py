"""The workbook of the register read back: one line a unit, and everything that cannot be read told by its cell."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from xiandao.engine.sandbox import run_limited
from xiandao.statistics.methods import intake_grid
from xiandao.statistics.methods.finding import Severity
from xiandao.statistics.methods.marked import Mark
from xiandao.statistics.methods.register_book import HEADINGS, LISTS, MOST_LINES, NO, NOTES, YES
from xiandao.terms.error import InputError

LABELS: Final = {one.key: one.label for one in HEADINGS}
_REQUIRED: Final = tuple(one.key for one in HEADINGS if one.is_required)
_HEAD_LINES: Final = 10
_LONGEST: Final = 120
_TRUTHS: Final = {YES: True, "Y": True, "YES": True, "TRUE": True, "1": True, "√": True}
_LIES: Final = {"": False, NO: False, "N": False, "NO": False, "FALSE": False, "0": False}
_DAYS: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_SERIALS: Final = (date(1899, 12, 30), 20_000, 80_000)
_BAD: Final = {"error": "单元格里是错误值", "formula": "公式还没有计算出结果"}
_HINT: Final = "请下载模板，把内容粘贴进去再上传"


@dataclass(frozen=True, slots=True)
class Line:
    """One unit as the workbook says it: text by column, flags as ``"1"`` or ``""``, the day in ISO form."""

    row: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: the lines, where each column stands, what could not be read."""

    name: str
    letters: Mapping[str, str]
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = field(default=())

    def mark(
        self, row: int, key: str, sentence: str, hint: str, severity: str = Severity.MUST
    ) -> Mark:
        """Return the mark of a cell; the first column stands in for one that is not there."""
        letter = self.letters.get(key) or self.letters["code"]
        return Mark(self.name, f"{letter}{row}", LABELS[key], severity, sentence, hint)


def read_register(data: bytes, *, filename: str = "") -> Sheet:
    """Return what a workbook or CSV file says about units; it is opened in a bounded child process.

    Args:
        data: the bytes as they were handed in.
        filename: its suffix must be .xlsx or .csv; "" where there is no name.

    Raises:
        InputError: ``STA-101`` … ``STA-115`` for the file, ``STA-116`` no table of units in it, ``STA-117`` too
            many lines; ``ENG-101`` … ``ENG-103`` where the child came to an end.

    >>> found = read_register("单位代码,起始日期,规上\\nE-1,2026/1/5,是\\n,2026-01-05,".encode())
    >>> dict(found.lines[0].texts)["valid_from"], found.marks[0].cell, found.marks[0].sentence
    ('2026-01-05', 'A3', '没有填写单位代码')
    """
    intake_grid.check_name(filename)
    text = run_limited(
        "xiandao.statistics.methods.intake_grid:grid_text",
        data,
        memory_mb=intake_grid.MEMORY_MB,
        cpu_s=intake_grid.CPU_S,
    )
    return interpret(json.loads(text))


def interpret(book: Mapping[str, Any]) -> Sheet:
    """Return the units in the cells of a file as ``intake_grid.grid_text`` tells them.

    Raises:
        InputError: ``STA-116``, ``STA-117``.
    """
    name, head, letters = _table(book)
    told = book["sheets"][name]
    filled = [(int(row), cells) for row, cells in told["rows"].items() if int(row) > head]
    places = set(letters.values())
    rows = sorted((row, cells) for row, cells in filled if places & cells.keys())
    if not rows:
        raise InputError("STA-116", "表头下面没有内容", "请一行填写一个单位后再上传")
    if len(rows) > MOST_LINES:
        raise InputError(
            "STA-117", f"表里有{len(rows)}行，超过{MOST_LINES}行的上限", "请分成几个文件上传"
        )
    sheet = Sheet(name, letters)
    lines, marks = [], _strangers(sheet, told, head, rows)
    for row, cells in rows:
        bad = {key: told["bad"][at] for key, at in _addresses(letters, row) if at in told["bad"]}
        marks += [sheet.mark(row, key, _BAD[why], "请改为直接填写内容") for key, why in bad.items()]
        texts: dict[str, str] = {}
        for key, letter in letters.items():
            value, problem = _value(key, cells.get(letter, "") if key not in bad else "")
            texts[key] = value
            if problem and key not in bad:
                marks.append(sheet.mark(row, key, *problem))
        lines.append(Line(row, texts))
    return Sheet(name, letters, tuple(lines), tuple(marks))


def _table(book: Mapping[str, Any]) -> tuple[str, int, dict[str, str]]:
    """The sheet, the line of its headings and the letter of each column, in whatever order they stand."""
    known = {_folded(one.label): one.key for one in HEADINGS}
    for name, told in book["sheets"].items():
        if name in (LISTS, NOTES):
            continue
        for line in sorted(map(int, told["rows"]))[:_HEAD_LINES]:
            cells = told["rows"][str(line)]
            letters: dict[str, str] = {}
            for letter, value in cells.items():
                if (key := known.get(_folded(value))) is not None:
                    letters.setdefault(key, letter)
            if set(_REQUIRED) <= letters.keys():
                return name, line, letters
    wanted = "、".join(LABELS[key] for key in _REQUIRED)
    raise InputError("STA-116", f"没有找到填报单位的表头（至少要有{wanted}）", _HINT)


def _strangers(
    sheet: Sheet, told: Mapping[str, Any], head: int, rows: list[tuple[int, Mapping[str, Any]]]
) -> list[Mark]:
    """What stands in columns that the register does not have: told, never dropped in silence."""
    mine = set(sheet.letters.values())
    strange = sorted({letter for _row, cells in rows for letter in cells} - mine)
    marks = []
    for letter in strange:
        what = one_text(told["rows"][str(head)].get(letter, "")) or f"{letter}列"
        words = f"“{what[:20]}”不是名录的栏目，这一列不读取"
        hint = "如需写入名录，请改用模板中的栏目名称"
        marks.append(Mark(sheet.name, f"{letter}{head}", what[:20], Severity.HINT, words, hint))
    hidden = [row for row, _cells in rows if row in set(told["hidden_rows"])]
    marks += [
        sheet.mark(row, "code", "这一行是隐藏的，也会读取", "不需要的请删除", Severity.HINT)
        for row in hidden
    ]
    return marks


def _addresses(letters: Mapping[str, str], row: int) -> list[tuple[str, str]]:
    return [(key, f"{letter}{row}") for key, letter in letters.items()]


def _value(key: str, raw: Any) -> tuple[str, tuple[str, str] | None]:
    """The text of a cell as it is kept, and what is wrong with it."""
    text = one_text(raw)
    if not text and key in _REQUIRED:
        return "", (f"没有填写{LABELS[key]}", f"请填写{LABELS[key]}，或删除整行")
    if len(text) > _LONGEST:
        return "", (f"内容超过{_LONGEST}个字", "请核对是否粘贴错位")
    if key in ("is_above_size", "is_high_tech"):
        return _flag(text)
    if key == "land_mu" and text:
        return _number(text)
    if key == "valid_from":
        return _day(raw, text)
    return text, None


def _flag(text: str) -> tuple[str, tuple[str, str] | None]:
    said = text.upper()
    if said in _TRUTHS or said in _LIES:
        return "1" if said in _TRUTHS else "", None
    return "", (f"“{text[:20]}”不是“是”或“否”", "请填写是或否")


def _number(text: str) -> tuple[str, tuple[str, str] | None]:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return "", (f"“{text[:20]}”不是数字", "请填写亩数")
    if not number.is_finite() or number.copy_abs() >= 10**10:
        return "", (f"“{text[:20]}”不是可用的数字", "请填写亩数")
    if number != round(number, 2):
        return "", (f"“{text[:20]}”超过两位小数", "请保留两位小数")
    return format(number, "f"), None


def _day(raw: Any, text: str) -> tuple[str, tuple[str, str] | None]:
    if isinstance(raw, int):
        first, least, most = _SERIALS
        if least <= raw <= most:
            return (first + timedelta(days=raw)).isoformat(), None
    for shape in _DAYS:
        try:
            return datetime.strptime(text, shape).date().isoformat(), None
        except ValueError:
            continue
    return "", (f"“{text[:20]}”不是日期", "请写成 2026-01-01 的样子")


def one_text(raw: Any) -> str:
    """Return a cell as one line of text of normal width.

    >>> one_text(" ３３０１００ "), one_text({"d": "2026-01-05"}), one_text(330100)
    ('330100', '2026-01-05', '330100')
    """
    if isinstance(raw, dict):
        raw = raw.get("d") or raw.get("l") or raw.get("x") or ""
    text = unicodedata.normalize("NFKC", str(raw))
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _folded(value: Any) -> str:
    return one_text(value).replace(" ", "").rstrip("*").casefold()
