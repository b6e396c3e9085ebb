"""Optimised weights as a recipe names them: nodes of one level, against their parent or against the index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from xiandao.evaluate.methods.step import Log, Option, Weigher, Weighing
from xiandao.evaluate.methods.table import Table, Vector
from xiandao.evaluate.methods.weigh_optimised import OptimisedWeights, optimised_weights
from xiandao.evaluate.methods.weigh_scope import named, nested_means
from xiandao.evaluate.methods.weighers_given import check_numbers
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

COLUMNS: Final = ("parent", "code", "target_share", "achieved_share", "correlation", "weight")


def optimised_weighing(
    table: Table,
    framework: Framework,
    *,
    level: int = 2,
    against: str = "index",
    targets: Mapping[str, float] | None = None,
    goal: Literal["balance", "most"] = "balance",
    measure: Literal["correlation", "squared"] = "correlation",
    starts: int = 16,
    seed: int = 0,
) -> Weighing:
    """Return the weighing in which nodes of a level influence what stands above as wanted.

    Scores are weighted arithmetic means. Nodes without a target count 1. The log ``optimised`` has target and
    achieved share by code, ``optimised_fit`` the sum of squared deviations and whether the targets are reached.

    Raises:
        InputError: ``EVA-248`` no parent whose children are of that level, ``EVA-231`` a target for another code, and
            what ``optimised_weights`` says.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> x = np.random.default_rng(0).normal(size=(50, 2))
    >>> found = optimised_weighing(Table(tuple(map(str, range(50))), ("a", "b"), x), tree, level=1)
    >>> found.logs[1].rows[0][2]
    True
    """
    parents = [
        code
        for code in framework.aggregates
        if level in {framework.level_of(below) for below in framework.children[code]}
        and len(framework.children[code]) > 1
    ]
    if against == "index":
        # A branch may reach the level twice; weights are then found at the lower place.
        parents = [one for one in parents if not set(framework.children[one]) & set(parents)]
    codes = [below for parent in parents for below in framework.children[parent]]
    if not parents:
        raise InputError(
            "EVA-248",
            f"没有哪个上级之下有两个以上第{level}层的指标",
            f"层级从指标的1到总指数的{framework.level_of(framework.root)}",
            {"level": level},
        )
    check_numbers(framework, targets or {}, "weights.targets", set(codes))
    shares = framework.shares()
    further = {"goal": goal, "measure": measure, "starts": starts, "seed": seed}
    rows: list[tuple[Any, ...]] = []
    fits: list[tuple[Any, ...]] = []
    wholes = {parent: list(framework.children[parent]) for parent in parents}
    if against == "index":
        wholes = {framework.root: codes}
    for top, below in wholes.items():
        found = _against(table, framework, shares, top, below, targets or {}, further)
        fits.append((top, found.deviation, found.is_reached))
        columns = (found.targets, found.achieved, found.correlations, found.weights)
        for code, *row in zip(below, *(one.tolist() for one in columns), strict=True):
            rows.append((framework[code].parent, code, *row))
            shares[code] = row[-1]
    logs = (
        Log("optimised", COLUMNS, tuple(rows)),
        Log("optimised_fit", ("whole", "squared_deviation", "is_reached"), tuple(fits)),
    )
    return Weighing(shares, logs)


def _against(
    table: Table,
    framework: Framework,
    shares: Mapping[str, float],
    top: str,
    codes: list[str],
    targets: Mapping[str, float],
    further: Mapping[str, Any],
) -> OptimisedWeights:
    scores = nested_means(table, framework, shares, codes)
    x = np.column_stack([scores[code] for code in codes])
    parents = [framework[code].parent for code in codes]
    effective = framework.effective_weights(shares)
    counts = [effective[parent] / effective[top] for parent in parents]
    return optimised_weights(
        x,
        [targets.get(code, 1.0) for code in codes],
        groups=parents,
        group_shares=counts,
        rest=_rest(table, framework, shares, top, codes),
        names=[named(framework, code) for code in codes],
        **further,
    )


def _rest(
    table: Table, framework: Framework, shares: Mapping[str, float], top: str, codes: list[str]
) -> Vector | None:
    """Return the part of a score that does not come from some nodes: branches that have no node of their level."""
    covered = {leaf for code in codes for leaf in framework.leaves(code)}
    others = [leaf for leaf in framework.leaves(top) if leaf not in covered]
    if not others:
        return None
    effective = framework.effective_weights(shares)
    w = np.array([effective[leaf] / effective[top] for leaf in others])
    return np.asarray(np.column_stack([table.column(leaf) for leaf in others]) @ w)


OPTIMISED: Final = Weigher(
    "optimised",
    "按影响优化的权重",
    optimised_weighing,
    (
        Option(
            "level",
            "integer",
            2,
            "给哪一层求权重（1为指标），其余各层沿用框架权重",
            lowest=1,
            example="level = 2",
        ),
        Option(
            "against",
            "text",
            "index",
            "与什么的相关：index 总指数，parent 各自的上级",
            choices=("index", "parent"),
            example='against = "parent"',
        ),
        Option(
            "targets",
            "mapping",
            None,
            "希望的影响之比，代码到正数，没写的为1；不写则都相等",
            example="targets = { ConEcFin = 2, Social = 2 }",
        ),
        Option(
            "goal",
            "text",
            "balance",
            "balance 使影响的份额合于 targets，most 使相关之和最大",
            choices=("balance", "most"),
            example='goal = "balance"',
        ),
        Option(
            "measure",
            "text",
            "correlation",
            "影响怎样量：correlation 相关系数，squared 其平方",
            choices=("correlation", "squared"),
            example='measure = "squared"',
        ),
        Option(
            "starts",
            "integer",
            16,
            "从多少个起点求解",
            lowest=1,
            highest=1000,
            example="starts = 16",
        ),
        Option("seed", "integer", 0, "随机起点的种子", lowest=0, example="seed = 0"),
    ),
    source="Becker, Saisana, Paruolo and Vandecasteele (2017)",
)
