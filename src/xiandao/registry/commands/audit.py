"""Appending to the audit trail, the one way in, serialised by a lock on the chain's head; and verifying it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from xiandao.registry.commands import witness
from xiandao.registry.methods.chain import GENESIS, ChainReport, ChainRow, link
from xiandao.registry.methods.chain import verify as walk
from xiandao.registry.methods.witness import Mark, contradiction
from xiandao.registry.methods.wording import one_line, storable
from xiandao.registry.models import Account, AuditEvent, AuditHead, Organisation

PROTECTED = (
    "sequence", "at", "account_id", "account_name", "organisation_id", "action", "object_type",
    "object_id", "summary", "details", "address", "succeeded",
)  # fmt: skip
CHUNK = 2000


@dataclass(frozen=True)
class Entry:
    """What one event will say; its place in the chain is given when it is written."""

    action: str
    account: Account | None
    summary: str
    organisation: Organisation | None = None
    subject: tuple[str, str] = ("", "")
    details: Mapping[str, object] = field(default_factory=dict)
    address: str = ""
    succeeded: bool = True


def protected_row(event: AuditEvent) -> dict[str, object]:
    """Return the fields of an event that its hash protects."""
    row: dict[str, object] = {name: getattr(event, name) for name in PROTECTED}
    row["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    return row


def append(
    action: str,
    *,
    account: Account | None,
    summary: str,
    organisation: Organisation | None = None,
    subject: tuple[str, str] = ("", ""),
    details: Mapping[str, object] | None = None,
    address: str = "",
    succeeded: bool = True,
) -> AuditEvent:
    """Write one event at the end of the chain and note the new end outside the database once committed."""
    entry = Entry(
        action, account, summary, organisation, subject, details or {}, address, succeeded
    )
    return append_all([entry])[0]


@transaction.atomic
def append_all(entries: Sequence[Entry]) -> list[AuditEvent]:
    """Write several events in their order under one lock; the last one's hash is noted outside."""
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
    events = []
    for entry in entries:
        event = drafted(entry, head)
        event.row_hash = link(event.previous_hash, protected_row(event), algorithm=event.algorithm)
        head.sequence, head.row_hash = event.sequence, event.row_hash
        events.append(event)
    AuditEvent.objects.bulk_create(events, batch_size=200)
    head.save(update_fields=["sequence", "row_hash"])
    mark = Mark(head.sequence, head.row_hash)
    transaction.on_commit(lambda: witness.note(mark), robust=True)
    return events


def drafted(entry: Entry, head: AuditHead) -> AuditEvent:
    """Return the unsaved event that follows the head, its texts bounded and on one line."""
    account, body = entry.account, entry.organisation
    own = account.organisation_id if account else None
    details = json.dumps(entry.details, ensure_ascii=False, sort_keys=True, default=str)
    return AuditEvent(
        sequence=head.sequence + 1,
        at=timezone.now(),
        account=account,
        account_name=one_line(account.username, limit=60) if account else "",
        organisation_id=body.pk if body else own,
        action=one_line(entry.action, limit=60),
        object_type=one_line(entry.subject[0], limit=60),
        object_id=one_line(entry.subject[1], limit=64),
        summary=one_line(entry.summary, limit=400),
        details=storable(details),
        address=one_line(entry.address, limit=64),
        succeeded=entry.succeeded,
        algorithm=settings.XIANDAO_AUDIT_ALGORITHM,
        previous_hash=head.row_hash or GENESIS,
    )


def chain_rows() -> Iterable[ChainRow]:
    """Yield every stored event in order, a chunk at a time."""
    for event in AuditEvent.objects.order_by("sequence", "pk").iterator(chunk_size=CHUNK):
        yield ChainRow(
            event.sequence,
            protected_row(event),
            event.previous_hash,
            event.row_hash,
            event.algorithm,
        )


def verify() -> ChainReport:
    """Walk the stored chain and name the first break: inside it, against its head, against the marks outside."""
    # The head is read first: what is appended during the walk makes the chain longer than it, never shorter.
    head = AuditHead.objects.filter(pk=1).first()
    marks = witness.read()
    clash = contradiction(marks)
    known = {mark.sequence: mark.row_hash for mark in reversed(marks)}
    report = walk(chain_rows(), marks=known)
    if not report.holds:
        return report
    if clash is not None:
        reason = f"库外检查点对第 {clash.sequence} 条有两个不同的摘要，库中记录曾被重写"
        return ChainReport(report.rows, report.last_hash, clash.sequence, reason)
    if head is not None and head.sequence > report.rows:
        reason = f"尾部缺失：链头记到第 {head.sequence} 条，库中只有 {report.rows} 条"
        return ChainReport(report.rows, report.last_hash, report.rows + 1, reason)
    if head is None and report.rows:
        return ChainReport(report.rows, report.last_hash, report.rows, "链头记录缺失")
    return report


def verify_recorded(*, by: Account) -> ChainReport:
    """Verify the chain and record who did and what came out."""
    report = verify()
    append(
        "audit.verify",
        account=by,
        summary="；".join(told(report)),
        details=described(report),
        succeeded=report.holds,
    )
    return report


def described(report: ChainReport) -> dict[str, object]:
    """Return a report as data: ``holds``, ``rows``, ``last_hash``, ``broken_at``, ``reason``, ``clock_back_at``."""
    return {"holds": report.holds, **asdict(report)}


def told(report: ChainReport) -> list[str]:
    """Return a report as sentences."""
    if report.holds:
        said = [f"审计链完好：共 {report.rows} 条，末条摘要 {report.last_hash[:16]}"]
    else:
        said = [
            f"审计链在第 {report.broken_at} 条断开：{report.reason}",
            f"其前 {report.rows} 条完好。请保全数据库与检查点文件，并报告审计管理员",
        ]
    if report.clock_back_at:
        places = "、".join(str(number) for number in report.clock_back_at[:5])
        said.append(f"提示：第 {places} 条的时间早于之前的记录，服务器时钟可能被调回")
    return said
