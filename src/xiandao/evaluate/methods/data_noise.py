"""Errors of the figures and the spread of imputed cells, drawn so that a draw is the same whatever is run beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.table import Cube, Mask, Matrix, Vector
from xiandao.terms.error import InputError

BLOCK: Final = 64
# Draws are kept for the next variant of the recipe as long as they fit into this.
MOST_BYTES: Final = 256 * 2**20


def error_sizes(
    values: Matrix, columns: Sequence[str], errors: Mapping[str, float], measure: str
) -> Matrix:
    """Return the size of the error of each cell; 0 for indicators that have none.

    Args:
        values: rows × indicators as given.
        columns: codes of the indicators.
        errors: by code, ``*`` for all others.
        measure: ``sd`` in the unit of the indicator, ``cv`` as a share of the absolute figure.

    >>> error_sizes(np.array([[10.0, -20.0]]), ["a", "b"], {"*": 0.1}, "cv")
    array([[1., 2.]])
    """
    sizes = np.array([errors.get(code, errors.get("*", 0.0)) for code in columns])
    return np.abs(values) * sizes if measure == "cv" else np.broadcast_to(sizes, values.shape)


@dataclass(frozen=True, eq=False)
class Errors:
    """Random errors of the figures.

    Args:
        sizes: rows × indicators, standard deviation, or half the width where uniform; missing cells stay missing.
        distribution: ``normal`` or ``uniform``.
        seed: of all draws.
    """

    sizes: Matrix
    distribution: str
    seed: int
    _kept: dict[int, NDArray[np.float32]] = field(default_factory=dict)

    def draws(self, numbers: NDArray[np.int64]) -> Cube:
        """Return draws by number, rows × draws × indicators, to be added to the figures."""
        rows, columns = self.sizes.shape
        found: Cube = np.empty((rows, len(numbers), columns))
        blocks = numbers // BLOCK
        edges = [0, *(np.flatnonzero(np.diff(blocks)) + 1).tolist(), len(numbers)]
        for start, end in pairwise(edges):
            drawn = self._block(int(blocks[start]))[numbers[start:end] % BLOCK]
            np.multiply(drawn.transpose(1, 0, 2), self.sizes[:, None], out=found[:, start:end])
        return found

    def _block(self, number: int) -> NDArray[np.float32]:
        if number not in self._kept:
            if len(self._kept) * BLOCK * self.sizes.size * 4 > MOST_BYTES:
                self._kept.clear()
            rng = np.random.default_rng([self.seed, number])
            shape = (BLOCK, *self.sizes.shape)
            # Seven digits of an error are enough, and cost half the time.
            if self.distribution == "normal":
                self._kept[number] = rng.standard_normal(shape, dtype=np.float32)
            else:
                self._kept[number] = 2 * rng.random(shape, dtype=np.float32) - 1
        return self._kept[number]


@dataclass(frozen=True, eq=False)
class DonorSpread:
    """What imputed cells could be instead: each draw adds to each what a random donor differs from the donors' mean.

    Args:
        shape: rows × indicators.
        cells: rows and columns of the imputed cells.
        pool: what donors differ from their mean, one cell's donors after the other's.
        starts, counts: where the donors of each cell stand in ``pool``.
        seed: of all draws.

    Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, ch. 4 (hot deck of residuals).
    """

    shape: tuple[int, int]
    cells: tuple[NDArray[np.intp], NDArray[np.intp]]
    pool: Vector
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    seed: int

    def draws(self, numbers: NDArray[np.int64]) -> Cube:
        """Return draws by number, rows × draws × indicators, to be added to the imputed figures."""
        rows, columns = self.shape
        found: Cube = np.zeros((rows, len(numbers), columns))
        for place, number in enumerate(numbers.tolist()):
            u = np.random.default_rng([self.seed, number]).random(len(self.counts))
            chosen = self.pool[self.starts + (u * self.counts).astype(np.int64)]
            found[self.cells[0], place, self.cells[1]] = chosen
        return found


def donor_spread(
    values: Matrix, imputed: Mask, groups: Sequence[str] | None, *, seed: int
) -> DonorSpread:
    """Return the spread of imputed cells among the observed cells of the same indicator and group.

    Args:
        values: rows × indicators before imputation.
        imputed: which cells were filled.
        groups: group of each row where imputation went by groups; None for all rows.
        seed: of the draws.

    A cell with fewer than two donors in its group takes all observed cells of its indicator.

    Raises:
        InputError: ``EVA-310`` no cell was imputed.

    >>> values = np.array([[1.0], [3.0], [np.nan]])
    >>> found = donor_spread(values, np.isnan(values), None, seed=1)
    >>> np.unique(found.draws(np.arange(20))[2]).tolist()
    [-1.0, 1.0]
    """
    rows, columns = np.nonzero(imputed)
    if not len(rows):
        raise InputError(
            "EVA-310",
            "没有单元格是插补的，插补值的不确定性无从谈起",
            '请去掉 kind = "imputed" 的因素',
            {},
        )
    labels = np.array(groups) if groups is not None else None
    pools = []
    for row, column in zip(rows, columns, strict=True):
        seen = ~np.isnan(values[:, column])
        near = seen & (labels == labels[row]) if labels is not None else seen
        donors = values[near if near.sum() > 1 else seen, column]
        pools.append(donors - donors.mean() if len(donors) else np.zeros(1))
    counts = np.array([len(pool) for pool in pools], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    return DonorSpread(
        (values.shape[0], values.shape[1]),
        (rows, columns),
        np.concatenate(pools),
        starts,
        counts,
        seed,
    )
