"""The workbook by which many reporting units are entered: its columns, lists to choose from, how to fill it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

SHEET: Final = "填报单位"
LISTS: Final = "可选内容"
NOTES: Final = "填写说明"
YES, NO = "是", "否"
MOST_LINES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its key, what stands above it, what belongs into it."""

    key: str
    label: str
    about: str
    width: int = 14
    is_required: bool = False


HEADINGS: Final = (
    Heading("code", "单位代码", "组织名录中的代码，或统一社会信用代码", 24, True),
    Heading("name", "单位名称", "用来核对代码，可以不填", 36),
    Heading("region_code", "行政区划代码", "六位数字；不填则按该单位登记的所在地", 14),
    Heading("zone", "先导区", "先导区的代码或全称；不在先导区内的不填", 28),
    Heading("industry", "未来产业", "产业目录中的名称或代码；不属于的不填", 20),
    Heading("group_code", "企业集团", "集团代码；不属于集团的不填", 16),
    Heading("is_above_size", "规上", "是或否；不填为否", 8),
    Heading("is_high_tech", "高新技术企业", "是或否；不填为否", 14),
    Heading("land_mu", "用地（亩）", "数字，最多两位小数", 12),
    Heading(
        "valid_from", "起始日期", "从哪一天起填报，或变更从哪一天起生效，例如 2026-01-01", 14, True
    ),
)


def register_book(zones: Sequence[tuple[str, str]], industries: Sequence[str]) -> bytes:
    """Return the empty workbook of the register.

    Args:
        zones: code and name of the zones that can be chosen.
        industries: names of the industries that can be chosen.

    >>> register_book([("Z-A", "澜州智能机器人先导区")], ["人形机器人"])[:2]
    b'PK'
    """
    import xlsxwriter

    stream = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {**options, "in_memory": True}) as book:
        head = book.add_format(
            {"bold": True, "bg_color": "#E8F1FE", "border": 1, "align": "center", "text_wrap": True}
        )
        must = book.add_format(
            {"bold": True, "bg_color": "#FFF2CC", "border": 1, "align": "center", "text_wrap": True}
        )
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(SHEET)
        for at, one in enumerate(HEADINGS):
            look = {"land_mu": None, "valid_from": day}.get(one.key, text)
            sheet.set_column(at, at, one.width, look)
            sheet.write_string(0, at, one.label, must if one.is_required else head)
            sheet.write_comment(0, at, one.about)
        sheet.freeze_panes(1, 1)
        _offer(sheet, zones, industries)
        _lists(book.add_worksheet(LISTS), head, zones, industries)
        _notes(book.add_worksheet(NOTES), head)
    return stream.getvalue()


def _offer(sheet: Any, zones: Sequence[tuple[str, str]], industries: Sequence[str]) -> None:
    at = {one.key: place for place, one in enumerate(HEADINGS)}
    lists = {
        "zone": f"={LISTS}!$B$2:$B${len(zones) + 1}" if zones else None,
        "industry": f"={LISTS}!$C$2:$C${len(industries) + 1}" if industries else None,
        "is_above_size": [YES, NO],
        "is_high_tech": [YES, NO],
    }
    for key, source in lists.items():
        if source:
            # A code may stand there as well as a name: the list offers, the reading decides.
            sheet.data_validation(
                1, at[key], MOST_LINES, at[key],
                {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True},
            )  # fmt: skip


def _lists(
    sheet: Any, head: Any, zones: Sequence[tuple[str, str]], industries: Sequence[str]
) -> None:
    for at, (label, width) in enumerate((("先导区代码", 16), ("先导区", 40), ("未来产业", 24))):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, label, head)
    for line, (code, name) in enumerate(zones, 1):
        sheet.write_string(line, 0, code)
        sheet.write_string(line, 1, name)
    for line, name in enumerate(industries, 1):
        sheet.write_string(line, 2, name)


def _notes(sheet: Any, head: Any) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, "栏目", head)
    sheet.write_string(0, 1, "说明", head)
    for line, one in enumerate(HEADINGS, 1):
        sheet.write_string(line, 0, one.label + ("（必填）" if one.is_required else ""))
        sheet.write_string(line, 1, one.about)
    told = (
        f"一行一个单位，最多{MOST_LINES}行；上传后先试读，全部没有问题才会写入，有一处问题则一行也不写入。",
        "已在名录中的单位：按起始日期办理变更，空白的栏目按“没有”处理，变更前的记录保留；与现有记录相同的不作改动。",
        "单位须先在组织名录中登记；名录中没有的代码会逐个指出。",
    )
    for line, words in enumerate(told, len(HEADINGS) + 2):
        sheet.write_string(line, 1, words)
