"""What a cell of a return says: a number, a word, a date, nothing, or something that must be asked back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from xiandao.statistics.methods.form import Item

Value = Decimal | str | None

MUST, EXPLAIN, HINT = "must", "explain", "hint"
LONGEST_TEXT: Final = 2_000
_MOST: Final = 10**15
_LEAST: Final = Decimal("1e-9")
_BLANKS = re.compile("[\\s\u00a0\u2000-\u200f\u2028-\u202f\u2060\ufeff]+")
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_DASHES: Final = frozenset({"-", "--", "—", "——", "–", "―", "/", "\\", "...", "……", "…", "·"})
_NONE: Final = frozenset({"不适用", "无", "没有", "N/A", "n/a", "NA", "na", "无此项"})
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_MAGNITUDE = re.compile(r"([+-]?[\d.,]+)(万亿|万|亿|千|百)(.*)")
_POWERS: Final = {"百": 2, "千": 3, "万": 4, "亿": 8, "万亿": 12}
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COUNTED: Final = frozenset({"人", "件", "个", "家", "项", "篇", "次", "家次"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong or remarkable about a cell, and what to do."""

    severity: str
    sentence: str
    hint: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """The value of a cell; ``is_absent`` where the reporter has said that there is none (— or 不适用)."""

    value: Value = None
    doubts: tuple[Doubt, ...] = ()
    is_absent: bool = False


def read_cell(raw: Any, item: Item, *, is_text_source: bool = False) -> Meaning:
    """Return what a cell says for an item; a doubtful number is left out and asked back, never guessed.

    Args:
        raw: a number, a text, or ``{"d": date}``, ``{"x": no number}``, ``{"l": too long}``.
        item: the row of the form.
        is_text_source: the file has only texts (CSV), so that a number written as text is no remark.

    >>> from xiandao.statistics.methods.form import Item
    >>> profit = Item("r65", "65", "利润总额", unit="千元")
    >>> read_cell("（１，２００）", profit).value, read_cell("", profit).value, read_cell(0, profit).value
    (Decimal('-1200'), None, Decimal('0'))
    >>> read_cell("12万", profit).doubts[0].sentence
    '“12万”带有数量级，系统不能确定是多少千元'
    >>> read_cell("不适用", profit).is_absent
    True
    """
    if raw is None or raw == "":
        return Meaning()
    if isinstance(raw, dict) and "l" in raw:
        hint = f"最多{LONGEST_TEXT}字，请精简"
        return Meaning(None, (Doubt(MUST, "填写的内容过长，未读取", hint),))
    if item.is_numeric:
        return _checked(_number(raw, item, is_text_source=is_text_source), item)
    if item.kind == "date":
        return _date(raw)
    return _choice(raw, item) if item.kind == "choice" else read_text(raw)


def read_text(raw: Any) -> Meaning:
    """Return a text without blanks around it and without characters that nobody sees.

    >>> read_text(" 由于扩产\\u200b ").value
    '由于扩产'
    """
    if isinstance(raw, dict) and "l" in raw:
        return Meaning(None, (Doubt(MUST, "填写的内容过长，未读取", f"最多{LONGEST_TEXT}字"),))
    text = str(raw.get("d", "")) if isinstance(raw, dict) else str(raw)
    doubts = []
    if _TURNED.search(text):
        sentence = "文字中有改变书写方向的隐藏字符，已去掉"
        doubts.append(Doubt(EXPLAIN, sentence, "请核对显示的内容是否是要填的内容"))
    text = _TURNED.sub("", _CONTROL.sub("", text))
    text = re.sub("[\u200b-\u200f\u2060\ufeff]", "", text).strip(" \t\r\n\u3000\u00a0")
    if len(text) > LONGEST_TEXT:
        hint = f"最多{LONGEST_TEXT}字，请精简"
        return Meaning(text[:LONGEST_TEXT], (Doubt(MUST, "填写的内容过长", hint),))
    return Meaning(text or None, tuple(doubts))


def _number(raw: Any, item: Item, *, is_text_source: bool) -> Meaning:
    if isinstance(raw, dict):
        if "d" in raw:
            sentence = f"填成了日期（{raw['d']}），应为数字"
            return _refused(sentence, "请把单元格格式改为“数值”，再重新填写数字")
        return _refused("不是可读取的数值（无穷大或非数值）", "请填写实际的数字")
    if isinstance(raw, (int, float)):
        if abs(raw) >= _MOST:
            return _refused("数值超过15位，不可能是这个指标的数", "请核对是否粘贴了代码或多写了0")
        return Meaning(Decimal(raw) if isinstance(raw, int) else Decimal(format(raw, ".15g")))
    text = _BLANKS.sub("", unicodedata.normalize("NFKC", str(raw)))
    shown = text[:20] + ("…" if len(text) > 20 else "")
    if not text:
        return Meaning()
    if text in _DASHES or text in _NONE:
        sentence = f"填了“{shown}”，按不适用处理，与0不同"
        return Meaning(None, (Doubt(HINT, sentence, "如果实际为零，请填0"),), is_absent=True)
    number, note = _written(text, item)
    if number is None:
        return _refused(*_why(text, shown, item))
    if is_text_source and note == _AS_TEXT:
        return Meaning(number)
    hint = "不用改；下次请直接填写数字"
    return Meaning(number, (Doubt(HINT, f"“{shown}”{note}，已读作{number:f}", hint),))


_AS_TEXT: Final = "是文本格式的数字"


def _written(text: str, item: Item) -> tuple[Decimal | None, str]:
    """The number that a text says beyond doubt, and how it was written."""
    note, sign = _AS_TEXT, 1
    text = text.removeprefix("'").replace("−", "-").replace("﹣", "-")
    if text.startswith("(") and text.endswith(")"):
        text, sign, note = text[1:-1], -1, "用括号表示负数"
    if item.unit and text.endswith(item.unit):
        text, note = text.removesuffix(item.unit), "带有计量单位"
    magnitude = _MAGNITUDE.fullmatch(text)
    power = 0
    if magnitude and item.unit in _COUNTED and magnitude[3] == "":
        text, power, note = magnitude[1], _POWERS[magnitude[2]], "带有数量级"
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
        note = "带有千分位" if note == _AS_TEXT else note
    if not _NUMBER.fullmatch(text) or len(text) > 40:
        return None, ""
    number = Decimal(text) * sign * 10**power
    if abs(number) >= _MOST or 0 < abs(number) < _LEAST:
        return None, ""
    exact = number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    return exact, note


def _why(text: str, shown: str, item: Item) -> tuple[str, str]:
    """Why a text is no number, and what to do."""
    unit = item.unit or "数值"
    if text.lower().lstrip("+-") in {"nan", "inf", "infinity"} or _NUMBER.fullmatch(text):
        return f"“{shown}”不是可读取的数值", "请填写实际的数字"
    if text.endswith("%"):
        return f"“{shown}”是百分数，这一项应填{unit}", f"请填写以{unit}为单位的绝对数"
    if _MAGNITUDE.fullmatch(text):
        return f"“{shown}”带有数量级，系统不能确定是多少{unit}", f"请换算成{unit}后填写完整的数字"
    if re.fullmatch(r"[+-]?[\d.,]+", text):
        return f"“{shown}”的小数点和千分位分不清", "请去掉千分位，小数点用“.”"
    if text.startswith("="):
        return f"“{shown[:20]}”是没有计算的公式", "请填写计算结果"
    return f"“{shown}”不是数字", f"请填写以{unit}为单位的数字；没有此项的填“—”，为零的填0"


def _checked(meaning: Meaning, item: Item) -> Meaning:
    number = meaning.value
    if not isinstance(number, Decimal):
        return meaning
    exponent = number.normalize().as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if decimals <= item.decimals:
        return meaning
    if item.kind == "integer":
        doubt = Doubt(MUST, f"{item.unit or '此项'}应为整数，现为{number:f}", "请填写整数")
    else:
        hint = (
            f"以{item.unit}为单位请保留{item.decimals}位小数"
            if item.decimals
            else f"以{item.unit}为单位请填写整数"
        )
        doubt = Doubt(HINT, f"小数位数过多：{number:f}", hint)
    return Meaning(number, (*meaning.doubts, doubt))


def _date(raw: Any) -> Meaning:
    if isinstance(raw, dict) and "d" in raw:
        return Meaning(str(raw["d"]))
    text = unicodedata.normalize("NFKC", str(raw)).strip()
    found = _DATE.fullmatch(text)
    if found:
        try:
            return Meaning(date(int(found[1]), int(found[2]), int(found[3])).isoformat())
        except ValueError:
            return _refused(f"没有“{text}”这一天", "请核对月份和日期")
    return _refused(f"“{text[:20]}”不是完整的日期", "请写成 2026-07-05 的样子，年份用四位")


def _choice(raw: Any, item: Item) -> Meaning:
    word = read_text(raw).value
    for value, label in item.choices:
        if word in {value, label}:
            return Meaning(value)
    if word is None:
        return Meaning()
    labels = "、".join(label for _, label in item.choices)
    return _refused(f"“{str(word)[:20]}”不在选项中", f"可选：{labels}")


def _refused(sentence: str, hint: str) -> Meaning:
    return Meaning(None, (Doubt(MUST, sentence, hint),))
