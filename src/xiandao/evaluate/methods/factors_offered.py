"""What of a recipe can vary, with alternatives that make sense: the picker of an analyst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from xiandao.evaluate.methods.factor_reading import try_changes
from xiandao.evaluate.methods.factors import OFF
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe import Recipe

# A positive lower end lets all means have a meaning.
SCALES: Final[tuple[dict[str, Any], ...]] = (
    {"method": "minmax", "lower": 1.0, "upper": 100.0},
    {"method": "zscore", "mean": 10.0, "sd": 2.0},
    {"method": "rank"},
)
MEANS: Final = ("arithmetic", "geometric", "harmonic")
IMPUTED: Final[tuple[dict[str, Any], ...]] = ({"method": "mean"}, {"method": "median"})


def offered(recipe: Recipe, framework: Framework) -> tuple[dict[str, Any], ...]:
    """Return factors that a recipe can be tested with, each as ``factor_of`` reads it.

    Args:
        recipe: what is varied; only alternatives with which it can run are offered.
        framework: where levels and nodes are looked up.

    >>> from xiandao.evaluate.methods.framework import Node, Framework
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> [factor["name"] for factor in offered(Recipe({"steps": [{"use": "normalise"}]}), tree)]
    ['标准化方法', '权重', '合成方法', '去掉指标', '数据误差']
    """
    found = [*_steps(recipe), *_weights(framework)]
    found += _choice(recipe, "合成方法", "aggregate.method", list(MEANS))
    found += [
        {"name": "去掉指标", "kind": "omit", "nodes": list(framework.indicators)},
        {"name": "数据误差", "kind": "data", "errors": {"*": 0.05}, "measure": "cv", "sets": 100},
    ]
    if any(step.use == "impute" for step in recipe.steps):
        found.append({"name": "插补值", "kind": "imputed", "sets": 100})
    return tuple(found)


def _steps(recipe: Recipe) -> Iterator[dict[str, Any]]:
    uses = [step.use for step in recipe.steps]
    given = [dict(step) for step in recipe.data.get("steps", [])]
    for place, use in enumerate(uses):
        if uses.count(use) > 1:
            continue
        own = {key: value for key, value in given[place].items() if key != "use"}
        options = recipe.steps[place].options
        if use == "impute":
            others = [
                other for other in IMPUTED if other["method"] != recipe.steps[place].method.name
            ]
            yield from _choice(recipe, "插补方法", use, [own, *others])
        elif use == "treat" and "max_points" in options:
            most = int(options["max_points"])
            yield from _choice(
                recipe, "缩尾上限", "treat.max_points", list(range(1, max(most, 2) + 1))
            )
        elif use == "treat":
            yield from _choice(recipe, "异常值处理", use, [own, OFF])
        elif use == "normalise":
            others = [
                other for other in SCALES if other["method"] != recipe.steps[place].method.name
            ]
            yield from _choice(recipe, "标准化方法", use, [own, *others])


def _choice(
    recipe: Recipe, name: str, key: str, alternatives: list[Any]
) -> Iterator[dict[str, Any]]:
    """Yield a factor of those alternatives with which the recipe can run, if two are left."""
    kept = []
    for value in alternatives:
        try:
            try_changes(recipe, {key: value}, name)
        except InputError:
            continue
        kept.append(value)
    if len(kept) > 1:
        yield {"name": name, "key": key, "alternatives": kept}


def _weights(framework: Framework) -> Iterator[dict[str, Any]]:
    """Yield noise of a quarter on the weights of nodes above indicators; of indicators where there are none."""
    top = framework.level_of(framework.root)
    levels = sorted({framework.level_of(code) for code in framework.aggregates} - {top}) or [1]
    yield {
        "name": "权重",
        "kind": "weights",
        "noise": {str(one): 0.25 for one in levels},
        "sets": 100,
    }
