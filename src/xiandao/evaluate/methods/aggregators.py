"""Ways to make one column of several, as a recipe names them."""

from __future__ import annotations

from typing import Final

from xiandao.evaluate.methods import (
    copeland,
    edas,
    grey_relational,
    mazziotta_pareto,
    mean_min,
    ordered_weights,
    outranking,
    power_means,
    topsis,
    vikor,
    waspas,
)
from xiandao.evaluate.methods.column_scale import SCALES
from xiandao.evaluate.methods.step import Aggregator, Option
from xiandao.evaluate.methods.table import Matrix, Vector

SHIFT: Final = Option(
    "shift", "number", None,
    "遇到零或负数时，先把本节点各下级的得分按同一条直线移到这个正数以上，最大值不变；不写则报错",
    lowest=1e-9, example="shift = 1",
)  # fmt: skip
PENALTY: Final = Option(
    "penalty", "text", "negative", "不平衡的处理：negative 扣分（指数越大越好），positive 加分（指数越大越差）",
    choices=("negative", "positive"), example='penalty = "negative"',
)  # fmt: skip
DEVIATION: Final = Option(
    "sd", "text", "population", "标准差的算法：population 除以个数，sample 除以个数减一",
    choices=("population", "sample"), example='sd = "sample"',
)  # fmt: skip
RESCALE: Final = Option(
    "rescale", "boolean", True, "是否先把各下级换算到以100为中心的同一尺度；下级已在这一尺度时写 false",
    example="rescale = false",
)  # fmt: skip


def scale(default: str) -> Option:
    """Return the option of how a method scales columns itself.

    >>> scale("vector").default
    'vector'
    """
    about = (
        f"合成前各列的换算：none 不换算，vector 除以平方和的根，minmax 换算到0至1，max、sum、mean 除以最大值、"
        f"合计、平均值；默认 {default}"
    )
    return Option("scale", "text", default, about, choices=SCALES, example=f'scale = "{default}"')


def bod(x: Matrix, w: Vector, **options: float) -> Vector:
    """Return ``benefit_of_doubt.bod``; the solver is loaded when it is first needed.

    >>> import numpy as np
    >>> bod(np.array([[2.0, 1.0], [1.0, 1.0]]), np.ones(2), low=0.5)
    array([1.        , 0.66666667])
    """
    from xiandao.evaluate.methods import benefit_of_doubt

    return benefit_of_doubt.bod(x, w, **options)


def bod_directional(x: Matrix, w: Vector, *, direction: list[float] | None = None) -> Vector:
    """Return ``benefit_of_doubt.directional``; the solver is loaded when it is first needed.

    >>> import numpy as np
    >>> bod_directional(np.array([[2.0, 2.0], [1.0, 1.0]]), np.ones(2))
    array([1. , 0.5])
    """
    from xiandao.evaluate.methods import benefit_of_doubt

    return benefit_of_doubt.directional(x, w, direction=direction)


MEANS: Final = (
    Aggregator("arithmetic", "加权算术平均", power_means.arithmetic, source="OECD/JRC 2008"),
    Aggregator(
        "geometric", "加权几何平均", power_means.geometric, (SHIFT,),
        needs_positive=True, source="OECD/JRC 2008",
    ),
    Aggregator(
        "harmonic", "加权调和平均", power_means.harmonic, (SHIFT,),
        needs_positive=True, source="OECD/JRC 2008",
    ),
    Aggregator(
        "power", "加权幂平均", power_means.power,
        (
            Option(
                "p", "number", 0.5, "幂次：1 为算术平均，0 为几何平均，-1 为调和平均，越小越不容许互相弥补",
                lowest=-100, highest=100, example="p = 0.5",
            ),
            SHIFT,
        ),
        source="OECD/JRC 2008",
    ),
    Aggregator("minimum", "取最小值", ordered_weights.minimum),
    Aggregator("median", "加权中位数", ordered_weights.median),
    Aggregator(
        "owa", "有序加权平均", ordered_weights.owa,
        (
            Option(
                "alpha", "number", 1.0, "从好到差累计权重的幂次：1 为算术平均，大于1偏重弱项，小于1偏重强项",
                lowest=0.001, highest=1000, example="alpha = 2",
            ),
            Option(
                "positions", "numbers", None, "从最好一项到最差一项的权重，写了就不看各下级的权重和 alpha",
                example="positions = [0.2, 0.3, 0.5]",
            ),
        ),
        source="Yager 1988、1996",
    ),
    Aggregator(
        "mean_min", "均值与最小值折中", mean_min.mean_min,
        (
            Option(
                "alpha", "number", 0.5, "弱项不能被弥补的程度：0 为算术平均，1 且 beta = 0 时为最小值",
                lowest=0, highest=1, example="alpha = 0.5",
            ),
            Option(
                "beta", "number", 1.0, "平均值与最小值的差距小于它时几乎不扣分，单位与得分相同",
                lowest=0, example="beta = 1",
            ),
            RESCALE, DEVIATION,
        ),
        compares=True, source="Casadio Tarabusi、Guarini 2013",
    ),
    Aggregator(
        "mpi", "Mazziotta–Pareto 指数", mazziotta_pareto.mpi, (PENALTY, DEVIATION, RESCALE),
        compares=True, source="De Muro、Mazziotta、Pareto 2011",
    ),
    Aggregator(
        "ampi", "调整的 Mazziotta–Pareto 指数", mazziotta_pareto.ampi,
        (
            PENALTY, DEVIATION, RESCALE,
            Option(
                "reference", "numbers", None, "各下级按顺序的参照值，换算后为100；不写则取平均值",
                example="reference = [50, 60]",
            ),
        ),
        compares=True, pools_periods=True, source="Mazziotta、Pareto 2016",
    ),
)  # fmt: skip
COMPARISONS: Final = (
    Aggregator("copeland", "Copeland 两两比较", copeland.copeland, compares=True, source="Munda、Nardo 2009"),
    Aggregator(
        "bod", "有利权重法（BoD）", bod,
        (
            Option(
                "low", "number", 0.0, "每个下级在单元自身得分中所占份额的下限", lowest=0, highest=1,
                example="low = 0.05",
            ),
            Option(
                "high", "number", 1.0, "每个下级在单元自身得分中所占份额的上限", lowest=0, highest=1,
                example="high = 0.3",
            ),
        ),
        compares=True, source="Cherchye 等 2007",
    ),
    Aggregator(
        "bod_directional", "定向有利权重法", bod_directional,
        (
            Option(
                "direction", "numbers", None, "各下级按顺序的改进方向，不小于零；不写则取权重",
                example="direction = [1, 2]",
            ),
        ),
        compares=True, source="Fusco 2015",
    ),
    Aggregator("topsis", "TOPSIS", topsis.topsis, (scale("vector"),), compares=True, source="Hwang、Yoon 1981"),
    Aggregator(
        "vikor", "VIKOR（1 − Q）", vikor.vikor,
        (
            Option(
                "v", "number", 0.5, "群体效用的权重，其余归最大的个别遗憾", lowest=0, highest=1,
                example="v = 0.5",
            ),
        ),
        compares=True, source="Opricovic、Tzeng 2004",
    ),
    Aggregator(
        "grey_relational", "灰色关联度", grey_relational.grey_relational,
        (
            Option(
                "rho", "number", 0.5, "分辨系数，越小差别拉得越开", lowest=1e-6, highest=1,
                example="rho = 0.5",
            ),
            scale("minmax"),
        ),
        compares=True, source="邓聚龙 1989",
    ),
    Aggregator(
        "waspas", "加权和与加权积的混合（WASPAS）", waspas.waspas,
        (
            Option(
                "blend", "number", 0.5, "加权和所占的比重，其余归加权积", lowest=0, highest=1,
                example="blend = 0.5",
            ),
            scale("max"), SHIFT,
        ),
        compares=True, needs_positive=True, source="Zavadskas 等 2012",
    ),
    Aggregator("edas", "距平均值的距离（EDAS）", edas.edas, compares=True, source="Keshavarz Ghorabaee 等 2015"),
    Aggregator(
        "promethee", "PROMETHEE II 净流量", outranking.promethee,
        (
            Option(
                "indifference", "number", 0.0, "差距不超过它算没有差别，单位与得分相同", lowest=0,
                example="indifference = 1",
            ),
            Option(
                "preference", "number", 0.0, "差距达到它算完全优于，其间按比例；0 表示有差距就算优于", lowest=0,
                example="preference = 10",
            ),
        ),
        compares=True, source="Brans、Vincke 1985",
    ),
)  # fmt: skip

AGGREGATORS: Final[tuple[Aggregator, ...]] = (*MEANS, *COMPARISONS)
