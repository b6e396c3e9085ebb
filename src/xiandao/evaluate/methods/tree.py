"""From normalised indicators up the tree: each node is made of those below it, in its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from xiandao.evaluate.methods.positive import shifted
from xiandao.evaluate.methods.step import Log, Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector, is_same_place
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe_parts import NodePlan, Plan

# Where scores of a node differ by less, relative to the largest, the node tells nobody apart.
SAME: Final = 1e-9
Note = tuple[str, str, str, int]
Share = TypeVar("Share", float, Vector)


def aggregate_tree(
    table: Table, framework: Framework, weights: Mapping[str, float], plan: Plan
) -> Table:
    """Return the indicators and, behind them, every aggregate, lower levels first.

    Args:
        table: normalised indicators, more is better.
        framework: the tree.
        weights: of nodes, relative to their siblings; those not named keep the framework's.
        plan: how each node is made.

    Raises:
        InputError: as ``aggregated`` does.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe_parts import plan_of
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> table = Table(("u", "v"), ("a", "b"), np.array([[1.0, 4.0], [2.0, np.nan]]))
    >>> aggregate_tree(table, tree, {"b": 3.0}, plan_of({})).column("I")
    array([3.25, 2.  ])
    """
    return aggregated(table, framework, weights, plan).table


def aggregated(
    table: Table,
    framework: Framework,
    weights: Mapping[str, float],
    plan: Plan,
    room: Matrix | None = None,
) -> Outcome:
    """Return what ``aggregate_tree`` does, with the log ``aggregate`` of what was noticed on the way.

    Args:
        table: as there.
        framework: as there.
        weights: as there.
        plan: as there.
        room: rows × (indicators and aggregates) where the scores are put, the indicators may stand there already; it
            belongs to the result then. Another matrix is made where it does not fit.

    Raises:
        InputError: ``EVA-250`` a plan for a node that is no aggregate or a level without any, ``EVA-253`` units
            without any figure, ``EVA-254`` a column without any figure, ``EVA-255`` one unit only where units are
            compared, and what the aggregators say, with the names of node and children.
    """
    refuse_unknown(framework, plan)
    codes = (*framework.indicators, *framework.aggregates)
    at = {code: place for place, code in enumerate(codes)}
    shape = (len(table.units), len(codes))
    scores = np.empty(shape, order="F") if room is None or room.shape != shape else room
    known = scores[:, : len(framework.indicators)]
    table = table.take(columns=framework.indicators)
    if not is_same_place(known, table.values):
        known[:] = table.values
    if np.isnan(known.sum()):
        refuse_empty(table, known, framework, plan)
    shares = framework.shares(weights)
    notes: list[Note] = []
    for code in framework.aggregates:
        chosen = plan.of(code, framework.levels[code])
        below, w = parts(framework, code, shares, chosen)
        x = columns_of(scores, [at[one] for one in below])
        try:
            moved, told = positive(x, chosen)
            found = node_score(moved, w, chosen, table)
        except InputError as error:
            raise named(error, framework, code, below) from error
        scores[:, at[code]] = found
        label = framework[code].label
        notes += [(code, label, *one) for one in (*told, *noticed(found, label, table))]
    logs = (Log("aggregate", ("code", "name", "what", "count"), tuple(notes)),) if notes else ()
    return Outcome(table.with_values(scores, codes), logs)


def refuse_unknown(framework: Framework, plan: Plan) -> None:
    """Refuse plans for nodes that are no aggregates, and for levels that have none.

    Raises:
        InputError: ``EVA-250``.
    """
    unknown = sorted(set(plan.nodes) - set(framework.aggregates))
    if unknown:
        raise InputError(
            "EVA-250",
            f"aggregate.nodes 里有不是上级指标的代码：{'、'.join(unknown)}",
            f"可以单独设定的有：{'、'.join(framework.aggregates)}",
            {"nodes": unknown},
        )
    levels = {framework.level_of(code) for code in framework.aggregates}
    empty = sorted(set(plan.levels) - levels)
    if empty:
        raise InputError(
            "EVA-250",
            f"aggregate.levels 里有框架没有的层级：{'、'.join(map(str, empty))}",
            f"指标是第1层；可以设定的有：{'、'.join(map(str, sorted(levels)))}",
            {"levels": empty},
        )


def parts(
    framework: Framework, code: str, shares: Mapping[str, float], plan: NodePlan
) -> tuple[tuple[str, ...], Vector]:
    """Return what a node is made of and the weights of these, summing to one."""
    below, weights = weights_below(framework, code, shares, plan.over)
    return below, np.array(weights)


def weights_below(
    framework: Framework, code: str, shares: Mapping[str, Share], over: str
) -> tuple[tuple[str, ...], list[Share]]:
    """Return what a node is made of, its children or the indicators below it, and their shares in it.

    Args:
        framework: the tree.
        code: of the node.
        shares: of each node among its siblings, or one for each of many runs.
        over: ``children`` or ``leaves``.

    >>> from xiandao.evaluate.methods.framework import Node, Framework
    >>> tree = Framework.of([Node("I"), Node("P", parent="I"), Node("a", parent="P"), Node("b", parent="I")])
    >>> weights_below(tree, "I", {"P": 0.25, "a": 1.0, "b": 0.75}, "leaves")
    (('a', 'b'), [0.25, 0.75])
    """
    weight = {one: shares[one] for one in framework.children[code]}
    if over == "children":
        return framework.children[code], list(weight.values())
    stack = list(weight)
    while stack:
        above = stack.pop()
        for one in framework.children.get(above, ()):
            weight[one] = weight[above] * shares[one]
            stack.append(one)
    below = framework.leaves(code)
    return below, [weight[one] for one in below]


def columns_of(scores: Matrix, places: Sequence[int]) -> Matrix:
    """Return some columns, without a copy where they stand side by side."""
    first, last = places[0], places[-1]
    if last - first == len(places) - 1 and list(places) == list(range(first, last + 1)):
        return scores[:, first : last + 1]
    return scores.T[list(places)].T


def positive(x: Matrix, plan: NodePlan) -> tuple[Matrix, tuple[tuple[str, int], ...]]:
    """Return the values moved above zero where the plan asks for it and they are not, and what to tell of that.

    Raises:
        InputError: ``EVA-252`` where they cannot be moved.
    """
    lowest = plan.options.get("shift")
    if lowest is None or (moved := shifted(x, lowest)) is x:
        return x, ()
    return moved, ((f"shift：最小值移到{lowest:g}", int((x <= 0).sum())),)


def named(error: InputError, framework: Framework, code: str, below: tuple[str, ...]) -> InputError:
    """Return an error of an aggregator with the names of the node and of the children in place of their numbers."""
    details = dict(error.details) | {"node": code}
    sentence = error.sentence
    if isinstance(columns := details.get("columns"), dict):
        rows = {below[place]: count for place, count in columns.items()}
        some = list(rows.items())[:8]
        told = "、".join(f"“{framework[one].label}”{count}行" for one, count in some)
        sentence = f"{details.get('method')}要求各值{details.get('wanted')}，{told}不是"
        details |= {"columns": rows}
    label = framework[code].label
    return InputError(error.code, f"合成“{label}”：{sentence}", error.hint, details)


def node_score(x: Matrix, w: Vector, plan: NodePlan, table: Table) -> Vector:
    """Return the score of one node; methods that compare rows do so within each period.

    Args:
        x: rows × children.
        w: weights of the children, summing to one.
        plan: how the node is made; ``shift`` has been done before.
        table: where the periods of the rows are read.

    Raises:
        InputError: ``EVA-255`` one row only where rows are compared, and what the aggregator says.
    """
    options = {key: value for key, value in plan.options.items() if key != "shift"}
    gaps = bool(np.isnan(x.sum()))
    if gaps and plan.missing == "worst":
        x = np.where(np.isnan(x), np.nanmin(x, axis=0), x)
        gaps = False
    if plan.aggregator.compares:
        found = compared(x, w, plan, table, options)
    else:
        found = np.asarray(plan.aggregator.run(x, w, **options))
    if gaps:
        present = ~np.isnan(x)
        weight = np.full(len(w), 1 / len(w)) if plan.counted == "number" else w
        enough = (present @ weight) >= max(plan.threshold - 1e-12, 1e-300)
        if plan.missing == "propagate":
            enough &= present[:, w > 0].all(axis=1)
        found = np.where(enough, found, np.nan)
    return found


def compared(
    x: Matrix, w: Vector, plan: NodePlan, table: Table, options: Mapping[str, Any]
) -> Vector:
    """Return the scores of a method that compares rows, of each period or of all rows together."""
    whole = {"": np.ones(len(x), dtype=bool)}
    slices = whole if plan.aggregator.pools_periods else table.slices()
    found = np.full(len(x), np.nan)
    for period, rows in slices.items():
        present = rows & ~np.isnan(x).all(axis=1)
        if present.sum() < 2:
            raise InputError(
                "EVA-255",
                f"{plan.aggregator.title}要在单元之间比较，{period}只有{int(present.sum())}个单元有数",
                "请至少给出两个单元，或换一种不比较单元的合成方法",
                {"period": period, "units": int(present.sum())},
            )
        found[present] = plan.aggregator.run(x[present], w, **options)
    return found


def refuse_empty(table: Table, x: Matrix, framework: Framework, plan: Plan) -> None:
    """Refuse units and indicators without any figure.

    Raises:
        InputError: ``EVA-253`` units, unless the plan of the index says ``empty = "leave"``; ``EVA-254`` indicators.
    """
    gaps = np.isnan(x)
    columns = [framework.indicators[place] for place in np.flatnonzero(gaps.all(axis=0))]
    if columns:
        told = "、".join(f"“{framework[code].label}”" for code in columns[:8])
        raise InputError(
            "EVA-254",
            f"指标{told}没有任何数据",
            "请补充数据，或从框架里去掉这些指标",
            {"columns": columns},
        )
    rows = np.flatnonzero(gaps.all(axis=1))
    if len(rows) and plan.of(framework.root, framework.levels[framework.root]).empty != "leave":
        named = [table.names[row] if table.names else table.units[row] for row in rows]
        if table.periods:
            named = [
                f"{name}（{table.periods[row]}）" for name, row in zip(named, rows, strict=True)
            ]
        raise InputError(
            "EVA-253",
            f"{len(rows)}个单元没有任何指标数据：{'、'.join(named[:8])}",
            '请去掉这些单元，或先用 screen 步骤筛选，或写 empty = "leave" 让它们没有得分',
            {"units": [table.units[row] for row in rows]},
        )


def noticed(found: Vector, label: str, table: Table) -> tuple[tuple[str, int], ...]:
    """Return what to tell of scores that are missing or all the same.

    Raises:
        InputError: ``EVA-254`` no unit has a score.
    """
    told = []
    low, high = float(found.min()), float(found.max())
    if np.isnan(low):
        missing = np.isnan(found)
        if missing.all():
            raise InputError(
                "EVA-254",
                f"没有一个单元能得到“{label}”的得分",
                '下级缺失太多：请降低 threshold，或改用 missing = "skip"，或先插补',
                {"label": label},
            )
        units = "、".join(table.units[row] for row in np.flatnonzero(missing)[:8])
        told.append((f"没有得分：{units}", int(missing.sum())))
        low, high = float(np.nanmin(found)), float(np.nanmax(found))
    if len(found) > 1 and high - low <= SAME * max(abs(low), abs(high)):
        told.append(("各单元得分相同，分不出先后", len(found)))
    return tuple(told)
