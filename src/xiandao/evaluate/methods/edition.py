"""An edition of an index as plain data: what it was made from, what came out; one gives the other, bit for bit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.sealing import kept, seal
from xiandao.evaluate.methods.table import Table

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """Where the figures of one indicator come from."""

    indicator: str
    form: str
    period: str
    unit: str


def framework_of(nodes: Sequence[Mapping[str, Any]]) -> Framework:
    """Return the framework that a scheme keeps as a list of plain nodes.

    Raises:
        InputError: ``EVA-010`` as ``Framework`` says.

    >>> framework_of([{"code": "I"}, {"code": "a", "parent": "I", "weight": 2, "marks": {"cap": 5}}]).indicators
    ('a',)
    """

    def word(node: Mapping[str, Any], name: str) -> str:
        return str(node.get(name) or "")

    return Framework.of(
        Node(
            code=word(node, "code"),
            name=word(node, "name"),
            parent=word(node, "parent"),
            unit=word(node, "unit"),
            denominator=word(node, "denominator"),
            weight=float(node.get("weight", 1.0)),
            direction=int(node.get("direction", 1)),
            marks={name: float(value) for name, value in (node.get("marks") or {}).items()},
        )
        for node in nodes
    )


def snapshot_of(
    table: Table,
    nodes: Sequence[Mapping[str, Any]],
    recipe: Mapping[str, Any],
    figures: Sequence[Figure] = (),
) -> Plain:
    """Return all that a result follows from, as plain data."""
    return {
        "units": list(table.units),
        "names": list(table.names),
        "columns": list(table.columns),
        "values": [[kept_raw(value) for value in row] for row in table.values.tolist()],
        "groups": [[name, list(words)] for name, words in table.groups.items()],
        "denominators": [
            [name, [kept_raw(value) for value in column.tolist()]]
            for name, column in table.denominators.items()
        ],
        "nodes": [dict(node) for node in nodes],
        "recipe": dict(recipe),
        "figures": [[one.indicator, one.form, one.period, one.unit] for one in figures],
    }


def kept_raw(value: float) -> float | None:
    """Return an input figure as it is kept: unrounded, None where it is missing."""
    return None if value != value else value


def table_of(snapshot: Mapping[str, Any]) -> Table:
    """Return the table of a snapshot.

    >>> table = Table(("甲", "乙"), ("a",), np.array([[1.5], [np.nan]]))
    >>> table_of(snapshot_of(table, [], {})).column("a")
    array([1.5, nan])
    """
    columns = snapshot["columns"]
    rows = [
        [np.nan if value is None else float(value) for value in row] for row in snapshot["values"]
    ]
    return Table(
        units=tuple(snapshot["units"]),
        names=tuple(snapshot["names"]),
        columns=tuple(columns),
        values=np.array(rows, dtype=np.float64).reshape(len(rows), len(columns)),
        groups={name: tuple(words) for name, words in snapshot.get("groups", ())},
        denominators={
            name: np.array([np.nan if one is None else float(one) for one in column])
            for name, column in snapshot.get("denominators", ())
        },
    )


def rebuilt(snapshot: Mapping[str, Any]) -> Build:
    """Return the index that follows from a snapshot."""
    return build(table_of(snapshot), framework_of(snapshot["nodes"]), Recipe(snapshot["recipe"]))


def result_of(made: Build) -> Plain:
    """Return scores, ranks and weights as plain data, rounded so that every machine gives the same.

    Units left out by screening have no row; ``units`` says which are in.
    """
    scores = made.scores
    return {
        "units": list(scores.units),
        "columns": list(scores.columns),
        "scores": [[kept(value) for value in row] for row in scores.values.tolist()],
        "ranks": [[kept(value) for value in row] for row in made.ranks.values.tolist()],
        "weights": [[code, kept(weight)] for code, weight in sorted(made.weights.items())],
    }


def reproduced(snapshot: Mapping[str, Any]) -> str:
    """Return the seal of the result that follows from a snapshot: equal to the official one, or something is wrong."""
    return seal(result_of(rebuilt(snapshot)))
