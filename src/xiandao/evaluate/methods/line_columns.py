"""The columns of the workbooks by which many projects, results or contracts are entered, and how to fill them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

NO_CHOICES: Final[Mapping[str, str]] = MappingProxyType({})
TEXT, NUMBER, DAY, FLAG, CHOICE = "text", "number", "day", "flag", "choice"
YES, NO = "是", "否"
# Columns of codes: full-width letters and digits mean the same as narrow ones.
CODES: Final = ("code", "number")
NOTES: Final = "填写说明"
LISTS: Final = "可选内容"
MOST_LINES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its key, what stands above it, what belongs into it; ``choices`` are values by their words."""

    key: str
    label: str
    about: str
    width: int = 14
    kind: str = TEXT
    is_required: bool = False
    longest: int = 200
    choices: Mapping[str, str] = field(default_factory=lambda: NO_CHOICES)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its sheet, its columns, what is told about the whole."""

    sheet: str
    headings: tuple[Heading, ...]
    told: tuple[str, ...]

    @property
    def labels(self) -> dict[str, str]:
        """Return the label of each column."""
        return {one.key: one.label for one in self.headings}


KINDS: Final = MappingProxyType({"项目": "project", "成果": "result"})
ROLES: Final = MappingProxyType(
    {"策源地": "origin", "试验地": "testbed", "引领地": "application", "集聚地": "cluster"}
)
CONTRACT_KINDS: Final = MappingProxyType(
    {
        "技术开发": "development", "技术转让": "transfer", "技术许可": "licence",
        "技术咨询": "consulting", "技术服务": "service", "作价投资": "shares",
    }
)  # fmt: skip
_WHOLE: Final = (
    f"一行一项，最多{MOST_LINES}行；上传后先试读，全部没有问题才会写入，有一处问题则一行也不写入。"
)
_BLANKS: Final = (
    "修改时空白的格按“没有”处理，文件里没有的栏目保持原样；与系统记录完全相同的不作改动。"
)

BOOKS: Final[Mapping[str, Book]] = MappingProxyType(
    {
        "records": Book(
            "项目和成果",
            (
                Heading("code", "先导区代码", "组织名录中的代码，见“可选内容”", 18, is_required=True, longest=32),
                Heading("kind", "类别", "项目或成果", 10, CHOICE, True, choices=KINDS),
                Heading("title", "名称", "项目或成果的全称，同一先导区内同类不能重名", 44, is_required=True),
                Heading("role", "定位", "四个“地”中的一个；拿不准的不填，系统给出建议", 12, CHOICE, choices=ROLES),
                Heading("role_reason", "定位理由", "填了定位就要写理由", 30),
                Heading("undertaker", "承担单位", "可以不填", 30, longest=160),
                Heading("clause", "依据", "例如 Z三（二）1；可以不填", 16),
                Heading("started_on", "开始日期", "例如 2026-01-01；可以不填", 14, DAY),
                Heading("finished_on", "完成日期", "未完成的不填", 14, DAY),
                Heading("amount", "金额（万元）", "投资额或成果价值，最多两位小数；可以不填", 14, NUMBER),
                Heading("note", "说明", "可以不填", 40, longest=2_000),
            ),
            (_WHOLE, "同一先导区内类别和名称都相同的，按修改处理。", _BLANKS),
        ),
        "contracts": Book(
            "技术合同",
            (
                Heading("code", "单位代码", "转让方在组织名录中的代码，见“可选内容”", 18, is_required=True, longest=32),
                Heading("number", "登记编号", "技术合同登记编号，同一单位内不能重复", 20, is_required=True, longest=60),
                Heading("title", "合同名称", "合同的全称", 40, is_required=True),
                Heading("kind", "合同类别", "按合同登记表选择", 12, CHOICE, True, choices=CONTRACT_KINDS),
                Heading("buyer", "受让方", "买方或被许可方的全称", 30, is_required=True, longest=160),
                Heading("is_local", "省内转化", "是或否；不填为是", 10, FLAG),
                Heading("signed_on", "签订日期", "例如 2026-03-01，不能晚于今天", 14, DAY, True),
                Heading("amount", "合同额（万元）", "大于0，最多两位小数", 14, NUMBER, True),
                Heading("paid", "到账额（万元）", "到今天为止累计到账，不能大于合同额；不填为0", 14, NUMBER),
                Heading("product", "形成的产品", "因这份合同形成的产品；没有的不填", 26),
                Heading("note", "说明", "可以不填", 40, longest=2_000),
            ),
            (_WHOLE, "同一单位内登记编号相同的，按修改处理。", _BLANKS),
        ),
    }
)  # fmt: skip
