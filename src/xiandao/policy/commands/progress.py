"""Reporting on an item: words, a value, evidence; and the records counted toward a target."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone

from xiandao.policy.commands.items import changed_fields, stale, worded
from xiandao.policy.methods.tracking import counted_stages
from xiandao.policy.models import Change, Counted, Item, Progress
from xiandao.policy.models.item import ItemStatus
from xiandao.policy.models.progress import ProgressState
from xiandao.registry.commands.acting import command, note, note_place
from xiandao.registry.methods.wording import storable
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Document, Organisation


@command("policy.item.report", on="item")
def report(
    *,
    item: Item,
    period: str,
    words: str,
    by: Account,
    value: Decimal | None = None,
    issues: str | None = None,
    funds_cny_10k: Decimal | None = None,
    evidence: Sequence[Document] = (),
    is_draft: bool = False,
    version: int | None = None,
    door: str = "web",
) -> Progress:
    """Write or rewrite the report of one period; a rewritten one keeps what it was in the history.

    A draft is the reporting body's own: it changes nothing that others see. ``version`` is that of the submitted
    report that the writer saw (0 where there was none); if it has moved on, nothing is written. Issues and funds,
    where they are given, become those of the item.
    """
    span = Period.parse(period)
    text = storable(words).strip()
    checked(span, text, value, is_draft=is_draft)
    # The lock on the item puts two first reports of the same period one after the other.
    Item.objects.select_for_update().only("pk").get(pk=item.pk)
    told = item.progress.filter(period=span.code)
    submitted = told.filter(state=ProgressState.SUBMITTED).first()
    if version is not None and version != (submitted.version if submitted else 0):
        raise stale(item)
    draft = told.filter(state=ProgressState.DRAFT, organisation=by.organisation).first()
    before = spoken(submitted)
    found = draft if is_draft else submitted or draft
    progress = found or Progress(item=item, period=span.code, version=0)
    if not is_draft and submitted is not None and draft is not None:
        submitted.evidence.add(*draft.evidence.all())
        draft.delete()
    progress.organisation, progress.period_end = by.organisation, span.end
    progress.words, progress.value = text, value
    progress.issues = progress.issues if issues is None else issues.strip()
    progress.funds_cny_10k = progress.funds_cny_10k if funds_cny_10k is None else funds_cny_10k
    progress.state = ProgressState.DRAFT if is_draft else ProgressState.SUBMITTED
    progress.reported_by, progress.reported_at = by, timezone.now()
    progress.version = (submitted.version if submitted and not is_draft else 0) + 1
    progress.save()
    progress.evidence.add(*evidence)
    note_place(item.organisation)
    if not is_draft:
        started(item)
        carry(item, issues, funds_cny_10k, by=by, door=door)
        if before != spoken(progress):
            Change.objects.create(
                item=item, field=f"progress.{span.code}", before=before, after=spoken(progress),
                by=by, door=door,
            )  # fmt: skip
    note(
        f"{'暂存' if is_draft else '填报'}{span.label}进展：{item.title[:50]}",
        about=item,
        period=span.code,
    )
    return progress


def checked(span: Period, text: str, value: Decimal | None, *, is_draft: bool) -> None:
    """Refuse a report that says nothing, or one of a period that has not begun."""
    if not text and value is None and not is_draft:
        raise XiandaoError(
            "POL-241", "进展是空的", "请填写本期进展或现值；还没填完可先暂存", {"field": "words"}
        )
    if span.start > timezone.localdate():
        raise XiandaoError(
            "POL-242", "报告期还没有开始", "请选择本期或以前的报告期", {"field": "period"}
        )


def spoken(progress: Progress | None) -> str:
    """Return a report as the history shows it."""
    if progress is None:
        return ""
    return (
        progress.words
        if progress.value is None
        else f"{progress.words}（{worded(progress.value)}）"
    )


def carry(item: Item, issues: str | None, funds: Decimal | None, *, by: Account, door: str) -> None:
    """Bring what a report says of issues and funds into the item, where it differs."""
    wanted: dict[str, object] = {}
    if issues is not None:
        wanted["issues"] = issues.strip()
    if funds is not None:
        wanted["funds_cny_10k"] = funds
    rows = changed_fields(item, wanted)
    if not rows:
        return
    values: dict[str, Any] = {name: wanted[name] for name, *_ in rows}
    Item.objects.filter(pk=item.pk).update(**values, version=F("version") + 1)
    Change.objects.bulk_create(
        Change(item=item, field=name, before=before, after=after, by=by, door=door)
        for name, before, after in rows
    )


def started(item: Item) -> None:
    """A first report starts an item that had not started."""
    Item.objects.filter(pk=item.pk, status=ItemStatus.NOT_STARTED).update(
        status=ItemStatus.UNDER_WAY, version=F("version") + 1
    )


@command("policy.item.report", on="item")
def count_in(
    *,
    item: Item,
    name: str,
    stage: str,
    counted_on: date,
    by: Account,
    batch: str = "",
    place: str = "",
    notice: str = "",
    document: Document | None = None,
    organisation: Organisation | None = None,
) -> Counted:
    """Count one record toward a target, with the notice that says so; the same name counts once."""
    called, known = storable(name).strip(), counted_stages()
    if not called:
        raise XiandaoError("POL-245", "名称是空的", "请填写计入对象的名称", {"field": "name"})
    if stage not in known:
        raise XiandaoError(
            "POL-246", f"没有“{stage}”这个阶段", f"请选择：{'、'.join(known)}", {"field": "stage"}
        )
    if counted_on > timezone.localdate():
        raise XiandaoError(
            "POL-247", "公布日期在今天之后", "公布以后才能计入", {"field": "counted_on"}
        )
    if Counted.objects.filter(item=item, name=called).exists():
        raise XiandaoError(
            "POL-243",
            f"「{called}」已经计入",
            "同一对象只计一次；如需改阶段请先移出",
            {"field": "name"},
        )
    record = Counted.objects.create(
        item=item,
        name=called,
        stage=stage,
        counted_on=counted_on,
        batch=batch,
        place=place,
        notice=notice,
        document=document,
        organisation=organisation,
    )
    started(item)
    Change.objects.create(item=item, field="counted", after=f"计入：{called}（{stage}）", by=by)
    note_place(item.organisation)
    note(f"计入「{called}」：{item.title[:50]}", about=item, stage=stage)
    return record


@command("policy.item.report", on="item")
def count_out(*, item: Item, record: Counted, reason: str, by: Account) -> None:
    """Take a record out of the count, with the reason."""
    reason = storable(reason).strip()
    if not reason:
        raise XiandaoError(
            "POL-244", "没有说明移出的原因", "请写明为什么不再计入", {"field": "reason"}
        )
    if not item.counted.filter(pk=record.pk).delete()[0]:
        raise stale(item)
    Change.objects.create(
        item=item, field="counted", before=record.name, after=f"移出：{reason}", by=by
    )
    note_place(item.organisation)
    note(f"移出「{record.name}」：{item.title[:50]}", about=item, reason=reason)
