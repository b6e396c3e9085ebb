"""What a person makes of each thing that was read: confirm, correct, reject, split, add by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from xiandao.casework.queries import cases
from xiandao.policy.commands.entries import enter, enter_all
from xiandao.policy.commands.papers import innermost
from xiandao.policy.methods.payloads import checked_payload
from xiandao.policy.methods.splitting import part_of
from xiandao.policy.models import Item, Paper, Party, Proposal
from xiandao.policy.models.item import ItemKind
from xiandao.policy.models.reading import ProposalKind, ProposalState
from xiandao.policy.queries.parties import names_in
from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import storable
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

SPLIT = "已拆分"


def decide(proposal: Proposal, state: ProposalState, by: Account, reason: str = "") -> None:
    """Set the decision if nobody decided meanwhile (compare and swap)."""
    changed = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.PROPOSED).update(
        state=state, decided_by=by, decided_at=timezone.now(), reason=storable(reason[:200])
    )
    if not changed:
        proposal.refresh_from_db()
        who = proposal.decided_by.display_name if proposal.decided_by else "他人"
        raise XiandaoError(
            "POL-409",
            f"这一项已由{who}处理为「{proposal.get_state_display()}」",
            "请刷新页面查看最新状态",
            {"status": 409, "proposal": proposal.pk},
        )
    proposal.refresh_from_db(fields=["state", "decided_by", "decided_at", "reason"])


@command("policy.reading.confirm", on="proposal")
def confirm(*, proposal: Proposal, by: Account) -> Item | None:
    """Accept a proposal as it was read; all but benefits become ledger items."""
    decide(proposal, ProposalState.CONFIRMED, by)
    note(f"确认：{proposal.text[:60]}", about=proposal)
    return enter(proposal, by=by) if proposal.kind in ItemKind.values else None


@command("policy.reading.confirm", on="paper")
def confirm_many(*, paper: Paper, proposals: Sequence[int], by: Account) -> int:
    """Accept several proposals of one paper at once; what was decided meanwhile is left as it is."""
    asked = paper.proposals.filter(pk__in=proposals, state=ProposalState.PROPOSED)
    found = list(asked.select_for_update(of=("self",)).select_related("clause"))
    paper.proposals.filter(pk__in=[one.pk for one in found]).update(
        state=ProposalState.CONFIRMED, decided_by=by, decided_at=timezone.now(), reason=""
    )
    enter_all([one for one in found if one.kind in ItemKind.values], by=by)
    note(f"批量确认 {len(found)} 项", about=paper, proposals=[one.pk for one in found])
    return len(found)


@command("policy.reading.confirm", on="proposal")
def correct(
    *, proposal: Proposal, kind: str, payload: Mapping[str, Any], by: Account, reason: str = ""
) -> Item | None:
    """Accept a proposal with other figures, parties or kind; what was read stays in the reading."""
    clean = checked_payload(kind, {**proposal.payload, **payload})
    decide(proposal, ProposalState.CORRECTED, by, reason)
    before = {"kind": proposal.kind, **proposal.payload}
    proposal.kind, proposal.payload = kind, clean
    proposal.save(update_fields=["kind", "payload"])
    note(
        f"更正：{proposal.text[:60]}", about=proposal, before=before, after={"kind": kind, **clean}
    )
    return enter(proposal, by=by) if kind in ItemKind.values else None


@command("policy.reading.confirm", on="proposal")
def reject(*, proposal: Proposal, by: Account, reason: str = "") -> Proposal:
    """Keep a proposal out of the ledger, with a reason if there is one."""
    decide(proposal, ProposalState.REJECTED, by, reason)
    note(f"不采纳：{proposal.text[:60]}", about=proposal, reason=reason)
    return proposal


@command("policy.reading.confirm", on="proposal")
def reopen(*, proposal: Proposal, by: Account) -> Proposal:
    """Put a rejected proposal, or a confirmed one without any report, before a person again."""
    # Whoever confirms at this moment comes before or after, never in between.
    Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)
    item = Item.objects.filter(proposal=proposal).first()
    if item is not None and is_in_use(item):
        raise XiandaoError(
            "POL-211",
            "这一项已在台账中办理，不能退回待确认",
            "请在台账事项页直接修改，修改会留下记录",
            {"status": 409},
        )
    if item is not None:
        item.delete()
    undo_split(proposal)
    Proposal.objects.filter(pk=proposal.pk).update(
        state=ProposalState.PROPOSED, decided_by=None, decided_at=None, reason=""
    )
    proposal.refresh_from_db()
    note(f"退回待确认：{proposal.text[:60]}", about=proposal)
    return proposal


def is_in_use(item: Item) -> bool:
    """Return whether somebody reported on the item, counted toward it, changed it or follows it up."""
    followed = cases.is_followed("policy.item", str(item.pk))
    return followed or any(row.exists() for row in (item.progress, item.counted, item.changes))


def undo_split(proposal: Proposal) -> None:
    """Take the parts of a split proposal back, as long as nobody decided on any of them."""
    parts = list(proposal.parts.all())
    if any(part.state != ProposalState.PROPOSED for part in parts):
        raise XiandaoError(
            "POL-217",
            "拆出的事项已有处理，不能恢复为一项",
            "请先把拆出的各项退回待确认",
            {"status": 409},
        )
    for part in parts:
        part.delete()


@command("policy.reading.confirm", on="proposal")
def split(*, proposal: Proposal, parts: Sequence[tuple[int, int]], by: Account) -> list[Proposal]:
    """Replace a proposal by several, each a span inside it; the parts are put before a person."""
    inside = sorted((max(start, proposal.start), min(end, proposal.end)) for start, end in parts)
    if len(inside) < 2 or any(end - start < 2 for start, end in inside):
        raise XiandaoError(
            "POL-212",
            "拆分至少要有两段，每段不少于两个字",
            "请选择拆分的位置",
            {"field": "cut", "status": 422},
        )
    decide(proposal, ProposalState.REJECTED, by, SPLIT)
    text = proposal.paper.text
    made = []
    for start, end in inside:
        kind, payload = part_of(proposal.kind, proposal.payload, text[start:end])
        made.append(
            Proposal.objects.create(
                reading=proposal.reading,
                paper=proposal.paper,
                clause=proposal.clause,
                kind=kind,
                text=text[start:end],
                start=start,
                end=end,
                payload=payload,
                split_from=proposal,
                added_by_hand=True,
            )
        )
    note(f"拆分为 {len(made)} 项：{proposal.text[:60]}", about=proposal)
    return made


@command("policy.reading.confirm", on="paper")
def add(
    *, paper: Paper, kind: str, start: int, end: int, payload: Mapping[str, Any], by: Account
) -> Proposal:
    """Add what the reader missed: a span of the text with its kind and figures, put before a person."""
    if not 0 <= start < end <= len(paper.text):
        raise XiandaoError(
            "POL-213",
            "没有选中原文",
            "请先在左侧原文中选取一段文字",
            {"field": "quote", "status": 422},
        )
    if kind not in ProposalKind.values:
        raise XiandaoError(
            "POL-214",
            "类别不对",
            "请从目标、参数、范围、里程碑、任务、惠企中选一个",
            {"field": "kind", "status": 422},
        )
    reading = paper.readings.first()
    if reading is None:
        raise XiandaoError("POL-215", "这份文件还没有读取记录", "请先点「重新读取」")
    proposal = Proposal.objects.create(
        reading=reading,
        paper=paper,
        clause=innermost(list(paper.clauses.order_by("start", "order")), start),
        kind=kind,
        text=paper.text[start:end],
        start=start,
        end=end,
        payload=checked_payload(kind, payload),
        added_by_hand=True,
    )
    note(f"补录：{proposal.text[:60]}", about=proposal)
    return proposal


@command("policy.reading.confirm", on="paper")
def match(*, paper: Paper, name: str, organisation: Organisation, by: Account) -> int:
    """Say which organisation a paper means by a name, in all of its proposals and of its items."""
    touched = [proposal for proposal in paper.proposals.all() if name in names_in(proposal.payload)]
    if not touched:
        raise XiandaoError("POL-218", f"文件中没有“{name}”这个单位", "请刷新页面后再试")
    for proposal in touched:
        matches = {**(proposal.payload.get("matches") or {}), name: organisation.code}
        proposal.payload = {**proposal.payload, "matches": matches}
    Proposal.objects.bulk_update(touched, ["payload"], batch_size=200)
    paper.items.filter(lead_name=name, lead__isnull=True).update(lead=organisation)
    Party.objects.filter(item__paper=paper, name=name, organisation__isnull=True).update(
        organisation=organisation
    )
    note(f"单位对应：{name} → {organisation.label}", about=paper, proposals=len(touched))
    return len(touched)


def waiting(paper: Paper) -> QuerySet[Proposal]:
    """Return the proposals of a paper that nobody decided yet."""
    return paper.proposals.filter(state=ProposalState.PROPOSED)
