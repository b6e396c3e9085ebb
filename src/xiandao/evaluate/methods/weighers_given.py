"""Weights that somebody has decided: of the framework, equal, named sets, percentages of pillars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from xiandao.evaluate.methods.step import Log, Option, Weigher, Weighing
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.weigh_scope import named, summed
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

Numbers = Mapping[str, float]
# Percentages are published with one or two digits.
WHOLE: Final = (1.0, 100.0)


def framework_weights(_table: Table, framework: Framework) -> Weighing:
    """Return the weights of the framework as they are.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> framework_weights(None, Framework.of([Node("I"), Node("a", parent="I", weight=2)])).weights
    {'a': 2}
    """
    return Weighing(framework.weights())


def equal_weights(_table: Table, framework: Framework, *, scope: str = "tree") -> Weighing:
    """Return equal weights: among siblings, at every node, or for all indicators (parents then the sum)."""
    if scope == "all":
        return Weighing(
            summed(framework, dict.fromkeys(framework.indicators, 1 / len(framework.indicators)))
        )
    if scope == "tree":
        return Weighing(dict.fromkeys(framework.weights(), 1.0))
    found = framework.shares()
    for below in framework.children.values():
        leaves = [code for code in below if code not in framework.children]
        found |= {code: sum(found[one] for one in leaves) / len(leaves) for code in leaves}
    return Weighing(found)


def named_weights(
    _table: Table,
    framework: Framework,
    *,
    weights: Numbers | None = None,
    sets: Mapping[str, Numbers] | None = None,
    chosen: str = "",
) -> Weighing:
    """Return weights that a recipe writes down: one set, or the chosen one of several.

    Siblings are named all or not at all; those not named keep the weights of the framework.

    Raises:
        InputError: ``EVA-230`` neither a set nor several, or none of the name chosen, ``EVA-231`` a code that the
            framework does not have, ``EVA-232`` a weight that is no number ≥ 0, ``EVA-233`` siblings not named,
            ``EVA-234`` siblings that are all zero.
    """
    given = weights
    if given is None:
        several = sets or {}
        name = chosen or next(iter(several), "")
        if name not in several:
            raise InputError(
                "EVA-230",
                f"weights 里没有名为“{name}”的权重方案" if name else "weights 里没有写出权重",
                f"可用的有：{'、'.join(several)}"
                if several
                else "请写 [weights.weights] 或 [weights.sets.名称]",
                {"key": "weights.chosen"},
            )
        given = several[name]
    check_numbers(framework, given, "weights.weights", set(framework.weights()))
    for parent, below in framework.children.items():
        here = [code for code in below if code in given]
        lacking = [code for code in below if code not in given]
        if here and lacking:
            raise InputError(
                "EVA-233",
                f"“{named(framework, parent)}”的下级没有全部写出权重，缺：{'、'.join(lacking)}",
                "同一上级的各项要么全写，要么全不写（不写的沿用框架权重）",
                {"codes": lacking},
            )
        _refuse_all_zero(framework, parent, [given[code] for code in here])
    return Weighing({**framework.weights(), **{code: float(one) for code, one in given.items()}})


def two_level_weights(
    _table: Table,
    framework: Framework,
    *,
    pillars: Numbers | None = None,
    weights: Numbers | None = None,
) -> Weighing:
    """Return pillar % × weight / sum of the weights in the pillar.

    Args:
        framework: nodes right below the index are the pillars.
        pillars: percentages of the pillars, adding up to 100 (or 1); the framework's weights where not given.
        weights: of indicators, relative within their pillar (about 1); the framework's where not named.

    Raises:
        InputError: ``EVA-231`` a code that does not stand at that level, ``EVA-232`` a weight that is no number ≥ 0,
            ``EVA-234`` a pillar whose weights are all zero, ``EVA-235`` percentages that do not add up to 100.

    Source: MIIT (2024), 国家高新技术产业开发区综合评价指标体系.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("P", parent="I", weight=15), Node("Q", parent="I", weight=85),
    ...     Node("a", parent="P", weight=0.8), Node("b", parent="P", weight=1.2), Node("c", parent="Q")])
    >>> {code: round(w, 4) for code, w in two_level_weights(None, tree).weights.items()}
    {'a': 0.06, 'b': 0.09, 'c': 0.85, 'P': 0.15, 'Q': 0.85}
    """
    own = framework.weights()
    tops = framework.children[framework.root]
    check_numbers(framework, pillars or {}, "weights.pillars", set(tops))
    check_numbers(framework, weights or {}, "weights.weights", set(framework.indicators))
    percent = {code: float((pillars or own).get(code, own[code])) for code in tops}
    total = sum(percent.values())
    whole = min(WHOLE, key=lambda one: abs(one - total))
    if abs(total - whole) > 1e-3 * whole:
        raise InputError(
            "EVA-235",
            f"各一级指标的百分比合计{total:g}，不是100",
            f"现在是：{'、'.join(f'{named(framework, code)} {one:g}' for code, one in percent.items())}",
            {"pillars": percent},
        )
    flat: dict[str, float] = {}
    rows: list[tuple[Any, ...]] = []
    for code in tops:
        below = framework.leaves(code)
        relative = {one: float((weights or {}).get(one, own[one])) for one in below}
        _refuse_all_zero(framework, code, list(relative.values()))
        for one in below:
            flat[one] = percent[code] / total * relative[one] / sum(relative.values())
            rows.append((code, percent[code], one, relative[one], flat[one]))
    columns = ("pillar", "percent", "code", "relative", "weight")
    return Weighing(summed(framework, flat), (Log("two_level", columns, tuple(rows)),))


def check_numbers(
    framework: Framework, given: Mapping[str, Any], place: str, allowed: set[str]
) -> None:
    """Refuse codes that may not stand there and weights that are no numbers ≥ 0.

    Raises:
        InputError: ``EVA-231``, ``EVA-232``.
    """
    if not isinstance(given, Mapping):
        raise InputError(
            "EVA-232",
            f"{place} 应为代码和权重的键值表，现在是 {given!r}",
            "例如 { A = 60, B = 40 }",
            {"key": place, "value": given},
        )
    unknown = sorted(map(str, set(given) - allowed))
    if unknown:
        raise InputError(
            "EVA-231",
            f"{place} 里有不该出现的代码：{'、'.join(unknown)}",
            f"可用的有：{'、'.join(code for code in framework.by_code if code in allowed)}",
            {"codes": unknown},
        )
    for code, one in given.items():
        is_number = isinstance(one, int | float) and not isinstance(one, bool)
        if not is_number or not 0 <= one < float("inf"):
            raise InputError(
                "EVA-232",
                f"“{named(framework, code)}”的权重是{one!r}",
                "权重应为不小于零的数",
                {"key": f"{place}.{code}", "value": one},
            )


def _refuse_all_zero(framework: Framework, parent: str, found: Iterable[float]) -> None:
    kept = list(found)
    if kept and not sum(kept) > 0:
        raise InputError(
            "EVA-234",
            f"“{named(framework, parent)}”的下级权重全为零",
            "至少要有一项大于零",
            {"parent": parent},
        )


WITHIN: Final = Option(
    "scope",
    "text",
    "tree",
    "相等的范围：tree 每个上级之下各项相等，siblings 只是指标之间，all 全部指标相等、上级为其下之和",
    choices=("tree", "siblings", "all"),
    example='scope = "all"',
)
GIVEN: Final = (
    Weigher("framework", "框架中的权重", framework_weights),
    Weigher("equal", "等权", equal_weights, (WITHIN,)),
    Weigher(
        "named",
        "指定的权重",
        named_weights,
        (
            Option(
                "weights",
                "mapping",
                None,
                "代码到权重；同一上级的各项要么全写，要么全不写",
                example="weights = { A = 30, B = 70 }",
            ),
            Option(
                "sets",
                "mapping",
                None,
                "几套权重，名称到代码到权重",
                example='sets."专家方案" = { A = 30, B = 70 }',
            ),
            Option(
                "chosen",
                "text",
                "",
                "用 sets 里的哪一套，不写用第一套",
                example='chosen = "专家方案"',
            ),
        ),
    ),
    Weigher(
        "two_level",
        "一级百分比×二级赋权",
        two_level_weights,
        (
            Option(
                "pillars",
                "mapping",
                None,
                "一级指标的百分比，合计100；不写用框架权重",
                example="pillars = { A = 15, B = 85 }",
            ),
            Option(
                "weights",
                "mapping",
                None,
                "各指标在一级指标内的相对赋权（约为1）；没写的用框架权重",
                example="weights = { a1 = 0.8, a2 = 1.2 }",
            ),
        ),
        source="工业和信息化部（2024）国家高新技术产业开发区综合评价指标体系",
    ),
)
