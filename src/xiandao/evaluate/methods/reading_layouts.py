"""The layouts of input that are understood: the own one with Chinese or English headers, and the one of COINr."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Layout:
    """What headers mean, and what the columns that name things are called in what is written.

    Args:
        name: ``own`` or ``coinr``.
        unit: header of the unit's code, ``label`` of its name, ``period`` of the period, ``code`` of a node's code.
        data: meaning by header (in lower case) of the columns of the data that are no figures.
        framework: the same for the table of the framework.
        kinds: meaning by word of the column ``type``.
        data_sheets, framework_sheets: names of the sheet in a workbook that holds both.
        logs: by log what its columns are called.
    """

    name: str
    unit: str
    label: str
    period: str
    code: str
    data: Mapping[str, str]
    framework: Mapping[str, str]
    kinds: Mapping[str, str]
    data_sheets: tuple[str, ...]
    framework_sheets: tuple[str, ...]
    logs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def log_columns(self, log: str, columns: Sequence[str]) -> tuple[str, ...]:
        """Return what the columns of a log are called in what is written."""
        said = {"unit": self.unit, "period": self.period, "indicator": self.code}
        said |= {"name": self.label} if log == "units" else {}
        said |= self.logs.get(log, {})
        return tuple(said.get(column, column) for column in columns)


def _meanings(told: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(
        {word.casefold(): meaning for meaning, words in told.items() for word in words.split()}
    )


MARKS: Final = (
    "target", "low", "high", "outer_low", "outer_high", "base", "cap", "satisfactory", "impermissible",
)  # fmt: skip
_KINDS: Final = _meanings(
    {
        "indicator": "indicator 指标 基础指标",
        "aggregate": "aggregate 上级 合成 合成指标 汇总 维度 总指数",
        "group": "group 分组 组别",
        "denominator": "denominator 分母",
        "other": "other 其他 其它",
    }
)
OWN: Final = Layout(
    name="own",
    unit="unit",
    label="name",
    period="period",
    code="code",
    data=_meanings(
        {
            "unit": "unit ucode 单元 单元代码 单位代码 地区代码 评价对象 评价对象代码 代码 编码",
            "name": "name uname 名称 单元名称 单位名称 地区 地区名称 评价对象名称",
            "period": "period time year 期间 时间 年份 年度 报告期",
        }
    ),
    framework=_meanings(
        {
            "code": "code icode 代码 指标代码 编码",
            "name": "name iname 名称 指标名称 指标",
            "parent": "parent 上级 上级代码 上级指标 上级指标代码",
            "weight": "weight 权重",
            "direction": "direction 方向 指标方向",
            "unit": "unit 计量单位 单位",
            "denominator": "denominator 分母",
            "type": "type 类型",
            "level": "level 层级",
            "target": "target 目标值 目标",
            "low": "low 下限",
            "high": "high 上限",
            "outer_low": "outer_low 外下限",
            "outer_high": "outer_high 外上限",
            "satisfactory": "satisfactory 满意值",
            "impermissible": "impermissible 不容许值 不允许值",
            "base": "base 基期值 基准值",
            "cap": "cap 封顶值 封顶",
        }
    ),
    kinds=_KINDS,
    data_sheets=("数据", "data", "iData"),
    framework_sheets=("指标框架", "框架", "framework", "iMeta"),
)
COINR: Final = Layout(
    name="coinr",
    unit="uCode",
    label="uName",
    period="Time",
    code="iCode",
    data=_meanings({"unit": "ucode", "name": "uname", "period": "time"}),
    framework=_meanings(
        {
            "code": "icode",
            "name": "iname",
            "parent": "parent",
            "weight": "weight",
            "direction": "direction",
            "unit": "unit",
            "denominator": "denominator",
            "type": "type",
            "level": "level",
            "target": "target",
            "low": "goalpost_lower",
            "high": "goalpost_upper",
        }
    ),
    kinds=_KINDS,
    data_sheets=("iData", "data"),
    framework_sheets=("iMeta", "framework"),
    logs={
        "treated_points": {"what": "treatment"},
        "treatment": {
            "pass": "check0.Pass",
            "skew": "check0.Skew",
            "kurtosis": "check0.Kurt",
            "winsorised": "winsorise.nwin",
            "pass_winsorised": "check1.Pass",
            "skew_winsorised": "check1.Skew",
            "kurtosis_winsorised": "check1.Kurt",
            "pass_transformed": "check2.Pass",
            "skew_transformed": "check2.Skew",
            "kurtosis_transformed": "check2.Kurt",
        },
        "screening": {
            "missing": "N_missing",
            "zero": "N_zero",
            "missing_or_zero": "N_miss_or_zero",
            "availability": "Dat_Avail",
            "nonzero": "Non_Zero",
            "low_availability": "LowData",
            "low_nonzero": "LowNonZero",
            "low": "LowDatOrZeroFlag",
            "included": "Included",
        },
    },
)
LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType({"own": OWN, "coinr": COINR})


def recognised(header: Sequence[str]) -> Layout:
    """Return the layout that the header of a framework's table is of.

    >>> recognised(["Level", "iCode", "Parent"]).name, recognised(["代码", "上级"]).name
    ('coinr', 'own')
    """
    return COINR if "icode" in {word.casefold() for word in header} else OWN


def named(header: Sequence[str], meanings: Mapping[str, str]) -> dict[str, int]:
    """Return for each meaning the place of the first column whose header says so.

    >>> named(["权重", "代码"], OWN.framework)
    {'weight': 0, 'code': 1}
    """
    found: dict[str, int] = {}
    for place, word in enumerate(header):
        meaning = meanings.get(word.casefold())
        if meaning is not None:
            found.setdefault(meaning, place)
    return found
