"""Benefit of the doubt: each unit is judged with the weights that suit it best, within limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import highspy
import numpy as np

from xiandao.evaluate.methods.positive import need
from xiandao.evaluate.methods.table import Mask, Matrix, Vector
from xiandao.terms.error import InputError

# The solver's parts are made at run time, its type stubs do not know all of them.
_Highs: Final[Any] = highspy.Highs
_Lp: Final[Any] = highspy.HighsLp
_COLUMNS: Final[Any] = highspy.MatrixFormat.kColwise
# How far a unit may exceed the full score by rounding.
EXACT: Final = 1e-11
_OPTIMAL: Final[Any] = highspy.HighsModelStatus.kOptimal


def bod(x: Matrix, w: Vector, *, low: float = 0.0, high: float = 1.0) -> Vector:
    """Return for each row the best score it can get, where with the same weights no row gets more than one.

    Without limits a unit that is best on one child alone has the full score; with many children all have. Limits
    on shares prevent that: the share of a child is its part of the unit's own score.

    Args:
        x: rows × children, not below zero, more is better. A missing cell counts as zero for its unit and its child is
            exempt from the limits of that unit.
        w: weights of the children: those without any are left out, else they do not count.
        low: lowest share of every child, 0 … 1.
        high: largest share of every child.

    Returns:
        0 … 1; NaN for a row without figures.

    Raises:
        InputError: ``EVA-251`` negative values, ``EVA-259`` limits that no shares can keep.

    Source: Melyn and Moesen 1991; Cherchye, Moesen, Rogge and Van Puyenbroeck, An introduction to 'benefit of the
    doubt' composite indicators, Social Indicators Research 82 (2007).

    >>> bod(np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]]), np.array([0.5, 0.5])).round(9)
    array([1. , 1. , 0.8])
    >>> bod(np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]]), np.array([0.5, 0.5]), low=0.5).round(9)
    array([0.47058824, 0.47058824, 0.8       ])
    """
    need((x >= 0) | (w <= 0), x, "BoD", "不小于零")
    x = x[:, w > 0]
    empty = np.isnan(x).all(axis=1)
    filled = np.where(np.isnan(x), 0.0, x)[~empty]
    top = filled.max(axis=0)
    filled = filled[:, top > 0] / top[top > 0]
    found = np.full(len(x), np.nan)
    if low <= 0 and high >= 1:
        found[~empty] = _least_use(filled)
        return found
    count = x.shape[1]
    if not (0 <= low <= high and low * count <= 1 + 1e-12 and high * count >= 1 - 1e-12):
        raise InputError(
            "EVA-259",
            f"{count}个下级的份额都在{low:g}至{high:g}之间，合计不可能是1",
            f"low 不能大于{1 / count:.4g}，high 不能小于{1 / count:.4g}",
            {"low": low, "high": high, "children": count},
        )
    found[~empty] = _limited(x[~empty], low, high)
    return found


def directional(
    x: Matrix, w: Vector, *, direction: Sequence[float] | Vector | None = None
) -> Vector:
    """Return 1 / (1 + β), β how far a unit can still go in one direction.

    Args:
        x: rows × children, not below zero, more is better, nothing missing.
        w: weights of the children; the direction where none is given.
        direction: ≥ 0, not all zero, one number for each child, in its unit.

    Returns:
        Above 0, up to 1; NaN for a row without figures.

    Raises:
        InputError: ``EVA-251`` negative values, ``EVA-261`` a direction that is none.

    Source: Fusco, Enhancing non-compensatory composite indicators: a directional proposal, European Journal of
    Operational Research 242 (2015).

    >>> directional(np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]]), np.array([1.0, 1.0])).round(9)
    array([1.        , 1.        , 0.66666667])
    """
    need(x >= 0, x, "BoD", "不小于零")
    toward = np.asarray(w if direction is None else direction, dtype=np.float64)
    if toward.shape != (x.shape[1],) or not (toward >= 0).all() or not toward.any():
        raise InputError(
            "EVA-261",
            f"direction 有{toward.size}个数，应为{x.shape[1]}个不小于零且不全为零的数",
            "请按下级在框架里的顺序，每个下级写一个数",
            {"direction": toward.tolist()},
        )
    empty = np.isnan(x).all(axis=1)
    filled = np.where(np.isnan(x), 0.0, x)[~empty]
    units, children = filled.shape
    # Weights of a mix of units and the step: the mix must reach each unit plus its step, and be no more than one unit.
    body = np.vstack([filled.T, np.ones(units)])
    step = np.append(-toward, 0.0)[:, None]
    costs = np.append(np.zeros(units), -1.0)
    lower = np.hstack([filled, np.full((units, 1), -np.inf)])
    upper = np.append(np.full(children, np.inf), 1.0)
    found = np.full(len(x), np.nan)
    found[~empty] = 1.0 / (1.0 - _solved(np.hstack([body, step]), costs, lower, upper))
    return found


def _least_use(x: Matrix) -> Vector:
    """Return for each row the least sum of a mix of rows that reaches it: the dual of the best weights.

    Most rows are in no mix. The programme starts with the best of each child and takes in others only when they
    would get more than one with the weights found.
    """
    children = x.shape[1]
    if not children:
        return np.zeros(len(x))
    used = np.unique(x.argmax(axis=0))
    solver = _solver()
    solver.passModel(_model(x[used].T, np.ones(len(used)), x[0], np.full(children, np.inf)))
    outside: Mask = np.ones(len(x), dtype=bool)
    outside[used] = False
    places = np.arange(children, dtype=np.int32)
    found = np.empty(len(x))
    # The strongest first: they are the ones that others are measured by.
    for row in np.argsort(-x.sum(axis=1)):
        for child in places:
            solver.changeRowBounds(child, x[row, child], np.inf)
        while True:
            found[row] = _value(solver)
            scores = x @ np.asarray(solver.getSolution().row_dual)
            above = np.flatnonzero((scores > 1 + EXACT) & outside)
            if not len(above):
                break
            for other in above[np.argsort(-scores[above])][:8]:
                outside[other] = False
                solver.addCol(1.0, 0.0, np.inf, children, places, x[other])
    return np.clip(found, 0.0, 1.0)


def _solved(body: Matrix, costs: Vector, lower: Matrix, upper: Vector) -> Vector:
    """Return the least cost for each row of lower limits; the solver goes on from the last answer."""
    solver = _solver()
    solver.passModel(_model(body, costs, lower[0], upper))
    found = np.empty(len(lower))
    for place, row in enumerate(lower):
        for limit, value in enumerate(row):
            solver.changeRowBounds(limit, value, upper[limit])
        found[place] = _value(solver)
    return found


def _limited(x: Matrix, low: float, high: float) -> Vector:
    """Return scores within limits: with shares s the score of a row is one over the largest Σ s·x(other)/x(own)."""
    found = np.empty(len(x))
    for place, own in enumerate(x):
        there = ~np.isnan(own)
        if (own[there] <= 0).any() and low > 0:
            found[place] = 0.0
            continue
        used = there & (own > 0)
        others = np.where(np.isnan(x[:, used]), 0.0, x[:, used]) / own[used]
        most = min(1.0, high * len(own) / there.sum())
        if not used.any() or used.sum() * most < 1 - 1e-12:
            found[place] = 0.0
            continue
        found[place] = 1.0 / _least_peak(others, low, most)
    return found


def _least_peak(ratios: Matrix, low: float, high: float) -> float:
    """Return the least possible largest row of ``ratios @ shares``."""
    units, children = ratios.shape
    body = np.vstack([np.hstack([-ratios, np.ones((units, 1))]), np.append(np.ones(children), 0.0)])
    lower = np.append(np.zeros(units), 1.0)
    upper = np.append(np.full(units, np.inf), 1.0)
    solver = _solver()
    costs = np.append(np.zeros(children), 1.0)
    model = _model(body, costs, lower, upper)
    model.col_lower_ = np.append(np.full(children, low), 0.0)
    model.col_upper_ = np.append(np.full(children, high), np.inf)
    solver.passModel(model)
    return _value(solver)


def _solver() -> Any:
    solver = _Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        solver.setOptionValue(name, 1e-10)
    return solver


def _model(body: Matrix, costs: Vector, lower: Vector, upper: Vector) -> Any:
    model = _Lp()
    rows, columns = body.shape
    model.num_row_, model.num_col_ = rows, columns
    model.col_cost_ = costs
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.full(columns, np.inf)
    model.row_lower_, model.row_upper_ = lower, upper
    filled = body.T != 0
    model.a_matrix_.format_ = _COLUMNS
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(filled.sum(axis=1))]).astype(np.int32)
    model.a_matrix_.index_ = np.nonzero(filled)[1].astype(np.int32)
    model.a_matrix_.value_ = body.T[filled]
    return model


def _value(solver: Any) -> float:
    solver.run()
    if solver.getModelStatus() != _OPTIMAL:
        raise InputError(
            "EVA-260",
            "BoD 的线性规划没有得到最优解",
            "请检查下级得分是否有极端悬殊的数值，先标准化再合成",
            {"status": str(solver.getModelStatus())},
        )
    return float(solver.getInfo().objective_function_value)
