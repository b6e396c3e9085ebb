"""What a sensitivity is asked of: how much ranks move on average, or the score or rank of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.rank_statistics import Ranks
    from xiandao.evaluate.methods.uncertainty_spec import Spec


def mean_rank_change(ranked: Ranks, nominal: Vector) -> Vector:
    """Return for each run the mean absolute difference of ranks from the nominal ones.

    Args:
        ranked: runs × units, 0 where a unit has no rank.
        nominal: rank of each unit, NaN where it has none.

    Returns:
        One number a run, over the units with both ranks; NaN where there are none.

    Source: COINr 1.1.14, ``get_sensitivity``.

    >>> mean_rank_change(np.array([[1, 2], [2, 1]], dtype=np.uint16), np.array([1.0, 2.0])).tolist()
    [0.0, 1.0]
    """
    base = np.where(np.isnan(nominal), 0, nominal).astype(np.int32)
    found = np.full(len(ranked), np.nan)
    step = max(1, 1_000_000 // max(1, len(base)))
    for start in range(0, len(ranked), step):
        part = ranked[start : start + step]
        both = (part > 0) & (base > 0)
        count = both.sum(axis=1)
        total = (np.abs(part.astype(np.int32) - base) * both).sum(axis=1)
        np.divide(total, count, out=found[start : start + step], where=count > 0)
    return found


def output_of(
    spec: Spec,
    table: Table,
    scores: Matrix,
    ranked: Ranks,
    nominal: Ranks,
) -> tuple[Matrix, tuple[str, ...]]:
    """Return what the sensitivity is of, runs × outputs, and what the outputs are called.

    Args:
        spec: which output is wanted.
        table: whose rows the scores are of.
        scores: runs × rows.
        ranked: runs × rows, the rank of each score, 0 where there is none.
        nominal: nominal rank of each row, 0 where it has none.

    Raises:
        InputError: ``EVA-303`` a unit that the data do not have.
    """
    if spec.output == "mean_rank_change":
        own = np.where(nominal > 0, nominal, np.nan)
        return mean_rank_change(ranked, own)[:, None], ("mean_rank_change",)
    rows = [place for place, unit in enumerate(table.units) if not spec.unit or unit == spec.unit]
    if not rows:
        raise InputError(
            "EVA-303",
            f"uncertainty.output 里的单元“{spec.unit}”不在数据里",
            f"可用的有：{'、'.join(sorted(set(table.units))[:10])} 等",
            {"key": "uncertainty.output", "value": spec.unit},
        )
    kept = np.array(rows)
    # Units without a nominal score (screened out) have no output of their own.
    kept = kept if spec.unit else kept[nominal[kept] > 0]
    names = tuple(" ".join(table.rows[place]).strip() for place in kept)
    if spec.output == "score":
        return scores[:, kept], names
    chosen = ranked[:, kept].astype(np.float64)
    return np.where(chosen > 0, chosen, np.nan), names
