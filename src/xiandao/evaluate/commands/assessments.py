"""Assessments: the figures of a period are frozen and computed once, looked at by a second person, published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

import xiandao
from xiandao.evaluate.commands.schemes import refuse_maker
from xiandao.evaluate.methods.edition import framework_of, rebuilt, result_of, snapshot_of
from xiandao.evaluate.methods.edition_bands import banded
from xiandao.evaluate.methods.sealing import seal
from xiandao.evaluate.models import Assessment, AssessmentState, Scheme, SchemeState, Standing
from xiandao.evaluate.queries.gathering import gather
from xiandao.evaluate.queries.verdicts import computed, manual_scores, may_return, sealed
from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import storable
from xiandao.registry.queries.organisations import by_codes
from xiandao.terms.error import InputError, XiandaoError
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.evaluate.methods.edition_bands import Banded
    from xiandao.registry.models import Account, Organisation

MANAGE, PUBLISH = "evaluate.manage", "evaluate.publish"


@command(MANAGE, on="scheme")
def freeze(*, scheme: Scheme, period: str, by: Account, is_demo: bool = False) -> Assessment:
    """Freeze the figures of a period under the scheme in force and compute; the result waits for a second person.

    Raises:
        XiandaoError: ``EVA-511`` the scheme is not in force, ``EVA-551`` the period waits already; InputError:
            ``EVA-503``, ``EVA-504`` as ``gather`` says, and what the methods say of the figures.
    """
    # Two who freeze at once wait here for each other; the second finds what the first has made.
    held = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if held.state != SchemeState.IN_FORCE:
        raise XiandaoError(
            "EVA-511",
            _("“%(scheme)s”不是现行体系") % {"scheme": scheme},
            _("请先批准这一版，或选用现行的一版"),
            {"status": 409},
        )
    span = Period.parse(period)
    _refuse_second(held, span)
    table, figures = gather(scheme, span.code, scheme.organisation.parent or scheme.organisation)
    snapshot = snapshot_of(table, scheme.nodes, scheme.recipe, figures)
    made = rebuilt(snapshot)
    result = result_of(made)
    told = banded(snapshot, made)
    known = by_codes(result["units"])
    before = Assessment.objects.filter(
        scheme__code=scheme.code, period=span.code, state=AssessmentState.PUBLISHED
    )
    assessment = Assessment.objects.create(
        scheme=scheme,
        title=f"{scheme.title} {span.label}",
        period=span.code,
        organisation=scheme.organisation,
        snapshot=snapshot,
        snapshot_hash=seal(snapshot),
        result={**result, "bands": told.as_data()},
        result_hash=seal(result),
        engine=xiandao.__version__,
        supersedes=before.order_by("-published_at").first(),
        made_by=by,
        # Figures of invented zones are invented, whoever freezes them.
        is_demo=is_demo or any(zone.is_demo for zone in known.values()),
    )
    _stand(assessment, result, told, known)
    note(f"冻结评价数据：{assessment}", about=assessment, snapshot=assessment.snapshot_hash)
    return assessment


@command(PUBLISH, on="assessment")
def publish(*, assessment: Assessment, by: Account, seen: str | None = None) -> Assessment:
    """Make a result official with what people decided beside it; those of the same period are withdrawn.

    Not by who froze it, nor by who gave or took back a manual score.

    Args:
        seen: seal of the verdict that was looked at, empty where there was none; not compared where it is not given.

    Raises:
        XiandaoError: ``EVA-512`` it does not wait, ``EVA-509`` a maker cannot publish it, ``EVA-628`` manual scores
            have changed since they were looked at.
    """
    Scheme.objects.select_for_update().get(pk=assessment.scheme_id)
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if held.state != AssessmentState.FROZEN:
        raise _not_waiting(held)
    _refuse_makers(held, by)
    verdict = computed(held)
    verdict_hash = sealed(verdict)
    if seen is not None and seen != verdict_hash:
        raise XiandaoError(
            "EVA-628",
            _("打开页面以后人工评分有了变化"),
            _("请重新打开本页，核对人工评分和否决后再公布"),
            {"status": 409},
        )
    before = _beside(held, AssessmentState.PUBLISHED).order_by("-published_at").first()
    # A note says why somebody withdrew an edition; one that was superseded has none.
    _beside(held, AssessmentState.PUBLISHED).update(state=AssessmentState.WITHDRAWN, note="")
    Assessment.objects.filter(pk=held.pk).update(
        state=AssessmentState.PUBLISHED,
        published_by=by,
        published_at=timezone.now(),
        supersedes=before or held.supersedes,
        verdict=verdict,
        verdict_hash=verdict_hash,
    )
    assessment.refresh_from_db()
    told = {"result": assessment.result_hash} | ({"verdict": verdict_hash} if verdict else {})
    note(f"公布评价结果：{assessment}", about=assessment, **told)
    return assessment


@command(PUBLISH, on="assessment")
def withdraw(*, assessment: Assessment, reason: str, by: Account) -> Assessment:
    """Withdraw a result, with the reason.

    Raises:
        InputError: ``EVA-513`` without a reason; XiandaoError: ``EVA-512`` it is withdrawn already.
    """
    words = storable(reason).strip()[:300]
    if not words:
        raise InputError("EVA-513", _("没有写明撤回的原因"), _("请填写原因"), {"field": "reason"})
    standing = Assessment.objects.filter(pk=assessment.pk).exclude(state=AssessmentState.WITHDRAWN)
    if not standing.update(state=AssessmentState.WITHDRAWN, note=words):
        raise _not_waiting(assessment)
    assessment.refresh_from_db()
    note(f"撤回评价结果：{assessment}", about=assessment, reason=words)
    return assessment


@command(PUBLISH, on="assessment")
def reinstate(*, assessment: Assessment, reason: str, by: Account) -> Assessment:
    """Make an edition official again whose revision was withdrawn; not by who made it.

    Raises:
        InputError: ``EVA-513`` without a reason; XiandaoError: ``EVA-627`` it was not superseded, or another edition of
            the period is official, ``EVA-509`` a maker cannot publish it.
    """
    words = storable(reason).strip()[:280]
    if not words:
        raise InputError("EVA-513", _("没有写明恢复的原因"), _("请填写原因"), {"field": "reason"})
    Scheme.objects.select_for_update().get(pk=assessment.scheme_id)
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not may_return(held):
        raise XiandaoError(
            "EVA-627",
            _("这一批次不能恢复公布"),
            _("只有被新批次替代、新批次又已撤回的，才能恢复；请刷新页面查看最新状态"),
            {"status": 409},
        )
    _refuse_makers(held, by)
    Assessment.objects.filter(pk=held.pk).update(
        state=AssessmentState.PUBLISHED, note=_("恢复公布：%(reason)s") % {"reason": words}
    )
    assessment.refresh_from_db()
    note(f"恢复公布评价结果：{assessment}", about=assessment, reason=words)
    return assessment


def _beside(held: Assessment, state: AssessmentState) -> QuerySet[Assessment]:
    """Return the other editions of the same index and period that are in a state."""
    return Assessment.objects.filter(
        scheme__code=held.scheme.code,
        organisation_id=held.organisation_id,
        period=held.period,
        state=state,
    ).exclude(pk=held.pk)


def _refuse_makers(held: Assessment, by: Account) -> None:
    """Refuse that somebody publishes what they had a hand in."""
    refuse_maker(held.made_by_id, by)
    for one in manual_scores(held):
        for hand in (one.made_by_id, one.removed_by_id):
            if hand is not None:
                refuse_maker(hand, by)


def _refuse_second(scheme: Scheme, span: Period) -> None:
    """Refuse to freeze a period twice while the first waits: nobody could say which of them to publish."""
    waiting = Assessment.objects.filter(
        scheme__code=scheme.code, period=span.code, state=AssessmentState.FROZEN
    ).first()
    if waiting is not None:
        raise XiandaoError(
            "EVA-551",
            _("%(period)s已经冻结，正在等待公布") % {"period": span.label},
            _("请打开待公布的批次；要重新冻结，先撤回它"),
            {"status": 409, "assessment": waiting.pk},
        )


def _not_waiting(held: Assessment) -> XiandaoError:
    return XiandaoError(
        "EVA-512",
        _("本批次现在是“%(state)s”，不能这样办理") % {"state": held.get_state_display()},
        _("请刷新页面查看最新状态"),
        {"status": 409},
    )


def _stand(
    assessment: Assessment, result: dict[str, Any], told: Banded, known: Mapping[str, Organisation]
) -> None:
    framework = framework_of(assessment.snapshot["nodes"])
    at = {code: place for place, code in enumerate(result["columns"])}
    root, pillars = at[framework.root], framework.children[framework.root]
    rows = []
    for place, unit in enumerate(result["units"]):
        scores = result["scores"][place]
        if scores[root] is None:
            continue
        low, high = told.intervals[unit]
        rows.append(
            Standing(
                assessment=assessment,
                organisation=known[unit],
                score=scores[root],
                rank=int(result["ranks"][place][root]),
                rank_low=low,
                rank_high=high,
                band=told.bands[unit],
                grade=told.grades.get(unit, ""),
                pillars=[[code, scores[at[code]]] for code in pillars],
            )
        )
    Standing.objects.bulk_create(rows)
