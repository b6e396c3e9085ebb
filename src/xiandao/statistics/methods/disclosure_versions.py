"""What lies between two releases of one measure: the few units that were revised, came or went."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from xiandao.statistics.methods.disclosure_table import Axis, Magnitudes

_DIFFERENCE: Final = "−"


def between(new: Magnitudes, old: Magnitudes) -> Magnitudes | None:
    """Return the table of what lies between two tables of one measure and period, on the axes both have.

    Everybody who has both tables has this one too; its contributions are the units that changed, came or went.

    Returns:
        None when the tables are not about one measure and period, or are of one population and version.

    >>> from xiandao.statistics.methods.disclosure_table import magnitudes
    >>> city = Axis.flat("city", ["x", "y"])
    >>> frame = pl.DataFrame({"unit": list("abc"), "city": list("xyy"), "r1": [3.0, 4, 5]})
    >>> first = magnitudes(frame, [city], measure="r1", value="r1")
    >>> final = magnitudes(frame.with_columns(r1=pl.Series([3.0, 4, 9])), [city], measure="r1", value="r1", version="2")
    >>> found = between(final, first)
    >>> found.unit.to_list(), found.value.tolist(), found.version
    (['c'], [4.0], '2−')
    """
    is_same = (new.measure, new.period) == (old.measure, old.period)
    if not is_same or (new.population, new.version) == (old.population, old.version):
        return None
    pairs = [
        (k, j)
        for k, axis in enumerate(new.axes)
        for j, other in enumerate(old.axes)
        if axis.name == other.name and axis.nodes == other.nodes and axis.total == other.total
    ]
    axes = [new.axes[k] for k, _ in pairs] or [Axis.flat("", [""])]
    columns = {f"place{n}": np.r_[new.place[k], old.place[j]] for n, (k, j) in enumerate(pairs)}
    if not pairs:
        columns = {"place0": np.zeros(len(new.value) + len(old.value), dtype=np.int64)}
    frame = pl.DataFrame(columns).with_columns(
        unit=pl.concat([new.unit, old.unit]),
        holding=pl.concat([new.holding, old.holding]),
        value=np.r_[new.value, -old.value],
    )
    changed = (
        frame.group_by([*columns, "unit"], maintain_order=True)
        .agg(
            pl.col("value").sum(),
            pl.col("holding").first(),
            pl.col("value").abs().sum().alias("all"),
        )
        .filter(pl.col("value").abs() > 1e-9 * pl.col("all"))
    )
    return replace(
        new,
        axes=tuple(axes),
        place=tuple(changed[name].to_numpy() for name in columns),
        unit=changed["unit"],
        holding=changed["holding"],
        value=changed["value"].to_numpy(),
        population=f"{new.population}{_DIFFERENCE}{old.population}",
        version=f"{new.version}{_DIFFERENCE}{old.version}",
    )
