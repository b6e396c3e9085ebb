"""One ``[[uncertainty.factors]]`` of a recipe, read and tried before anything runs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from xiandao.evaluate.methods import catalogue
from xiandao.evaluate.methods.factor_options import BY_KIND, KIND, NAME
from xiandao.evaluate.methods.factors import KINDS, OFF, Factor
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.step import checked
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework


def factor_of(given: Mapping[str, Any], place: str, recipe: Recipe, framework: Framework) -> Factor:
    """Return a factor, each alternative having been tried against the recipe.

    Args:
        given: what stands in the recipe.
        place: where, for messages.
        recipe: what the factor varies.
        framework: where nodes and indicators are looked up.

    Raises:
        InputError: ``EVA-050…053`` keys and values, ``EVA-304`` an alternative with which the recipe cannot run,
            ``EVA-305`` probabilities, ``EVA-306`` noise or sets of weights, ``EVA-307`` nodes or indicators that
            the framework does not have, ``EVA-308`` bounds, ``EVA-309`` nothing is imputed.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> factor_of({"noise": {"1": 0.25}}, "factors[1]", Recipe({}), tree).kind
    'weights'
    """
    kind = KIND.check(given.get("kind", guessed(given)), place)
    kept = {key: value for key, value in given.items() if (key, value) != ("sets", "given")}
    read = checked((NAME, KIND, *BY_KIND[kind]), kept, place) | {"kind": kind}
    read["name"] = read["name"] or default_name(read)
    check = {"choice": _choice, "weights": _weights, "uniform": _uniform, "omit": _omit}
    made = check.get(kind, _cells)(read, place, recipe, framework)
    _probabilities(made, place)
    return made


def guessed(given: Mapping[str, Any]) -> str:
    """Return the kind that the keys tell where none is named."""
    tells = {
        "noise": "weights",
        "weight_sets": "weights",
        "low": "uniform",
        "nodes": "omit",
        "errors": "data",
    }
    return next((kind for key, kind in tells.items() if key in given), "choice")


def default_name(read: Mapping[str, Any]) -> str:
    """Return what a factor is called that has no name."""
    return str(read.get("key") or KINDS[read["kind"]])


def _choice(read: dict[str, Any], place: str, recipe: Recipe, _framework: Framework) -> Factor:
    found = Factor(
        read["name"],
        "choice",
        read["key"],
        tuple(read["alternatives"]),
        tuple(read["probabilities"]),
    )
    if not found.alternatives or (
        not found.key and not all(isinstance(one, Mapping) for one in found.alternatives)
    ):
        raise InputError(
            "EVA-304",
            f"{place}（{found.name}）没有备选方案"
            if not found.alternatives
            else f"{place}（{found.name}）没有写 key",
            "alternatives 至少写一项；不写 key 时每一项写成 {键 = 值}",
            {"key": f"{place}.alternatives"},
        )
    for level in range(found.size):
        try_changes(
            recipe,
            found.changes(level),
            f"{place}（{found.name}）的第{level + 1}个备选 {found.label(level)}",
        )
    return found


def try_changes(recipe: Recipe, changes: Mapping[str, Any], place: str) -> None:
    """Refuse changes with which the recipe could not run.

    Raises:
        InputError: ``EVA-304``, with the hint of what is wrong.
    """
    try:
        varied(recipe, changes)
    except InputError as error:
        raise InputError(
            "EVA-304",
            f"{place} 不能用：{error.sentence}",
            error.hint,
            {"cause": error.code, **error.details},
        ) from error


def varied(recipe: Recipe, changes: Mapping[str, Any]) -> Recipe:
    """Return the recipe with some keys changed, steps that are ``off`` taken away.

    A whole step is changed before keys inside it, whatever the order; keys of a step that is off do nothing.
    """
    gone = {
        key
        for key, value in changes.items()
        if value == OFF and key.partition("#")[0] in catalogue.STEPS and "." not in key
    }
    kept = {
        key: value
        for key, value in changes.items()
        if key not in gone and key.split(".")[0] not in gone
    }
    found = recipe.changed(dict(sorted(kept.items(), key=lambda one: one[0].count("."))))
    if not gone:
        return found
    counts: dict[str, int] = {}
    steps = []
    for step in found.data.get("steps", []):
        use = str(step["use"])
        counts[use] = counts.get(use, 0) + 1
        names = {f"{use}#{counts[use]}"} | ({use} if counts[use] == 1 else set())
        if not names & gone:
            steps.append(step)
        gone -= names
    if gone:
        recipe.changed({key: {} for key in gone})
    return Recipe({**found.data, "steps": steps})


def _weights(read: dict[str, Any], place: str, _recipe: Recipe, framework: Framework) -> Factor:
    noise, sets = read["noise"], read["weight_sets"]
    levels = {str(level) for level in framework.levels.values()} - {
        str(framework.levels[framework.root])
    }
    problem = ""
    if bool(noise) == bool(sets):
        problem = "noise 和 weight_sets 要写其中一个"
    elif wrong := [key for key in noise if str(key) not in levels]:
        problem = f"noise 里没有“{wrong[0]}”这一层，可以是 {'、'.join(sorted(levels))}"
    elif wrong := [
        key for key, share in noise.items() if not _is_number(share) or not 0 < share <= 1
    ]:
        problem = f"noise 第{wrong[0]}层的浮动比例应大于 0、不超过 1"
    for number, one in enumerate(sets, start=1):
        problem = problem or _set_problem(one, number, framework)
    if problem:
        raise InputError(
            "EVA-306",
            f"{place}（{read['name']}）：{problem}",
            '例如 noise = { "2" = 0.25 }，或 weight_sets = [{ 代码 = 权重 }]',
            {"key": place},
        )
    return Factor(
        read["name"],
        "weights",
        noise=MappingProxyType({int(key): float(share) for key, share in noise.items()}),
        weight_sets=tuple(MappingProxyType(dict(one)) for one in sets),
        sets=0 if sets else read["sets"],
        probabilities=tuple(read["probabilities"]),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _set_problem(one: object, number: int, framework: Framework) -> str:
    if not isinstance(one, Mapping):
        return f"第{number}组权重不是 {{代码 = 权重}}"
    if unknown := sorted(set(one) - set(framework.by_code)):
        return f"第{number}组权重里有框架没有的代码：{'、'.join(unknown[:5])}"
    if wrong := [
        code
        for code, value in one.items()
        if not _is_number(value) or not 0 <= value < float("inf")
    ]:
        return f"第{number}组里“{wrong[0]}”的权重应为不小于零的数"
    kept = framework.weights() | dict(one)
    empty = [
        code
        for code, below in framework.children.items()
        if sum(kept[child] for child in below) <= 0
    ]
    return f"第{number}组里“{framework[empty[0]].label}”的下级权重合计为零" if empty else ""


def _uniform(read: dict[str, Any], place: str, recipe: Recipe, _framework: Framework) -> Factor:
    if not read["low"] < read["high"]:
        raise InputError(
            "EVA-308",
            f"{place}（{read['name']}）：low 应小于 high",
            "请核对最小值和最大值",
            {"key": f"{place}.low", "low": read["low"], "high": read["high"]},
        )
    found = Factor(
        read["name"], "uniform", read["key"], low=float(read["low"]), high=float(read["high"])
    )
    for bound in (found.low, found.high):
        try_changes(recipe, {found.key: bound}, f"{place}（{found.name}）的 {bound:g}")
    return found


def _omit(read: dict[str, Any], place: str, _recipe: Recipe, framework: Framework) -> Factor:
    known = set(framework.by_code) - {framework.root}
    _known(read["nodes"], known, place, "nodes")
    return Factor(
        read["name"], "omit", nodes=tuple(read["nodes"]), probabilities=tuple(read["probabilities"])
    )


def _known(codes: Any, known: set[str], place: str, key: str) -> None:
    unknown = [code for code in codes if code not in known]
    if unknown or not codes:
        raise InputError(
            "EVA-307",
            f"{place}.{key} 里没有可用的代码"
            if not codes
            else f"{place}.{key} 里有框架没有的代码：{'、'.join(unknown[:5])}",
            "请核对代码；总指数本身不能去掉",
            {"key": f"{place}.{key}", "codes": unknown},
        )


def _cells(read: dict[str, Any], place: str, recipe: Recipe, framework: Framework) -> Factor:
    if read["kind"] == "imputed":
        if not any(step.use == "impute" for step in recipe.steps):
            raise InputError(
                "EVA-309",
                f"{place}（{read['name']}）：方案里没有插补这一步",
                "请先加上 impute 步骤，或去掉这个因素",
                {"key": place},
            )
        return Factor(read["name"], "imputed", sets=read["sets"])
    errors = read["errors"]
    _known(errors, set(framework.indicators) | {"*"}, place, "errors")
    if wrong := [
        code
        for code, error in errors.items()
        if not _is_number(error) or not 0 <= error < float("inf")
    ]:
        raise InputError(
            "EVA-308",
            f"{place}.errors 里“{wrong[0]}”的误差应为不小于零的数",
            "请核对误差",
            {"key": f"{place}.errors.{wrong[0]}", "value": errors[wrong[0]]},
        )
    return Factor(
        read["name"],
        "data",
        sets=read["sets"],
        errors=MappingProxyType({code: float(error) for code, error in errors.items()}),
        measure=read["measure"],
        distribution=read["distribution"],
    )


def _probabilities(made: Factor, place: str) -> None:
    given = made.probabilities
    if not given or (len(given) == made.size and min(given) >= 0 and sum(given) > 0):
        return
    raise InputError(
        "EVA-305",
        f"{place}（{made.name}）的概率应有{made.size}个，均不小于零、合计大于零",
        "omit 的第一个概率是全部保留的概率" if made.kind == "omit" else "请核对 probabilities",
        {"key": f"{place}.probabilities", "value": list(given)},
    )
