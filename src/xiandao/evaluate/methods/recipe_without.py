"""The recipe of a framework that has lost some nodes: nothing in it names them any more."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from xiandao.evaluate.methods.recipe import Recipe

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework


def recipe_without(recipe: Recipe, whole: Framework, left: Framework) -> Recipe:
    """Return the recipe without what it says of single nodes that are gone.

    Methods of single indicators, of single aggregates and of levels that are empty now are taken away with them; so
    are codes in lists and tables of a step, such as bounds or forced indicators.

    Args:
        recipe: made for the whole framework; the same is returned where it names no node that is gone.
        whole: the framework before.
        left: the framework without some nodes.

    >>> from xiandao.evaluate.methods.framework import Node, Framework
    >>> tree = Framework.of([Node("I"), Node("P", parent="I"), Node("a", parent="P"), Node("b", parent="I")])
    >>> recipe = Recipe({"aggregate": {"nodes": {"P": {"method": "arithmetic"}}}})
    >>> recipe_without(recipe, tree, tree.without(["P"])).data["aggregate"]
    {'nodes': {}}
    """
    gone = set(whole.by_code) - set(left.by_code)
    data = {
        key: _cleaned(value, gone) if key in {"steps", "aggregate", "weights"} else value
        for key, value in recipe.data.items()
    }
    levels = data.get("aggregate", {}).get("levels", {})
    for level in {str(one) for one in set(whole.levels.values()) - set(left.levels.values())}:
        levels.pop(level, None)
    return recipe if data == dict(recipe.data) else Recipe(data)


def _cleaned(value: Any, gone: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _cleaned(one, gone) for key, one in value.items() if key not in gone}
    if isinstance(value, list | tuple):
        return [_cleaned(one, gone) for one in value if not (isinstance(one, str) and one in gone)]
    return deepcopy(value)
