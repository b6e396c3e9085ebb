"""Small tables and frameworks, so that a test says only what it is about."""

from collections.abc import Mapping, Sequence

import numpy as np

from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.table import Table

GAP = float("nan")


def tree(*codes: str, **directions: int) -> Framework:
    """Return an index right above its indicators."""
    below = [Node(code, parent="I", direction=directions.get(code, 1)) for code in codes]
    return Framework.of([Node("I"), *below])


def table(columns: Mapping[str, Sequence[float]], **others: object) -> Table:
    """Return a table of units U0, U1 … or those given."""
    values = np.array([list(column) for column in columns.values()], dtype=float).T
    units = others.pop("units", tuple(f"U{place}" for place in range(len(values))))
    return Table(tuple(units), tuple(columns), values, **others)


def panel(series: Mapping[str, Sequence[float]], periods: Sequence[str]) -> Table:
    """Return a panel of one indicator x: for each unit its figures by period."""
    units = [unit for unit in series for _ in periods]
    values = [[figure] for figures in series.values() for figure in figures]
    return Table(
        tuple(units), ("x",), np.array(values, dtype=float), periods=tuple(periods) * len(series)
    )
