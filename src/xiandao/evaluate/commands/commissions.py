"""Commissions: given to an evaluator, who declares interests, recomputes from the frozen figures and reports."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.edition import reproduced
from xiandao.evaluate.models import Assessment, AssessmentState, Commission, CommissionState
from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import storable
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account

MANAGE, REVIEW = "evaluate.manage", "evaluate.review"
LONGEST = 4000
SEAL = re.compile(r"[0-9a-f]{64}")


@command(MANAGE, on="assessment")
def assign(
    *, assessment: Assessment, evaluator: Account, due_on: date | None = None, by: Account
) -> Commission:
    """Hand an assessment to an evaluator.

    Raises:
        InputError: ``EVA-520`` the account is no evaluator, ``EVA-521`` it has this assessment already, ``EVA-553`` the
            deadline has gone by; XiandaoError: ``EVA-528`` the assessment is withdrawn.
    """
    if due_on is not None and due_on < timezone.localdate():
        raise InputError(
            "EVA-553", _("完成时限已经过去"), _("请填写今天或以后的日期"), {"field": "due_on"}
        )
    held = Assessment.objects.select_for_update().filter(pk=assessment.pk)
    if held.values_list("state", flat=True).get() == AssessmentState.WITHDRAWN:
        raise XiandaoError(
            "EVA-528",
            _("本批次已经撤回，不能再委托评估"),
            _("请委托这一期现在有效的批次"),
            {"status": 409},
        )
    if not evaluator.may_somewhere(REVIEW):
        raise InputError(
            "EVA-520",
            _("“%(name)s”没有评估人角色") % {"name": evaluator.display_name},
            _("请先由安全管理员授予“第三方评估”角色"),
            {"field": "evaluator"},
        )
    made = Commission(
        assessment=assessment,
        evaluator=evaluator,
        organisation=assessment.organisation,
        due_on=due_on,
        made_by=by,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise InputError(
            "EVA-521",
            _("已经委托过“%(name)s”") % {"name": evaluator.display_name},
            _("请在委托清单里查看进展"),
            {"field": "evaluator"},
        ) from None
    note(f"委托评估：{made}", about=made)
    return made


@command(REVIEW, on="place")
def declare(
    *, commission: Commission, has_interest: bool, words: str, place: Account, by: Account
) -> Commission:
    """Declare interests: who has one withdraws, who has none may open the frozen figures.

    Raises:
        InputError: ``EVA-522`` no words; XiandaoError: ``EVA-523`` not its evaluator, ``EVA-524`` declared already.
    """
    _own(commission, by)
    said = storable(words).strip()[:LONGEST]
    if not said:
        raise InputError(
            "EVA-522",
            _("请写明利益关系"),
            _("没有的写“与被评单位无利益关系”，有的写明是什么关系"),
            {"field": "words"},
        )
    state = CommissionState.DECLINED if has_interest else CommissionState.DECLARED
    waiting = Commission.objects.filter(pk=commission.pk, state=CommissionState.ASSIGNED)
    if not waiting.update(state=state, declaration=said, declared_at=timezone.now()):
        raise _elsewhere(commission)
    commission.refresh_from_db()
    note(f"声明利益关系：{commission}", about=commission, has_interest=has_interest)
    return commission


@command(REVIEW, on="place")
def reproduce(
    *, commission: Commission, place: Account, by: Account, own_hash: str = ""
) -> Commission:
    """Compute the assessment again from its frozen figures and keep the seal of what came out.

    Args:
        own_hash: seal that the evaluator's own computer gave, kept beside; empty where there was no such run.

    Raises:
        InputError: ``EVA-527`` no seal; XiandaoError: ``EVA-523`` not its evaluator, ``EVA-524`` interests are not
            declared, or the opinion is handed in.
    """
    _own(commission, by)
    typed = own_hash.strip().lower()
    if typed and not SEAL.fullmatch(typed):
        raise InputError(
            "EVA-527",
            _("结果摘要应是64位十六进制数"),
            _("请从复算命令的输出里整行复制"),
            {"field": "own_hash"},
        )
    told = {"own_hash": typed} if typed else {}
    waiting = Commission.objects.filter(pk=commission.pk, state=CommissionState.DECLARED)
    seal = reproduced(commission.assessment.snapshot)
    if not waiting.update(reproduced_hash=seal, reproduced_at=timezone.now(), **told):
        raise _elsewhere(commission)
    commission.refresh_from_db()
    note(f"复算评价结果：{commission}", about=commission, matches=commission.matches)
    return commission


@command(REVIEW, on="place")
def report(*, commission: Commission, words: str, place: Account, by: Account) -> Commission:
    """Hand in the opinion; it is final.

    Raises:
        InputError: ``EVA-525`` no words; XiandaoError: ``EVA-523``, ``EVA-524`` not under evaluation,
            ``EVA-526`` nothing was recomputed yet.
    """
    _own(commission, by)
    said = storable(words).strip()[:LONGEST]
    if not said:
        raise InputError(
            "EVA-525", _("请填写评估意见"), _("写明复算是否一致、方法是否合适"), {"field": "words"}
        )
    if not commission.reproduced_hash:
        raise XiandaoError(
            "EVA-526", _("还没有复算"), _("请先用冻结数据复算，再提交意见"), {"status": 409}
        )
    waiting = Commission.objects.filter(pk=commission.pk, state=CommissionState.DECLARED)
    if not waiting.update(state=CommissionState.REPORTED, report=said, reported_at=timezone.now()):
        raise _elsewhere(commission)
    commission.refresh_from_db()
    note(f"提交评估意见：{commission}", about=commission)
    return commission


def _own(commission: Commission, by: Account) -> None:
    if commission.evaluator_id != by.pk:
        raise XiandaoError(
            "EVA-523", _("这项委托不是给您的"), _("请从“委托评估”打开自己的委托"), {"status": 403}
        )


def _elsewhere(commission: Commission) -> XiandaoError:
    commission.refresh_from_db(fields=["state"])
    return XiandaoError(
        "EVA-524",
        _("这项委托现在是“%(state)s”，不能这样办理") % {"state": commission.get_state_display()},
        _("请刷新页面查看最新状态"),
        {"status": 409},
    )
