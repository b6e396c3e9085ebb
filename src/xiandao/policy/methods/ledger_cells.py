"""What a cell of the official table may hold, and what it means: each column's own reading with its own error."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from xiandao.policy.methods.ledger_columns import (
    CUT_MARK,
    INFERRED,
    ONGOING,
    STATUSES,
    shown,
)
from xiandao.policy.methods.workbook_in import Raw
from xiandao.terms.error import TermError

_LIMIT: Final = Decimal(10) ** 13
_FIRST_DAY: Final = date(1899, 12, 30)
_SERIALS: Final = range(36526, 73051)
_ONGOING_WORDS: Final = frozenset({ONGOING, "长期", "长期坚持", "长期推进", "持续", "常态化推进"})
_FULL_DAY = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MONTH = re.compile(r"(20\d\d)[-/.年](\d{1,2})月?(?:底|末)?(?:前)?")
_YEAR = re.compile(r"(20\d\d)年?(?:底|末)?(?:前)?")
_COMMAS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NAMES = re.compile(r"[、,;\n]+")
_DAY_HINT: Final = f"请填写日期，例如 2027-12-31，或填「{ONGOING}」"


def told(value: Raw) -> str:
    """Return a raw cell as comparable text; it equals ``shown`` of the value that was exported.

    >>> told(30), told(0.5), told(" 完成 "), told(date(2027, 12, 31))
    ('30', '0.5', '完成', '2027-12-31')
    """
    if isinstance(value, float):
        return shown(Decimal(repr(value)))
    return shown(value)


def words(value: Raw, *, longest: int, is_required: bool = False) -> str:
    """Return a text.

    Raises:
        TermError: ``POL-281`` empty though it must not be, ``POL-282`` longer than ``longest`` characters.

    >>> words("=1+1", longest=10)
    '=1+1'
    """
    text = told(value)
    if is_required and not text:
        raise TermError("POL-281", "这一格不能为空", "请填写内容；不需要这一项时请在系统中办理终止")
    if len(text) > longest:
        raise TermError(
            "POL-282",
            f"有{len(text)}个字，超过{longest}个字的上限",
            "请精简，详细内容放在佐证材料里",
        )
    if text.endswith(CUT_MARK):
        raise TermError(
            "POL-283", "这一格的原文过长，工作簿里只有一部分", "请在系统的事项页修改这一格"
        )
    return text


def amount(value: Raw, *, places: int) -> Decimal | None:
    """Return a number, nothing for an empty cell; numbers written as text, full width too, are read.

    Raises:
        TermError: ``POL-284`` not a number, ``POL-285`` too many decimals or too large.

    >>> amount("１，２００．５", places=2), amount("", places=2)
    (Decimal('1200.5'), None)
    """
    text = unicodedata.normalize("NFKC", told(value)).strip()
    if not text:
        return None
    if _COMMAS.fullmatch(text):
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or "_" in text:
        raise TermError("POL-284", f"“{text[:30]}”不是数字", "请只填数字，不带单位和文字")
    if abs(number) > _LIMIT:
        raise TermError("POL-285", "数字过大", "请检查单位是否填错")
    if round(number, places) != number:
        raise TermError("POL-285", f"小数超过{places}位", f"请四舍五入到{places}位小数")
    return Decimal(shown(number))


def value_or_words(value: Raw) -> Decimal | str:
    """Return a quarter's progress: a number is a value, anything else is words.

    >>> value_or_words("２２"), value_or_words("已完成")
    (Decimal('22'), '已完成')
    """
    if isinstance(value, date):
        return value.isoformat()
    try:
        number = amount(value, places=4)
    except TermError as error:
        if error.code == "POL-285" and not isinstance(value, str):
            raise
        number = None
    return words(value, longest=5000) if number is None else number


def due(value: Raw) -> tuple[date | None, bool]:
    """Return the deadline and whether the matter goes on without one.

    Raises:
        TermError: ``POL-286`` not a day.

    >>> due("2027年底"), due("持续推进"), due("2027年6月")
    ((datetime.date(2027, 12, 31), False), (None, True), (datetime.date(2027, 6, 30), False))
    """
    if isinstance(value, date):
        return _in_range(value), False
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", told(value)))
    if not text:
        return None, False
    if text in _ONGOING_WORDS:
        return None, True
    if isinstance(value, (int, float)) and value in _SERIALS:
        return _FIRST_DAY + timedelta(days=int(value)), False
    try:
        if found := _FULL_DAY.fullmatch(text):
            return _in_range(date(int(found[1]), int(found[2]), int(found[3]))), False
        if found := _MONTH.fullmatch(text):
            year, month = int(found[1]), int(found[2])
            return date(year, month, monthrange(year, month)[1]), False
    except ValueError:
        raise TermError("POL-286", f"“{text[:20]}”不是存在的日期", _DAY_HINT) from None
    if found := _YEAR.fullmatch(text):
        return date(int(found[1]), 12, 31), False
    raise TermError("POL-286", f"“{text[:20]}”不是日期", _DAY_HINT)


def status(value: Raw) -> str:
    """Return the status that a clerk chose in the column 状态灯.

    Raises:
        TermError: ``POL-287`` not one of the four.

    >>> status("已办结")
    'done'
    """
    found = STATUSES.get(told(value))
    if found is None:
        raise TermError(
            "POL-287",
            f"“{told(value)[:20]}”不是可选的状态",
            f"请从列表中选择：{'、'.join(STATUSES)}；不改请恢复原样",
        )
    return found


def lead(value: Raw) -> tuple[str, bool]:
    """Return the lead's name and whether it is marked as inferred.

    >>> lead("省经信厅（推定）"), lead("省经信厅")
    (('省经信厅', True), ('省经信厅', False))
    """
    text = words(value, longest=120 + len(INFERRED))
    for mark in (INFERRED, "(推定)"):
        if text.endswith(mark):
            return text.removesuffix(mark).strip(), True
    return words(text, longest=120), False


def names(value: Raw) -> tuple[str, ...]:
    """Return the cooperating bodies in their order, each once.

    Raises:
        TermError: ``POL-282`` a name is too long, ``POL-288`` too many.

    >>> names("省发展改革委、省科技厅，省科技厅")
    ('省发展改革委', '省科技厅')
    """
    parts = [
        part.strip() for part in _NAMES.split(told(value).replace("，", ",").replace("；", ";"))
    ]
    found = tuple(dict.fromkeys(words(part, longest=120) for part in parts if part))
    if len(found) > 200:
        raise TermError(
            "POL-288", "配合单位超过200个", "请改填单位的集合名称，例如“各设区市人民政府”"
        )
    return found


def person(value: Raw) -> tuple[str, str]:
    """Return division and person, written as ``产业处/王工``.

    >>> person("产业处/王工"), person("王工")
    (('产业处', '王工'), ('', '王工'))
    """
    text = words(value, longest=121)
    division, slash, name = text.replace("／", "/").partition("/")
    if not slash:
        division, name = (
            ("", text)
            if len(text) <= 4 and not text.endswith(("处", "室", "科", "局"))
            else (text, "")
        )
    return words(division.strip(), longest=60), words(name.strip(), longest=60)


def _in_range(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise TermError("POL-286", f"{day.isoformat()}不在2000年至2100年之间", _DAY_HINT)
    return day
