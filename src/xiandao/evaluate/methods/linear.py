"""Where a whole tree is one weighted sum: many sets of weights become one product of matrices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe_parts import NodePlan, Plan

Form = Literal["arithmetic", "geometric", ""]


def linear_form(framework: Framework, plan: Plan, x: Matrix | None = None) -> Form:
    """Return which one formula the whole tree is, empty where it is none.

    ``arithmetic``: every score of the index is ``x @ effective``; ``geometric``: ``exp(log(x) @ effective)``, with
    the columns of ``effective_matrix``. Missing cells make it none, for their weights go to others.

    Args:
        framework: the tree.
        plan: how each node is made.
        x: normalised indicators, rows × indicators; not looked at where None.

    >>> from xiandao.evaluate.methods.framework import Node, Framework
    >>> from xiandao.evaluate.methods.recipe_parts import plan_of
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> linear_form(tree, plan_of({}), np.array([[1.0, 2.0]]))
    'arithmetic'
    >>> linear_form(tree, plan_of({"method": "geometric"}), np.array([[0.0, 2.0]]))
    ''
    """
    forms = {_form(plan.of(code, framework.level_of(code))) for code in framework.aggregates}
    if len(forms) != 1 or (x is not None and np.isnan(x.sum())):
        return ""
    form = forms.pop()
    return "" if form == "geometric" and x is not None and not (x > 0).all() else form


def _form(plan: NodePlan) -> Form:
    if plan.aggregator.name == "arithmetic":
        return "arithmetic"
    if plan.aggregator.name == "geometric":
        return "geometric"
    if plan.aggregator.name == "power" and plan.options["p"] in (0, 1):
        return "arithmetic" if plan.options["p"] == 1 else "geometric"
    return ""


def share_sets(
    framework: Framework, weight_sets: Matrix, codes: Sequence[str]
) -> dict[str, Vector]:
    """Return for each node but the root its shares among its siblings, one for each set of weights.

    Args:
        framework: the tree; nodes that are not named keep its weights.
        weight_sets: sets × codes, ≥ 0, relative to siblings.
        codes: the node of each column.

    Raises:
        InputError: ``EVA-256`` a code that is no node, or siblings without any weight in a set.

    >>> from xiandao.evaluate.methods.framework import Node, Framework
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> share_sets(tree, np.array([[1.0], [3.0]]), ["a"])["a"]
    array([0.5 , 0.75])
    """
    unknown = sorted(set(codes) - set(framework.by_code))
    if unknown:
        raise InputError(
            "EVA-256",
            f"权重里有框架没有的代码：{'、'.join(unknown[:8])}",
            "请核对代码",
            {"nodes": unknown},
        )
    sets = np.ascontiguousarray(np.asarray(weight_sets, dtype=np.float64).T)
    given = dict(zip(codes, sets, strict=True))
    count = sets.shape[1]
    found: dict[str, Vector] = {}
    for parent, below in framework.children.items():
        kept = np.array(
            [given[one] if one in given else np.full(count, framework[one].weight) for one in below]
        )
        total = kept.sum(axis=0)
        if (total <= 0).any():
            raise InputError(
                "EVA-256",
                f"“{framework[parent].label}”的下级权重合计为零",
                "同一上级下至少一个权重要大于零",
                {"nodes": [parent], "sets": np.flatnonzero(total <= 0).tolist()},
            )
        found |= dict(zip(below, kept / total, strict=True))
    return found


def effective_matrix(framework: Framework, weight_sets: Matrix, codes: Sequence[str]) -> Matrix:
    """Return for each indicator its weight in the index, one column for each set of weights.

    Args:
        framework: the tree; nodes that are not named keep its weights.
        weight_sets: sets × codes, ≥ 0, relative to siblings.
        codes: the node of each column.

    Returns:
        Indicators × sets; each column sums to one.

    Raises:
        InputError: as ``share_sets`` does.

    >>> from xiandao.evaluate.methods.framework import Node, Framework
    >>> tree = Framework.of([Node("I"), Node("P", parent="I"), Node("a", parent="P"), Node("b", parent="I")])
    >>> effective_matrix(tree, np.array([[1.0, 1.0], [3.0, 1.0]]), ["P", "b"])
    array([[0.5 , 0.75],
           [0.5 , 0.25]])
    """
    shares = share_sets(framework, weight_sets, codes)
    found = {framework.root: np.ones(len(weight_sets))}
    for code in reversed(framework.aggregates):
        found |= {below: found[code] * shares[below] for below in framework.children[code]}
    return np.array([found[code] for code in framework.indicators])
