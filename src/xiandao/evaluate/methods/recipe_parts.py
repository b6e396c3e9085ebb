"""The parts of a recipe as they are read: steps, the way of weighing, the way each node is aggregated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from xiandao.evaluate.methods import catalogue
from xiandao.evaluate.methods.step import Aggregator, Method, Option, Weigher, checked, section
from xiandao.terms.error import InputError

Options = Mapping[str, Any]
MISSING: Final = ("skip", "propagate", "worst")
NODE_OPTIONS: Final = (
    Option(
        "missing", "text", "skip", "下级有缺失时：skip 由其余下级分担权重，propagate 结果也缺失，worst 按该列最差值计",
        choices=MISSING, example='missing = "skip"',
    ),
    Option(
        "threshold", "number", 0.0, "skip 时，有数的下级权重合计至少占多大比例，不足的结果缺失",
        lowest=0, highest=1, example="threshold = 0.5",
    ),
    Option(
        "over", "text", "children", "用什么合成：children 直接下级，indicators 其下全部指标",
        choices=("children", "indicators"), example='over = "indicators"',
    ),
    Option(
        "counted", "text", "weight", "threshold 按什么算：weight 有数的下级权重占比，number 有数的下级个数占比",
        choices=("weight", "number"), example='counted = "number"',
    ),
    Option(
        "empty", "text", "refuse", "没有任何指标数据的单元：refuse 报错并列出，leave 没有得分；看总指数这一项",
        choices=("refuse", "leave"), example='empty = "leave"',
    ),
)  # fmt: skip
NODE_NAMES: Final = frozenset(option.name for option in NODE_OPTIONS)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is done, how, and for which indicators otherwise."""

    use: str
    method: Method
    options: Options
    own: Mapping[str, tuple[Method, Options]] = field(default_factory=lambda: MappingProxyType({}))

    def as_data(self) -> list[Any]:
        """Return what decides the outcome of the step, for hashing."""
        own = {code: [method.name, dict(options)] for code, (method, options) in self.own.items()}
        return [self.use, self.method.name, dict(self.options), own]


@dataclass(frozen=True, slots=True)
class NodePlan:
    """How one node is made of those below it."""

    aggregator: Aggregator
    options: Options
    missing: str = "skip"
    threshold: float = 0.0
    over: str = "children"
    counted: str = "weight"
    empty: str = "refuse"


@dataclass(frozen=True, slots=True)
class Plan:
    """How nodes are aggregated: by their own plan, else by that of their level, else by the default."""

    default: NodePlan
    levels: Mapping[int, NodePlan]
    nodes: Mapping[str, NodePlan]

    def of(self, code: str, level: int) -> NodePlan:
        """Return the plan of one node."""
        return self.nodes.get(code) or self.levels.get(level) or self.default


def steps_of(given: Any) -> tuple[Step, ...]:
    """Return the steps of the list ``[[steps]]``.

    Raises:
        InputError: ``EVA-057`` no list of tables, ``EVA-058`` no or an unknown ``use``, ``EVA-059`` methods for
            single indicators where the step cannot have them, and what the options say.
    """
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise InputError(
            "EVA-057", "steps 应当是步骤的列表", "每一步写成一个 [[steps]]", {"key": "steps"}
        )
    return tuple(_step(one, number) for number, one in enumerate(given, start=1))


def _step(given: Mapping[str, Any], number: int) -> Step:
    use = given.get("use")
    place = f"steps[{number}]"
    if use not in catalogue.STEPS:
        raise InputError(
            "EVA-058",
            f"{place} 的 use 是 {use!r}",
            f"可用的有：{'、'.join(catalogue.STEPS)}",
            {"key": f"{place}.use", "value": use},
        )
    place = f"{place}（{use}）"
    rest = {key: value for key, value in given.items() if key not in {"use", "indicators"}}
    method, options = _chosen(use, rest, place)
    own = {}
    singled = section(given.get("indicators", {}), f"{place}.indicators", "{ LPI = { … } }")
    for code, changed in singled.items():
        inner = f"{place}.indicators.{code}"
        section(changed, inner, '{ method = "zscore" }')
        merged = changed if "method" in changed else {**rest, **changed}
        own[code] = _chosen(use, merged, inner)
        if not (method.by_column and own[code][0].by_column):
            raise InputError(
                "EVA-059",
                f"{inner} 不能单独设定：这种方法同时用到多个指标",
                "请去掉单个指标的设定，或换一种逐个指标计算的方法",
                {"key": inner},
            )
    return Step(use, method, options, MappingProxyType(own))


def _chosen(use: str, given: Mapping[str, Any], place: str) -> tuple[Method, Options]:
    names = [name for step, name in catalogue.methods() if step == use]
    name = given.get("method", names[0] if names else "")
    method = catalogue.method_of(use, str(name), place)
    options = {key: value for key, value in given.items() if key != "method"}
    return method, MappingProxyType(checked(method.options, options, place))


def weighing_of(given: Mapping[str, Any]) -> tuple[Weigher, Options]:
    """Return the way of weighing of the section ``[weights]``; the weights of the framework where it is empty."""
    section(given, "weights", '{ method = "entropy" }')
    weigher = catalogue.chosen(
        catalogue.weighers(), str(given.get("method", "framework")), "weights"
    )
    options = {key: value for key, value in given.items() if key != "method"}
    return weigher, MappingProxyType(checked(weigher.options, options, "weights"))


def plan_of(given: Mapping[str, Any]) -> Plan:
    """Return the plan of the section ``[aggregate]``; weighted arithmetic means where it is empty.

    Raises:
        InputError: ``EVA-057`` no table of keys, ``EVA-060`` a level that is no whole number, and what the options say.
    """
    example = '{ method = "geometric" }'
    section(given, "aggregate", example)
    outer = {key: value for key, value in given.items() if key not in {"levels", "nodes"}}
    levels = {}
    told = section(given.get("levels", {}), "aggregate.levels", f"{{ 2 = {example} }}")
    for name, changed in told.items():
        if not str(name).isdecimal():
            raise InputError(
                "EVA-060",
                f"aggregate.levels.{name} 不是层级",
                "层级写数字，例如 [aggregate.levels.2] 是指标的上一层",
                {"key": f"aggregate.levels.{name}"},
            )
        place = f"aggregate.levels.{name}"
        own = section(changed, place, example)
        levels[int(name)] = _node_plan({**_shared(outer), **own}, place)
    nodes = {}
    told = section(given.get("nodes", {}), "aggregate.nodes", f"{{ Conn = {example} }}")
    for code, changed in told.items():
        place = f"aggregate.nodes.{code}"
        own = section(changed, place, example)
        nodes[code] = _node_plan({**_shared(outer), **own}, place)
    return Plan(_node_plan(outer, "aggregate"), MappingProxyType(levels), MappingProxyType(nodes))


def _shared(outer: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in outer.items() if key in NODE_NAMES - {"over"}}


def _node_plan(given: Mapping[str, Any], place: str) -> NodePlan:
    aggregator = catalogue.chosen(
        catalogue.aggregators(), str(given.get("method", "arithmetic")), place
    )
    rest = {key: value for key, value in given.items() if key != "method"}
    options = checked((*aggregator.options, *NODE_OPTIONS), rest, place)
    own = {key: value for key, value in options.items() if key not in NODE_NAMES}
    return NodePlan(
        aggregator,
        MappingProxyType(own),
        options["missing"],
        options["threshold"],
        options["over"],
        options["counted"],
        options["empty"],
    )


def told_steps(steps: Sequence[Step]) -> str:
    """Return the steps in one line, for people.

    >>> told_steps(steps_of([{"use": "impute"}, {"use": "normalise"}]))
    '平均数 → 极差标准化'
    """
    return " → ".join(step.method.title for step in steps)
