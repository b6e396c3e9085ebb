"""Ways to bring indicators onto one scale, as a recipe names them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from xiandao.evaluate.methods import normalise_by_division as division
from xiandao.evaluate.methods import normalise_by_goal as goal
from xiandao.evaluate.methods import normalise_by_limits as limits
from xiandao.evaluate.methods import normalise_by_order as order
from xiandao.evaluate.methods.step import Method, Option, Outcome

OVER: Final = Option(
    "over", "text", "all", "面板数据的计算范围：all 各期一起算（各期可比），period 每期单独算",
    choices=("all", "period"), example='over = "period"',
)  # fmt: skip
BOUNDS: Final = Option(
    "bounds", "mapping", None,
    "沿用往期的界限，指标原单位，按指标代码写，先下限后上限；没有写到的指标按本期数据计算",
    example="bounds = { rd = [0.5, 6.0] }",
)  # fmt: skip
OUTSIDE: Final = Option(
    "outside", "text", "keep", "超出界限的数：keep 照算（得分可超出两端），clip 按界限计",
    choices=("keep", "clip"), example='outside = "clip"',
)  # fmt: skip
CONSTANT: Final = Option(
    "constant", "text", "error", "各单元数值全部相同的指标：error 报错，neutral 各单元都取中间分",
    choices=("error", "neutral"), example='constant = "neutral"',
)  # fmt: skip
POSITIVE: Final = Option(
    "positive", "number", None,
    "得分的最小值至少是多少，应大于0；不足时全部得分加同一个数（记入 shift 表），供几何、调和平均使用；不写则不加",
    example="positive = 1",
)  # fmt: skip
LOWER: Final = Option("lower", "number", 0.0, "最差值的得分", example="lower = 1")
UPPER: Final = Option("upper", "number", 100.0, "最好值的得分", example="upper = 100")
UNIT_SCALE: Final = Option("scale", "number", 1.0, "满分，写 100 即为百分制", example="scale = 100")
TIES: Final = Option(
    "ties", "text", "min", "并列时的名次：min 取最低，average 取平均，max 取最高",
    choices=("min", "average", "max"), example='ties = "average"',
)  # fmt: skip
TOLERANCE: Final = Option(
    "tolerance", "number", 0.0, "相差不超过较大者的这一比例即算并列；默认0，完全相等才并列",
    lowest=0, highest=0.01, example="tolerance = 1e-12",
)  # fmt: skip
CAPPED: Final = Option(
    "capped", "boolean", False, "超过目标的是否按满分封顶", example="capped = true"
)
MOMENTS: Final = Option(
    "bounds", "mapping", None, "沿用往期的均值和标准差，指标原单位，按指标代码写，先均值后标准差",
    example="bounds = { rd = [2.1, 0.8] }",
)  # fmt: skip
DIVISORS: Final = Option(
    "bounds", "mapping", None,
    "沿用往期的除数，按指标代码写，先写0再写除数；越小越好且用倒数的，除数是倒数的除数",
    example="bounds = { rd = [0, 6.0] }",
)  # fmt: skip


def _mark(name: str, about: str, example: str) -> Option:
    return Option(name, "number", None, f"{about}；不写则取指标框架里的 {name}", example=example)


def _method(
    name: str, title: str, run: Callable[..., Outcome], options: Sequence[Option], source: str
) -> Method:
    return Method("normalise", name, title, run, (*options, POSITIVE), source=source)


def _negative(default: str) -> Option:
    return Option(
        "negative", "text", default,
        "越小越好的指标：one_minus 用1减去比例，reciprocal 用倒数（数值须都大于0），negate 取相反数后再除（与 COINr、"
        "scikit-criteria 的同名做法一致，数值都大于0时，用最大值作除数会使得分顺序颠倒）",
        choices=("one_minus", "reciprocal", "negate"), example='negative = "reciprocal"',
    )  # fmt: skip


def _divided(name: str, title: str, by: str, source: str, negative: str = "one_minus") -> Method:
    return _method(
        name,
        title,
        partial(division.run_proportion, by=by),
        (_negative(negative), UNIT_SCALE, OVER, DIVISORS),
        source,
    )


METHODS: Final[tuple[Method, ...]] = (
    _method(
        "minmax", "极差标准化", limits.run_minmax, (LOWER, UPPER, OVER, BOUNDS, OUTSIDE, CONSTANT),
        "OECD/JRC Handbook (2008); COINr n_minmax",
    ),
    _method(
        "zscore", "标准分（Z分数）", limits.run_zscore,
        (
            Option("mean", "number", 0.0, "得分的均值", example="mean = 50"),
            Option("sd", "number", 1.0, "得分的标准差（按 n−1 计），应大于0", lowest=1e-9, example="sd = 10"),
            OVER, MOMENTS, CONSTANT,
        ),
        "OECD/JRC Handbook (2008); COINr n_zscore",
    ),
    _method("rank", "名次分", order.run_rank, (TIES, TOLERANCE, OVER, CONSTANT), "COINr n_rank"),
    _method(
        "borda", "博尔达分", order.run_borda,
        (
            Option("lower", "number", None, "最末一名的得分；不写则为0", example="lower = 60"),
            Option("upper", "number", None, "第一名的得分；不写则为比它差的单元数", example="upper = 100"),
            TIES, TOLERANCE, OVER, CONSTANT,
        ),
        "COINr n_borda",
    ),
    _method(
        "percentile", "百分位", order.run_percentile, (UNIT_SCALE, TIES, TOLERANCE, OVER, CONSTANT),
        "COINr n_prank",
    ),
    _method(
        "scale", "给定区间缩放", limits.run_scale,
        (
            Option("npara", "numbers", (0.0, 100.0), "原区间的两端，先小后大，各指标相同", example="npara = [0, 10]"),
            LOWER, UPPER,
            Option(
                "negative", "text", "mirror",
                "越小越好的指标：mirror 区间两端对调，negate 先取相反数再缩放（与 COINr 一致）",
                choices=("mirror", "negate"), example='negative = "negate"',
            ),
        ),
        "COINr n_scaled (GII 2020)",
    ),
    _method(
        "distance_to_max", "与最优值的距离", limits.run_distance_to_max,
        (UNIT_SCALE, OVER, BOUNDS, OUTSIDE, CONSTANT), "COINr n_dist2max",
    ),
    _method(
        "distance_to_reference", "与参照单元的距离", goal.run_distance_to_reference,
        (
            Option("unit", "text", "", "参照单元的代码；面板数据各期一起算时取其最后一期", is_required=True,
                   example='unit = "330100"'),
            CAPPED, UNIT_SCALE, OVER, BOUNDS,
        ),
        "COINr n_dist2ref",
    ),
    _method(
        "distance_to_target", "与目标的距离", goal.run_distance_to_target,
        (_mark("target", "目标值，指标原单位", "target = 3.5"), CAPPED, UNIT_SCALE, OVER, BOUNDS),
        "COINr n_dist2targ",
    ),
    _divided("fraction_of_max", "占最大值的比例", "max", "COINr n_fracmax; pymcdm linear_normalization"),
    _method(
        "goalposts", "目标区间（门柱法）", limits.run_goalposts,
        (
            _mark("low", "下限，指标原单位，与方向无关", "low = 0"),
            _mark("high", "上限，指标原单位，与方向无关", "high = 10"),
            BOUNDS, UNIT_SCALE,
            Option("trunc2posts", "boolean", True, "超出上下限的是否按上下限计", example="trunc2posts = false"),
        ),
        "COINr n_goalposts",
    ),
    _method(
        "target_range", "适宜区间", goal.run_target_range,
        (
            _mark("low", "适宜区间的下端，指标原单位", "low = 40"),
            _mark("high", "适宜区间的上端，指标原单位", "high = 60"),
            Option("outer_low", "number", None, "低到多少得最低分；不写则取框架里的 outer_low，再没有则取最小值",
                   example="outer_low = 20"),
            Option("outer_high", "number", None, "高到多少得最低分；不写则取框架里的 outer_high，再没有则取最大值",
                   example="outer_high = 80"),
            LOWER, UPPER,
        ),
        "Cables, Lamata, Verdegay (2016), RIM",
    ),
    _method(
        "efficacy", "功效系数法", limits.run_efficacy,
        (
            Option("base", "number", 60.0, "不容许值的得分；不容许值取框架里的 impermissible，没有则取最差值",
                   example="base = 60"),
            Option("span", "number", 40.0,
                   "满意值比不容许值多得的分，应大于0；满意值取框架里的 satisfactory，没有则取最好值",
                   lowest=1e-9, example="span = 40"),
            OVER, BOUNDS, OUTSIDE, CONSTANT,
        ),
        "功效系数法：不容许值得 base，满意值得 base + span，其间按比例",
    ),
    _method(
        "fixed_base", "定基指数", division.run_fixed_base,
        (
            Option("base_period", "text", "", "基期，基期为100；不写则用框架里的 base 作基准",
                   example='base_period = "2020"'),
            Option("base_of", "text", "unit", "基准：unit 各单元自己的基期值，mean 各单元基期值的均值",
                   choices=("unit", "mean"), example='base_of = "mean"'),
            _mark("base", "没有基期时的基准值，指标原单位", "base = 15"),
            Option("scale", "number", 100.0, "基准的得分", example="scale = 100"),
        ),
        "定基指数：x÷基期值×100",
    ),
    _method(
        "ratio_to_base", "与基准值之比", division.run_ratio_to_base,
        (
            _mark("base", "基准值，指标原单位", "base = 15"),
            Option("cap", "number", None, "最高得分，不写则不封顶；框架里的 cap 则按指标原单位封顶",
                   example="cap = 150"),
            Option("scale", "number", 100.0, "达到基准值的得分", example="scale = 100"),
        ),
        "浙政发〔2018〕5号 亩均论英雄：指标值÷基准值×100",
    ),
    _method(
        "capped", "计点封顶", order.run_capped,
        (
            Option("points", "number", 1.0, "每一个单位计多少分；越小越好的从 cap 中扣", example="points = 2"),
            Option("start", "number", 0.0, "越大越好的指标，数值为0时的得分", example="start = 60"),
            Option("floor", "number", 0.0, "最低分", example="floor = 0"),
            Option("cap", "number", 100.0, "最高分", example="cap = 10"),
        ),
        "“每项2分，最高10分”一类的计分规则",
    ),
    _method(
        "binned", "分档计分", order.run_binned,
        (
            Option("thresholds", "numbers", (), "各档的界限，从小到大，指标原单位", example="thresholds = [10, 20]"),
            Option("scores", "numbers", (),
                   "各档的得分，从数值低的一档写起，比界限多一个；不写则在 lower 与 upper 间等分",
                   example="scores = [60, 80, 100]"),
            Option("bins", "integer", None, "不给界限时，从最小值到最大值等分为几档",
                   lowest=2, highest=1000, example="bins = 5"),
            LOWER, UPPER,
            Option("closed", "text", "left", "恰在界限上的：left 归上一档，right 归下一档（与 R 的 cut 一致）",
                   choices=("left", "right"), example='closed = "right"'),
            OVER,
        ),
        "OECD/JRC Handbook (2008): categorical scale",
    ),
    _divided("vector", "向量归一化", "vector", "pymcdm vector_normalization; scikit-criteria VectorScaler"),
    _divided("sum", "占合计的比例", "sum", "pymcdm sum_normalization; scikit-criteria SumScaler", "reciprocal"),
    _divided("max", "除以最大绝对值", "max_abs", "pymcdm max_normalization; scikit-criteria MaxAbsScaler"),
)  # fmt: skip
