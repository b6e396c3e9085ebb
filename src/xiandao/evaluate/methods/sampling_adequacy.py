"""Whether indicators share enough for components or factors: Kaiser–Meyer–Olkin and Bartlett's sphericity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xiandao.evaluate.methods.association import correlated
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import figures
from xiandao.terms.error import InputError


@dataclass(frozen=True, slots=True)
class Adequacy:
    """KMO of all and of each column; Bartlett's χ², its degrees of freedom and p value."""

    kmo: float
    kmo_by_column: Vector
    chi_square: float
    freedom: int
    p_value: float


def sampling_adequacy(x: Matrix, *, names: Sequence[str] = ()) -> Adequacy:
    """Return the Kaiser–Meyer–Olkin measure and Bartlett's test of sphericity.

    KMO = Σ r² / (Σ r² + Σ q²) over pairs of different columns, q being partial correlations;
    χ² = −(n − 1 − (2p + 5)/6) ln |R| with p(p − 1)/2 degrees of freedom.

    Args:
        x: rows × columns; rows with gaps are left out.
        names: of the columns, for messages.

    Raises:
        InputError: ``EVA-212`` too few rows or columns that determine each other, and as ``figures`` says.

    Source: Kaiser (1970), Psychometrika 35; Kaiser and Rice (1974); Bartlett (1951), Biometrika 38.

    >>> rng = np.random.default_rng(1)
    >>> shared = rng.normal(size=(60, 1))
    >>> found = sampling_adequacy(shared + rng.normal(size=(60, 4)))
    >>> round(found.kmo, 2), found.freedom, found.p_value < 0.001
    (0.72, 6, True)
    """
    kept = figures(x, names)
    kept = kept[~np.isnan(kept).any(axis=1)]
    rows, size = kept.shape
    r = correlated(figures(kept, names)) if rows > 1 else np.eye(size)
    sign, logarithm = np.linalg.slogdet(r)
    if rows <= size or size < 2 or sign <= 0 or np.linalg.cond(r) > 1e12:
        raise InputError(
            "EVA-212",
            f"无法检验因子分析的适用性：{rows}个没有缺失的单元、{size}个指标",
            "单元应多于指标，指标不少于两个，且不能有由其他指标算出来的指标",
            {"rows": rows, "columns": list(names)},
        )
    inverse = np.linalg.inv(r)
    partial = -inverse / np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
    squared, others = r**2, partial**2
    np.fill_diagonal(squared, 0.0)
    np.fill_diagonal(others, 0.0)
    by_column = squared.sum(axis=0) / (squared.sum(axis=0) + others.sum(axis=0))
    chi_square = -(rows - 1 - (2 * size + 5) / 6) * float(logarithm)
    freedom = size * (size - 1) // 2
    return Adequacy(
        float(squared.sum() / (squared.sum() + others.sum())),
        by_column,
        chi_square,
        freedom,
        _upper_tail(chi_square, freedom),
    )


def _upper_tail(chi_square: float, freedom: int) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(freedom, chi_square))
