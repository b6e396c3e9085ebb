"""What a step of a recipe is: a named method with declared options, so that a recipe is checked before it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.table import Table

Kind = Literal["number", "integer", "boolean", "text", "numbers", "texts", "mapping", "list"]
TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "text": (str,),
    "numbers": (list, tuple),
    "texts": (list, tuple),
    "mapping": (dict,),
    "list": (list, tuple),
}
SAID: Final[Mapping[str, str]] = {
    "number": "数字",
    "integer": "整数",
    "boolean": "true 或 false",
    "text": "文字",
    "numbers": "数字的列表",
    "texts": "文字的列表",
    "mapping": "键值表",
    "list": "列表",
}
# As for figures: far beyond it differences and products are no numbers any more.
LARGEST: Final = 1e60
MOST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Option:
    """One key of a step: what may stand there, what stands there when nobody says, and one sentence about it.

    ``default`` None means that nothing is set; ``lowest`` and ``highest`` are allowed values themselves.
    """

    name: str
    kind: Kind
    default: Any
    about: str
    choices: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    is_required: bool = False
    example: str = ""

    def check(self, value: Any, place: str) -> Any:
        """Return the value if it may stand there.

        Raises:
            InputError: ``EVA-051`` of another kind, ``EVA-052`` outside the choices or bounds.
        """
        wrong_kind = not isinstance(value, TYPES[self.kind]) or (
            isinstance(value, bool) and self.kind != "boolean"
        )
        if not wrong_kind and self.kind in {"numbers", "texts"}:
            inner: tuple[type, ...] = (int, float) if self.kind == "numbers" else (str,)
            wrong_kind = any(not isinstance(one, inner) or isinstance(one, bool) for one in value)
        if isinstance(value, dict):
            wrong_kind |= any(not isinstance(key, str) for key in value)
        if wrong_kind:
            raise InputError(
                "EVA-051",
                f"{place}.{self.name} 应为{SAID[self.kind]}，现在是 {_short(value)}",
                self.about,
                {"key": f"{place}.{self.name}", "value": value},
            )
        too_far = self.kind in {"number", "integer"} and not (
            abs(value) <= LARGEST
            and (self.lowest is None or value >= self.lowest)
            and (self.highest is None or value <= self.highest)
        )
        if too_far or (self.choices and value not in self.choices):
            allowed = "、".join(self.choices) or self._bounds()
            raise InputError(
                "EVA-052",
                f"{place}.{self.name} 不能是 {_short(value)}",
                f"可以是：{allowed}",
                {"key": f"{place}.{self.name}", "value": value},
            )
        return value

    def _bounds(self) -> str:
        if self.lowest is None and self.highest is None:
            return f"有限的数，绝对值不超过 {LARGEST:g}"
        if self.highest is None:
            return f"不小于 {self.lowest:.12g} 的数"
        if self.lowest is None:
            return f"不大于 {self.highest:.12g} 的数"
        return f"{self.lowest:.12g} 至 {self.highest:.12g}"


def _short(value: Any) -> str:
    told = repr(value)
    return told if len(told) <= MOST_SHOWN else f"{told[:MOST_SHOWN]}…"


@dataclass(frozen=True, slots=True)
class Log:
    """One table of what a step did: each changed cell, each bound, each unit left out.

    Rows are a tuple, or ``LazyRows`` where there may be as many as the table has cells.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step gives: the table after it, and what it has to tell."""

    table: Table
    logs: tuple[Log, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """A way to do a step.

    Args:
        step: ``denominate``, ``screen``, ``impute``, ``treat`` or ``normalise``.
        name: what stands after ``method =``.
        title: what the interface says, in Chinese.
        run: ``run(table, framework, **options)`` gives an ``Outcome``.
        options: the keys it takes.
        by_column: each indicator is done for itself, so that single indicators may have methods of their own.
        source: publication or clause.
    """

    step: str
    name: str
    title: str
    run: Callable[..., Outcome]
    options: tuple[Option, ...] = ()
    by_column: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a way of weighing gives: a weight for every node but the root, ≥ 0; siblings need not sum to one."""

    weights: Mapping[str, float]
    logs: tuple[Log, ...] = ()


@dataclass(frozen=True, slots=True)
class Weigher:
    """A way to find weights: ``run(table, framework, **options)`` reads the normalised table, gives a ``Weighing``."""

    name: str
    title: str
    run: Callable[..., Weighing]
    options: tuple[Option, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Aggregator:
    """A way to make one column of several: ``run(x, w, **options)`` gives a vector.

    ``x`` is rows × children on one scale where more is better, NaN where missing; ``w`` are the weights of the
    children, ≥ 0, summing to one. ``compares`` says that the score of a row depends on the other rows.
    ``pools_periods`` that it compares rows of all periods together. ``needs_positive`` says that zeros and negative
    values have no meaning for it.
    """

    name: str
    title: str
    run: Callable[..., Any]
    options: tuple[Option, ...] = ()
    compares: bool = False
    needs_positive: bool = False
    source: str = ""
    pools_periods: bool = False


def section(given: Any, place: str, example: str) -> Mapping[str, Any]:
    """Return a part of a recipe that has keys and values.

    Raises:
        InputError: ``EVA-057`` it is something else.

    >>> section({"method": "geometric"}, "aggregate", "")
    {'method': 'geometric'}
    """
    if not isinstance(given, Mapping):
        raise InputError("EVA-057", f"{place} 应为键值表", f"例如 {example}", {"key": place})
    return given


def checked(options: tuple[Option, ...], given: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return all options of a step, those not given with their defaults.

    Raises:
        InputError: ``EVA-050`` a key that the step does not have, ``EVA-053`` a key that it needs is not there,
            and as ``Option.check`` says.

    >>> checked((Option("upper", "number", 100.0, "上限"),), {"upper": 1}, "normalise")
    {'upper': 1}
    """
    known = {option.name: option for option in options}
    for name in given:
        if name not in known:
            raise InputError(
                "EVA-050",
                f"{place} 没有“{name}”这一项",
                f"可用的有：{'、'.join(known) or '（无）'}",
                {"key": f"{place}.{name}"},
            )
    for option in options:
        if option.is_required and option.name not in given:
            raise InputError(
                "EVA-053",
                f"{place} 缺少“{option.name}”",
                option.about,
                {"key": f"{place}.{option.name}"},
            )
    return {
        name: option.check(given[name], place) if name in given else option.default
        for name, option in known.items()
    }
