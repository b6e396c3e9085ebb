"""Review: pass on, approve or send back with a reason; a reviewer has no verb that changes a value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.casework.methods import kinds
from xiandao.registry.commands.acting import command, note, refuse
from xiandao.registry.methods.wording import storable
from xiandao.statistics.commands import steps
from xiandao.statistics.methods.filing_values import known_values
from xiandao.statistics.models import Filing, FilingStage, Round
from xiandao.statistics.queries.as_filed import snapshot
from xiandao.statistics.queries.visible import under_review
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW = "statistics.view"
CITY, PROVINCE = "statistics.review.city", "statistics.review.province"
GREEN = {FilingStage.CITY: "pass", FilingStage.PROVINCE: "approve"}
STEPS = frozenset({"pass", "approve", "return", "void"})


@command(VIEW)
def act(
    *,
    filing: Filing,
    transition: str,
    version: int,
    words: str = "",
    cells: Mapping[str, str] | None = None,
    by: Account,
) -> Filing:
    """Take a review step; a return sent back names its cells and reaches the reporter with the reason.

    Raises:
        XiandaoError: ``STA-350`` … ``STA-352`` and ``STA-349`` as ``steps.take`` says, ``STA-353`` for a cell
            that the form does not have.
    """
    step = kinds.get(steps.KIND).transition(transition)
    if transition not in STEPS or not may_take(by, filing, transition):
        raise refuse(by, step.who[0], ("statistics.filing", str(filing.pk)))
    marked = _cells(filing, cells or {})
    before = filing.stage
    changes: dict[str, Any] = {"marked_cells": marked}
    if transition == "return":
        # Nothing can have changed since it was filed; from here on the reporter goes on alone.
        changes["as_filed"] = snapshot(filing)
    if transition == "pass":
        changes["city_by"] = by
    if transition == "approve":
        changes |= {
            "approved_at": timezone.now(),
            "approved_by": by,
            "was_approved": True,
            "changes_since_approval": 0,
        }
    steps.take(filing, transition, version, by, words=words, cells=marked, changes=changes)
    if FilingStage.APPROVED in (before, filing.stage):
        _totals_changed(filing)
    note(
        f"{step.label}：{filing.organisation.label} {filing.round}",
        about=filing,
        words=words[:200],
        cells=list(marked)[:50],
    )
    return filing


def may_take(account: Account, filing: Filing, transition: str) -> bool:
    """Return whether the account holds what a review step asks for; past the city, only the province sends back."""
    who = set(kinds.get(steps.KIND).transition(transition).who)
    if transition == "return" and filing.stage != FilingStage.CITY:
        who.discard(CITY)
    return any(account.may(name, [filing.organisation]) for name in who)


@command(VIEW)
def pass_green(*, round: Round, by: Account) -> tuple[int, list[str]]:
    """Pass on or approve what no rule asked about; what was merely explained is for a person to read."""
    done, left = 0, []
    waiting = under_review(by).filter(round=round, stage__in=GREEN).unquestioned()
    for filing in waiting.select_related("organisation", "round__form").order_by("pk"):
        name = GREEN[FilingStage(filing.stage)]
        if not may_take(by, filing, name):
            continue
        try:
            act(filing=filing, transition=name, version=filing.version, by=by)
        except XiandaoError as error:
            left.append(f"{filing.organisation.label}：{error.sentence}")
        else:
            done += 1
    note(f"一键审核：{round}", about=round, done=done, left=len(left))
    return done, left


def _cells(filing: Filing, cells: Mapping[str, str]) -> dict[str, str]:
    known = set(filing.round.form.form.columns)
    strange = [code for code in cells if code not in known]
    if strange:
        raise InputError(
            "STA-353",
            _("报表没有指标“%(code)s”") % {"code": strange[0]},
            _("请在表上点选要退回的单元格"),
            {"codes": strange},
        )
    return {code: storable(text).strip()[:200] for code, text in cells.items()}


def _totals_changed(filing: Filing) -> None:
    """Make totals stale, and let estimates of the unit learn what the return really said."""
    Round.objects.filter(pk=filing.round_id).update(revision=F("revision") + 1)
    if filing.stage != FilingStage.APPROVED:
        return
    values = known_values(filing.round.form.form, filing.values)
    for estimate in filing.estimates.filter(revised_at__isnull=True):
        actual = values.get(estimate.item)
        if isinstance(actual, Decimal):
            estimate.actual = actual
            estimate.revised_at = timezone.now()
            estimate.save(update_fields=["actual", "revised_at"])
