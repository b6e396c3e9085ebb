"""催办 and 指派: reminding a body, rarely and on the record; naming the person who handles a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiandao.casework.methods import kinds
from xiandao.casework.methods.deadlines import next_reminder_on, spoken
from xiandao.casework.methods.words import checked
from xiandao.casework.models import Case, CaseEvent, Task
from xiandao.casework.queries import rights
from xiandao.casework.queries.clock import calendar, today
from xiandao.registry.commands.acting import command, note, refuse
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@command(rights.ACT, on="case")
def remind(case: Case, *, by: Account, words: str = "") -> Case:
    """Remind the body that has the task: at most once in the kind's number of working days for each case.

    Raises:
        XiandaoError: ``CAS-110`` where nobody else has the task, ``CAS-429`` where the last one is too fresh.
    """
    if not by.may(rights.ACT, [case.owner]):
        raise refuse(by, rights.ACT, (case._meta.label_lower, str(case.pk)))
    kind, day, words = kinds.get(case.kind), today(), checked(words, limit=500)
    if not rights.may_remind(by, case):
        raise InputError(
            "CAS-110", "这件事现在不由承办单位办理，无需催办", "请刷新页面查看最新进展"
        )
    allowed_on = next_reminder_on(case.reminded_on, kind.remind_days, day, calendar())
    # The old date is part of the condition: of two reminders at once one is sent.
    unchanged = Case.objects.filter(pk=case.pk, reminded_on=case.reminded_on)
    if allowed_on > day or not unchanged.update(reminded_on=day):
        raise XiandaoError(
            "CAS-429",
            f"{kind.remind_days} 个工作日内已催办过一次",
            f"{spoken(allowed_on)}起可再次催办；紧急事项请直接电话联系"
            if allowed_on > day
            else "请刷新页面",
            {"status": 429, "allowed_on": allowed_on},
        )
    case.reminded_on = day
    _record(case, "remind", by, words)
    note(f"催办：{case.title}", about=case, responsible=case.responsible.name)
    return case


@command(rights.ACT, on="case")
def assign(case: Case, *, to: Account, by: Account) -> Task:
    """Name the person who handles the open task; others of the body still see and may do it.

    Raises:
        InputError: ``CAS-111`` where no task is open or the person may not act for the body.
    """
    task = (
        Task.objects.select_related("organisation").filter(case=case, done_at__isnull=True).first()
    )
    if task is None:
        raise InputError("CAS-111", "这件事已经办结，没有可指派的环节", "请刷新页面查看最新进展")
    if not rights.may_assign(by, case):
        raise refuse(by, rights.ACT, (case._meta.label_lower, str(case.pk)))
    if not to.may(rights.ACT, [task.organisation]):
        raise InputError(
            "CAS-111",
            f"{to.display_name}不能办理{task.organisation.label}的事项",
            "请指派本单位的经办人",
        )
    Task.objects.filter(pk=task.pk, done_at__isnull=True).update(assignee=to)
    task.assignee = to
    _record(case, "assign", by, to.display_name)
    note(f"指派{to.display_name}办理：{case.title}", about=case, account=to.username)
    return task


def _record(case: Case, name: str, by: Account, words: str) -> None:
    CaseEvent.objects.create(
        case=case,
        transition=name,
        from_stage=case.stage,
        to_stage=case.stage,
        by=by,
        responsible=case.responsible,
        words=words,
    )
