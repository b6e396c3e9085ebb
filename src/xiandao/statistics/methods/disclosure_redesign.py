"""Other tables to publish when most cells of the one asked for would be hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_primary import Sensitivity
from xiandao.statistics.methods.disclosure_protected import Proposal
from xiandao.statistics.methods.disclosure_table import Axis, Magnitudes, aggregate


def sensitive_share(found: Sensitivity) -> float:
    """Return which part of the cells that anybody contributes to is sensitive.

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_primary import measure
    >>> rule = Parameters(minimum=2)
    >>> sensitive_share(measure(np.array([0, 1, 1]), np.arange(3), np.ones(3), 3, rule))
    0.5
    """
    filled = int((found.count > 0).sum())
    return float(found.is_sensitive.sum()) / filled if filled else 0.0


def proposals(table: Magnitudes, parameters: Parameters, before: float) -> tuple[Proposal, ...]:
    """Return what becomes of the sensitive share when one dimension is coarsened, the best first.

    >>> import polars as pl
    >>> from xiandao.statistics.methods.disclosure_table import magnitudes
    >>> axis = Axis("region", {"a1": "a", "a2": "a", "b1": "b", "a": "_T", "b": "_T"})
    >>> frame = pl.DataFrame({"unit": list("pqrs"), "region": ["a1", "a2", "b1", "b1"], "r1": [1.0, 2, 3, 4]})
    >>> table = magnitudes(frame, [axis], measure="r1", value="r1")
    >>> [one.sentence for one in proposals(table, Parameters(minimum=2), 0.33)]
    ['建议把“region”合并到上一级：敏感单元格由33%降到0%']
    """
    found = []
    for k, axis in enumerate(table.axes):
        is_dropped = axis.is_flat
        if is_dropped and len(table.axes) == 1:
            continue
        other = _dropped(table, k) if is_dropped else _lifted(table, k)
        after = sensitive_share(aggregate(other, parameters)[1])
        if after < before:
            what = f"取消“{axis.name}”这一维度" if is_dropped else f"把“{axis.name}”合并到上一级"
            sentence = f"建议{what}：敏感单元格由{before:.0%}降到{after:.0%}"
            found.append(Proposal(axis.name, is_dropped, before, after, sentence))
    return tuple(sorted(found, key=lambda proposal: proposal.after))


def _dropped(table: Magnitudes, k: int) -> Magnitudes:
    keep = [j for j in range(len(table.axes)) if j != k]
    return replace(
        table,
        axes=tuple(table.axes[j] for j in keep),
        place=tuple(table.place[j] for j in keep),
    )


def _lifted(table: Magnitudes, k: int) -> Magnitudes:
    """Return the table with the innermost codes of an axis taken together under what they are part of."""
    axis = table.axes[k]
    leaves = axis.nodes[: axis.leaves]
    above = {
        code: code if axis.parents[code] == axis.total else axis.parents[code] for code in leaves
    }
    kept = set(above.values()) | (set(axis.nodes[axis.leaves :]) - {axis.total})
    shorter = Axis(
        axis.name,
        {code: whole for code, whole in axis.parents.items() if code in kept},
        axis.is_whole,
    )
    # Codes whose parts are still there are no leaves: what is lifted onto them goes one level further up.
    index = dict(shorter.index)
    place = []
    for code in leaves:
        at = above[code]
        place.append(index[at] if index[at] < shorter.leaves else -1)
    moved = np.array(place, dtype=np.int64)
    if (moved < 0).any():
        return _dropped(table, k) if len(table.axes) > 1 else table
    places = list(table.place)
    places[k] = moved[places[k]]
    return replace(
        table, axes=(*table.axes[:k], shorter, *table.axes[k + 1 :]), place=tuple(places)
    )
