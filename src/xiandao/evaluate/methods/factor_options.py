"""The keys of a ``[[uncertainty.factors]]``, by kind of factor."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from xiandao.evaluate.methods.factors import KINDS
from xiandao.evaluate.methods.step import Option

DEFAULT_SETS: Final = 100
NAME: Final = Option("name", "text", "", "报告中的名称", example='name = "标准化方法"')
KIND: Final = Option(
    "kind", "text", "choice", "因素的种类", choices=tuple(KINDS), example='kind = "weights"'
)
CHANCES: Final = Option(
    "probabilities", "numbers", (), "各备选的概率，个数与备选相同；不写为相同", example="probabilities = [0.5, 0.5]"
)  # fmt: skip
SETS: Final = Option(
    "sets", "integer", DEFAULT_SETS, "用多少组随机抽取代表这个因素", lowest=2, highest=1_000_000, example="sets = 100"
)  # fmt: skip
BY_KIND: Final[Mapping[str, tuple[Option, ...]]] = MappingProxyType(
    {
        "choice": (
            Option(
                "key", "text", "", "方案里的键；整个步骤写步骤名；留空时每个备选写成 {键 = 值}",
                example='key = "treat.max_points"',
            ),
            Option(
                "alternatives", "list", (), '备选的值；"off" 去掉整个步骤', is_required=True,
                example="alternatives = [1, 2, 3, 4, 5]",
            ),
            CHANCES,
        ),
        "weights": (
            Option(
                "noise", "mapping", {}, "按层级给出权重上下浮动的比例，指标为第 1 层",
                example='noise = { "2" = 0.25, "3" = 0.25 }',
            ),
            Option(
                "weight_sets", "list", (), "给定的权重组，每组写成 {代码 = 权重}；没有写到的代码不变",
                example="weight_sets = [{ Conn = 2, Sust = 1 }]",
            ),
            SETS, CHANCES,
        ),
        "uniform": (
            Option("key", "text", "", "方案里的键", is_required=True, example='key = "aggregate.p"'),
            Option("low", "number", 0.0, "最小值", is_required=True, example="low = -1"),
            Option("high", "number", 1.0, "最大值", is_required=True, example="high = 1"),
        ),
        "omit": (
            Option(
                "nodes", "texts", (), "逐个去掉的指标或上级指标", is_required=True,
                example='nodes = ["LPI", "Social"]',
            ),
            CHANCES,
        ),
        "data": (
            Option(
                "errors", "mapping", {}, '各指标的误差，"*" 指其余全部指标', is_required=True,
                example='errors = { "*" = 0.05 }',
            ),
            Option(
                "measure", "text", "cv", "errors 的含义：cv 为数值绝对值的比例，sd 与指标同单位",
                choices=("cv", "sd"), example='measure = "sd"',
            ),
            Option(
                "distribution", "text", "normal", "误差分布：normal 正态，errors 为标准差；uniform 均匀，errors 为半宽",
                choices=("normal", "uniform"), example='distribution = "uniform"',
            ),
            SETS,
        ),
        "imputed": (SETS,),
    }
)  # fmt: skip
