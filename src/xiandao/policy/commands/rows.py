"""Writing many ledger rows at once: the same checks, history and versions as one by one, in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F, Max
from django.utils import timezone

from xiandao.policy.commands.entries import APPROXIMATE_TOLERANCE_PCT
from xiandao.policy.commands.items import changed_fields, checked, stale
from xiandao.policy.commands.progress import spoken
from xiandao.policy.methods.ledger_findings import RowDiff
from xiandao.policy.models import Change, Clause, Item, Paper, Party, Progress
from xiandao.policy.models.item import ItemKind, ItemStatus
from xiandao.policy.models.progress import ProgressState
from xiandao.registry.queries.organisations import resolve_many
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

BATCH = 400


class Writer:
    """Collects what the rows write besides their own fields, and writes it in bulk."""

    def __init__(self, *, by: Account, door: str, known: dict[str, Organisation | None]) -> None:
        self.by, self.door, self.known = by, door, known
        self.changes: list[Change] = []
        self.parties: list[Party] = []
        self.emptied: list[int] = []
        self.new_reports: list[Progress] = []
        self.reports: list[Progress] = []

    def change(self, item: Item, field: str, before: str, after: str) -> None:
        """Remember one line of the history."""
        self.changes.append(
            Change(item=item, field=field, before=before, after=after, by=self.by, door=self.door)
        )

    def take_part(self, item: Item, names: Sequence[str]) -> None:
        """Replace the cooperating bodies of an item."""
        self.emptied.append(item.pk)
        self.parties += [
            Party(item=item, name=name, organisation=self.known.get(name), order=order)
            for order, name in enumerate(names, 1)
        ]

    def write(self) -> None:
        """Write everything that was collected."""
        for start in range(0, len(self.emptied), BATCH):
            Party.objects.filter(item_id__in=self.emptied[start : start + BATCH]).delete()
        Party.objects.bulk_create(self.parties, batch_size=BATCH)
        Progress.objects.bulk_create(self.new_reports, batch_size=BATCH)
        fields = [
            "words", "value", "reported_by", "reported_at", "organisation", "version", "period_end",
        ]  # fmt: skip
        Progress.objects.bulk_update(self.reports, fields, batch_size=BATCH)
        Change.objects.bulk_create(self.changes, batch_size=BATCH)


def save_rows(rows: Sequence[RowDiff], *, papers: Sequence[Paper], by: Account, door: str) -> None:
    """Write changed and new rows; runs inside the transaction of the command that calls it."""
    known = resolve_many(names_in(rows))
    writer = Writer(by=by, door=door, known=known)
    items = items_of(rows)
    told = reports_of(rows)
    if any(row.item is None for row in rows):
        # Two clerks must not be given the same number: the papers are the lock, in one order for everybody.
        list(
            Paper.objects.select_for_update()
            .filter(pk__in=[one.pk for one in papers])
            .order_by("pk")
            .values("pk")
        )
    for row in rows:
        if row.item is None:
            item = add(row, papers, writer)
        else:
            item = items[row.item]
            update(item, row, writer)
        for code, content in row.edits.reports.items():
            report(item, code, content, told.get(item.pk, {}), writer)
    writer.write()


def names_in(rows: Iterable[RowDiff]) -> list[str]:
    """Return every body that the rows name."""
    names: dict[str, None] = {}
    for row in rows:
        names |= dict.fromkeys(row.edits.parties or ())
        if lead := row.edits.fields.get("lead_name"):
            names[lead] = None
    return list(names)


def items_of(rows: Iterable[RowDiff]) -> dict[int, Item]:
    """Return the items of the rows with their cooperating bodies, locked."""
    keys = [row.item for row in rows if row.item is not None]
    found: dict[int, Item] = {}
    for start in range(0, len(keys), BATCH):
        part = Item.objects.select_for_update().filter(pk__in=keys[start : start + BATCH])
        found |= {item.pk: item for item in part.prefetch_related("parties")}
    return found


def reports_of(rows: Iterable[RowDiff]) -> dict[int, dict[str, Progress]]:
    """Return the submitted reports of the items whose reports change, by period."""
    keys = [row.item for row in rows if row.item is not None and row.edits.reports]
    found: dict[int, dict[str, Progress]] = {}
    for start in range(0, len(keys), BATCH):
        for one in Progress.objects.filter(
            item_id__in=keys[start : start + BATCH], state=ProgressState.SUBMITTED
        ):
            found.setdefault(one.item_id, {})[one.period] = one
    return found


def completed(item: Item, fields: dict[str, Any], writer: Writer) -> dict[str, Any]:
    """Return the fields with what follows from them: the body of a lead's name, the tolerance of 左右."""
    wanted = dict(fields)
    checked(item, wanted)
    if "lead_name" in wanted:
        wanted["lead"] = writer.known.get(wanted["lead_name"]) if wanted["lead_name"] else None
    if wanted.get("comparator") == "approx" and item.tolerance_pct is None:
        wanted["tolerance_pct"] = APPROXIMATE_TOLERANCE_PCT
    return wanted


def update(item: Item, row: RowDiff, writer: Writer) -> None:
    """Swap the fields of one item by its version and remember what changed."""
    wanted = completed(item, row.edits.fields, writer)
    changed = changed_fields(item, wanted)
    values = {name: wanted[name] for name, *_ in changed}
    before = [party.name for party in item.parties.all()]
    parties = list(row.edits.parties) if row.edits.parties is not None else before
    if row.edits.reports and item.status == ItemStatus.NOT_STARTED and "status" not in values:
        values["status"] = ItemStatus.UNDER_WAY
    if not values and parties == before:
        return
    swapped = Item.objects.filter(pk=item.pk, version=row.version).update(
        **values, version=F("version") + 1, updated_at=timezone.now()
    )
    if not swapped:
        raise stale(item)
    for name, old, new in changed:
        if name != "lead":
            writer.change(item, name, old, new)
    if parties != before:
        writer.take_part(item, parties)
        writer.change(item, "parties", "、".join(before), "、".join(parties))


def add(row: RowDiff, papers: Sequence[Paper], writer: Writer) -> Item:
    """Enter a new item where its source says."""
    paper, clause = place_of(row.source, papers)
    top = paper.items.aggregate(top=Max("number"))["top"] or 0
    item = Item(
        paper=paper, clause=clause, organisation=paper.organisation, number=top + 1,
        kind=row.edits.fields.get("kind", ItemKind.TASK), confirmed_by=writer.by,
    )  # fmt: skip
    wanted = completed(item, row.edits.fields, writer)
    for name, value in wanted.items():
        setattr(item, name, value)
    if item.due_on is None and item.kind != ItemKind.TARGET:
        item.is_ongoing = True
    if row.edits.reports and item.status == ItemStatus.NOT_STARTED:
        item.status = ItemStatus.UNDER_WAY
    item.save(force_insert=True)
    writer.take_part(item, row.edits.parties or ())
    writer.change(item, "item", "", f"新增：{item.title}")
    return item


def place_of(source: str, papers: Sequence[Paper]) -> tuple[Paper, Clause | None]:
    """Return paper and clause of a source such as ``行动方案·三（一）``."""
    fitting = [
        paper for paper in papers if source == paper.title or source.startswith(f"{paper.title}·")
    ]
    paper = max(fitting, key=lambda one: len(one.title)) if fitting else papers[0]
    path = source.removeprefix(paper.title).removeprefix("·").strip()
    return paper, paper.clauses.filter(path=path).first() if path else None


def report(
    item: Item,
    code: str,
    content: dict[str, Decimal | str | None],
    told: dict[str, Progress],
    writer: Writer,
) -> None:
    """Write one quarter's report; what the file does not change stays as it was reported."""
    span = Period.parse(code)
    found = told.get(code)
    months = [one for key, one in sorted(told.items()) if span.contains(Period.parse(key))]
    shown = found or (months[-1] if months else None)
    before = spoken(found)
    progress = found or Progress(item=item, period=code, period_end=span.end, version=0)
    if found is None and shown is not None:
        progress.words, progress.value = shown.words, shown.value
    progress.words = str(content.get("words", progress.words) or "")
    value = content.get("value", progress.value)
    progress.value = value if isinstance(value, Decimal) else None
    progress.organisation, progress.reported_by = writer.by.organisation, writer.by
    progress.reported_at, progress.version = timezone.now(), progress.version + 1
    (writer.reports if found else writer.new_reports).append(progress)
    writer.change(item, f"progress.{code}", before, spoken(progress))
