"""Every item of the ledger in a few words: enough to filter, sort, group and tally; only a page is read in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Cast

from xiandao.casework.methods.lamps import TONES, Lamp
from xiandao.casework.queries import cases
from xiandao.policy.models import Clause, Item, Paper, Progress
from xiandao.policy.models.item import ItemStatus
from xiandao.policy.models.progress import ProgressState
from xiandao.policy.queries import paces, visible
from xiandao.policy.queries.ledger import Lamps, LedgerRow, brief_rows, due_on
from xiandao.policy.queries.official import SUBJECT
from xiandao.terms.period import Period
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.casework.models import Case as CaseRow
    from xiandao.registry.models import Account

# Columns of the item alone, as the database keeps them: what papers, clauses and leads are called is read once for all
# their items, and ten thousand days and truths would cost more to make into Python's than all the rest.
FIELDS = (
    "pk", "number", "title", "kind", "goes_on", "same_as_id", "paper_id", "clause_id", "lead_id", "lead_name",
    "due_day", "recurrence", "status", "done_day",
)  # fmt: skip
PAPER, LEAD = FIELDS.index("paper_id"), FIELDS.index("lead_id")
SEARCHED = (
    "title", "measure", "metric", "lead_name", "lead__name", "lead__short_name", "person", "division",
)  # fmt: skip
OPEN = (ItemStatus.NOT_STARTED, ItemStatus.UNDER_WAY)
LAST_PLACE = 10**9


class Day(Cast):
    """A date as text, such as 2026-12-31, whatever style the server is set to."""

    def __init__(self, field: str) -> None:
        super().__init__(field, CharField())

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Write it with PostgreSQL's own function."""
        return self.as_sql(
            compiler, connection, template="TO_CHAR(%(expressions)s, 'YYYY-MM-DD')", **extra
        )


RAW = {
    "goes_on": Case(When(is_ongoing=True, then=Value("1")), default=Value("")),
    "due_day": Day("due_on"),
    "done_day": Day("done_on"),
}
NOWHERE = ("", "", LAST_PLACE)


@dataclass(slots=True)
class Entry:
    """One item as the list needs it; ``row`` and the rest are there once ``fill`` has read the page."""

    pk: int
    number: int
    title: str
    kind: str
    status: str
    due: date | None
    is_ongoing: bool
    counts: bool
    paper: int
    clause: int | None
    clause_path: str
    clause_heading: str
    clause_place: int
    lead_id: int | None
    lead: str
    lead_place: int
    lamp: Lamp
    reported: bool
    row: LedgerRow | None = field(init=False)
    report: Progress | None = field(init=False)
    draft: Progress | None = field(init=False)
    cases: tuple[CaseRow, ...] = field(init=False)
    lead_inferred: bool = field(init=False)
    may_report: bool = field(init=False)
    may_edit: bool = field(init=False)

    @property
    def is_missing(self) -> bool:
        """Whether a report of the period is wanted and not there."""
        return not self.reported and self.status in OPEN


def entries(
    account: Account,
    *,
    period: Period,
    today: date,
    text: str = "",
    paper: int | None = None,
    only: int | None = None,
) -> list[Entry]:
    """Return the items an account may see, newest paper first, in the order of numbers, in eight queries."""
    seen = visible.items(account)
    if paper is not None:
        seen = seen.filter(paper=paper)
    if only is not None:
        seen = seen.filter(pk=only)
    if text:
        found = Q()
        for name in SEARCHED:
            found |= Q(**{f"{name}__icontains": text})
        seen = seen.filter(
            found | Q(number=int(text)) if text.isdecimal() and len(text) < 9 else found
        )
    told = set(
        Progress.objects.filter(
            state=ProgressState.SUBMITTED, period_end__gte=period.start, period_end__lte=period.end
        ).values_list("item_id", flat=True)
    )
    ordered = seen.annotate(**RAW).order_by("paper_id", "number")
    values = list(ordered.values_list(*FIELDS))
    papers = {row[PAPER] for row in values}
    # Asked of whole papers, because the question who may see what is a long one; what is not seen is not looked up.
    asked = Item.objects.filter(paper__in=papers) if only is None else Item.objects.filter(pk=only)
    late = paces.behind(asked, today=today)
    made = written(values, Names.of(values, papers), Lamps(today), told, late)
    if len(papers) > 1:
        issued = issue_days(papers)
        made.sort(key=lambda one: issued[one.paper], reverse=True)
    return made


@dataclass(frozen=True, slots=True)
class Names:
    """How the clauses and leads of a ledger are called and where they stand."""

    clauses: Mapping[int | None, tuple[str, str, int]]
    leads: Mapping[int | None, tuple[str, int]]

    @classmethod
    def of(cls, values: Iterable[Sequence[Any]], papers: Iterable[int]) -> Names:
        """Read the names that the columns of ``FIELDS`` speak of, in two queries."""
        clauses = Clause.objects.filter(paper__in=papers).order_by()
        # One item of each lead is asked what its lead is called.
        examples = {row[LEAD]: row[0] for row in values}
        leads = Item.objects.filter(pk__in=examples.values(), lead__isnull=False).order_by()
        return cls(
            {
                pk: (path, heading, place)
                for pk, path, heading, place in clauses.values_list(
                    "pk", "path", "heading", "order"
                )
            },
            {
                pk: (short or name, place)
                for pk, short, name, place in leads.values_list(
                    "lead", "lead__short_name", "lead__name", "lead__official_order"
                )
            },
        )


def written(
    values: Iterable[Sequence[Any]],
    names: Names,
    lamps: Lamps,
    told: Container[int],
    late: Container[int],
) -> list[Entry]:
    """Put entries together from the columns of ``FIELDS``; items that are alike share due day and lamp."""
    states: dict[tuple[str | None, str, str, str | None, bool], tuple[date | None, Lamp]] = {}
    made = []
    for (
        pk, number, title, kind, goes_on, same_as, paper, clause, lead_id, lead_name,
        deadline, recurrence, status, done_on,
    ) in values:  # fmt: skip
        key = (deadline, recurrence, status, done_on, pk in late)
        if key not in states:
            states[key] = state_of(*key, lamps)
        due, lamp = states[key]
        path, heading, place = names.clauses.get(clause, NOWHERE)
        lead, lead_place = names.leads.get(lead_id) or (lead_name, LAST_PLACE)
        made.append(
            Entry(
                pk, number, title, kind, status, due, bool(goes_on), same_as is None, paper, clause, path,
                heading, place, lead_id, lead, lead_place, lamp, pk in told,
            )
        )  # fmt: skip
    return made


def state_of(
    deadline: str | None,
    recurrence: str,
    status: str,
    done_on: str | None,
    behind: bool,
    lamps: Lamps,
) -> tuple[date | None, Lamp]:
    """Return due day and lamp of what the columns say."""
    due = due_on(date.fromisoformat(deadline) if deadline else None, recurrence, lamps.today)
    done = date.fromisoformat(done_on) if done_on else None
    return due, lamps.lamp(due, status, done, behind=behind)


def issue_days(papers: Iterable[int]) -> dict[int, tuple[date, int]]:
    """Return by what papers stand in order: the day of issue, those without one last, then as they came in."""
    known = Paper.objects.filter(pk__in=papers).values_list("pk", "issued_on")
    return {pk: (day or date.min, -pk) for pk, day in known}


def fill(account: Account, shown: Sequence[Entry], *, period: Period, today: date) -> None:
    """Read the entries of a page in full: row, report and own draft of the period, follow-ups, what may be done."""
    keys = [one.pk for one in shown]
    by_key = {row.item.pk: row for row in brief_rows(judged(account, keys), today=today)}
    told, drafts = reports(account, keys, period)
    followups = cases_of(account, keys)
    for one in shown:
        one.row = by_key.get(one.pk)
        one.report, one.draft = told.get(one.pk), drafts.get(one.pk)
        one.cases = tuple(followups.get(one.pk, ()))
        item: Any = one.row.item if one.row else None
        one.lead_inferred = item is not None and item.lead_inferred
        one.may_report = item is not None and item.may_report
        one.may_edit = item is not None and item.may_edit


def judged(account: Account, keys: Sequence[int]) -> QuerySet[Item]:
    """Return items with whether the account may report on them, and edit them."""
    return Item.objects.filter(pk__in=keys).annotate(
        may_report=Exists(visible.reportable(account).filter(pk=OuterRef("pk"))),
        may_edit=Exists(visible.editable(account).filter(pk=OuterRef("pk"))),
    )


def reports(
    account: Account, keys: Sequence[int], period: Period
) -> tuple[dict[int, Progress], dict[int, Progress]]:
    """Return the submitted reports of a period and the account's own body's drafts, by item."""
    submitted = Q(state=ProgressState.SUBMITTED)
    own = Q(state=ProgressState.DRAFT, organisation=account.organisation_id)
    found = Progress.objects.filter(submitted | own, item__in=keys, period=period.code)
    by_state: dict[str, dict[int, Progress]] = {}
    for one in found.order_by().defer("issues"):
        by_state.setdefault(one.state, {})[one.item_id] = one
    told, drafts = (
        by_state.get(state, {}) for state in (ProgressState.SUBMITTED, ProgressState.DRAFT)
    )
    return told, drafts


def cases_of(account: Account, keys: Sequence[int]) -> dict[int, list[CaseRow]]:
    """Return the visible follow-ups of items, latest first."""
    found: dict[int, list[CaseRow]] = {}
    for case in cases.about(account, SUBJECT, [str(key) for key in keys]):
        found.setdefault(int(case.subject_id), []).append(case)
    return found


def tally(seen: Iterable[Entry]) -> dict[str, int]:
    """Return how many entries show each lamp, worst first, without those that show none."""
    counts = Counter(one.lamp.tone for one in seen)
    return {tone.value: counts[tone.value] for tone in TONES if counts[tone.value]}


def choices(seen: Iterable[Entry]) -> Mapping[str, list[tuple[str, str]]]:
    """Return what can be chosen above the ledger: leads in official order, years of deadlines."""
    leads: dict[tuple[int, str], str] = {}
    years: set[int] = set()
    for one in seen:
        if one.lead:
            leads[one.lead_place, one.lead] = str(one.lead_id or one.lead)
        if one.due is not None:
            years.add(one.due.year)
    named: dict[str, str] = {}
    for (_place, label), key in sorted(leads.items()):
        named.setdefault(key, label)
    return {
        "leads": list(named.items()),
        "years": [(str(year), said(f"{year}年")) for year in sorted(years)],
    }


def paper_choices(account: Account) -> list[tuple[str, str]]:
    """Return the papers whose items an account sees, as choices."""
    # One item that can be seen is enough: the database need not go through all of them.
    seen = Exists(visible.items(account).filter(paper=OuterRef("pk")))
    found = Paper.objects.filter(seen).values_list("pk", "title", "issued_on")
    ordered = sorted(found, key=lambda one: (one[2] or date.min, -one[0]), reverse=True)
    return [(str(pk), title) for pk, title, _day in ordered]
