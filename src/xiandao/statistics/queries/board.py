"""The board of a round: unit × form, how far each return is and whether it was in time, with numbers for each city.

Rows and numbers stand in official order. What is shown is the duty of units; nobody's work is measured or ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Max, Min
from django.utils import timezone

from xiandao.casework.methods.lamps import Lamp, Tone, lamp, lit
from xiandao.registry.queries.organisations import subtree
from xiandao.statistics.methods.duty import (
    Completeness,
    Timeliness,
    completeness,
    significant,
    timeliness,
)
from xiandao.statistics.models import Filing, FilingEvent, Reminder, Round, Unit
from xiandao.statistics.queries.visible import under_review
from xiandao.terms.calendar import WorkingCalendar
from xiandao.terms.pack import load_pack

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

FIELDS = ("pk", "round_id", "organisation_id", "stage", "due_on", "filed_at")


@dataclass(frozen=True, slots=True)
class Cell:
    """One return on the board."""

    filing: int
    stage: str
    state: Completeness
    time: Timeliness
    due_on: date
    filed_on: date | None
    lamp: Lamp

    @property
    def is_with_unit(self) -> bool:
        """Whether the unit has to do something before anybody else can."""
        return self.state in (Completeness.MISSING, Completeness.RETURNED)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit with its returns by round."""

    unit: Organisation
    city: str
    zone: str
    cells: Mapping[int, Cell]
    reminded_on: date | None = None
    order: tuple[Any, ...] = ()

    def cell(self, round_: Round) -> Cell | None:
        """Return the return for a round, None where the unit does not owe it."""
        return self.cells.get(round_.pk)


@dataclass(slots=True)
class Numbers:
    """How many returns of one place stand where."""

    label: str
    owed: int = 0
    states: dict[str, int] = field(default_factory=lambda: {one.value: 0 for one in Completeness})
    late: int = 0
    on_time: int = 0

    def add(self, cell: Cell) -> None:
        """Count one return."""
        self.owed += 1
        self.states[cell.state.value] += 1
        self.late += cell.time is Timeliness.LATE
        self.on_time += cell.time is Timeliness.ON_TIME


def board(
    account: Account, rounds: Sequence[Round], today: date, days: WorkingCalendar
) -> list[Row]:
    """Return the rows of the units in the account's review reach, in official order; the first round leads."""
    filings = list(
        under_review(account).filter(round__in=[one.pk for one in rounds]).values(*FIELDS)
    )
    by_round = {one.pk: one for one in rounds}
    first = first_filed(filing["pk"] for filing in filings)
    cells: dict[int, dict[int, Cell]] = {}
    for filing in filings:
        cell = _cell(filing, by_round[filing["round_id"]], first, today, days)
        if cell is not None:
            cells.setdefault(filing["organisation_id"], {})[filing["round_id"]] = cell
    return _rows(cells, rounds[0])


def numbers(rows: Iterable[Row], round_: Round, total: str) -> list[Numbers]:
    """Return the numbers of one round: the total first, then each city in official order."""
    whole, cities = Numbers(total), dict[str, Numbers]()
    for row in rows:
        cell = row.cell(round_)
        if cell is not None:
            whole.add(cell)
            cities.setdefault(row.city, Numbers(row.city)).add(cell)
    return [whole, *cities.values()]


def first_filed(filings: Iterable[int]) -> dict[int, date]:
    """Return the day on which each return was filed for the first time: later corrections do not make it late."""
    events = FilingEvent.objects.filter(transition="submit", filing__in=list(filings))
    found = events.order_by().values_list("filing_id").annotate(first=Min("at"))
    return {key: timezone.localdate(at) for key, at in found}


def state_lamp(
    state: Completeness, due_on: date, filed_on: date | None, today: date, days: WorkingCalendar
) -> Lamp:
    """Return the lamp of a return: its state in words; while the unit has it, the tone of its deadline."""
    if state is Completeness.APPROVED:
        return lit(Tone.OK, state.label)
    if state is Completeness.FILED:
        return lit(Tone.IDLE, state.label)
    clock = lamp(due_on, None, True, today, days)
    if state is Completeness.RETURNED:
        tone = Tone.SOON if clock.tone == Tone.OK else Tone(clock.tone)
        return lit(tone, state.label)
    return lit(Tone.IDLE if clock.tone == Tone.OK else Tone(clock.tone), state.label)


def _cell(
    filing: Mapping[str, Any],
    round_: Round,
    first: Mapping[int, date],
    today: date,
    days: WorkingCalendar,
) -> Cell | None:
    state = completeness(filing["stage"])
    if state is None:
        return None
    due_on = filing["due_on"] or round_.due_on
    latest = timezone.localdate(filing["filed_at"]) if filing["filed_at"] else None
    filed_on = first.get(filing["pk"], latest)
    return Cell(
        filing["pk"],
        filing["stage"],
        state,
        timeliness(filing["stage"], filed_on, due_on, today),
        due_on,
        filed_on,
        state_lamp(state, due_on, filed_on, today, days),
    )


def _rows(cells: Mapping[int, Mapping[int, Cell]], round_: Round) -> list[Row]:
    units = subtree(round_.organisation).in_bulk(list(cells))
    places = _places(units, round_)
    cities = _cities(round_)
    reminded = _reminded(round_)
    order = load_pack(settings.XIANDAO_PACK).order
    found = []
    for key, unit in units.items():
        region, zone = places.get(key, (unit.region_code, ""))
        city_order, city = cities.get(significant(region)[:4], (9999, ""))
        place = (city_order, order.key(region), unit.official_order, unit.code)
        found.append(Row(unit, city, zone, cells[key], reminded.get(key), place))
    return sorted(found, key=lambda row: row.order)


def _places(units: Mapping[int, Organisation], round_: Round) -> dict[int, tuple[str, str]]:
    """Return region code and zone of the units as they were when the period ended."""
    rows = Unit.objects.on(round_.span.end).filter(organisation__in=list(units))
    found = rows.order_by().values_list(
        "organisation_id", "region_code", "zone__short_name", "zone__name"
    )
    return {key: (region, short or name or "") for key, region, short, name in found}


def _cities(round_: Round) -> dict[str, tuple[int, str]]:
    """Return place in the official order and name of each city, by the first four digits of its code."""
    below = subtree(round_.organisation).filter(kind="city")
    ordered = below.exclude(region_code="").in_official_order()
    return {one.region_code[:4]: (at, one.label) for at, one in enumerate(ordered)}


def _reminded(round_: Round) -> dict[int, date]:
    rows = Reminder.objects.filter(round=round_).order_by()
    return dict(rows.values_list("organisation_id").annotate(last=Max("sent_on")))


def return_in_reach(account: Account, round_: Round, filing: int) -> Filing | None:
    """Return one return of the round, as far as the account reviews it."""
    found = under_review(account).filter(round=round_, pk=filing)
    return found.select_related("organisation", "round__form").first()
