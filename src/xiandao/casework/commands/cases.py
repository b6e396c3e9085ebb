"""Opening a case and moving it on: compare-and-swap, so that of two clerks at once exactly one wins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from xiandao.casework.methods import kinds
from xiandao.casework.methods.deadlines import deadline, task_deadline
from xiandao.casework.methods.stages import RESPONSIBLE, Kind, Transition
from xiandao.casework.methods.words import checked
from xiandao.casework.models import Case, CaseEvent, Task
from xiandao.casework.queries import rights
from xiandao.casework.queries.clock import calendar, today
from xiandao.registry.commands.acting import command, note, note_place, refuse
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Document, Organisation

MOST_FILES = 20
CHOOSE = "registry.view"


class Conflict(XiandaoError):
    """Somebody else moved the case first; ``details["words"]`` hands back what the loser had written."""


@command(rights.OPEN)
def open_case(
    *,
    kind: str,
    title: str,
    owner: Organisation,
    responsible: Organisation,
    by: Account,
    subject_type: str = "",
    subject_id: str | int = "",
    words: str = "",
    basis: str = "",
    due_on: date | None = None,
    needs_evidence: bool = False,
) -> Case:
    """Open a case of a declared kind and put the first task before whoever acts at its first stage.

    Raises:
        InputError: ``CAS-107`` where the same matter is open with the same body already, ``CAS-108`` for a
            deadline in the past, ``CAS-109`` for a body that cannot act.
    """
    if not by.may(rights.OPEN, [owner]):
        raise refuse(by, rights.OPEN, ("casework.case", ""))
    declared = kinds.get(kind)
    _can_act(responsible, today())
    case = Case(
        kind=kind,
        title=checked(title, what="标题", limit=200),
        subject_type=subject_type,
        subject_id=str(subject_id),
        basis=checked(basis, what="依据条款"),
        stage=declared.start,
        owner=owner,
        responsible=responsible,
        opened_by=by,
        due_on=_due(declared, due_on),
        needs_evidence=needs_evidence,
    )
    if not case.title:
        raise InputError("CAS-106", "标题是空的", "请写明要办理的事项")
    _save_once(case)
    _record(case, "open", "", by, checked(words))
    _put_task(case, declared, None)
    note_place(owner)
    note(
        f"发起{declared.label}：{case.title}",
        about=case,
        responsible=responsible.name,
        due_on=case.due_on,
    )
    return case


@command(rights.ACT, on="case")
def act(
    case: Case,
    *,
    transition: str,
    version: int,
    by: Account,
    words: str = "",
    evidence: Iterable[Document] = (),
    reassign_to: Organisation | None = None,
) -> Case:
    """Take one step with a case that still is as the account saw it (``version``).

    Raises:
        Conflict: ``CAS-409`` where somebody else was first; nothing has changed then.
        InputError: ``CAS-103`` … ``CAS-105`` where the step does not start here, something it needs is missing,
            or a file is not the account's to use.
    """
    kind, files = kinds.get(case.kind), list(evidence)
    step = kind.transition(transition)
    words = checked(words)
    if case.version != version:
        raise _conflict(case, words)
    note_place(case.owner)
    _step_fits(case, kind, step, by)
    _nothing_missing(case, step, words, files, reassign_to)
    _files_usable(files, by)
    before = case.stage
    if reassign_to is not None:
        _in_reach(reassign_to, by)
        _can_act(reassign_to, today())
    _swap(case, kind, step, reassign_to, words)
    done = Task.objects.filter(case=case, done_at__isnull=True)
    done.update(done_at=timezone.now(), done_by=by, outcome=step.outcome)
    _record(case, step.name, before, by, words).evidence.set(files)
    if not kind.stage(step.to).is_final:
        _put_task(case, kind, step)
    note(
        f"{kind.label}“{case.title}”：{step.label}",
        stage=[before, case.stage],
        words=words[:200],
        evidence=[file.pk for file in files],
        responsible=case.responsible.name,
    )
    return case


def _swap(
    case: Case, kind: Kind, step: Transition, reassign_to: Organisation | None, words: str
) -> None:
    changes: dict[str, Any] = {"stage": step.to, "version": F("version") + 1}
    if reassign_to is not None:
        changes |= {"responsible": reassign_to, "reminded_on": None}
    if kind.stage(step.to).is_final:
        changes["closed_at"] = timezone.now()
    unchanged = Case.objects.filter(pk=case.pk, stage=case.stage, version=case.version)
    try:
        with transaction.atomic():
            won = unchanged.update(**changes)
    except IntegrityError as error:
        raise _already_open(case) from error
    if not won:
        raise _conflict(case, words)
    case.refresh_from_db()


def _conflict(case: Case, words: str) -> Conflict:
    case.refresh_from_db()
    kind = kinds.get(case.kind)
    last = case.events.select_related("by__organisation").last()
    who = f"{last.by.display_name}（{last.by.organisation.label}）" if last else "其他人"
    return Conflict(
        "CAS-409",
        f"这件事刚刚已由{who}办理，现在是“{kind.stage(case.stage).label}”，您的操作没有生效",
        "您填写的内容已保留在表单中，请看过最新进展后再办理",
        {"status": 409, "words": words, "stage": case.stage, "version": case.version},
    )


def _step_fits(case: Case, kind: Kind, step: Transition, by: Account) -> None:
    if case.stage not in step.sources:
        raise InputError(
            "CAS-103",
            f"“{kind.stage(case.stage).label}”的{kind.label}不能“{step.label}”",
            "请刷新页面，查看这件事现在可以办理的动作",
        )
    if not rights.may_take(by, case, step):
        refuse(by, rights.ACT, (case._meta.label_lower, str(case.pk)))
        bodies = dict.fromkeys(body.label for _p, body in rights.acting_bodies(case, step))
        raise XiandaoError(
            "CAS-403",
            f"“{step.label}”由{'、'.join(bodies)}办理",
            "请等待对方办理，或联系安全管理员核对您的授权",
        )
    own = rights.eyes_needed(by, case, step)
    if own:
        raise XiandaoError(
            "CAS-012",
            f"“{own}”是您本人办理的，不能再由您“{step.label}”",
            "请由本单位另一位同事审核",
            {"status": 403},
        )


def _nothing_missing(
    case: Case, step: Transition, words: str, files: list[Document], to: Organisation | None
) -> None:
    missing = []
    if step.needs_words and not words:
        missing.append("理由" if "reason" in step.needs else "办理意见")
    if step.needs_evidence(asked=case.needs_evidence) and not files:
        missing.append("佐证材料")
    if step.reassigns and to is None:
        missing.append("新的承办单位")
    if missing:
        raise InputError(
            "CAS-104",
            f"“{step.label}”还缺{'、'.join(missing)}",
            "请补充后再提交",
            {"missing": missing},
        )
    if to is not None and (not step.reassigns or to.pk == case.responsible_id):
        raise InputError("CAS-103", f"“{step.label}”不能转给{to.label}", "请另选承办单位")


def _files_usable(files: list[Document], by: Account) -> None:
    if len(files) > MOST_FILES:
        raise InputError("CAS-105", f"一次最多附 {MOST_FILES} 份材料", "请分次上传或合并文件")
    for file in files:
        if file.uploaded_by_id != by.pk and not by.may("document.view", [file.organisation]):
            raise InputError("CAS-105", "所附材料中有您无权使用的文件", "请重新上传佐证材料")


def _can_act(body: Organisation, day: date) -> None:
    ended = body.valid_to is not None and body.valid_to <= day
    if ended or body.kind == "group":
        raise InputError(
            "CAS-109",
            f"{body.label}{'已停用' if ended else '不是一个具体单位'}，不能承办",
            "请选择现有的具体单位",
            {"organisation": body.code},
        )


def _in_reach(body: Organisation, by: Account) -> None:
    # A case carries its words and files along: it goes to no body that its owner could not have chosen from the list.
    if not by.may(CHOOSE, [body]):
        raise InputError(
            "CAS-112",
            f"不能转给{body.label}：它不在您的组织范围内",
            "请从列表中选择承办单位；确需转给其他单位的，请由上级单位办理",
            {"organisation": body.code},
        )


def _due(kind: Kind, wanted: date | None) -> date | None:
    day = today()
    if wanted is None:
        return deadline(day, kind.deadline_days, calendar()) if kind.deadline_days else None
    if wanted < day:
        raise InputError(
            "CAS-108", f"办理期限 {wanted} 早于今天", "请选择今天或以后的日期", {"due_on": wanted}
        )
    return wanted


def _save_once(case: Case) -> None:
    if case.subject_id and Case.objects.filter(**_same_matter(case)).exists():
        raise _already_open(case)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise _already_open(case) from error


def _same_matter(case: Case) -> dict[str, Any]:
    return {
        "kind": case.kind,
        "subject_type": case.subject_type,
        "subject_id": case.subject_id,
        "responsible": case.responsible,
        "closed_at__isnull": True,
    }


def _already_open(case: Case) -> InputError:
    return InputError(
        "CAS-107",
        f"对同一事项、同一承办单位已有办理中的{kinds.get(case.kind).label}",
        "请在原办件中继续办理，不必重复发起",
    )


def _record(case: Case, name: str, before: str, by: Account, words: str) -> CaseEvent:
    return CaseEvent.objects.create(
        case=case,
        transition=name,
        from_stage=before,
        to_stage=case.stage,
        by=by,
        responsible=case.responsible,
        words=words,
    )


def _put_task(case: Case, kind: Kind, step: Transition | None) -> Task:
    stage = kind.stage(case.stage)
    due_on = task_deadline(step, stage, arrived=today(), case_due=case.due_on, calendar=calendar())
    organisation = case.responsible if stage.who == RESPONSIBLE else case.owner
    return Task.objects.create(
        case=case, stage=stage.name, title=case.title, organisation=organisation, due_on=due_on
    )
