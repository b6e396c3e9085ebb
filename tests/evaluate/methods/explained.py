"""Small indices to explain: two pillars of unequal depth, any way to aggregate, gaps where wanted."""

import numpy as np
from hypothesis import strategies as st

from xiandao.evaluate.methods.build import Build, build
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.table import Table

CODES = ("a", "b", "c", "d", "e")
TREE = Framework.of(
    [
        Node("I", "总指数"),
        Node("P", "创新", "I", weight=3),
        Node("Q", "产业", "I", weight=2),
        Node("a", "发明专利", "P", weight=2, unit="件"),
        Node("b", "研发投入", "P", unit="亿元"),
        Node("R", "企业", "Q", weight=1.5),
        Node("c", "规上企业", "R", unit="家"),
        Node("d", "高企", "R", weight=4, unit="家"),
        Node("e", "能耗强度", "Q", direction=-1, unit="吨标准煤/万元"),
    ]
)
PLANS = (
    {"method": "arithmetic"},
    {"method": "geometric"},
    {"method": "harmonic"},
    {"method": "power", "p": 2.0},
    {"method": "power", "p": 0.5},
    {"method": "arithmetic", "levels": {"3": {"method": "geometric"}}},
    {"method": "arithmetic", "nodes": {"I": {"method": "harmonic"}, "Q": {"over": "indicators"}}},
    {"method": "arithmetic", "missing": "worst"},
    {"method": "arithmetic", "nodes": {"I": {"method": "topsis"}}},
    {"method": "geometric", "shift": 1.0},
    {"method": "copeland"},
)
SCORES = st.lists(
    st.lists(st.integers(1, 100).map(float), min_size=5, max_size=5), min_size=4, max_size=7
)


def made(
    values: np.ndarray, plan: dict | None = None, *, steps: tuple = (), tree: Framework = TREE
) -> Build:
    """Return an index of units U0, U1 …; without steps the values are taken as normalised."""
    values = np.asarray(values, dtype=float)
    units = tuple(f"U{row}" for row in range(len(values)))
    table = Table(units, tree.indicators, values, names=tuple(f"{unit}区" for unit in units))
    return build(table, tree, Recipe({"steps": list(steps), "aggregate": plan or {}}))


def example(rows: int = 12, seed: int = 7, gaps: int = 0) -> np.ndarray:
    """Return scores between 5 and 95, with some cells missing."""
    random = np.random.default_rng(seed)
    values = random.uniform(5, 95, size=(rows, len(CODES)))
    for place in range(gaps):
        values[place % rows, (2 * place + 1) % len(CODES)] = np.nan
    return values
