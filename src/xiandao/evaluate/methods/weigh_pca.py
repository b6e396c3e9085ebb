"""Weights from squared rotated loadings: never negative, and not dependent on the sign of a component."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from xiandao.evaluate.methods.principal_components import principal_components, varimax
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import share_out
from xiandao.terms.error import InputError


@dataclass(frozen=True, slots=True)
class PcaWeights:
    """Weights (sum one), the component that each column counts for (0 the first), and what they were made of."""

    weights: Vector
    component: Vector
    loadings: Matrix
    eigenvalues: Vector
    explained: Vector


def pca_weights(
    x: Matrix,
    *,
    components: int = 0,
    rotation: Literal["varimax", "none"] = "varimax",
    gather: Literal["highest", "all"] = "highest",
    names: Sequence[str] = (),
) -> PcaWeights:
    """Return weights from the principal components of the correlation matrix.

    Squared rotated loadings l²_jk over the variance v_k of their component are the weights within the component;
    components count with v_k / Σ v. ``highest``: each column counts for the component on which it loads most,
    w_j ∝ max_k l²_jk; ``all``: for all of them, w_j ∝ Σ_k l²_jk (its communality).

    Args:
        x: rows × columns, NaN where missing (correlations then over the pairs present).
        components: how many are kept; 0 keeps those with an eigenvalue above one, at least one.
        rotation: of the loadings.
        gather: as above.
        names: of the columns, for messages.

    Raises:
        InputError: ``EVA-210`` more components than columns, and as ``principal_components`` says.

    Source: Nicoletti, Scarpetta and Boylaud (2000), OECD Working Paper 226; OECD/JRC (2008), Handbook, ch. 6.1.

    >>> x = np.array([[1.0, 2.0, 9.0], [2.0, 4.1, 3.0], [3.0, 5.9, 8.0], [4.0, 8.0, 1.0]])
    >>> found = pca_weights(x)
    >>> bool((found.weights >= 0).all()), round(float(found.weights.sum()), 12)
    (True, 1.0)
    """
    size = np.shape(x)[1]
    if components > size:
        raise InputError(
            "EVA-210",
            f"主成分个数{components}超过了指标个数{size}",
            "请减少 components，或写 0 按特征值大于一取",
            {"components": components, "columns": size},
        )
    found = principal_components(x, names=names)
    count = components or max(1, int((found.eigenvalues > 1.0).sum()))
    loadings = found.loadings[:, :count]
    if rotation == "varimax":
        loadings = varimax(loadings)
    squared = loadings**2
    best = squared.argmax(axis=1)
    raw = squared.max(axis=1) if gather == "highest" else squared.sum(axis=1)
    return PcaWeights(
        share_out(raw, names), best.astype(np.float64), loadings, found.eigenvalues, found.explained
    )
