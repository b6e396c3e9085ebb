"""The recipe of an index: steps in order, weights, aggregation; checked as a whole before anything runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from xiandao.evaluate.methods import catalogue
from xiandao.evaluate.methods.recipe_parts import (
    NodePlan,
    Plan,
    Step,
    plan_of,
    steps_of,
    weighing_of,
)
from xiandao.evaluate.methods.step import Weigher, section
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.grading import Grading
    from xiandao.evaluate.methods.manual_score import Setting

SECTIONS: Final = ("title", "steps", "weights", "aggregate", "grades", "manual", "uncertainty")
NONE: Final[Mapping[str, Any]] = MappingProxyType({})

__all__ = ["NodePlan", "Plan", "Recipe", "Step"]


@dataclass(frozen=True)
class Recipe:
    """What is done to a table to make an index of it.

    ``data`` is what stands in the TOML file. It is checked when the recipe is made, so a recipe that exists can
    run. A changed recipe is a new one; recipes that begin alike share what they have in common when they run.

    Raises:
        InputError: ``EVA-055`` an unknown section, and what ``recipe_parts`` says of each.

    >>> recipe = Recipe({"steps": [], "weights": {"method": "framework"}})
    >>> recipe.changed({"title": "试算"}).title
    '试算'
    """

    data: Mapping[str, Any] = field(default_factory=lambda: NONE)

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", MappingProxyType(deepcopy(dict(self.data))))
        for name in self.data:
            if name not in SECTIONS:
                raise InputError(
                    "EVA-055",
                    f"方案里没有“{name}”这一节",
                    f"可用的有：{'、'.join(SECTIONS)}",
                    {"key": name},
                )
        section(self.data.get("uncertainty", {}), "uncertainty", "[[uncertainty.factors]]")
        # Each part is checked when it is first read.
        for part in ("steps", "weighing", "plan", "grading", "manual"):
            getattr(self, part)

    @property
    def title(self) -> str:
        """Return what the recipe is called."""
        return str(self.data.get("title", ""))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps in their order."""
        return steps_of(self.data.get("steps", []))

    @cached_property
    def weighing(self) -> tuple[Weigher, Mapping[str, Any]]:
        """Return how weights are found, with its options."""
        return weighing_of(self.data.get("weights", {}))

    @cached_property
    def plan(self) -> Plan:
        """Return how each node is aggregated."""
        return plan_of(self.data.get("aggregate", {}))

    @cached_property
    def grading(self) -> Grading | None:
        """Return the rule for grades, None where there is none."""
        from xiandao.evaluate.methods.grading import from_data

        return from_data(self.data["grades"]) if self.data.get("grades") else None

    @cached_property
    def manual(self) -> Setting:
        """Return which score counts where people gave one too."""
        from xiandao.evaluate.methods.manual_score import setting_from

        return setting_from(self.data.get("manual", {}))

    def key(self, count: int | None = None) -> str:
        """Return the hash of the first steps, or of the whole recipe: equal where the same is done."""
        done: list[Any] = [step.as_data() for step in self.steps[:count]]
        if count is None:
            done += [self.data.get("weights", {}), self.data.get("aggregate", {})]
        return digest(done)

    def changed(self, changes: Mapping[str, Any]) -> Recipe:
        """Return the recipe with some keys changed.

        Args:
            changes: new values by dotted key. Steps are named by what they do: ``treat.max_points``,
                ``normalise`` (the whole step), ``normalise#2.upper`` (the second of its kind),
                ``weights.method``, ``aggregate.nodes.Conn.method``. None takes a key away.

        Raises:
            InputError: ``EVA-056`` where the recipe has no such step.
        """
        data = deepcopy(dict(self.data))
        for key, value in changes.items():
            self._put(data, key.split("."), value)
        return Recipe(data)

    def _put(self, data: dict[str, Any], path: list[str], value: Any) -> None:
        first = path[0]
        name, _, number = first.partition("#")
        if name in catalogue.STEPS:
            at = [
                place for place, step in enumerate(data.get("steps", [])) if step.get("use") == name
            ]
            wanted = int(number or 1) - 1 if (number or "1").isdecimal() else -1
            if not 0 <= wanted < len(at):
                raise InputError(
                    "EVA-056",
                    f"方案里没有第{number or 1}个“{name}”步骤",
                    "请先在方案里加上这一步",
                    {"key": ".".join(path)},
                )
            steps = list(data["steps"])
            data["steps"] = steps
            if len(path) == 1:
                steps[at[wanted]] = {"use": name, **section(value, name, '{ method = "zscore" }')}
                return
            steps[at[wanted]] = deepcopy(steps[at[wanted]])
            inner, rest = steps[at[wanted]], path[1:]
        else:
            inner, rest = data, path
        for part in rest[:-1]:
            inner = inner.setdefault(part, {})
        if value is None:
            inner.pop(rest[-1], None)
        else:
            inner[rest[-1]] = deepcopy(value)


def digest(data: Any) -> str:
    """Return the hash of plain data, independent of the order of keys."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
