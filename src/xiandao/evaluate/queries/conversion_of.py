"""转化评价: all research units of the province scored by their contracts of a year; each sees itself and the median."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from xiandao.evaluate.methods.contributions import Part, contributions
from xiandao.evaluate.methods.conversion import (
    INDICATORS,
    Addend,
    ContractRow,
    Indicators,
    indicators,
    scored,
)
from xiandao.evaluate.models import Contract
from xiandao.evaluate.queries.written_down import FEWEST, INSTITUTE, contracts, top_of, watched
from xiandao.registry.queries import organisations
from xiandao.terms.period import Period, PeriodKind

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.registry.models import Account, Organisation


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: score and place, None without a contract, and its six figures."""

    unit: Organisation
    score: float | None
    rank: int | None
    figures: Indicators

    def value(self, code: str) -> Decimal | None:
        """Return one of the six figures."""
        return self.figures.value(code)


@dataclass(frozen=True, slots=True)
class Board:
    """A year of conversion: the units that the account sees, how many were scored, what the one in the middle has.

    ``medians`` holds the score under "" and the six figures under their codes; it is empty where too few units were
    scored to hide in.
    """

    period: str
    years: tuple[str, ...]
    lines: tuple[UnitLine, ...]
    count: int
    medians: Mapping[str, float]
    sees_all: bool
    is_demo: bool
    build: Build | None

    @property
    def ranked(self) -> tuple[UnitLine, ...]:
        """Return the units with a score, the best first."""
        found = [one for one in self.lines if one.rank is not None]
        return tuple(sorted(found, key=lambda one: (one.rank or 0, one.unit.code)))

    @property
    def without(self) -> tuple[UnitLine, ...]:
        """Return the units without a contract in the year."""
        return tuple(one for one in self.lines if one.rank is None)

    def line(self, code: str) -> UnitLine | None:
        """Return the line of a unit."""
        return next((one for one in self.lines if one.unit.code == code), None)


@dataclass(frozen=True, slots=True)
class Behind:
    """One contract behind a figure, with what it brings to it."""

    contract: Contract
    addend: Addend


def years(account: Account) -> tuple[str, ...]:
    """Return the years with contracts of units in sight, the newest first."""
    days = contracts(account).order_by().dates("signed_on", "year", order="DESC")
    return tuple(str(day.year) for day in days)


def board(account: Account, period: str, *, today: date) -> Board:
    """Return the conversion of a year; units of others are scored along and not shown.

    Args:
        period: a year; one that cannot be chosen stands for the newest that has contracts.
    """
    signed = years(account)
    choices = tuple(sorted({*signed, str(today.year)}, reverse=True))
    chosen = period if period in choices else next(iter(signed or choices))
    top, tops = top_of(account), watched(account)
    units = list(organisations.below([top]).filter(kind=INSTITUTE).in_official_order())
    rows, is_demo = _rows(units, chosen)
    figures = [indicators(unit.code, rows) for unit in units]
    build = scored(figures, {unit.code: unit.label for unit in units})
    places = _places(build)
    lines = tuple(
        _line(unit, figure, places)
        for unit, figure in zip(units, figures, strict=True)
        if any(unit.path.startswith(path) for path in tops)
    )
    sees_all = any(top.startswith(path) for path in tops)
    is_open = sees_all or (bool(lines) and len(places) >= FEWEST)
    return Board(
        chosen, choices, lines, len(places), _medians(places, figures) if is_open else {}, sees_all,
        is_demo, build,
    )  # fmt: skip


def parts_of(found: Board, unit: str) -> tuple[float, tuple[Part, ...]] | None:
    """Return the score of a unit and what each indicator adds to it; None without a contract."""
    if found.build is None or unit not in found.build.scores.units:
        return None
    made = contributions(found.build, unit)
    return made.score, made.indicators


def behind(account: Account, line: UnitLine, period: str, code: str) -> list[Behind]:
    """Return exactly the contracts that a figure of a unit is made of, the newest first."""
    addends = {one.key: one for one in line.figures.addends[code]}
    span = Period.parse(period)
    rows = contracts(account).filter(
        organisation=line.unit, signed_on__gte=span.start, signed_on__lte=span.end
    )
    return [Behind(row, addends[row.pk]) for row in rows if row.pk in addends]


def year_of(day: date) -> str:
    """Return the year that a day lies in, as periods are written."""
    return Period.of(PeriodKind.YEAR, day).code


def _rows(units: Sequence[Organisation], period: str) -> tuple[list[ContractRow], bool]:
    span = Period.parse(period)
    codes = {unit.pk: unit.code for unit in units}
    found = Contract.objects.filter(
        organisation__in=list(codes), removed_at__isnull=True,
        signed_on__gte=span.start, signed_on__lte=span.end,
    ).order_by("signed_on", "pk")  # fmt: skip
    kept = list(found)
    rows = [
        ContractRow(
            one.pk, codes[one.organisation_id], one.amount, one.paid, one.product, one.is_local
        )
        for one in kept
    ]
    return rows, any(one.is_demo for one in kept)


def _line(
    unit: Organisation, figure: Indicators, places: Mapping[str, tuple[float, int]]
) -> UnitLine:
    score, rank = places.get(unit.code, (None, None))
    return UnitLine(unit, score, rank, figure)


def _places(build: Build | None) -> dict[str, tuple[float, int]]:
    if build is None:
        return {}
    ranks = build.ranks.column(build.framework.root)
    return {
        unit: (float(score), int(rank))
        for unit, score, rank in zip(build.scores.units, build.index, ranks, strict=True)
    }


def _medians(
    places: Mapping[str, tuple[float, int]], figures: Sequence[Indicators]
) -> dict[str, float]:
    known = [one for one in figures if one.unit in places]
    if not known:
        return {}
    found = {"": median(score for score, _rank in places.values())}
    for code in INDICATORS:
        values = [float(value) for one in known if (value := one.value(code)) is not None]
        found[code] = median(values)
    return found
