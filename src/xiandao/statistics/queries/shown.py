"""A release as it is read: lines and columns with their names, and the rows of its files; all from the same cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from xiandao.statistics.methods.disclosure_protected import HIDDEN
from xiandao.statistics.methods.disclosure_table import TOTAL
from xiandao.statistics.methods.indicator import Indicator
from xiandao.statistics.models import Release
from xiandao.statistics.queries.dimensions import DIMENSIONS, labels
from xiandao.statistics.queries.indicators import definition
from xiandao.statistics.queries.preparing import SCALES, has_scale
from xiandao.statistics.queries.wording import told
from xiandao.ui.spoken import said

Names = Mapping[str, Mapping[str, str]]
NOTHING = "—"
DECIMALS = {"亿元": 2, "万元": 0, "千元": 0, "%": 1}
MARKS = {"I": "i", "P": "p"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as it is written: its text, growth, whether it is hidden, and its mark (p 初步, i 含估计)."""

    text: str
    growth: str
    is_hidden: bool
    mark: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: code, name, how deep it stands, its figures."""

    code: str
    label: str
    depth: int
    cells: tuple[Cell, ...]


class Shown:
    """A table as it is read. It is made of the cells of a release and of nothing else."""

    def __init__(
        self, cells: Sequence[Mapping[str, Any]], *, one: Indicator, rows: str, columns: str,
        unit: str, names: Names,
    ) -> None:  # fmt: skip
        self.one, self.unit = one, unit or one.unit
        self.row_dimension = DIMENSIONS[rows][0]
        self.column_dimension = DIMENSIONS[columns][0] if columns else ""
        self.names = names
        self.cells = {tuple(row["at"]): row for row in cells}
        self.rows, self.columns = rows, columns

    @property
    def decimals(self) -> int:
        """How many decimals its figures are written with."""
        return DECIMALS.get(self.unit, self.one.decimals)

    @property
    def unit_mult(self) -> int:
        """The power of ten of its unit."""
        return SCALES[self.unit] if has_scale(self.one) else self.one.unit_mult

    @cached_property
    def row_codes(self) -> list[str]:
        """The codes of the lines in official order, the total first, empty places of last resort left out."""
        return self._ordered(0, self.row_dimension)

    @cached_property
    def column_codes(self) -> list[str]:
        """The codes of the columns, the total first; one nameless column for a table of lines alone."""
        return self._ordered(1, self.column_dimension) if self.columns else [""]

    @property
    def row_head(self) -> str:
        """What the lines are."""
        return str(DIMENSIONS[self.rows][1])

    @property
    def column_labels(self) -> list[str]:
        """What the columns are called."""
        if not self.columns:
            return [told(self.one)]
        return [self.name(self.column_dimension, code) for code in self.column_codes]

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the table."""
        return [
            Line(
                code,
                self.name(self.row_dimension, code),
                self._depth(code),
                tuple(self.cell(self.at(code, column)) for column in self.column_codes),
            )
            for code in self.row_codes
        ]

    @property
    def has_growth(self) -> bool:
        """Whether any figure has a growth."""
        return any(row.get("growth") is not None for row in self.cells.values())

    @property
    def has_hidden(self) -> bool:
        """Whether anything is hidden."""
        return any(row["conf"] != "F" for row in self.cells.values())

    @property
    def marks(self) -> set[str]:
        """The marks that occur."""
        return {MARKS[row["obs"]] for row in self.cells.values() if row["obs"] in MARKS}

    @property
    def growth_unit(self) -> str:
        """What growth is told in."""
        return _("百分点") if self.one.is_share else "%"

    def at(self, row: str, column: str) -> tuple[str, ...]:
        """Return the coordinate of a figure."""
        return (row, column) if self.columns else (row,)

    def name(self, dimension: str, code: str) -> str:
        """Return what a code is called."""
        return said(self.names.get(dimension, {}).get(code, code))

    def cell(self, at: tuple[str, ...]) -> Cell:
        """Return one figure as it is written."""
        row = self.cells[at]
        if row["conf"] != "F":
            return Cell(HIDDEN, "", True, "", None)
        value, growth = row["value"], row.get("growth")
        mark = MARKS.get(row["obs"], "")
        told = "" if growth is None else f"{growth:.1f}"
        # Pictures and workbooks carry what the page writes; the full number stands in the files for machines.
        number = None if value is None else round(value, self.decimals)
        return Cell(
            self.written(value), told if value else "", False, mark if value else "", number
        )

    def written(self, value: float | None) -> str:
        """Return a figure as text."""
        return NOTHING if not value else f"{value:,.{self.decimals}f}"

    def observations(self, period: str, note: str = "") -> list[dict[str, Any]]:
        """Return the rows of the observation table that the files carry; a hidden one has neither value nor growth."""
        found = []
        for at, row in self.cells.items():
            places = {"region": TOTAL, "industry": TOTAL, "zone": TOTAL}
            places[self.row_dimension] = at[0]
            if self.columns:
                places[self.column_dimension] = at[1]
            is_free = row["conf"] == "F"
            found.append(
                {
                    "indicator": self.one.code,
                    **places,
                    "period": period,
                    "value": row["value"] if is_free else None,
                    "unit_measure": self.one.unit_measure,
                    "unit_mult": self.unit_mult,
                    "obs_status": row["obs"] if is_free else "A",
                    "conf_status": "F" if is_free else "N",
                    "comparable_growth": row.get("growth") if is_free else None,
                    "version": note,
                }
            )
        return found

    def _ordered(self, place: int, dimension: str) -> list[str]:
        used = {at[place] for at in self.cells}
        order = [TOTAL, *self.names.get(dimension, {})]
        known = [code for code in dict.fromkeys(order) if code in used]
        ordered = [*known, *sorted(used - set(known))]
        if dimension == "region":
            return sorted(ordered, key=_by_region)
        return ordered

    def _depth(self, code: str) -> int:
        if code == TOTAL:
            return 0
        if self.rows == "county":
            return 1 if code.endswith("00") else 2
        if self.rows == "industry":
            return 1 if code.startswith("GROUP") else 2
        return 1


def _by_region(code: str) -> tuple[int, str]:
    """Regions stand by their codes, each city before its counties; the total first, what is not known last."""
    return (0 if code == TOTAL else 2 if code.startswith("_") else 1, code)


def shown(release: Release, names: Names | None = None) -> Shown:
    """Return a release as it is read; ``names`` as ``labels`` gives them, where several releases share them."""
    return Shown(
        release.cells, one=definition(release.indicator), rows=release.rows, columns=release.columns,
        unit=release.unit, names=labels(release.organisation) if names is None else names,
    )  # fmt: skip


def all_shown(releases: Iterable[Release]) -> list[Shown]:
    """Return releases as they are read; what the places of one body are called is looked up once."""
    names: dict[int, Names] = {}
    found = []
    for release in releases:
        body = release.organisation_id
        names[body] = names.get(body) or labels(release.organisation)
        found.append(shown(release, names[body]))
    return found
