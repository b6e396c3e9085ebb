"""The official columns of a task ledger (任务台账), in their order, and one row of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Final, Literal

Value = str | int | Decimal | date | None
Kind = Literal["number", "text", "words", "date"]

TEMPLATE: Final = "xiandao.policy.ledger"
TEMPLATE_VERSION: Final = "1"
ONGOING: Final = "持续推进"
INFERRED: Final = "（推定）"
# What a cell of a workbook can hold is 32,767 characters; what is longer is edited in the system.
LONGEST: Final = 32_000
CUT_MARK: Final = "……（全文见系统）"
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column: whether a clerk may change it in Excel, and which permission that takes."""

    key: str
    label: str
    width: float
    kind: Kind
    permission: Literal["", "policy.item.edit", "policy.item.report"] = ""

    @property
    def is_editable(self) -> bool:
        """Whether a change of it is taken back in."""
        return bool(self.permission)


_EDIT: Final = "policy.item.edit"
_REPORT: Final = "policy.item.report"
COLUMNS: Final = (
    LedgerColumn("number", "序号", 6, "number"),
    LedgerColumn("source", "任务来源（文件·条款）", 24, "text"),
    LedgerColumn("title", "重点任务", 26, "text", _EDIT),
    LedgerColumn("measure", "具体举措", 40, "words", _EDIT),
    LedgerColumn("target", "目标（数量·单位·年份）", 18, "text", _EDIT),
    LedgerColumn("lead", "牵头单位", 14, "text", _EDIT),
    LedgerColumn("parties", "配合单位", 20, "text", _EDIT),
    LedgerColumn("person", "责任处室/责任人", 14, "text", _EDIT),
    LedgerColumn("due", "完成时限", 12, "date", _EDIT),
    LedgerColumn("q1", "季度形象进度Q1", 12, "words", _REPORT),
    LedgerColumn("q2", "季度形象进度Q2", 12, "words", _REPORT),
    LedgerColumn("q3", "季度形象进度Q3", 12, "words", _REPORT),
    LedgerColumn("q4", "季度形象进度Q4", 12, "words", _REPORT),
    LedgerColumn("progress", "本期进展", 30, "words", _REPORT),
    LedgerColumn("funds", "资金使用（万元）", 11, "number", _REPORT),
    LedgerColumn("evidence", "佐证材料", 18, "words"),
    LedgerColumn("issues", "存在问题/需协调事项", 22, "words", _REPORT),
    LedgerColumn("lamp", "状态灯", 12, "text", _EDIT),
    LedgerColumn("followups", "督办记录", 22, "words"),
)
KEYS: Final = tuple(column.key for column in COLUMNS)
COLUMN: Final[Mapping[str, LedgerColumn]] = {column.key: column for column in COLUMNS}
EDITABLE: Final = tuple(column.key for column in COLUMNS if column.is_editable)
# What an exported row is remembered by: everything but its number.
SEALED: Final = KEYS[1:]
QUARTERS: Final = ("q1", "q2", "q3", "q4")
STATUSES: Final[Mapping[str, str]] = {
    "未启动": "not_started",
    "推进中": "under_way",
    "已办结": "done",
    "已终止": "dropped",
}


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """One matter of the ledger as the official table shows it; ``item`` and ``version`` lead back to it.

    A quarter holds the value where the matter has a figure, else the words of its report.
    """

    number: int
    source: str = ""
    title: str = ""
    measure: str = ""
    target: str = ""
    lead: str = ""
    parties: str = ""
    person: str = ""
    due: date | str = ""
    q1: Decimal | str = ""
    q2: Decimal | str = ""
    q3: Decimal | str = ""
    q4: Decimal | str = ""
    progress: str = ""
    funds: Decimal | None = None
    evidence: str = ""
    issues: str = ""
    lamp: str = ""
    followups: str = ""
    item: int | None = None
    version: int = 0

    @property
    def cells(self) -> tuple[Value, ...]:
        """The values in the order of the columns."""
        found: tuple[Value, ...] = _CELLS(self)
        return found


_CELLS = attrgetter(*KEYS)


def clean_text(text: str) -> str:
    r"""Return a text as a cell can carry it: LF as the only break, no control or direction marks, no blank ends.

    >>> clean_text("=1+1\r\n完成\x00 ")
    '=1+1\n完成'
    """
    if not text.isprintable():
        text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()


def shown(value: Value) -> str:
    """Return a value as one comparable text: numbers plain, dates as ISO, long texts cut.

    >>> shown(Decimal("30.5000")), shown(date(2027, 12, 31)), shown(None)
    ('30.5', '2027-12-31', '')
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, Decimal)):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") or "0" if "." in text else text
    text = clean_text(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + CUT_MARK
