"""A recipe from its file: TOML as people write it, JSON as a run leaves it; and the whole of it with all defaults."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from xiandao.engine.decoding import TextRules, decode
from xiandao.evaluate.methods.recipe import Recipe, digest
from xiandao.evaluate.methods.recipe_parts import NODE_OPTIONS, NodePlan
from xiandao.terms.error import InputError

MOST_BYTES: Final = 1024 * 1024
_RULES: Final = TextRules(
    unknown="EVA-441", binary="EVA-441", instead="方案应当是 .toml 文本", is_prose=False
)
_SPOT: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


def recipe_of(data: bytes) -> Recipe:
    """Return the recipe that a file holds.

    Args:
        data: TOML, or the JSON that a run has left (``recipe.json``).

    Raises:
        InputError: ``EVA-440`` no TOML, with line and column; ``EVA-441`` no text or too large; ``EVA-442`` no JSON of
            a recipe; ``EVA-443`` nested too deeply; and what a recipe itself raises about its keys.

    >>> recipe_of(b'title = "A"').title
    'A'
    >>> try:
    ...     recipe_of(b"title = ")
    ... except InputError as error:
    ...     print(error.sentence)
    方案第1行第9列写法不对：“title = ”
    """
    if len(data) > MOST_BYTES:
        raise InputError("EVA-441", "方案文件超过1 MB", "请确认选择了正确的文件")
    text = decode(data, _RULES).lstrip("\ufeff")
    if text.lstrip().startswith("{"):
        return Recipe(_from_json(text))
    try:
        return Recipe(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _misspelt(text, str(error)) from None
    except RecursionError:
        raise InputError("EVA-443", "方案里的括号套得太深", "请确认选择了正确的文件") from None


def full_data(recipe: Recipe) -> dict[str, Any]:
    """Return the recipe with every option that has a value, given or by default; ``Recipe`` reads it again.

    >>> full_data(recipe_of(b""))["weights"]["method"]
    'framework'
    """
    steps = []
    for step in recipe.steps:
        told = {"use": step.use, "method": step.method.name, **_set(step.options)}
        own = {
            code: {"method": method.name, **_set(options)}
            for code, (method, options) in step.own.items()
        }
        steps.append({**told, "indicators": own} if own else told)
    weigher, options = recipe.weighing
    plan = recipe.plan
    aggregate: dict[str, Any] = _node(plan.default)
    if plan.levels:
        aggregate["levels"] = {str(level): _node(one) for level, one in plan.levels.items()}
    if plan.nodes:
        aggregate["nodes"] = {code: _node(one) for code, one in plan.nodes.items()}
    found = {
        "title": recipe.title,
        "steps": steps,
        "weights": {"method": weigher.name, **_set(options)},
        "aggregate": aggregate,
    }
    rest = {
        name: recipe.data[name]
        for name in ("grades", "manual", "uncertainty")
        if name in recipe.data
    }
    return {**found, **rest}


def recipe_hash(recipe: Recipe) -> str:
    """Return the hash of all that a recipe does: equal for recipes that differ only in what goes without saying.

    >>> recipe_hash(recipe_of(b"")) == recipe_hash(recipe_of(b'title = "A"'))
    True
    """
    data = full_data(recipe)
    return digest(_alike({name: data[name] for name in ("steps", "weights", "aggregate")}))


def _alike(data: Any) -> Any:
    """Plain data in which 100 and 100.0 are the same."""
    if isinstance(data, Mapping):
        return {str(key): _alike(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_alike(value) for value in data]
    return float(data) if isinstance(data, int) and not isinstance(data, bool) else data


def _node(plan: NodePlan) -> dict[str, Any]:
    own = {option.name: getattr(plan, option.name) for option in NODE_OPTIONS}
    return {"method": plan.aggregator.name, **_set(plan.options), **own}


def _set(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _from_json(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError as error:
        hint = "请用 xiandao evaluate run 写出的 recipe.json，或改用 .toml"
        raise InputError("EVA-442", "方案的 JSON 写法不对", hint, {"reason": str(error)}) from None
    except RecursionError:
        raise InputError("EVA-443", "方案里的括号套得太深", "请确认选择了正确的文件") from None
    found = data.get("recipe", data)
    if not isinstance(found, dict):
        raise InputError("EVA-442", "JSON 里没有方案", "recipe 应当是键值表")
    return found


def _misspelt(text: str, reason: str) -> InputError:
    spot = _SPOT.search(reason)
    lines = text.splitlines() or [""]
    line = int(spot[1]) if spot else len(lines)
    column = int(spot[2]) if spot else len(lines[-1]) + 1
    shown = lines[min(line, len(lines)) - 1][:60]
    return InputError(
        "EVA-440",
        f"方案第{line}行第{column}列写法不对：“{shown}”",
        "文字要加英文双引号，真假写 true、false，每个键只写一次",
        {"line": line, "column": column, "reason": reason},
    )
