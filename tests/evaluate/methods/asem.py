"""The reference data set of 51 economies, read the plain way; beside the checkout, never in it."""

import csv
from pathlib import Path

import numpy as np

from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.table import Table

GROUPS = ("GDP_group", "GDPpc_group", "Pop_group", "EurAsia_group")
DENOMINATORS = ("Area", "Energy", "GDP", "Population")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(word: str) -> float:
    return float(word) if word not in ("", "NA") else np.nan


def framework_of(folder: Path) -> Framework:
    return Framework.of(
        Node(
            code=row["iCode"],
            name=row["iName"],
            parent=row["Parent"],
            weight=float(row["Weight"]),
            direction=int(row["Direction"]),
            denominator=row["Denominator"],
        )
        for row in rows_of(folder / "iMeta.csv")
        if row["Type"] in ("Indicator", "Aggregate")
    )


def table_of(folder: Path, name: str = "iData.csv") -> Table:
    """Return inputs with groups and denominators."""
    rows = rows_of(folder / name)
    codes = framework_of(folder).indicators
    return Table(
        units=tuple(row["uCode"] for row in rows),
        columns=codes,
        values=np.array([[number(row[code]) for code in codes] for row in rows]),
        names=tuple(row["uName"] for row in rows),
        periods=tuple(row["Time"] for row in rows),
        groups={group: tuple(row[group] for row in rows) for group in GROUPS},
        denominators={name: np.array([number(row[name]) for row in rows]) for name in DENOMINATORS},
    )


def stage_of(folder: Path, name: str) -> Table:
    """Return inputs with the figures of one stage of the standard build."""
    rows, table = rows_of(folder / name), table_of(folder)
    at = {row["uCode"]: row for row in rows}
    values = [[number(at[unit][code]) for code in table.columns] for unit in table.units]
    return table.with_values(np.array(values))
