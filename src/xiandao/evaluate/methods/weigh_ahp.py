"""AHP: weights from pairwise judgements of one or several experts, with their consistency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError

# Saaty (1980): mean consistency index of random judgements of 1 … 15 things.
RANDOM_INDEX: Final = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
LIMIT: Final = 0.1
# People write 0.33 and 0.14 for a third and a seventh.
ROUNDED: Final = 0.05


@dataclass(frozen=True, slots=True)
class Priorities:
    """Weights (sum one) of what one matrix compares, its largest eigenvalue, consistency index and ratio."""

    weights: Vector
    largest: float
    index: float
    ratio: float

    @property
    def is_consistent(self) -> bool:
        """Whether the ratio is at most 0.1."""
        return self.ratio <= LIMIT


def judgements(rows: Any, *, names: Sequence[str] = (), place: str = "判断矩阵") -> Matrix:
    """Return a matrix of pairwise judgements with exact reciprocals.

    Args:
        rows: n × n, cell (i, j) says how many times as important i is as j; numbers or fractions such as "1/3".
            Reciprocals may be rounded to two digits: the judgement above one counts.
        names: of what is compared, for messages.
        place: what the matrix is called in messages.

    Raises:
        InputError: ``EVA-220`` not square or of another size than names, ``EVA-221`` a cell that is no number above
            zero, ``EVA-222`` a cell that is not the reciprocal of its counterpart.

    >>> judgements([[1, 3], [0.33, 1]])
    array([[1.        , 3.        ],
           [0.33333333, 1.        ]])
    """
    size = len(names) or (len(rows) if isinstance(rows, list | tuple | np.ndarray) else 0)
    is_square = isinstance(rows, list | tuple | np.ndarray) and len(rows) == size > 0
    if not is_square or any(not hasattr(row, "__len__") or len(row) != size for row in rows):
        raise InputError(
            "EVA-220",
            f"{place}应为{size}行{size}列",
            f"比较的是：{'、'.join(names)}" if names else "每两个之间一个判断",
            {"place": place},
        )
    said = list(names) or [f"第{number}项" for number in range(1, size + 1)]
    found = np.array(
        [
            [_number(cell, f"{place}“{said[i]}”对“{said[j]}”") for j, cell in enumerate(row)]
            for i, row in enumerate(rows)
        ]
    )
    wrong = np.argwhere(np.triu(np.abs(found * found.T - 1.0) > ROUNDED))
    if len(wrong):
        i, j = (int(number) for number in wrong[0])
        what = f"“{said[i]}”对“{said[j]}”是{found[i, j]:g}，反过来是{found[j, i]:g}"
        hint = "自己对自己应为1" if i == j else "两处应互为倒数，例如3和1/3"
        raise InputError("EVA-222", f"{place}里{what}", hint, {"cell": [i, j], "place": place})
    rising = (found > 1.0) | ((found == 1.0) & (found.T <= 1.0))
    exact = np.where(rising, found, 1.0 / found.T)
    np.fill_diagonal(exact, 1.0)
    return exact


def _number(cell: Any, place: str) -> float:
    try:
        if isinstance(cell, str):
            above, _, below = cell.partition("/")
            value = float(above) / float(below or 1)
        else:
            value = float(cell)
    except (TypeError, ValueError, ZeroDivisionError):
        value = 0.0
    if not 0.0 < value < float("inf"):
        hint = "请填大于零的数，例如3或“1/3”"
        raise InputError("EVA-221", f"{place}填的是{cell!r}", hint, {"value": cell})
    return value


def priorities(
    matrix: Matrix, *, method: Literal["eigenvector", "geometric"] = "eigenvector"
) -> Priorities:
    """Return the weights that a matrix of judgements implies, and how consistent it is.

    λ is the largest eigenvalue, CI = (λ − n)/(n − 1), CR = CI / RI with Saaty's random index (beyond 15 things the
    index of Alonso and Lamata). For ``geometric`` λ is the mean of (A w)_i / w_i.

    Args:
        matrix: n × n, reciprocal, > 0.
        method: principal eigenvector, or geometric means of the rows.

    Source: Saaty (1980), The Analytic Hierarchy Process; Crawford and Williams (1985); Alonso and Lamata (2006).

    >>> found = priorities(judgements([[1, 3, 5], ["1/3", 1, 3], ["1/5", "1/3", 1]]))
    >>> found.weights.round(4), round(found.largest, 4), round(found.ratio, 4)
    (array([0.637 , 0.2583, 0.1047]), 3.0385, 0.0332)
    """
    size = len(matrix)
    if method == "geometric":
        weights = np.exp(np.log(matrix).mean(axis=1))
        weights = weights / weights.sum()
        largest = float(np.mean(matrix @ weights / weights))
    else:
        values, vectors = np.linalg.eig(matrix)
        first = int(np.argmax(values.real))
        largest = float(values[first].real)
        weights = np.abs(vectors[:, first].real)
        weights = weights / weights.sum()
    if size < 3:
        return Priorities(weights, float(size), 0.0, 0.0)
    index = max(0.0, (largest - size) / (size - 1))
    return Priorities(weights, largest, index, index / random_index(size))


def random_index(size: int) -> float:
    """Return the mean consistency index of random judgements.

    >>> random_index(4), round(random_index(20), 3)
    (0.9, 1.634)
    """
    if size <= len(RANDOM_INDEX):
        return RANDOM_INDEX[size - 1]
    return (2.7699 * size - 4.3513 - size) / (size - 1)


def group_priorities(
    matrices: Sequence[Matrix],
    *,
    join: Literal["judgements", "priorities"] = "judgements",
    expert_weights: Sequence[float] | None = None,
    method: Literal["eigenvector", "geometric"] = "eigenvector",
) -> Priorities:
    """Return the weights of several experts together.

    Args:
        matrices: one of each expert, all of one size, reciprocal.
        join: ``judgements``: priorities of the weighted geometric mean of the matrices; ``priorities``: the weighted
            geometric mean of everybody's weights, with everybody's mean consistency.
        expert_weights: ≥ 0; equal where not given.
        method: as ``priorities``.

    Raises:
        InputError: ``EVA-223`` weights of experts that are negative, all zero, or of another number.

    Source: Aczél and Saaty (1983), J. Math. Psychol. 27; Forman and Peniwati (1998), EJOR 108(1), 165-169.

    >>> group_priorities([judgements([[1, 4], ["1/4", 1]]), judgements([[1, 1], [1, 1]])]).weights.round(4)
    array([0.6667, 0.3333])
    """
    shares = (
        np.ones(len(matrices))
        if expert_weights is None
        else np.array(expert_weights, dtype=np.float64)
    )
    if len(shares) != len(matrices) or (shares < 0).any() or not shares.sum() > 0:
        raise InputError(
            "EVA-223",
            f"专家权重应有{len(matrices)}个，不小于零且不全为零",
            "请核对 expert_weights",
            {"expert_weights": shares.tolist()},
        )
    shares = shares / shares.sum()
    if join == "judgements":
        mean = np.exp(sum(share * np.log(one) for share, one in zip(shares, matrices, strict=True)))
        return priorities(np.asarray(mean), method=method)
    single = [priorities(one, method=method) for one in matrices]
    weights = np.exp(shares @ np.log([one.weights for one in single]))
    told = shares @ np.array([[one.largest, one.index, one.ratio] for one in single])
    return Priorities(weights / weights.sum(), float(told[0]), float(told[1]), float(told[2]))
