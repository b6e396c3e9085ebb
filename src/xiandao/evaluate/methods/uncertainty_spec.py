"""The section ``[uncertainty]`` of a recipe, read and checked before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from xiandao.evaluate.methods.designs import LARGEST_ENUMERATION
from xiandao.evaluate.methods.factor_reading import factor_of
from xiandao.evaluate.methods.sobol import FIRST
from xiandao.evaluate.methods.step import Option, checked, section
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.factors import Factor
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe import Recipe

DESIGNS: Final = ("auto", "enumerate", "random", "sobol")
# What can be enumerated in minutes even where nothing can be done for many runs at once.
MOST_REBUILDS: Final = 10_000
CHANGE: Final = "mean_rank_change"
OPTIONS: Final = (
    Option(
        "runs", "integer", 1000, "抽样设计的样本量 N：random 共运行 N 次，sobol 共运行 N×（因素个数+2） 次",
        lowest=2, highest=1_000_000, example="runs = 1000",
    ),
    Option("seed", "integer", 1, "随机种子，相同的种子给出相同的结果", lowest=0, example="seed = 1"),
    Option(
        "design", "text", "auto",
        "auto 各因素均为离散、组合不超过十万种（其中要重算各步骤的不超过一万种）时全部枚举，否则用 sobol；"
        "random 只看不确定性，不估计敏感度",
        choices=DESIGNS, example='design = "auto"',
    ),
    Option(
        "points", "text", "sobol", "sobol 设计的样本点：sobol 加扰的 Sobol 序列，random 独立随机数",
        choices=("sobol", "random"), example='points = "sobol"',
    ),
    Option(
        "estimator", "text", "saltelli", "一阶指数的估计式，三种均已中心化；总效应用 Jansen 式",
        choices=FIRST, example='estimator = "saltelli"',
    ),
    Option(
        "output", "text", CHANGE,
        "敏感度针对什么：mean_rank_change 各单元名次相对基准的平均变动，score 或 rank 每个单元，"
        "score:CODE 或 rank:CODE 一个单元（CODE 为单元代码）",
        example='output = "score:CHN"',
    ),
    Option(
        "bootstraps", "integer", 1000, "置信区间的自助抽样次数，0 为不算",
        lowest=0, highest=100_000, example="bootstraps = 1000",
    ),
    Option("confidence", "number", 0.95, "置信水平", lowest=0.5, highest=0.999, example="confidence = 0.95"),

)  # fmt: skip


@dataclass(frozen=True)
class Spec:
    """How an index is tested: which factors vary, how runs are chosen, what is looked at.

    ``unit`` is empty where the output is not that of one unit; ``output`` is then ``mean_rank_change``, ``score``
    or ``rank``.
    """

    factors: tuple[Factor, ...]
    runs: int = 1000
    seed: int = 1
    design: str = "auto"
    points: str = "sobol"
    estimator: str = "saltelli"
    output: str = CHANGE
    unit: str = ""
    bootstraps: int = 1000
    confidence: float = 0.95

    @property
    def combinations(self) -> int:
        """Return how many combinations of levels there are, 0 where a factor is continuous."""
        found = 1
        for factor in self.factors:
            found *= factor.size
        return found

    @property
    def rebuilds(self) -> int:
        """Return how many of them need all steps to be done again, not only other weights."""
        found = 1
        for factor in self.factors:
            found *= 1 if factor.kind == "weights" else factor.size
        return found

    @property
    def chosen_design(self) -> str:
        """Return the design that is used: ``auto`` enumerates what is discrete and not too much."""
        if self.design != "auto":
            return self.design
        is_small = 0 < self.combinations <= LARGEST_ENUMERATION and self.rebuilds <= MOST_REBUILDS
        return "enumerate" if is_small else "sobol"

    @property
    def total_runs(self) -> int:
        """Return how many runs the design makes."""
        made = {"enumerate": self.combinations, "random": self.runs}
        return made.get(self.chosen_design, self.runs * (len(self.factors) + 2))


def spec_of(given: Mapping[str, Any], recipe: Recipe, framework: Framework) -> Spec:
    """Return the specification of a section, every alternative having been tried against the recipe.

    Args:
        given: the section ``[uncertainty]``.
        recipe: what the factors vary.
        framework: where nodes and indicators are looked up.

    Raises:
        InputError: ``EVA-050…053`` keys and values, ``EVA-300`` no factors or one name twice, ``EVA-301`` two
            factors for one key, ``EVA-302`` what cannot be enumerated, ``EVA-303`` an unknown output, and what
            ``factor_of`` says.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> factor = {"name": "weights", "noise": {"1": 0.25}, "sets": 50}
    >>> spec = spec_of({"factors": [factor]}, Recipe({}), tree)
    >>> spec.chosen_design, spec.total_runs
    ('enumerate', 50)
    """
    section(given, "uncertainty", "[[uncertainty.factors]]")
    listed = given.get("factors", ())
    if (
        not isinstance(listed, list | tuple)
        or not listed
        or not all(isinstance(one, Mapping) for one in listed)
    ):
        raise InputError(
            "EVA-300",
            "不确定性分析没有因素",
            '请至少写一个 [[uncertainty.factors]]，例如 key = "treat.max_points"，alternatives = [3, 5]',
            {"key": "uncertainty.factors"},
        )
    options = checked(
        OPTIONS, {key: value for key, value in given.items() if key != "factors"}, "uncertainty"
    )
    factors = tuple(
        factor_of(one, f"uncertainty.factors[{number}]", recipe, framework)
        for number, one in enumerate(listed, start=1)
    )
    refuse_overlap(factors)
    output, _, unit = options.pop("output").partition(":")
    spec = Spec(factors, output=output, unit=unit, **options)
    if output not in {CHANGE, "score", "rank"} or (output == CHANGE and unit):
        raise InputError(
            "EVA-303",
            f"uncertainty.output 不能是“{given['output']}”",
            "可以是 mean_rank_change、score、rank、score:CODE、rank:CODE，CODE 为单元代码",
            {"key": "uncertainty.output", "value": given["output"]},
        )
    refuse_enumeration(spec)
    return spec


def refuse_overlap(factors: Sequence[Factor]) -> None:
    """Refuse factors with one name, or that change one key.

    Raises:
        InputError: ``EVA-300`` a name that stands twice, ``EVA-301`` a key that two factors change.
    """
    names = [factor.name for factor in factors]
    if twins := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(
            "EVA-300",
            f"因素重名：{'、'.join(twins)}",
            "请用 name 给每个因素起不同的名字",
            {"names": twins},
        )
    owner: dict[str, str] = {}
    for factor in factors:
        single = factor.kind if factor.kind in {"weights", "omit", "imputed"} else ""
        changed = {
            key for level in range(len(factor.alternatives)) for key in factor.changes(level)
        }
        keys = changed | {key for key in (factor.key, single) if key}
        for key in keys:
            if key in owner:
                raise InputError(
                    "EVA-301",
                    f"因素“{owner[key]}”和“{factor.name}”都在改动 {key}",
                    "请合并为一个因素，把备选方案写在一起",
                    {"key": key},
                )
        owner |= dict.fromkeys(keys, factor.name)


def refuse_enumeration(spec: Spec) -> None:
    """Refuse a design that enumerates what is continuous or too much.

    Raises:
        InputError: ``EVA-302``.
    """
    if spec.design != "enumerate" or 0 < spec.combinations <= LARGEST_ENUMERATION:
        return
    continuous = [factor.name for factor in spec.factors if not factor.size]
    raise InputError(
        "EVA-302",
        f"不能枚举：因素“{continuous[0]}”是连续的"
        if continuous
        else f"不能枚举：共有{spec.combinations}种组合，上限是{LARGEST_ENUMERATION}",
        '请把 design 改成 "sobol" 或 "auto"，或减少备选方案和权重组数',
        {"combinations": spec.combinations, "continuous": continuous},
    )
