"""The task ledger as an Excel workbook: official columns, drop-downs, print set-up, a hidden sheet that leads back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from xiandao.policy.methods.ledger_columns import (
    COLUMNS,
    ONGOING,
    STATUSES,
    TEMPLATE,
    TEMPLATE_VERSION,
    LedgerColumn,
    OfficialRow,
    Value,
    shown,
)
from xiandao.policy.methods.ledger_seal import (
    HIDDEN_SHEET,
    Record,
    checksum,
    join_digests,
    record_of,
)

if TYPE_CHECKING:
    from xiandao.policy.methods.reading import Reading

SHEET: Final = "任务台账"
HEADER_LINE: Final = 2
# Empty lines below the last row in which new matters may be written.
SPARE_LINES: Final = 500
A3: Final = 8
_LAST = len(COLUMNS) - 1
_LIST_COLUMN: Final = 8
_MOST_LEADS: Final = 1000
_CELL: Final = {
    "font_name": "宋体", "font_size": 10, "valign": "vcenter", "border": 1, "border_color": "#B8C0CC",
    "text_wrap": True,
}  # fmt: skip
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_ALLOWED_WHEN_LOCKED: Final = {
    "format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True,
    "delete_rows": True, "sort": True, "autofilter": True, "select_locked_cells": True,
    "select_unlocked_cells": True, "objects": True,
}  # fmt: skip


def ledger_workbook(
    rows: Sequence[OfficialRow],
    *,
    title: str,
    scope: str,
    made_by: str,
    made_at: datetime,
    template_version: str = TEMPLATE_VERSION,
    period: str = "",
    papers: Sequence[int] = (),
    leads: Sequence[str] = (),
) -> bytes:
    """Return the ledger as a workbook that may be filled in and handed back.

    Args:
        rows: the matters in their order; ``item`` and ``version`` of each lead back to the ledger.
        title: the line above the table, such as ``未来产业任务台账``.
        scope: which matters these are (filters in words).
        made_by: who exported it.
        made_at: when.
        template_version: version of the column set.
        period: report period that 本期进展 stands for, such as ``2026Q4``.
        papers: keys of the papers whose matters these are.
        leads: names offered in the drop-down of 牵头单位.

    Text stays text whatever it begins with; numbers and dates are numbers and dates.

    >>> ledger_workbook([], title="任务台账", scope="全部", made_by="王工", made_at=datetime(2026, 11, 22))[:2]
    b'PK'
    """
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, dict(_OPTIONS))
    book.set_properties(
        {"title": title, "author": made_by, "created": made_at.replace(tzinfo=None)}
    )
    book.set_calc_mode("auto")
    sheet = book.add_worksheet(SHEET)
    hidden = book.add_worksheet(HIDDEN_SHEET)
    formats = _formats(book)
    _set_up(sheet, formats, len(rows), title)
    about = f"范围：{scope}　导出：{made_by}　{made_at:%Y-%m-%d %H:%M}" + (
        f"　本期：{period}" if period else ""
    )
    _write_head(sheet, formats, title, about)
    _write_rows(sheet, formats, rows)
    offered = list(dict.fromkeys(name for name in leads if name))[:_MOST_LEADS]
    _offer_choices(sheet, len(rows), len(offered))
    facts = {
        "template": TEMPLATE,
        "template_version": template_version,
        "sheet": SHEET,
        "period": period,
        "papers": ",".join(str(key) for key in papers),
        "made_by": made_by,
        "made_at": f"{made_at:%Y-%m-%dT%H:%M:%S}",
    }
    records = [record_of(row) for row in rows if row.item is not None]
    _write_hidden(hidden, facts, records, offered)
    book.close()
    return stream.getvalue()


def reading_workbook(reading: Reading) -> bytes:
    """Return what was read in a paper as a ledger that has not begun: same columns, nothing reported.

    The time printed on it is that of the paper, so that the same paper always gives the same workbook.
    """
    from xiandao.policy.methods.official_reading import official_rows

    found = reading.to_json()
    head = found["document"]
    title = str(head.get("title") or "政策文件")
    issued = str(head.get("issued_on") or "")
    made_at = datetime.fromisoformat(issued) if issued else datetime(2000, 1, 1)
    return ledger_workbook(
        official_rows(found),
        title=f"{title} 任务台账（读出稿，待确认）"[:200],
        scope=str(head.get("doc_number") or "全文"),
        made_by="先导",
        made_at=made_at,
    )


def _formats(book: Any) -> dict[str, Any]:
    small = {"font_name": "宋体", "font_size": 9, "font_color": "#4A5567", "valign": "vcenter"}
    made = {
        "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
        "about": small,
        "unit": small | {"align": "right"},
        "header": _CELL | {"bold": True, "align": "center", "bg_color": "#E5F2FD"},
        **{column.key: _look(column) for column in COLUMNS},
    }
    return {name: book.add_format(look) for name, look in made.items()}


def _look(column: LedgerColumn) -> dict[str, Any]:
    """How the cells of a column look; what the system computes is grey and locked."""
    look: dict[str, Any] = dict(_CELL)
    look |= {"locked": False} if column.is_editable else {"locked": True, "bg_color": "#F3F5F8"}
    if column.key in {"number", "due", "lamp"}:
        look["align"] = "center"
    if column.kind == "date":
        look["num_format"] = "yyyy-mm-dd"
    if column.key == "funds":
        look["num_format"] = "#,##0.##"
    return look


def _set_up(sheet: Any, formats: Mapping[str, Any], length: int, title: str) -> None:
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width, formats[column.key])
    sheet.freeze_panes(HEADER_LINE + 1, 3)
    sheet.autofilter(HEADER_LINE, 0, HEADER_LINE + max(length, 1), _LAST)
    sheet.protect("", _ALLOWED_WHEN_LOCKED)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(0, HEADER_LINE)
    sheet.print_area(0, 0, HEADER_LINE + max(length, 1), _LAST)
    sheet.set_footer(f"&L{_footer_text(title)}&R第 &P 页 共 &N 页")


def _footer_text(title: str) -> str:
    return title.replace("&", "&&")[:80]


def _write_head(sheet: Any, formats: Mapping[str, Any], title: str, about: str) -> None:
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, _LAST, "", formats["title"])
    sheet.write_string(0, 0, shown(title), formats["title"])
    sheet.merge_range(1, 0, 1, _LAST - 2, "", formats["about"])
    sheet.write_string(1, 0, shown(about), formats["about"])
    sheet.merge_range(1, _LAST - 1, 1, _LAST, "", formats["unit"])
    sheet.write_string(1, _LAST - 1, "单位：万元", formats["unit"])
    sheet.set_row(HEADER_LINE, 34)
    for index, column in enumerate(COLUMNS):
        sheet.write_string(HEADER_LINE, index, column.label, formats["header"])


def _write_rows(sheet: Any, formats: Mapping[str, Any], rows: Sequence[OfficialRow]) -> None:
    looks = [formats[column.key] for column in COLUMNS]
    write: Callable[..., Any] = sheet.write_string
    for line, row in enumerate(rows, HEADER_LINE + 1):
        for index, value in enumerate(row.cells):
            # An empty cell takes the look of its column; writing it would only cost time.
            if value is None or value == "":
                continue
            if isinstance(value, str):
                write(line, index, shown(value), looks[index])
            else:
                _write_value(sheet, line, index, value, looks[index])


def _write_value(sheet: Any, line: int, index: int, value: Value, look: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, index, datetime(value.year, value.month, value.day), look)
    elif isinstance(value, (int, Decimal)) and len(str(value).strip("-0.").replace(".", "")) <= 15:
        sheet.write_number(line, index, float(value), look)
    else:
        # More digits than a workbook can hold as a number would come back as another number.
        sheet.write_string(line, index, shown(value), look)


def _offer_choices(sheet: Any, length: int, leads: int) -> None:
    last = HEADER_LINE + length + SPARE_LINES
    keys = [column.key for column in COLUMNS]
    lamp, lead, due = keys.index("lamp"), keys.index("lead"), keys.index("due")
    sheet.data_validation(
        HEADER_LINE + 1, lamp, last, lamp,
        {
            "validate": "list", "source": list(STATUSES), "error_title": "状态",
            "error_message": "请从列表中选择：" + "、".join(STATUSES),
            "input_title": "状态灯", "input_message": "状态灯由系统按时限算出；如需改状态，请从列表中选择",
        },
    )  # fmt: skip
    if leads:
        letter = chr(ord("A") + _LIST_COLUMN)
        sheet.data_validation(
            HEADER_LINE + 1, lead, last, lead,
            {
                "validate": "list", "source": f"={HIDDEN_SHEET}!${letter}$1:${letter}${leads}",
                "error_type": "warning", "error_title": "牵头单位",
                "error_message": "名录中没有这个单位，导入时会提示；确定要这样填写吗？",
            },
        )  # fmt: skip
    sheet.data_validation(
        HEADER_LINE + 1, due, last, due,
        {"validate": "any", "input_title": "完成时限", "input_message": f"填日期，或填「{ONGOING}」"},
    )  # fmt: skip


def _write_hidden(
    sheet: Any, facts: Mapping[str, str], records: Sequence[Record], leads: Sequence[str]
) -> None:
    named = [*facts.items(), ("checksum", checksum(facts, records))]
    for line in range(max(len(named), len(records), len(leads))):
        if line < len(named):
            sheet.write_string(line, 0, named[line][0])
            sheet.write_string(line, 1, named[line][1])
        if line < len(records):
            record = records[line]
            sheet.write_number(line, 3, record.number)
            sheet.write_number(line, 4, record.item)
            sheet.write_number(line, 5, record.version)
            sheet.write_string(line, 6, join_digests(record.digests))
        if line < len(leads):
            sheet.write_string(line, _LIST_COLUMN, shown(leads[line]))
    sheet.very_hidden()
