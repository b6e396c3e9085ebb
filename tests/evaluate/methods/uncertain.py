"""Small and standard cases that are made uncertain."""

import numpy as np

from tests.evaluate.methods.asem import framework_of, table_of
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.table import Table

STEPS = [
    {"use": "denominate"},
    {"use": "impute", "method": "group_mean", "group": "EurAsia_group"},
    {"use": "screen", "availability": 0.9},
    {"use": "treat", "max_points": 5},
    {"use": "normalise", "method": "minmax", "lower": 1, "upper": 100},
]
TREATMENT = {"name": "缩尾", "key": "treat.max_points", "alternatives": [1, 2, 3, 4, 5]}
SCALES = [
    {"method": "minmax", "lower": 1, "upper": 100},
    {"method": "zscore", "mean": 10, "sd": 2},
]
NORMALISATION = {"name": "标准化", "key": "normalise", "alternatives": SCALES}
WEIGHTS = {"name": "权重", "kind": "weights", "noise": {"2": 0.25, "3": 0.25}, "sets": 100}
AGGREGATION = {
    "name": "合成",
    "key": "aggregate.method",
    "alternatives": ["arithmetic", "geometric"],
}
STANDARD = [TREATMENT, NORMALISATION, WEIGHTS, AGGREGATION]


def asem(shared):
    folder = shared / "data" / "asem"
    return table_of(folder), framework_of(folder), Recipe({"steps": STEPS})


def panel(shared):
    folder = shared / "data" / "asem"
    return table_of(folder, "iData_panel.csv"), framework_of(folder), Recipe({"steps": STEPS})


def tree() -> Framework:
    return Framework.of(
        [
            Node("I", "总指数"),
            Node("P", "创新", parent="I"),
            Node("Q", "开放", parent="I"),
            Node("a", "研发投入", parent="P"),
            Node("b", "专利", parent="P"),
            Node("c", "出口", parent="Q"),
            Node("d", "能耗", parent="Q", direction=-1),
        ]
    )


def figures(rows: int = 12, seed: int = 5) -> Table:
    rng = np.random.default_rng(seed)
    units = tuple(f"u{number:02}" for number in range(rows))
    groups = {"region": tuple("甲" if number % 2 else "乙" for number in range(rows))}
    return Table(units, ("a", "b", "c", "d"), rng.lognormal(2, 1, (rows, 4)), groups=groups)


def recipe(**changes) -> Recipe:
    steps = [
        {"use": "impute", "method": "mean"},
        {"use": "treat", "max_points": 3},
        {"use": "normalise", "method": "minmax", "lower": 1, "upper": 100},
    ]
    return Recipe({"steps": steps, **changes})
