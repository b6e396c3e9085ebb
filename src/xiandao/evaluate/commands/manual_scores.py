"""Manual scores: given beside the computed one while an edition waits, with a reason; taken back, never rubbed out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.models import Assessment, AssessmentState, ManualScore, Standing
from xiandao.evaluate.queries.verdicts import concerns
from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import one_line, storable
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

MANAGE = "evaluate.manage"
# What people give has at most so many decimals: what they see is what counts.
DECIMALS = 2


@command(MANAGE, on="assessment")
def give(
    *,
    assessment: Assessment,
    organisation: Organisation,
    score: float,
    reason: str,
    clause: str = "",
    by: Account,
) -> ManualScore:
    """Give a unit of an edition that waits a score beside the computed one.

    Raises:
        XiandaoError: ``EVA-620`` it does not wait, ``EVA-622`` the unit is the own matter of who gives; InputError:
            ``EVA-621`` the unit has no computed score, ``EVA-623`` no reason, ``EVA-624`` beyond the scale, ``EVA-625``
            the unit has one already.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    _refuse_fixed(held)
    _refuse_no_standing(held, organisation)
    if concerns(by, organisation):
        raise XiandaoError(
            "EVA-622",
            _("“%(name)s”是您所在或负责填报的单位，不能由您评分") % {"name": organisation.label},
            _("请由与该单位没有关系的人员评分"),
            {"status": 403},
        )
    words = storable(reason).strip()[:300]
    if not words:
        raise InputError(
            "EVA-623", _("没有写明评分的理由"), _("请填写理由，随结果一并保存"), {"field": "reason"}
        )
    _refuse_beyond(held, score)
    if ManualScore.objects.filter(
        assessment=held, organisation=organisation, removed_at__isnull=True
    ).exists():
        raise InputError(
            "EVA-625",
            _("“%(name)s”已经有人工评分") % {"name": organisation.label},
            _("要改分，先撤销原来的评分"),
            {"field": "unit"},
        )
    made = ManualScore.objects.create(
        assessment=held,
        organisation=organisation,
        score=round(score, DECIMALS),
        reason=words,
        clause=one_line(clause, limit=200),
        made_by=by,
    )
    note(
        f"人工评分：{organisation.label} {made.score:g}分",
        about=made,
        assessment=held.pk,
        reason=words,
    )
    return made


@command(MANAGE, on="manual_score")
def take_back(*, manual_score: ManualScore, by: Account) -> ManualScore:
    """Take a manual score back; its row stays.

    Raises:
        XiandaoError: ``EVA-620`` the edition does not wait any more, ``EVA-626`` it is taken back already.
    """
    _refuse_fixed(Assessment.objects.select_for_update().get(pk=manual_score.assessment_id))
    standing = ManualScore.objects.filter(pk=manual_score.pk, removed_at__isnull=True)
    if not standing.update(removed_at=timezone.now(), removed_by=by):
        raise XiandaoError(
            "EVA-626", _("这项评分已经撤销"), _("请刷新页面查看最新状态"), {"status": 409}
        )
    manual_score.refresh_from_db()
    note(f"撤销人工评分：{manual_score.organisation.label}", about=manual_score)
    return manual_score


def _refuse_no_standing(held: Assessment, organisation: Organisation) -> None:
    if not Standing.objects.filter(assessment=held, organisation=organisation).exists():
        raise InputError(
            "EVA-621",
            _("“%(name)s”在本批次没有得分") % {"name": organisation.label},
            _("请从本批次有得分的先导区中选择"),
            {"field": "unit"},
        )


def _refuse_fixed(held: Assessment) -> None:
    if held.state != AssessmentState.FROZEN:
        raise XiandaoError(
            "EVA-620",
            _("本批次现在是“%(state)s”，人工评分不能再改") % {"state": held.get_state_display()},
            _("只有待公布的批次可以评分；请刷新页面查看最新状态"),
            {"status": 409},
        )


def _refuse_beyond(held: Assessment, score: float) -> None:
    scale = Recipe(held.snapshot["recipe"]).manual
    if not math.isfinite(score) or not scale.lower <= round(score, DECIMALS) <= scale.upper:
        raise InputError(
            "EVA-624",
            _("评分应在%(low)s至%(high)s之间")
            % {"low": f"{scale.lower:g}", "high": f"{scale.upper:g}"},
            _("评分与自动得分用同一标尺"),
            {"field": "score"},
        )
