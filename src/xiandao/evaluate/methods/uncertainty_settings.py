"""The section ``[uncertainty]`` that is run: the recipe's own or a sensible one, with what the command line changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe import Recipe

NOISE: Final = 0.25
SETS: Final = 100


def settings_of(
    recipe: Recipe,
    framework: Framework,
    changes: Mapping[str, Any],
    weight_sets: Sequence[Mapping[str, float]] = (),
) -> dict[str, Any]:
    """Return the settings of an uncertainty analysis as a recipe would state them.

    Args:
        recipe: its section ``uncertainty`` counts; where it has none or no factors: weights ± 25 % at every level, no
            treatment, ranks instead of figures – those with which the recipe can run.
        framework: levels of nodes.
        changes: ``runs``, ``seed``, ``design`` and other keys that replace those of the section.
        weight_sets: take the place of factors of weights; where the recipe has no factors they vary alone.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> tree = Framework.of([Node("I"), Node("a", parent="I")])
    >>> recipe = Recipe({"uncertainty": {"factors": [{"noise": {"1": 0.1}}]}})
    >>> settings_of(recipe, tree, {"seed": 7})["seed"]
    7
    """
    section = deepcopy(dict(recipe.data.get("uncertainty", {})))
    section.setdefault("factors", [])
    if not section["factors"] and not weight_sets:
        section["factors"] = usual_factors(recipe, framework)
    if weight_sets:
        rest = [factor for factor in section["factors"] if not _varies_weights(factor)]
        given = {
            "name": "权重",
            "kind": "weights",
            "weight_sets": [dict(one) for one in weight_sets],
        }
        section["factors"] = [*rest, given]
    return {**section, **changes}


def usual_factors(recipe: Recipe, framework: Framework) -> list[dict[str, Any]]:
    """Return factors that are worth trying with any recipe: those of them with which it can run."""
    from xiandao.evaluate.methods.factor_reading import factor_of

    levels = sorted(set(framework.levels.values()) - {framework.level_of(framework.root)})
    wanted: list[dict[str, Any]] = [
        {
            "name": "权重",
            "kind": "weights",
            "noise": {str(level): NOISE for level in levels},
            "sets": SETS,
        }
    ]
    for use, name, other in (
        ("treat", "离群值处理", "off"),
        ("normalise", "标准化方法", {"method": "rank"}),
    ):
        steps = [step for step in recipe.data.get("steps", []) if step.get("use") == use]
        if len(steps) == 1:
            as_is = {key: value for key, value in steps[0].items() if key != "use"}
            wanted.append({"name": name, "key": use, "alternatives": [as_is, other]})
    found = []
    for factor in wanted:
        try:
            factor_of(factor, "uncertainty.factors", recipe, framework)
        except InputError:
            continue
        found.append(factor)
    return found


def _varies_weights(factor: Mapping[str, Any]) -> bool:
    return factor.get("kind") == "weights" or "noise" in factor or "weight_sets" in factor
