"""What indicators really do in an index, beside the weights that they were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from xiandao.evaluate.methods.association import association
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import figures
from xiandao.terms.error import InputError

KNOTS: Final = 10
DEGREE: Final = 3
PENALTIES: Final = np.logspace(-6, 8, 85)


@dataclass(frozen=True, slots=True)
class Influence:
    """What each column does in the index, by column.

    ``covariance_share`` of the variance of the index, sums to one where the index is the weighted sum;
    ``correlation`` (Pearson) with the index; ``main_effect`` η², the share of the variance of the index that the
    column explains alone, by whatever smooth curve.
    """

    covariance_share: Vector
    correlation: Vector
    main_effect: Vector


def influence(
    x: Matrix, index: Vector, weights: Sequence[float], *, names: Sequence[str] = ()
) -> Influence:
    """Return the influence of the columns on an index.

    Args:
        x: rows × columns, NaN where missing.
        index: score of each row.
        weights: effective weight of each column.
        names: of the columns, for messages.

    Raises:
        InputError: as ``figures`` says; the index is called 总分 there.

    Source: Paruolo, Saisana and Saltelli (2013), J. R. Stat. Soc. A 176(3); Becker et al. (2017), Ecol. Indic. 80.

    >>> x = np.random.default_rng(0).normal(size=(200, 2))
    >>> found = influence(x, x @ [0.5, 0.5], [0.5, 0.5])
    >>> round(float(found.covariance_share.sum()), 12)
    1.0
    """
    r = association(x, index[:, None], names=[*names, "总分"] if names else ()).coefficients[:, 0]
    effects = main_effects(x, index, names=names)
    return Influence(covariance_shares(x, index, weights, names=names), r, effects)


def covariance_shares(
    x: Matrix, index: Vector, weights: Sequence[float], *, names: Sequence[str] = ()
) -> Vector:
    """Return cov(w_j x_j, I) / var(I) of each column: exact, and one in all where I = Σ w_j x_j.

    >>> x = np.array([[0.0, 1.0], [1.0, 1.5], [2.0, 0.0]])
    >>> covariance_shares(x, x @ [0.9, 0.1], [0.9, 0.1]).round(4)
    array([ 1.054, -0.054])
    """
    kept = figures(np.column_stack([x, index]), [*names, "总分"] if names else ())
    w = np.array(weights, dtype=np.float64)
    whole = kept[~np.isnan(kept).any(axis=1)]
    if len(w) != kept.shape[1] - 1 or len(whole) < 2:
        raise InputError(
            "EVA-213",
            f"无法计算影响：{kept.shape[1] - 1}个指标、{len(w)}个权重、{len(whole)}个没有缺失的单元",
            "权重个数应与指标相同，没有缺失的单元至少两个",
            {"weights": len(w), "rows": len(whole)},
        )
    centred = whole - whole.mean(axis=0)
    y = centred[:, -1]
    return np.asarray(w * (centred[:, :-1].T @ y) / (y @ y))


def main_effects(
    x: Matrix,
    index: Vector,
    *,
    curve: Literal["spline", "line"] = "spline",
    names: Sequence[str] = (),
) -> Vector:
    """Return η² = var(E[I | x_j]) / var(I) of each column, the first-order effect.

    ``spline`` estimates E[I | x_j] by a penalised cubic spline whose smoothness is chosen by generalised
    cross-validation, ``line`` by a straight line (the squared correlation). Rows with a gap in the pair are left out.

    Source: Eilers and Marx (1996), Statistical Science 11(2); Becker et al. (2017), Ecological Indicators 80, 12-22.

    >>> x = np.linspace(-1, 1, 101)[:, None]
    >>> main_effects(x, x[:, 0] ** 2).round(3), main_effects(x, x[:, 0] ** 2, curve="line").round(3)
    (array([1.]), array([0.]))
    """
    kept = figures(np.column_stack([x, index]), [*names, "总分"] if names else ())
    found = np.empty(kept.shape[1] - 1)
    for place in range(len(found)):
        pair = kept[:, [place, -1]]
        pair = pair[~np.isnan(pair).any(axis=1)]
        fitted = _line(*pair.T) if curve == "line" or len(pair) < 2 * DEGREE else _spline(*pair.T)
        spread = np.var(pair[:, 1])
        found[place] = np.var(fitted) / spread if spread > 0 else 0.0
    return np.clip(found, 0.0, 1.0)


def _line(x: Vector, y: Vector) -> Vector:
    centred = x - x.mean()
    square = centred @ centred
    return centred * ((centred @ y) / square) if square > 0 else np.zeros(len(x))


def _spline(x: Vector, y: Vector) -> Vector:
    """Return the P-spline fit: even knots, second differences of coefficients penalised."""
    from scipy.interpolate import BSpline
    from scipy.linalg import eigh

    low, high = float(x.min()), float(x.max())
    if not high > low:
        return np.full(len(x), y.mean())
    inner = min(KNOTS, max(2, len(np.unique(x)) // 4))
    step = (high - low) / inner
    knots = low + step * np.arange(-DEGREE, inner + DEGREE + 1)
    basis = BSpline.design_matrix(
        np.clip(x, knots[DEGREE], knots[-DEGREE - 1]), knots, DEGREE
    ).toarray()
    size = basis.shape[1]
    bends = np.diff(np.eye(size), n=2, axis=0)
    gram = basis.T @ basis + 1e-9 * len(x) * np.eye(size)
    # In the common eigenbasis of both matrices each smoothness costs a few products only.
    curved, turn = eigh(bends.T @ bends, gram)
    curved = np.maximum(curved, 0.0)
    shared = turn.T @ (basis.T @ y)
    shrunk = 1.0 / (1.0 + np.outer(PENALTIES, curved))
    plain = basis @ turn
    fits = (shrunk * shared) @ plain.T
    residual = ((fits - y) ** 2).sum(axis=1)
    free = shrunk.sum(axis=1)
    scores = residual / np.maximum(len(x) - free, 1e-9) ** 2
    return np.asarray(fits[int(np.argmin(scores))])
