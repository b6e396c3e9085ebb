"""One ledger item with all that hangs on it: its sentence, reports, records counted, follow-ups, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xiandao.policy.methods.tracking import CountingRule, counting_rules
from xiandao.policy.models import Change, Clause, Counted, Item, Progress
from xiandao.policy.models.progress import ProgressState
from xiandao.policy.queries import visible
from xiandao.policy.queries.clauses import Quote, quote
from xiandao.policy.queries.clock import calendar
from xiandao.policy.queries.ledger import LedgerRow, rows
from xiandao.policy.queries.ledger_index import cases_of
from xiandao.registry.queries import documents
from xiandao.terms.error import TermError
from xiandao.terms.period import Period
from xiandao.terms.quantity import Comparator
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.casework.models import Case
    from xiandao.registry.models import Account

HISTORY = 60
FOUND = 8
NAMED = {
    "parties": _("配合单位"),
    "counted": _("计入明细"),
    "item": _("事项"),
    "instruction": _("批示"),
}
DOORS = {"web": _("网页"), "excel": _("Excel 导入"), "api": _("接口"), "demo": _("演示")}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history in words."""

    at: datetime
    who: str
    organisation: str
    door: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """What the page of one item shows."""

    row: LedgerRow
    clause: Clause | None
    quote: Quote | None
    rule: CountingRule | None
    reports: tuple[Progress, ...]
    records: tuple[Counted, ...]
    cases: tuple[Case, ...]
    history: tuple[Happened, ...]
    same_as: Item | None
    repeats: tuple[Item, ...]
    days_left: int | None
    may_report: bool
    may_edit: bool


def item_view(account: Account, item: Item, *, today: date) -> ItemView:
    """Return an item (one the account may see) with what hangs on it, in a fixed number of queries."""
    (row,) = rows(Item.objects.filter(pk=item.pk), today=today)
    text = item.paper.text
    has_span = item.start is not None and item.end is not None and item.end <= len(text)
    days = calendar().working_days_between(today, row.due) if row.due else None
    return ItemView(
        row=row,
        clause=item.clause,
        quote=quote(text, item.start or 0, item.end or 0) if has_span else None,
        rule=counting_rules().get(item.counting_rule),
        reports=tuple(reports(account, item)),
        records=tuple(
            item.counted.select_related("document", "organisation").order_by("-counted_on", "name")
        ),
        cases=tuple(cases_of(account, [item.pk]).get(item.pk, ())),
        history=tuple(history(item)),
        same_as=visible.items(account).filter(pk=item.same_as_id).first()
        if item.same_as_id
        else None,
        repeats=tuple(
            visible.items(account)
            .filter(same_as=item)
            .select_related("paper", "clause")
            .defer("paper__text")
        ),
        days_left=days if row.item.done_on is None else None,
        may_report=visible.reportable(account).filter(pk=item.pk).exists(),
        may_edit=visible.editable(account).filter(pk=item.pk).exists(),
    )


def reports(account: Account, item: Item) -> QuerySet[Progress]:
    """Return the reports an account may read, the newest first, with the evidence it may open."""
    evidence = Prefetch(
        "evidence", queryset=documents.visible_to(account).order_by("pk"), to_attr="files"
    )
    return (
        visible.progress(account)
        .filter(item=item)
        .select_related("organisation", "reported_by")
        .order_by("-period_end", "-period", "state")
        .prefetch_related(evidence)
    )


def history(item: Item) -> list[Happened]:
    """Return the latest changes of an item in words."""
    found = Change.objects.filter(item=item).select_related("by__organisation")[:HISTORY]
    return [
        Happened(
            one.at,
            one.by.display_name,
            one.by.organisation.label,
            str(DOORS.get(one.door, one.door)),
            field_label(one.field),
            value_label(one.field, one.before),
            value_label(one.field, one.after),
        )
        for one in found
    ]


def field_label(name: str) -> str:
    """Return what a changed field is called."""
    if name.startswith("progress."):
        try:
            period = Period.parse(name.removeprefix("progress."))
            return gettext("%(period)s进展") % {"period": said(period.label)}
        except TermError:
            return name.removeprefix("progress.")
    if name in NAMED:
        return str(NAMED[name])
    try:
        field = Item._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(getattr(field, "verbose_name", name))


def value_label(name: str, value: str) -> str:
    """Return a changed value as people call it: the label of a choice, 是 or 否, a rule's name."""
    if name == "counting_rule":
        rule = counting_rules().get(value)
        return said(rule.label) if rule else value
    if name == "comparator":
        return (
            said(Comparator(value).label or "等于")
            if value in {one.value for one in Comparator}
            else value
        )
    if value in ("True", "False"):
        return gettext("是") if value == "True" else gettext("否")
    try:
        choices = getattr(Item._meta.get_field(name), "choices", None)
    except FieldDoesNotExist:
        return value
    return str(dict(choices).get(value, value)) if choices else value


def same_candidates(account: Account, item: Item, text: str) -> Sequence[Item]:
    """Return the items that one may repeat: of a ledger the account keeps, not linked themselves."""
    found = visible.editable(account).filter(same_as__isnull=True).exclude(pk=item.pk)
    if text:
        found = found.filter(title__icontains=text[:80])
    return list(
        found.select_related("paper", "clause")
        .defer("paper__text")
        .order_by("paper_id", "number")[:FOUND]
    )


def own_draft(account: Account, item: Item, period: str) -> Progress | None:
    """Return the draft that the account's body keeps for a period."""
    return Progress.objects.filter(
        item=item, period=period, state=ProgressState.DRAFT, organisation=account.organisation_id
    ).first()
