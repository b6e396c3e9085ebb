"""Projects and results of zones: entered, changed, given a role with its reason, taken out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.evaluate.commands.written_down import refuse_money, refuse_no_day, stale
from xiandao.evaluate.models import RecordKind, Role, ZoneRecord
from xiandao.registry.commands.acting import command, note, note_place, require
from xiandao.registry.methods.wording import one_line, storable
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.registry.models import Account, Organisation

RECORD = "evaluate.record"
ZONE = "zone"
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What is said of a project or result; the amount is in 万元."""

    kind: str
    title: str
    role: str = ""
    role_reason: str = ""
    undertaker: str = ""
    clause: str = ""
    started_on: date | None = None
    finished_on: date | None = None
    amount: Decimal | None = None
    note: str = ""


@command(RECORD, on="organisation")
def add(
    *, organisation: Organisation, facts: RecordFacts, by: Account, is_demo: bool = False
) -> ZoneRecord:
    """Enter a project or result of a zone.

    Raises:
        InputError: ``EVA-606`` no zone, ``EVA-601`` it is there already, and what ``sound`` says.
    """
    refuse_no_zone(organisation)
    made = ZoneRecord(
        organisation=organisation, made_by=by, is_demo=is_demo, **asdict(sound(facts))
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise twice(made) from None
    note(f"登记{made.get_kind_display()}：{made.title}", about=made)
    note_place(organisation)
    return made


@command(RECORD, on="record")
def change(*, record: ZoneRecord, facts: RecordFacts, version: int, by: Account) -> ZoneRecord:
    """Change what is said of a record, if it is still as it was when somebody looked.

    Raises:
        XiandaoError: ``EVA-602`` it was changed or taken out meanwhile; InputError: as ``add``.
    """
    new = asdict(sound(facts))
    before = {name: getattr(record, name) for name in new}
    try:
        with transaction.atomic():
            done = _held(record, version).update(**new, version=F("version") + 1)
    except IntegrityError:
        raise twice(replace_of(record, facts)) from None
    if not done:
        raise stale("EVA-602")
    record.refresh_from_db()
    changed = {
        name: [str(before[name]), str(new[name])] for name in new if before[name] != new[name]
    }
    note(f"修改{record.get_kind_display()}：{record.title}", about=record, changed=changed)
    note_place(record.organisation)
    return record


@command(RECORD, on="record")
def set_role(
    *, record: ZoneRecord, role: str, reason: str, version: int, by: Account
) -> ZoneRecord:
    """Give a record its role and say why.

    Raises:
        InputError: ``EVA-600`` no such role, ``EVA-603`` no reason; XiandaoError: ``EVA-602``.
    """
    words = refuse_role(role, reason)
    before = record.role
    if not _held(record, version).update(role=role, role_reason=words, version=F("version") + 1):
        raise stale("EVA-602")
    record.refresh_from_db()
    note(f"定位{record}：{record.get_role_display()}", about=record, before=before, reason=words)
    note_place(record.organisation)
    return record


@command(RECORD)
def set_roles(
    *,
    records: Sequence[ZoneRecord],
    role: str,
    reason: str,
    versions: Mapping[int, int] | None = None,
    by: Account,
) -> int:
    """Give many records one role; all of them or none.

    Args:
        versions: of each record by its key, as somebody looked at it; None for as they are now.

    Raises:
        Refused: one of them is not the account's; InputError: ``EVA-605`` none or too many; XiandaoError: as
            ``set_role``.
    """
    if not 0 < len(records) <= MOST_AT_ONCE:
        raise InputError(
            "EVA-605",
            _("请选择1至%(most)d项") % {"most": MOST_AT_ONCE},
            _("在列表左侧勾选后再定位"),
            {"field": "records"},
        )
    for record in records:
        require(by, RECORD, record)
    for record in records:
        seen = record.version if versions is None else versions.get(record.pk, 0)
        set_role(record=record, role=role, reason=reason, version=seen, by=by)
    note(f"批量定位{len(records)}项", role=role)
    return len(records)


@command(RECORD, on="record")
def remove(*, record: ZoneRecord, version: int, by: Account) -> None:
    """Take a record out; its row stays for the audit trail.

    Raises:
        XiandaoError: ``EVA-602``.
    """
    gone = {"removed_at": timezone.now(), "version": F("version") + 1}
    if not _held(record, version).update(**gone):
        raise stale("EVA-602")
    note(f"注销{record.get_kind_display()}：{record.title}", about=record)
    note_place(record.organisation)


def sound(facts: RecordFacts) -> RecordFacts:
    """Return the facts as they are kept.

    Raises:
        InputError: ``EVA-600`` kind, name or role is no such thing, ``EVA-603`` a role without its reason, ``EVA-604``
            a day that cannot be, or it ends before it begins, ``EVA-607`` an amount that cannot be.
    """
    title = one_line(facts.title, limit=200)
    if not title:
        raise InputError(
            "EVA-600", _("没有填写名称"), _("请写项目或成果的全称"), {"field": "title"}
        )
    if facts.kind not in RecordKind.values:
        raise InputError("EVA-600", _("没有选择类别"), _("请选择项目或成果"), {"field": "kind"})
    reason = refuse_role(facts.role, facts.role_reason) if facts.role else ""
    refuse_no_day(facts.started_on, "started_on", "EVA-604")
    refuse_no_day(facts.finished_on, "finished_on", "EVA-604")
    if facts.started_on and facts.finished_on and facts.finished_on < facts.started_on:
        raise InputError(
            "EVA-604", _("完成日期早于开始日期"), _("请核对两个日期"), {"field": "finished_on"}
        )
    refuse_money(facts.amount, "amount", "EVA-607", least=Decimal(0))
    return replace(
        facts,
        title=title,
        role_reason=reason,
        undertaker=one_line(facts.undertaker, limit=160),
        clause=one_line(facts.clause, limit=200),
        note=storable(facts.note).strip(),
    )


def refuse_role(role: str, reason: str) -> str:
    """Return the reason as it is kept.

    Raises:
        InputError: ``EVA-600`` no such role, ``EVA-603`` no reason.
    """
    if role not in Role.values:
        raise InputError("EVA-600", _("没有选择定位"), _("请从四个“地”中选一个"), {"field": "role"})
    words = one_line(reason, limit=200)
    if not words:
        raise InputError(
            "EVA-603",
            _("没有写定位理由"),
            _("例如“名称含中试基地”“属基础研究”"),
            {"field": "role_reason"},
        )
    return words


def refuse_no_zone(organisation: Organisation) -> None:
    """Refuse a body that is no zone.

    Raises:
        InputError: ``EVA-606``.
    """
    if organisation.kind != ZONE:
        raise InputError(
            "EVA-606",
            _("“%(name)s”不是先导区") % {"name": organisation.label},
            _("项目和成果按先导区登记，请选择先导区"),
            {"field": "organisation"},
        )


def twice(record: ZoneRecord) -> InputError:
    """Return the refusal of something that is entered already."""
    return InputError(
        "EVA-601",
        _("本区已登记过%(kind)s“%(title)s”")
        % {"kind": record.get_kind_display(), "title": record.title},
        _("请在列表中找到它再修改"),
        {"field": "title"},
    )


def replace_of(record: ZoneRecord, facts: RecordFacts) -> ZoneRecord:
    """Return an unsaved record with the kind and name that were refused."""
    return ZoneRecord(organisation=record.organisation, kind=facts.kind, title=facts.title)


def _held(record: ZoneRecord, version: int) -> QuerySet[ZoneRecord]:
    return ZoneRecord.objects.filter(pk=record.pk, version=version, removed_at__isnull=True)
