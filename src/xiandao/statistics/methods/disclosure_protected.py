"""Protected tables: the only form in which figures leave the statistics store; what is hidden is not in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from xiandao.statistics.methods.disclosure_differencing import Recoverable
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_table import Coordinate
from xiandao.terms.error import XiandaoError

HIDDEN: Final = "*"
FREE: Final = "F"
PRIMARY: Final = "C"
SECONDARY: Final = "D"
SMALL: Final = "A"
WITHHELD: Final = "N"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure, or nothing where it is hidden.

    ``conf_status``: F free, C dominated or p%, A too few contributors, D hidden to protect others, N the whole table
    is withheld. Which hidden cell is the sensitive one is itself worth knowing to an attacker, so outside the
    statistics role only ``public_status`` (F or N) is shown.

    >>> Cell(None, "C").display, Cell(1234.5, "F").display, Cell(None, "D").public_status
    ('*', '1,234.5', 'N')
    """

    value: float | None
    conf_status: str = FREE

    @property
    def display(self) -> str:
        """The figure as text, ``*`` where it is hidden."""
        if self.value is None:
            return HIDDEN
        text = f"{self.value:,.4f}".rstrip("0").rstrip(".")
        return "0" if text in {"-0", ""} else text

    @property
    def public_status(self) -> str:
        """F or N: whether the figure is shown, without why."""
        return FREE if self.value is not None else WITHHELD


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another table that hides less: what to coarsen, and the sensitive share before and after."""

    axis: str
    is_dropped: bool
    before: float
    after: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Protected:
    """A table after the gate. Its cells, representation, pickle and report hold no hidden number and no parameter.

    Args:
        measure, period, population, version: what the table is about.
        axes: the dimensions and their codes.
        cells: by coordinate.
        method: ``suppress`` or ``round``.
        verdict: ``pass``, ``review`` (passed, but most of it is hidden) or ``fail`` (every figure is withheld).
        report: what the audit did, in counts.
        findings: what could be worked out too closely, without numbers.
        proposals: tables that would hide less.

    >>> table = Protected("r1", "2026-06", "", "", {"city": ("x", "_T")}, {("x",): Cell(None, "C")}, "suppress", "pass")
    >>> table["x"].display, table.suppressed == {("x",)}, len(table.pattern_hash)
    ('*', True, 64)
    """

    measure: str
    period: str
    population: str
    version: str
    axes: Mapping[str, tuple[str, ...]] = field(repr=False)
    cells: Mapping[Coordinate, Cell] = field(repr=False)
    method: str
    verdict: str
    report: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Recoverable, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    _parameters: Parameters | None = field(default=None, repr=False, compare=False)

    def __getitem__(self, codes: str | Coordinate) -> Cell:
        return self.cells[(codes,) if isinstance(codes, str) else codes]

    def __reduce__(self) -> tuple[Any, ...]:
        return Protected, (
            self.measure, self.period, self.population, self.version, self.axes, self.cells,
            self.method, self.verdict, self.report, self.findings, self.proposals,
        )  # fmt: skip

    @property
    def is_publishable(self) -> bool:
        """Whether the attack on the table was passed."""
        return self.verdict != "fail"

    @property
    def suppressed(self) -> frozenset[Coordinate]:
        """The coordinates of the hidden cells."""
        return frozenset(codes for codes, cell in self.cells.items() if cell.value is None)

    @property
    def pattern_hash(self) -> str:
        """A digest of which cells are hidden (not of any number: few numbers can be guessed from their digest)."""
        about = (self.measure, self.period, self.population, self.version, self.method)
        lines = sorted("\t".join(codes) for codes in self.suppressed)
        return hashlib.sha256("\n".join((*about, *lines)).encode()).hexdigest()

    def audit_report(self, *, with_parameters: bool = False) -> dict[str, Any]:
        """Return verdict, counts and pattern; the parameters only where the caller may state them (statistics role)."""
        report = {
            "verdict": self.verdict,
            "method": self.method,
            "pattern": self.pattern_hash,
            "findings": [finding.sentence for finding in self.findings],
            "proposals": [proposal.sentence for proposal in self.proposals],
            **self.report,
        }
        if with_parameters and self._parameters is not None:
            report["parameters"] = self._parameters.stated()
        return report


def masked(values: Mapping[Coordinate, float], *bases: Protected, measure: str) -> Protected:
    """Return figures derived from others, hidden wherever one of the figures they are derived from is hidden.

    Args:
        values: averages, percentages, growth rates, counts by coordinate of the first base.
        bases: everything the figures are computed from.
        measure: name of the derived figure.

    Raises:
        XiandaoError: STA-406 without a base.

    >>> cells = {("x",): Cell(None, "C"), ("y",): Cell(4.0)}
    >>> base = Protected("r1", "", "", "", {"city": ("x", "y")}, cells, "suppress", "pass")
    >>> mean = masked({("x",): 3.0, ("y",): 2.0}, base, measure="mean")
    >>> mean["x"].display, mean["y"].display
    ('*', '2')
    """
    if not bases:
        raise XiandaoError("STA-406", "派生指标没有说明由哪些数据算出", "请先给出其基础数据表")
    cells = {}
    for codes, first in bases[0].cells.items():
        behind = [base.cells.get(codes) for base in bases]
        is_open = all(cell is not None and cell.value is not None for cell in behind)
        value = values.get(codes) if is_open else None
        status = first.conf_status if first.value is None else FREE if is_open else SECONDARY
        cells[codes] = Cell(value, status)
    worst = max((base.verdict for base in bases), key=("pass", "review", "fail").index)
    return replace(bases[0], measure=measure, cells=cells, verdict=worst, report={})


def ratio(top: Protected, bottom: Protected, *, measure: str, scale: float = 1.0) -> Protected:
    """Return the quotient of two protected tables: averages, intensities, shares; hidden where either is.

    >>> top = Protected("r1", "", "", "", {"city": ("x",)}, {("x",): Cell(6.0)}, "suppress", "pass")
    >>> ratio(top, masked({("x",): 3.0}, top, measure="n"), measure="mean")["x"].value
    2.0
    """
    values = {}
    for codes, cell in top.cells.items():
        under = bottom.cells.get(codes)
        if cell.value is not None and under is not None and under.value:
            values[codes] = cell.value / under.value * scale
    return masked(values, top, bottom, measure=measure)
