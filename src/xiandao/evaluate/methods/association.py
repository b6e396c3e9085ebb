"""Correlation between columns: Pearson, Spearman and Kendall, with p values, over the pairs that are present."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import figures

Kind = Literal["pearson", "spearman", "kendall"]
# Blocks of this many cells stay in the processor's cache between centring and multiplying.
BLOCK: Final = 1 << 17


@dataclass(frozen=True, slots=True)
class Association:
    """Coefficients, two-sided p values and numbers of pairs, columns of the one × columns of the other."""

    coefficients: Matrix
    p_values: Matrix
    counts: Matrix


def association(
    x: Matrix, y: Matrix | None = None, *, kind: Kind = "pearson", names: Sequence[str] = ()
) -> Association:
    """Return how the columns of a matrix go together, or those of two.

    Args:
        x: rows × columns, NaN where missing; each pair of columns is compared over the rows that both have.
        y: the same rows × other columns; the columns of ``x`` again where not given.
        kind: ``pearson``, ``spearman`` (both p by Student's t) or ``kendall`` (τ-b, p as SciPy).
        names: of the columns of ``x`` and then of ``y``, for messages.

    Raises:
        InputError: ``EVA-203`` a constant column, and as ``figures`` says.

    Source: Pearson (1895), Spearman (1904), Kendall (1938); p values as in scipy.stats.

    >>> found = association(np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 4.0]]))
    >>> found.coefficients[0, 1].round(4), found.p_values[0, 1].round(4)
    (np.float64(0.7071), np.float64(0.2929))
    """
    whole = figures(x if y is None else np.column_stack([x, y]), names)
    size = np.shape(x)[1]
    rows, columns = slice(0, size), slice(0 if y is None else size, None)
    present = (~np.isnan(whole)).astype(np.float64)
    counts = (present.T @ present)[rows, columns]
    if kind == "kendall":
        r, p = _kendall(whole[:, rows], whole[:, columns])
        return Association(r, p, counts)
    r = correlated(whole, kind=kind)[rows, columns]
    return Association(r, _student(r, counts), counts)


def coefficients(x: Matrix, *, kind: Kind = "pearson", names: Sequence[str] = ()) -> Matrix:
    """Return the correlation matrix of the columns, without p values.

    Raises:
        InputError: ``EVA-203`` a constant column, and as ``figures`` says.

    >>> coefficients(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    array([[1., 1.],
           [1., 1.]])
    """
    return correlated(figures(x, names), kind=kind)


def correlated(x: Matrix, *, kind: Kind = "pearson") -> Matrix:
    """Return the correlation matrix of columns that are known to differ within themselves."""
    if kind == "kendall":
        return _kendall(x, x)[0]
    has_gaps = bool(np.isnan(x.sum()))
    if kind == "spearman":
        return _pairwise_spearman(x) if has_gaps else _scaled(_products(_ranked(x)))
    return _pairwise_pearson(x) if has_gaps else _scaled(_products(x))


def deviations(x: Matrix) -> Vector:
    """Return the standard deviation (n − 1) of each column over the cells that it has.

    >>> deviations(np.array([[1.0], [3.0], [np.nan]]))
    array([1.41421356])
    """
    centre = x.mean(axis=0)
    if not np.isnan(centre).any():
        return np.sqrt(_squares(x, centre) / (len(x) - 1))
    count = (~np.isnan(x)).sum(axis=0)
    centre = np.nanmean(x, axis=0)
    found: Vector = np.sqrt(np.nansum((x - centre) ** 2, axis=0) / np.maximum(count - 1, 1))
    return found


def covariances(x: Matrix) -> Matrix:
    """Return the covariance matrix (n − 1) of the columns over the rows in which every column has a figure.

    >>> covariances(np.array([[1.0, 2.0], [3.0, 2.5]]))
    array([[2.   , 0.5  ],
           [0.5  , 0.125]])
    """
    whole = x[~np.isnan(x).any(axis=1)]
    return _products(whole) / (len(whole) - 1)


def _blocks(x: Matrix) -> range:
    return range(0, len(x), max(1, BLOCK // x.shape[1]))


def _squares(x: Matrix, centre: Vector) -> Vector:
    found = np.zeros(x.shape[1])
    step = _blocks(x).step
    for start in _blocks(x):
        part = x[start : start + step] - centre
        part *= part
        found += part.sum(axis=0)
    return found


def _products(x: Matrix) -> Matrix:
    found = np.zeros((x.shape[1], x.shape[1]))
    centre = x.mean(axis=0)
    step = _blocks(x).step
    for start in _blocks(x):
        part = x[start : start + step] - centre
        found += part.T @ part
    return found


def _scaled(products: Matrix) -> Matrix:
    size = np.sqrt(np.diag(products))
    found: Matrix = np.clip(products / np.outer(size, size), -1.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return found


def _pairwise_pearson(x: Matrix) -> Matrix:
    here = ~np.isnan(x)
    # Moments about the column means lose no digits; what is missing adds zero to each sum.
    y = np.where(here, x - np.nanmean(x, axis=0), 0.0)
    mask = here.astype(np.float64)
    n, sums, squares = mask.T @ mask, y.T @ mask, (y * y).T @ mask
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = y.T @ y - sums * sums.T / n
        spread = np.maximum(squares - sums * sums / n, 0.0)
        found: Matrix = np.clip(cross / np.sqrt(spread * spread.T), -1.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return found


def _ranked(x: Matrix) -> Matrix:
    from scipy.stats import rankdata

    found: Matrix = rankdata(x, axis=0)
    return found


def _pairwise_spearman(x: Matrix) -> Matrix:
    size = x.shape[1]
    found = np.eye(size)
    for one in range(size):
        for other in range(one):
            both = x[:, [one, other]]
            both = both[~np.isnan(both).any(axis=1)]
            r = _scaled(_products(_ranked(both)))[0, 1] if _differ(both) else np.nan
            found[one, other] = found[other, one] = r
    return found


def _differ(x: Matrix) -> bool:
    return len(x) > 1 and bool((x.max(axis=0) > x.min(axis=0)).all())


def _kendall(x: Matrix, y: Matrix) -> tuple[Matrix, Matrix]:
    from scipy.stats import kendalltau

    r, p = (np.full((x.shape[1], y.shape[1]), np.nan) for _ in range(2))
    for one in range(x.shape[1]):
        for other in range(y.shape[1]):
            both = np.column_stack([x[:, one], y[:, other]])
            both = both[~np.isnan(both).any(axis=1)]
            if _differ(both):
                found = kendalltau(both[:, 0], both[:, 1])
                r[one, other], p[one, other] = found.statistic, found.pvalue
    return r, p


def _student(r: Matrix, counts: Matrix) -> Matrix:
    from scipy.special import betainc

    # The tail of Student's t on r with n − 2 degrees of freedom, written with the beta function: exact also at r = 1.
    freedom = np.maximum(counts / 2 - 1, 0.0)
    with np.errstate(invalid="ignore"):
        p: Matrix = betainc(np.maximum(freedom, 1e-300), 0.5, 1.0 - r**2)
    return np.where(counts > 2, p, np.where(counts == 2, 1.0, np.nan))
