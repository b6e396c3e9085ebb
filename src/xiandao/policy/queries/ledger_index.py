"""Every item of the ledger in a few words: enough to filter, sort, group and tally; only a page is read in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from xiandao.casework.methods.lamps import TONES, Lamp
from xiandao.casework.queries import cases
from xiandao.policy.models import Item, Progress
from xiandao.policy.models.item import ItemStatus
from xiandao.policy.models.progress import ProgressState
from xiandao.policy.queries import visible
from xiandao.policy.queries.ledger import Lamps, LedgerRow, due_on, rows
from xiandao.policy.queries.official import SUBJECT
from xiandao.terms.period import Period
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.casework.models import Case
    from xiandao.registry.models import Account

FIELDS = (
    "pk", "number", "title", "kind", "status", "due_on", "recurrence", "done_on", "is_ongoing",
    "same_as_id", "paper_id", "clause_id", "clause__path", "clause__heading", "clause__order",
    "lead_id", "lead_name", "lead_inferred", "lead__short_name", "lead__name", "lead__official_order",
)  # fmt: skip
SEARCHED = (
    "title", "measure", "metric", "lead_name", "lead__name", "lead__short_name", "person", "division",
)  # fmt: skip
OPEN = (ItemStatus.NOT_STARTED, ItemStatus.UNDER_WAY)
LAST_PLACE = 10**9


@dataclass(slots=True)
class Entry:
    """One item as the list needs it; ``row`` and what follows are filled in for the page that is shown."""

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
    lead_inferred: bool
    lead_place: int
    lamp: Lamp
    reported: bool
    row: LedgerRow | None = None
    report: Progress | None = None
    draft: Progress | None = None
    cases: tuple[Case, ...] = ()
    may_report: bool = False
    may_edit: bool = False

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
    """Return the items an account may see, in the order of papers and numbers, in two queries."""
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
    lamps = Lamps(today)
    ordered = seen.order_by("-paper__issued_on", "paper_id", "number")
    return [entry(values, lamps, told) for values in ordered.values_list(*FIELDS)]


def entry(values: Sequence[Any], lamps: Lamps, told: set[int]) -> Entry:
    """Put one entry together from the columns of ``FIELDS``."""
    (
        pk, number, title, kind, status, deadline, recurrence, done_on, is_ongoing, same_as, paper,
        clause, path, heading, place, lead_id, lead_name, inferred, short, name, order,
    ) = values  # fmt: skip
    due = due_on(deadline, recurrence, lamps.today)
    return Entry(
        pk, number, title, kind, status, due, is_ongoing, same_as is None, paper, clause, path or "",
        heading or "", LAST_PLACE if place is None else place, lead_id, short or name or lead_name or "",
        inferred, LAST_PLACE if order is None else order, lamps.lamp(due, status, done_on), pk in told,
    )  # fmt: skip


def fill(account: Account, shown: Sequence[Entry], *, period: Period, today: date) -> None:
    """Read the entries of a page in full: row, report and own draft of the period, follow-ups, what may be done."""
    keys = [one.pk for one in shown]
    by_key = {row.item.pk: row for row in rows(Item.objects.filter(pk__in=keys), today=today)}
    told, drafts = reports(account, keys, period)
    followups = cases_of(account, keys)
    may_report = set(visible.reportable(account).filter(pk__in=keys).values_list("pk", flat=True))
    may_edit = set(visible.editable(account).filter(pk__in=keys).values_list("pk", flat=True))
    for one in shown:
        one.row = by_key.get(one.pk)
        one.report, one.draft = told.get(one.pk), drafts.get(one.pk)
        one.cases = tuple(followups.get(one.pk, ()))
        one.may_report, one.may_edit = one.pk in may_report, one.pk in may_edit


def reports(
    account: Account, keys: Sequence[int], period: Period
) -> tuple[dict[int, Progress], dict[int, Progress]]:
    """Return the submitted reports of a period and the account's own body's drafts, by item."""
    found = Progress.objects.filter(item__in=keys, period=period.code).defer("issues")
    submitted = {one.item_id: one for one in found.filter(state=ProgressState.SUBMITTED)}
    own = found.filter(state=ProgressState.DRAFT, organisation=account.organisation_id)
    return submitted, {one.item_id: one for one in own}


def cases_of(account: Account, keys: Sequence[int]) -> dict[int, list[Case]]:
    """Return the visible follow-ups of items, latest first."""
    found: dict[int, list[Case]] = {}
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
    found = (
        visible.items(account)
        .order_by("-paper__issued_on", "paper_id")
        .values_list("paper", "paper__title")
    )
    return [(str(pk), title) for pk, title in found.distinct()]
