"""Selective editing: review first the returns whose mistakes would move the totals most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from xiandao.terms.error import InputError

Floats = NDArray[np.float64]
EPSILON: Final = 0.01


@dataclass(frozen=True, slots=True)
class Review:
    """Units in the order of review; the first ``count`` are enough to bring the remaining bias below ε.

    ``remaining[i]`` is the expected relative bias of the total after i + 1 reviews.
    """

    order: NDArray[np.int64]
    remaining: Floats
    count: int


def local_scores(
    values: Floats, predicted: Floats, weights: Floats, *, suspicion: Floats | None = None
) -> Floats:
    """Return s_jk = 100 · w_k · |y_jk - ŷ_jk| / T̂_j, in per cent of the predicted total; 0 where a value is missing.

    Without suspicion every change since the prediction counts as a possible mistake, which orders the work well but
    makes the remaining bias of ``review`` very cautious.

    Args:
        values: y, shape (n,) or (n, items), as reported, NaN where missing.
        predicted: ŷ, same shape.
        weights: w, shape (n,), 1 in a full survey.
        suspicion: how likely each value is wrong, 0 to 1, same shape as the values; 1 for an HB outlier, for one.

    Source: ONS Statistical Methods Library, selective editing; Hedlin (2003), Journal of Official Statistics 19;
    suspicion times impact: Norberg et al. (2014), SELEKT.

    >>> local_scores(np.array([10.0, 110.0]), np.array([10.0, 90.0]), np.ones(2))
    array([ 0., 20.])
    """
    scaled = weights if values.ndim == 1 else weights[:, None]
    # Sorted, so that the order of the rows cannot change the last digits of the total.
    totals = np.sort(np.nan_to_num(np.abs(scaled * predicted)), axis=0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = 100 * scaled * np.abs(values - predicted) / totals
    known = np.where(np.isfinite(scores), scores, 0.0)
    return known if suspicion is None else known * suspicion


def global_scores(
    local: Floats,
    *,
    method: Literal["max", "mean", "weighted", "minkowski"] = "max",
    importance: Floats | None = None,
    order: float = 2.0,
) -> Floats:
    """Return one score per return from those of its items.

    Args:
        local: shape (n, items).
        method: the largest, the mean, the mean by ``importance``, or (Σ s^order)^(1/order).
        importance: shape (items,), for ``weighted``.
        order: of the Minkowski distance, at least 1.

    Raises:
        InputError: ``STA-231`` no importance given where it is needed.

    Source: Hedlin (2008), Local and global score functions in selective editing.

    >>> local = np.array([[3.0, 4.0], [0.0, 1.0]])
    >>> global_scores(local).tolist(), global_scores(local, method="minkowski").tolist()
    ([4.0, 1.0], [5.0, 1.0])
    """
    found: Floats
    match method:
        case "max":
            found = local.max(axis=1)
        case "mean":
            found = local.mean(axis=1)
        case "minkowski":
            found = (local**order).sum(axis=1) ** (1 / order)
        case "weighted":
            if importance is None:
                raise InputError("STA-231", "没有给出各指标的重要性", "请为每个指标填一个权数")
            found = local @ (importance / importance.sum())
    return found


def review(scores: Floats, *, epsilon: float = EPSILON) -> Review:
    """Return the order of review and how many reviews bring the expected remaining bias below ε.

    The remaining bias is Σ w·|y - ŷ| / T̂ over the units not reviewed. Equal scores keep their order.

    Args:
        scores: shape (n,), in per cent of the total as ``local_scores`` gives them.
        epsilon: accepted bias as a share of the total.

    Source: Di Zio & Guarnera, SeleMix ``sel.edit``.

    >>> found = review(np.array([0.2, 50.0, 3.0]))
    >>> found.order.tolist(), found.count
    ([1, 2, 0], 2)
    """
    order = np.argsort(-scores, kind="stable")
    sorted_shares = scores[order] / 100
    # Summed from the smallest, so that what remains at the end is exactly what is left over.
    tails = np.concatenate([np.cumsum(sorted_shares[::-1])[::-1], [0.0]])
    enough = int(np.argmax(tails < epsilon))
    return Review(order, tails[1:], enough)
