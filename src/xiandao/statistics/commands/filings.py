"""A return in its reporter's hands: saved, filed, taken back. No superior has a verb that changes a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.casework.queries.clock import today
from xiandao.registry.commands.acting import command, note, note_place, refuse
from xiandao.registry.methods.wording import storable
from xiandao.statistics.commands import checking, steps
from xiandao.statistics.methods.filing_edits import read_edits
from xiandao.statistics.methods.filing_values import Change, settled
from xiandao.statistics.models import Filing, FilingStage, Round, RoundState, ValueChange
from xiandao.statistics.queries.scores import score_of
from xiandao.statistics.queries.visible import FILE, is_reporter
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account

PEOPLE = ("head", "statistician", "filler", "phone")
LONGEST = 300


@command(FILE, on="filing")
def save(
    *,
    filing: Filing,
    values: Mapping[str, str | None],
    explanations: Mapping[str, str] | None = None,
    people: Mapping[str, str] | None = None,
    has_consent: bool | None = None,
    version: int,
    source: str = "web",
    reason: str = "",
    by: Account,
) -> Filing:
    """Keep what the reporter typed, work out the computed rows, check everything anew.

    Args:
        filing: the return, a draft or one that was sent back.
        values: new values by item code, as typed; ``None`` or empty text clears a cell. Others stay.
        explanations: the reporter's words by item code; empty words take one back.
        people: 单位负责人 head, 统计负责人 statistician, 填表人 filler, 联系电话 phone.
        has_consent: whether marked items may serve administration as well.
        version: of the return as the reporter saw it.
        source: web, workbook or api.
        reason: why values change; asked for once the return has been approved before.

    Raises:
        XiandaoError: ``STA-349`` somebody else saved meanwhile, ``STA-343`` … ``STA-348`` where it may not be
            changed, a cell cannot be read or a reason is missing. Nothing is kept then.
    """
    _may_edit(filing, by)
    form = filing.round.form.form
    edits = read_edits(form, values)
    done = settled(form, filing.values, edits)
    reason = storable(reason).strip()[:LONGEST]
    if filing.was_approved and done.changes and not reason:
        raise InputError(
            "STA-346",
            _("这份报表曾经审核通过，修改须说明原因"),
            _("请填写修改原因后再保存"),
            {"field": "reason"},
        )
    changes: dict[str, Any] = {
        "values": done.values,
        "explanations": _words(filing.explanations, explanations, form.codes),
        "people": _people(filing.people, people),
    }
    if has_consent is not None:
        changes["has_consent"] = has_consent
    if filing.was_approved:
        changes["changes_since_approval"] = F("changes_since_approval") + len(done.changes)
    steps.swap(filing, version, changes)
    _remember(filing, done.changes, source, reason, by)
    checking.check(filing)
    note_place(filing.organisation)
    note(
        f"填报保存：{filing.organisation.label} {filing.round}",
        about=filing,
        changed=[change.item for change in done.changes][:50],
        source=source,
    )
    return filing


@command(FILE, on="filing")
def submit(*, filing: Filing, version: int, by: Account) -> Filing:
    """File the return: no 强制 finding may be open, every 核实 finding needs words.

    Raises:
        XiandaoError: ``STA-347`` with every finding in the way.
    """
    _may_edit(filing, by)
    checking.check(filing)
    open_findings = checking.in_the_way(filing)
    if open_findings:
        raise InputError(
            "STA-347",
            _("还有 %(count)d 处问题没有处理，不能报出") % {"count": len(open_findings)},
            _("强制性问题请改正；核实性问题请改正或填写说明"),
            {"findings": [[found.item, found.message] for found in open_findings]},
        )
    missing = [name for name in PEOPLE if not filing.people.get(name, "").strip()]
    if missing:
        raise InputError(
            "STA-348",
            _("单位负责人、统计负责人、填表人和联系电话没有填全"),
            _("请填写签署信息后再报出"),
            {"fields": missing},
        )
    steps.take(
        filing,
        "submit",
        version,
        by,
        changes={
            "filed_at": timezone.now(),
            "filed_by": by,
            "marked_cells": {},
            "as_filed": {},
            "score": score_of(filing),
        },
    )
    note(f"报出：{filing.organisation.label} {filing.round}", about=filing)
    return filing


@command(FILE, on="filing")
def withdraw(*, filing: Filing, version: int, reason: str, by: Account) -> Filing:
    """Take a filed return back before the city has looked at it, with the reason."""
    _is_its_reporter(filing, by)
    if not takes_returns(filing):
        raise XiandaoError(
            "STA-344",
            _("本报告期%(state)s，撤回后不能再报出") % {"state": filing.round.get_state_display()},
            _("如确需修改，请联系审核人退回"),
            {"status": 409},
        )
    steps.take(filing, "withdraw", version, by, words=reason)
    note(f"撤回：{filing.organisation.label} {filing.round}", about=filing, reason=reason[:LONGEST])
    return filing


def takes_returns(filing: Filing) -> bool:
    """Return whether the return could be filed now: its round is open, or it has time of its own."""
    return filing.round.state == RoundState.OPEN or _has_own_time(filing)


def _may_edit(filing: Filing, by: Account) -> None:
    _is_its_reporter(filing, by)
    # The row of the round is read under lock: closing it and saving a return come one after the other.
    held = Round.objects.select_for_update().get(pk=filing.round_id)
    if held.state != RoundState.OPEN and not _has_own_time(filing):
        raise XiandaoError(
            "STA-344",
            _("本报告期%(state)s，不能填报") % {"state": held.get_state_display()},
            _("如确需补报，请联系省级统计员延期"),
            {"status": 409},
        )
    steps.refuse_elsewhere(filing)


def _has_own_time(filing: Filing) -> bool:
    if filing.stage == FilingStage.RETURNED:
        return True
    return filing.due_on is not None and filing.due_on >= today()


def _is_its_reporter(filing: Filing, by: Account) -> None:
    if not is_reporter(by, filing.organisation):
        raise refuse(by, FILE, ("statistics.filing", str(filing.pk)))


def _words(
    kept: Mapping[str, str], given: Mapping[str, str] | None, codes: tuple[str, ...]
) -> dict[str, str]:
    words = dict(kept)
    for code, text in (given or {}).items():
        if code in codes:
            words[code] = storable(text).strip()[:LONGEST]
    return {code: text for code, text in words.items() if text}


def _people(kept: Mapping[str, str], given: Mapping[str, str] | None) -> dict[str, str]:
    people = dict(kept)
    for name, text in (given or {}).items():
        if name in PEOPLE:
            people[name] = storable(text).strip()[:40]
    return people


def _remember(
    filing: Filing, changes: tuple[Change, ...], source: str, reason: str, by: Account
) -> None:
    ValueChange.objects.bulk_create(
        ValueChange(
            filing=filing,
            item=change.item,
            before=(change.before or "")[:400],
            after=(change.after or "")[:400],
            source=source,
            reason=reason,
            after_approval=filing.was_approved,
            by=by,
        )
        for change in changes
    )
