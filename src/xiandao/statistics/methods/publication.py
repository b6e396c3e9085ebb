"""An indicator by rows and columns, protected: its totals pass the gate one by one, and only then is it worked out."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from xiandao.statistics.methods.disclosure_book import Released
from xiandao.statistics.methods.disclosure_gate import protect
from xiandao.statistics.methods.disclosure_measures import Sums
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_protected import Protected
from xiandao.statistics.methods.disclosure_table import Axis, Coordinate, Magnitudes
from xiandao.statistics.methods.disclosure_tying import ties
from xiandao.statistics.methods.indicator import Indicator
from xiandao.statistics.methods.indicators_formula import Floats, value
from xiandao.statistics.methods.publication_totals import Facts, Seal, Variant, has_growth, tables

if TYPE_CHECKING:
    from xiandao.statistics.methods.disclosure_protected import Proposal

Hidden = Mapping[str, Collection[Coordinate]]
VERDICTS = ("pass", "review", "fail")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a table that may be seen: ``is_hidden`` where it is not, ``value`` None where there is none."""

    value: float | None
    growth: float | None
    is_hidden: bool


@dataclass(frozen=True, slots=True, repr=False)
class Made:
    """A protected table, and what stays in the statistics store: the tables behind it and what they hide.

    ``report``: verdict, counts and shares, without any parameter.
    """

    figures: Mapping[Coordinate, Figure]
    report: Mapping[str, Any]
    behind: tuple[Released, ...]
    patterns: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Made({len(self.figures)} figures, {self.report['verdict']})"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a table is protected: rules, what was released before, what was hidden last time, by which method.

    ``sums``: what adds up within the form of the returns. ``seconds``: for making the patterns of all tables behind an
    indicator cheaper, by the ``clock``; without one the number of rounds alone is the limit.
    """

    parameters: Parameters
    seal: Seal
    released: tuple[Released, ...] = ()
    sums: tuple[Sums, ...] = ()
    previous: Hidden | None = None
    method: Literal["suppress", "round"] = "suppress"
    seconds: float = 6.0
    clock: Callable[[], float] | None = None


def publish(facts: Facts, one: Indicator, setting: Setting) -> Made:
    """Return the table of an indicator as it may be seen.

    Growth on the same scope is worked out from two more tables, of those who give both periods. They pass the gate
    after the values, so that values and growth together tell no more than each alone; where they do not stand the
    attack there is no growth, whatever the values.

    Args:
        facts: returns and units.
        one: the indicator; it has a formula.
        setting: how it is protected.

    Raises:
        XiandaoError: ``STA-403`` … ``STA-407`` as ``protect`` says.
    """
    is_growing = setting.method == "suppress" and has_growth(one, facts.filings.columns)
    gate = _Gate(setting, len(one.parsed.totals) * (3 if is_growing else 1))
    now = gate.pass_all(tables(facts, one, "value", seal=setting.seal))
    growth: Mapping[Coordinate, float | None] = {}
    verdicts = [table.verdict for table in now]
    is_open = all(table.is_publishable for table in now)
    if is_open and is_growing:
        growth = _growth(gate, facts, one, now)
    figures = _figures(one, now, growth)
    report = _report(now, figures, max(verdicts, key=VERDICTS.index))
    return Made(figures, report, tuple(gate.behind), tuple(gate.patterns))


class _Gate:
    """The gate for several tables one after another: each is protected beside all before it."""

    def __init__(self, setting: Setting, tables: int) -> None:
        self.setting = setting
        self._seconds = setting.seconds / tables
        self.behind: list[Released] = []
        self.patterns: list[str] = []
        self._known: dict[tuple[str, ...], Protected] = {}

    def pass_all(self, wanted: Sequence[Magnitudes]) -> list[Protected]:
        """Protect the tables in their order; one that stands twice in a formula is one table."""
        for table in wanted:
            if _about(table) not in self._known:
                self._known[_about(table)] = self.pass_one(table)
        return [self._known[_about(table)] for table in wanted]

    def pass_one(self, table: Magnitudes) -> Protected:
        """Protect a table and remember what it tells."""
        setting = self.setting
        told = [*setting.released, *self.behind]
        linked = [
            past
            for past in told
            if (past.table.measure, past.table.period) == (table.measure, table.period)
        ]
        found = protect(
            table,
            parameters=setting.parameters,
            previous=(setting.previous or {}).get(table.measure, ()),
            released=linked,
            method=setting.method,
            ties=ties(table, told, setting.sums),
            seconds=self._seconds,
            clock=setting.clock,
        )
        # A rounded figure is not known exactly: whatever comes later must not complete it.
        hidden = frozenset(found.cells) if setting.method == "round" else found.suppressed
        self.behind.append(Released(table, hidden, table.measure))
        self.patterns.append(found.pattern_hash)
        return found


def _about(table: Magnitudes) -> tuple[str, ...]:
    return (table.measure, table.period, table.population, table.version)


def _growth(
    gate: _Gate, facts: Facts, one: Indicator, now: Sequence[Protected]
) -> dict[Coordinate, float | None]:
    variants: tuple[Variant, ...] = ("comparable", "prior")
    after, before = (
        gate.pass_all(tables(facts, one, variant, seal=gate.setting.seal)) for variant in variants
    )
    if any(not table.is_publishable for table in (*after, *before)):
        return {}
    found: dict[Coordinate, float | None] = {}
    for at in now[0].cells:
        top, base = (_worth(one, parts, at) for parts in (after, before))
        is_open = all(table.cells[at].value is not None for table in now)
        if top is None or base is None or not is_open:
            continue
        if one.is_share:
            found[at] = top - base
        elif base != 0:
            found[at] = (top - base) / abs(base) * 100
    return found


def _figures(
    one: Indicator, now: Sequence[Protected], growth: Mapping[Coordinate, float | None]
) -> dict[Coordinate, Figure]:
    return {
        at: Figure(
            _worth(one, now, at),
            growth.get(at),
            any(table.cells[at].value is None for table in now),
        )
        for at in now[0].cells
    }


def _worth(one: Indicator, parts: Sequence[Protected], at: Coordinate) -> float | None:
    totals = {str(number): table.cells[at].value for number, table in enumerate(parts)}
    found: float | None = value(one.parsed.shell, totals, Floats())
    return found


def _report(
    now: Sequence[Protected], figures: Mapping[Coordinate, Figure], verdict: str
) -> dict[str, Any]:
    proposals: dict[str, Proposal] = {one.sentence: one for table in now for one in table.proposals}
    return {
        "verdict": verdict,
        "cells": len(figures),
        "hidden": sum(figure.is_hidden for figure in figures.values()),
        "sensitive_share": max(table.report["sensitive_share"] for table in now),
        "proposals": [
            {
                "axis": one.axis,
                "is_dropped": one.is_dropped,
                "before": one.before,
                "after": one.after,
            }
            for one in proposals.values()
        ],
        "tables": [_told(table) for table in now],
    }


def _told(table: Protected) -> dict[str, Any]:
    """What the audit says of a table; what hiding cost goes by the size of the hidden cells and stays inside."""
    return {
        name: word for name, word in table.audit_report().items() if not name.startswith("cost")
    }


def kept(past: Released) -> dict[str, Any]:
    """Return a table released, with its contributions, as plain data for the statistics store.

    >>> import polars as pl
    >>> from xiandao.statistics.methods.disclosure_table import magnitudes
    >>> frame = pl.DataFrame({"unit": ["a"], "city": ["x"], "r1": [3.0]})
    >>> past = Released(magnitudes(frame, [Axis.flat("city", ["x"])], measure="r1", value="r1"), frozenset({("x",)}))
    >>> again = restored(kept(past))
    >>> again.hidden == past.hidden, again.table.value.tolist(), again.table.axes == past.table.axes
    (True, [3.0], True)
    """
    import polars as pl

    table = past.table
    rows = pl.DataFrame(
        {"unit": table.unit, "holding": table.holding, "value": table.value}
        | {f"place{number}": place for number, place in enumerate(table.place)}
    )
    buffer = BytesIO()
    rows.write_parquet(buffer)
    return {
        "measure": table.measure,
        "period": table.period,
        "population": table.population,
        "version": table.version,
        "name": past.name,
        # Pairs, not a mapping: a database may keep the keys of a mapping in an order of its own.
        "axes": [[axis.name, list(axis.parents.items()), axis.is_whole] for axis in table.axes],
        "hidden": sorted(list(at) for at in past.hidden),
        "rows": base64.b64encode(buffer.getvalue()).decode(),
    }


def restored(row: Mapping[str, Any], *, name: str = "") -> Released:
    """Return a table released from what was kept of it.

    Args:
        row: as ``kept`` has written it.
        name: what the release is called.
    """
    import polars as pl

    axes = tuple(Axis(title, dict(pairs), whole) for title, pairs, whole in row["axes"])
    frame = pl.read_parquet(BytesIO(base64.b64decode(row["rows"])))
    table = Magnitudes(
        row["measure"],
        axes,
        tuple(frame[f"place{number}"].to_numpy() for number in range(len(axes))),
        frame["unit"],
        frame["holding"],
        frame["value"].to_numpy(),
        row["period"],
        row["population"],
        row["version"],
    )
    return Released(table, frozenset(tuple(at) for at in row["hidden"]), name or row["name"])
