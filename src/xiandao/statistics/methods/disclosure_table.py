"""Tables to be published and what they are made of: axes with totals, contributions, linear relations between cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import Final

import numpy as np
import polars as pl

from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_primary import (
    Floats,
    Ints,
    Sensitivity,
    amounts,
    measure,
)
from xiandao.terms.error import XiandaoError

TOTAL: Final = "_T"
Coordinate = tuple[str, ...]
# Relation (row), cell, sign: in every row the parts (+1) less their total (−1) are zero.
Relations = tuple[Ints, Ints, Floats]


@dataclass(frozen=True)
class Axis:
    """One dimension: every code and what it is part of; the one code that is part of nothing is the total.

    Args:
        name: name of the dimension.
        parents: the code each code is part of, for every code but the total.
        is_whole: the total stands for the whole population, so that tables without this axis share its cells.

    Raises:
        XiandaoError: STA-402 when there are several totals, or a code is part of itself.

    >>> axis = Axis("region", {"330102": "330100", "330106": "330100", "330100": "330000"})
    >>> axis.nodes, axis.leaves, axis.is_flat
    (('330102', '330106', '330100', '330000'), 2, False)
    """

    name: str
    parents: Mapping[str, str]
    is_whole: bool = True
    nodes: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        inner = dict.fromkeys(self.parents.values())
        roots = [code for code in inner if code not in self.parents]
        leaves = [code for code in self.parents if code not in inner]
        if len(roots) != 1 or not leaves:
            raise XiandaoError("STA-402", f"维度“{self.name}”应有且只有一个合计", "请核对分类目录")
        depth = {code: len(self.line(code)) for code in (*leaves, *inner)}
        above = sorted(inner, key=lambda code: -depth[code])
        object.__setattr__(self, "nodes", (*leaves, *above))

    @classmethod
    def flat(cls, name: str, codes: Sequence[str], total: str = TOTAL) -> Axis:
        """Return an axis whose codes are all part of one total."""
        return cls(name, dict.fromkeys(codes, total))

    def line(self, code: str) -> list[str]:
        """Return a code and everything that it is part of, up to the total."""
        chain = [code]
        while chain[-1] in self.parents:
            chain.append(self.parents[chain[-1]])
            if len(chain) > 30:
                raise XiandaoError("STA-402", f"维度“{self.name}”的上下级成环", "请核对分类目录")
        return chain

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The number of each code."""
        return {code: number for number, code in enumerate(self.nodes)}

    @cached_property
    def leaves(self) -> int:
        """How many codes have no parts."""
        inner = set(self.parents.values())
        return sum(code not in inner for code in self.nodes)

    @property
    def total(self) -> str:
        """The code of the total."""
        return self.nodes[-1]

    @property
    def is_flat(self) -> bool:
        """Whether there is nothing between the codes and the total."""
        return len(self.nodes) == self.leaves + 1

    def levels(self) -> list[Ints]:
        """Return for each depth below the total the code that every leaf belongs to there, or −1."""
        chains = [self.line(code)[::-1] for code in self.nodes[: self.leaves]]
        deepest = max(len(chain) for chain in chains)
        rows = [
            [self.index[chain[depth]] if depth < len(chain) else -1 for chain in chains]
            for depth in range(deepest)
        ]
        return [np.array(row, dtype=np.int64) for row in rows]


@dataclass(frozen=True, repr=False)
class Magnitudes:
    """A table of totals before protection: the contributions of every enterprise. Never leaves the statistics store.

    Args:
        measure: what is added up, such as the code of an indicator.
        axes: the dimensions.
        place: for each axis the leaf number of each contribution.
        unit: the enterprise of each contribution.
        holding: its enterprise group, or the enterprise itself.
        value: the contributions.
        period, population, version: the same measure and period of another population or version is linked to this
            table by the difference between the two.
    """

    measure: str
    axes: tuple[Axis, ...]
    place: tuple[Ints, ...]
    unit: pl.Series
    holding: pl.Series
    value: Floats
    period: str = ""
    population: str = ""
    version: str = ""

    def __repr__(self) -> str:
        return f"Magnitudes({self.measure!r}, {self.period!r}, {self.shape})"

    @property
    def shape(self) -> tuple[int, ...]:
        """How many codes each axis has, totals included."""
        return tuple(len(axis.nodes) for axis in self.axes)

    @property
    def cells(self) -> int:
        """How many cells the table has, totals included."""
        return prod(self.shape)

    def coordinates(self) -> list[Coordinate]:
        """Return the codes of every cell, in the order of the cell numbers."""
        return list(product(*(axis.nodes for axis in self.axes)))

    def number(self, coordinate: Coordinate) -> int:
        """Return the number of a cell.

        Raises:
            XiandaoError: STA-403 when the table has no such cell.
        """
        try:
            at = [axis.index[code] for axis, code in zip(self.axes, coordinate, strict=True)]
        except (KeyError, ValueError) as wrong:
            raise XiandaoError("STA-403", "表中没有这个单元格", "请核对分类代码") from wrong
        return int(np.ravel_multi_index(at, self.shape))


def magnitudes(
    frame: pl.DataFrame, axes: Sequence[Axis], *, measure: str, value: str, **about: str
) -> Magnitudes:
    """Return a table from a frame with columns ``unit``, ``group`` (may be null), ``value`` and one per axis.

    Rows whose value is missing are left out.

    Raises:
        XiandaoError: STA-403 for a code that is no leaf of its axis, STA-404 for a value that is no number.

    >>> frame = pl.DataFrame({"unit": ["a", "b"], "group": [None, "g"], "city": ["x", "y"], "r1": [3.0, 4.0]})
    >>> magnitudes(frame, [Axis.flat("city", ["x", "y"])], measure="revenue", value="r1")
    Magnitudes('revenue', '', (3,))
    """
    kept = frame.filter(pl.col(value).is_not_null())
    number = kept[value].cast(pl.Float64).to_numpy().astype(np.float64)
    if not np.isfinite(number).all():
        raise XiandaoError("STA-404", "待发布数据中有无法计算的数值", "请先完成数据审核")
    places = []
    for axis in axes:
        codes = pl.Series(list(axis.nodes[: axis.leaves]), dtype=pl.String)
        at = (
            kept[axis.name]
            .cast(pl.String)
            .replace_strict(codes, pl.Series(range(len(codes)), dtype=pl.Int64), default=None)
        )
        if at.null_count():
            raise XiandaoError(
                "STA-403", f"维度“{axis.name}”中有目录以外的代码", "请核对分类目录与单位名录"
            )
        places.append(at.to_numpy().astype(np.int64))
    unit = kept["unit"].cast(pl.String)
    group = kept["group"].cast(pl.String) if "group" in kept.columns else unit
    holding = pl.select(pl.coalesce(group, unit)).to_series()
    return Magnitudes(measure, tuple(axes), tuple(places), unit, holding, number, **about)


def aggregate(table: Magnitudes, parameters: Parameters) -> tuple[Floats, Sensitivity, list[str]]:
    """Return the value and the sensitivity of every cell, and the names of the holdings by number.

    >>> frame = pl.DataFrame({"unit": ["a", "b", "c"], "city": ["x", "y", "y"], "r1": [3.0, 4.0, 1.0]})
    >>> table = magnitudes(frame, [Axis.flat("city", ["x", "y"])], measure="revenue", value="r1")
    >>> value, sensitivity, names = aggregate(table, Parameters(minimum=2))
    >>> value.tolist(), sensitivity.is_sensitive.tolist(), names[sensitivity.holder[0]]
    ([3.0, 5.0, 8.0], [True, False, False], 'a')
    """
    names, holding = _numbered(table.holding if parameters.rolls_up_groups else table.unit)
    amount = amounts(table.value, parameters)
    value = np.zeros(table.cells)
    parts = []
    for levels in product(*(axis.levels() for axis in table.axes)):
        at = [level[place] for level, place in zip(levels, table.place, strict=True)]
        kept = np.all([column >= 0 for column in at], axis=0)
        cell = np.ravel_multi_index([np.maximum(column, 0) for column in at], table.shape)
        value += np.bincount(cell[kept], weights=table.value[kept], minlength=table.cells)
        parts.append(measure(cell[kept], holding[kept], amount[kept], table.cells, parameters))
    return value, _joined(parts), names


def relations(axes: Sequence[Axis]) -> Relations:
    """Return the independent linear relations between the cells of a table.

    One relation per total that is not implied by the others: totals along the first axis everywhere, along the next
    only where the axes before it stand at a leaf. An axis with levels goes first, so that a table with only one such
    axis has every cell in at most two relations and is a network.

    >>> row, cell, sign = relations([Axis.flat("city", ["x", "y"])])
    >>> row.tolist(), cell.tolist(), sign.tolist()
    ([0, 0, 0], [0, 1, 2], [1.0, 1.0, -1.0])
    """
    numbers = np.arange(prod(len(axis.nodes) for axis in axes)).reshape(
        [len(axis.nodes) for axis in axes]
    )
    order = sorted(range(len(axes)), key=lambda k: axes[k].is_flat)
    rows, cells, signs, used = [], [], [], 0
    for at, k in enumerate(order):
        axis, box = axes[k], numbers
        for earlier in order[:at]:
            box = np.take(box, range(axes[earlier].leaves), axis=earlier)
        lines = np.moveaxis(box, k, 0).reshape(len(axis.nodes), -1)
        width = lines.shape[1]
        for code, number in axis.index.items():
            for whole, sign in ((axis.parents.get(code), 1.0), (code, -1.0)):
                if whole is not None and axis.index[whole] >= axis.leaves:
                    offset = (axis.index[whole] - axis.leaves) * width
                    rows.append(used + offset + np.arange(width))
                    cells.append(lines[number])
                    signs.append(np.full(width, sign))
        used += (len(axis.nodes) - axis.leaves) * width
    return np.concatenate(rows), np.concatenate(cells), np.concatenate(signs)


def _numbered(names: pl.Series) -> tuple[list[str], Ints]:
    unique = names.unique().sort()
    number = names.rank("dense").to_numpy().astype(np.int64) - 1
    return unique.to_list(), number


def _joined(parts: list[Sensitivity]) -> Sensitivity:
    """Put together parts of which each knows other cells."""
    return Sensitivity(
        size=np.sum([part.size for part in parts], axis=0),
        count=np.sum([part.count for part in parts], axis=0),
        holder=np.max([part.holder for part in parts], axis=0),
        up=np.sum([part.up for part in parts], axis=0),
        down=np.sum([part.down for part in parts], axis=0),
        is_small=np.any([part.is_small for part in parts], axis=0),
        inside=(
            np.concatenate([part.inside[0] for part in parts]),
            np.concatenate([part.inside[1] for part in parts]),
            np.concatenate([part.inside[2] for part in parts]),
        ),
    )
