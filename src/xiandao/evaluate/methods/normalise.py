"""What all steps of normalising share: direction, periods, marks of indicators, the log of bounds, positive scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xiandao.evaluate.methods.normalise_bounds import LOG_COLUMNS
from xiandao.evaluate.methods.normalise_positive import positive_rescale
from xiandao.evaluate.methods.step import Log, Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework


@dataclass(frozen=True, slots=True)
class Indicators:
    """What normalising needs to know of the columns that it is given.

    Args:
        codes: of the columns.
        labels: names for messages.
        direction: 1 or −1 each.
        marks: their marks.
        known: codes of all indicators of the framework.
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    direction: Vector
    marks: tuple[Mapping[str, float], ...]
    known: tuple[str, ...]

    def marked(self, name: str, given: float | None = None) -> Vector:
        """Return a mark of each indicator, NaN where it has none; what the recipe gives stands for all of them."""
        if given is not None:
            return np.full(len(self.codes), float(given))
        return np.array([float(marks.get(name, np.nan)) for marks in self.marks])

    def required(self, name: str, given: float | None = None) -> Vector:
        """Return a mark that every indicator must have.

        Raises:
            InputError: ``EVA-155``.
        """
        found = self.marked(name, given)
        self.refuse_without(np.isnan(found), name)
        return found

    def refuse_without(
        self, lacking: Vector | np.ndarray[tuple[int], np.dtype[np.bool_]], name: str
    ) -> None:
        """Refuse indicators without a mark.

        Raises:
            InputError: ``EVA-155``.
        """
        places = [int(place) for place in np.flatnonzero(lacking)]
        if not places:
            return
        more = f"等{len(places)}个指标" if len(places) > 1 else ""
        raise InputError(
            "EVA-155",
            f"“{self.labels[places[0]]}”{more}没有给出 {name}",
            f"请在指标框架里给它填上 {name}，或在方案的 indicators 里为它单独写明",
            {"indicators": [self.codes[place] for place in places], "mark": name},
        )


class Scored(NamedTuple):
    """Scores, and the two numbers a column that they were made with; of what kind those are."""

    values: Matrix
    low: Vector
    high: Vector
    kind: str


Scoring = Callable[[Matrix, Indicators, Table], Scored]


def indicators_of(table: Table, framework: Framework, period: str = "") -> Indicators:
    """Return what is known of the columns of a table.

    Raises:
        InputError: ``EVA-167`` a column that is no indicator of the framework.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", "能耗", parent="I", direction=-1)])
    >>> indicators_of(Table(("甲",), ("a",), np.array([[1.0]])), tree).labels
    ('能耗',)
    """
    strange = [code for code in table.columns if code not in framework.by_code]
    if strange:
        raise InputError(
            "EVA-167",
            f"指标框架里没有“{strange[0]}”",
            "请在框架里加上它，或从数据里去掉这一列",
            {"columns": strange},
        )
    nodes = [framework[code] for code in table.columns]
    tail = f"（{period}）" if period else ""
    return Indicators(
        table.columns,
        tuple(f"{node.label}{tail}" for node in nodes),
        np.array([float(node.direction) for node in nodes]),
        tuple(node.marks for node in nodes),
        framework.indicators,
    )


def normalised(
    table: Table,
    framework: Framework,
    score: Scoring,
    *,
    over: str = "all",
    positive: float | None = None,
) -> Outcome:
    """Return the outcome of a step that scores columns.

    Args:
        table: figures.
        framework: directions and marks.
        score: ``score(x, indicators, rows)`` gives ``Scored``.
        over: ``all`` scores the rows of a panel together, ``period`` each period for itself.
        positive: smallest score that may come out; all scores are moved up by one amount where one is smaller.
    """
    rows: list[tuple[object, ...]] = []
    parts = table.slices() if over == "period" and table.is_panel else None
    if parts is None:
        whole = indicators_of(table, framework)
        scored = score(table.values, whole, table)
        values, rows = scored.values, _told(scored, whole, "")
    else:
        values = np.empty(table.values.shape, order="F")
        for period, mask in parts.items():
            them, part = indicators_of(table, framework, period), table.take(rows=mask)
            scored = score(part.values, them, part)
            values[mask] = scored.values
            rows += _told(scored, them, period)
    logs = [Log("bounds", LOG_COLUMNS, tuple(rows))]
    if positive is not None:
        values, shift = positive_rescale(values, smallest=positive)
        logs.append(
            Log("shift", ("indicator", "shift"), tuple((code, shift) for code in table.columns))
        )
    return Outcome(table.with_values(values), tuple(logs))


def _told(scored: Scored, them: Indicators, period: str) -> list[tuple[object, ...]]:
    low = np.broadcast_to(scored.low, len(them.codes))
    high = np.broadcast_to(scored.high, len(them.codes))
    return [
        (code, period, scored.kind, float(first), float(second), int(direction))
        for code, first, second, direction in zip(
            them.codes, low, high, them.direction, strict=True
        )
    ]


def refuse_reversed(lower: float, upper: float) -> None:
    """Refuse a scale that does not rise.

    Raises:
        InputError: ``EVA-159``.
    """
    if not upper > lower:
        raise InputError(
            "EVA-159",
            f"最高分{upper:g}不大于最低分{lower:g}",
            "请让 upper 大于 lower；指标越小越好的，在框架里把方向填为 -1",
            {"lower": lower, "upper": upper},
        )
