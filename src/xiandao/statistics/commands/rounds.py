"""Rounds: planning one, opening it for all who owe it, more time for all or for one, the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.casework.methods.words import checked
from xiandao.registry.commands.acting import command, note
from xiandao.statistics.commands.forms import MANAGE
from xiandao.statistics.methods.duty import DutyRule, fits
from xiandao.statistics.models import (
    Filing,
    FilingEvent,
    FormState,
    FormVersion,
    Round,
    RoundState,
    Unit,
)
from xiandao.statistics.models.filing import WITH_UNIT
from xiandao.statistics.queries.owing import units_owing
from xiandao.statistics.queries.prefill import prefill_for
from xiandao.terms.error import InputError, XiandaoError
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

BATCH = 500
LONGEST_REASON = 200
# A collection lies about its period; a day further away is a slip of the pen.
FURTHEST = timedelta(days=2 * 366)


@command(MANAGE, on="organisation")
def plan(
    *,
    form: FormVersion,
    period: str,
    organisation: Organisation,
    opens_on: date,
    due_on: date,
    rule: Mapping[str, Any],
    by: Account,
    is_demo: bool = False,
) -> Round:
    """Plan the collection of one form for one period.

    Raises:
        InputError: ``STA-301`` rule, ``STA-302`` form not in use, ``STA-303`` no such period for the form,
            ``STA-304`` deadline before opening or a day far from the period, ``STA-305`` already planned.
    """
    span = Period.parse(period)
    if form.state != FormState.IN_USE or not by.may(MANAGE, [form.organisation]):
        raise refusal("STA-302", _("这张报表没有启用"), _("请选择在用的报表"), "form")
    if not fits(form.frequency, span):
        raise refusal(
            "STA-303",
            _("“%(form)s”是%(frequency)s，不按“%(period)s”收集")
            % {
                "form": form.title,
                "frequency": form.get_frequency_display(),
                "period": span.label,
            },
            _("请选择与报表期别一致的报告期"),
            "period",
        )
    if due_on < opens_on:
        raise refusal("STA-304", _("截止日期早于开放日期"), _("请核对日期"), "due_on")
    refuse_far(opens_on, span, "opens_on")
    refuse_far(due_on, span, "due_on")
    if Round.objects.filter(form__code=form.code, period=span.code).exists():
        raise refusal("STA-305", _("这一报告期已经建立"), _("请在报告期列表中打开"), "period")
    found = Round.objects.create(
        form=form,
        period=span.code,
        organisation=organisation,
        rule=DutyRule.parse(rule).raw,
        opens_on=opens_on,
        due_on=due_on,
        is_demo=is_demo,
    )
    note(f"建立报告期：{form.title} {span.label}", about=found, due_on=due_on.isoformat())
    return found


@command(MANAGE, on="round")
def open_round(*, round: Round, by: Account) -> Round:
    """Open a round: everyone who owes the form gets a draft with what is known already.

    Opening an open round again adds the units that have been enrolled since; drafts that exist stay as they are.

    Raises:
        XiandaoError: ``STA-306`` where the round is closed, or where nobody owes the form.
    """
    found = locked(round)
    if found.state == RoundState.CLOSED:
        raise stale(_("报告期已经截止，不能再开放"), _("确需补报的，请办理延期"))
    known = set(found.filings.values_list("organisation_id", flat=True))
    units = [unit for unit in units_owing(found) if unit.organisation_id not in known]
    if found.state == RoundState.PLANNED and not units:
        raise stale(_("按填报范围没有找到任何填报单位"), _("请核对填报范围和填报单位名录"))
    day = timezone.localdate()
    for part in parts(units):
        prefill = prefill_for(found, part, day)
        Filing.objects.bulk_create(
            Filing(
                round=found,
                organisation=unit.organisation,
                prefill=prefill[unit.organisation_id],
                is_demo=found.is_demo,
            )
            for unit in part
        )
    if found.state == RoundState.PLANNED:
        found.state, found.opened_by = RoundState.OPEN, by
    found.revision += 1
    found.save(update_fields=["state", "opened_by", "revision"])
    note(f"开放填报：{found}，新增填报单位 {len(units)} 家", about=found, units=len(units))
    return found


@command(MANAGE, on="round")
def close(*, round: Round, by: Account) -> Round:
    """End a round: no return is taken any more until it is extended; what was not filed stays missing.

    Raises:
        XiandaoError: ``STA-306`` where it is not open.
    """
    found = locked(round)
    if found.state != RoundState.OPEN:
        raise stale(_("报告期不在填报中"), _("请刷新页面查看最新状态"))
    found.state = RoundState.CLOSED
    found.save(update_fields=["state"])
    note(f"截止填报：{found}", about=found)
    return found


@command(MANAGE, on="round")
def extend(*, round: Round, due_on: date, reason: str, by: Account) -> Round:
    """Give everyone more time, with the reason; a closed round opens again.

    Raises:
        InputError: ``STA-304`` where the day is no later, ``STA-307`` without a reason.
        XiandaoError: ``STA-306`` where it has not been opened yet.
    """
    found = locked(round)
    if found.state == RoundState.PLANNED:
        raise stale(_("报告期还没有开放，无需延期"), _("请直接调整截止日期后开放"))
    words = reason_of(reason)
    refuse_no_later(due_on, found.due_on)
    refuse_far(due_on, found.span, "due_on")
    before, found.due_on = found.due_on, due_on
    found.extended_reason, found.state = words, RoundState.OPEN
    found.save(update_fields=["due_on", "extended_reason", "state"])
    note(f"延期：{found}", about=found, before=before.isoformat(), after=due_on.isoformat())
    return found


@command(MANAGE, on="filing")
def extend_unit(*, filing: Filing, due_on: date, reason: str, by: Account) -> Filing:
    """Give one unit more time, with the reason, which its history shows.

    Raises:
        InputError: ``STA-304`` where the day is no later, ``STA-307`` without a reason.
        XiandaoError: ``STA-306`` where the return is no longer with the unit or the round is not open.
    """
    found = Filing.objects.select_for_update().get(pk=filing.pk)
    if found.stage not in WITH_UNIT:
        raise stale(_("这张报表已经报出，无需延期"), _("请刷新页面查看最新状态"))
    if found.round.state != RoundState.OPEN:
        raise stale(_("报告期不在填报中"), _("已经截止的，请先办理整个报告期的延期"))
    words = reason_of(reason)
    before = found.due_on or found.round.due_on
    refuse_no_later(due_on, before)
    refuse_far(due_on, found.round.span, "due_on")
    found.due_on = due_on
    # Not save(): the version that the reporter's page holds stays the one it was.
    Filing.objects.filter(pk=found.pk).update(due_on=due_on)
    FilingEvent.objects.create(
        filing=found, transition="extend", before=found.stage, after=found.stage, words=words, by=by
    )
    note(f"单位延期：{found}", about=found, before=before.isoformat(), after=due_on.isoformat())
    return found


def locked(round_: Round) -> Round:
    """Return the round as it is now, held until the end of the transaction."""
    return Round.objects.select_for_update(of=("self",)).select_related("form").get(pk=round_.pk)


def parts(units: Sequence[Unit]) -> Iterator[Sequence[Unit]]:
    """Return the units a batch at a time, so that a province's worth of earlier values never lies in memory."""
    for start in range(0, len(units), BATCH):
        yield units[start : start + BATCH]


def reason_of(text: str) -> str:
    """Return the reason as it is kept; one is needed."""
    words = checked(text, what=_("原因"), limit=LONGEST_REASON)
    if not words:
        raise refusal("STA-307", _("没有写明原因"), _("请写明延期原因"), "reason")
    return words


def refuse_no_later(due_on: date, before: date) -> None:
    """Refuse a new deadline that is not later than the old one."""
    if due_on <= before:
        raise refusal(
            "STA-304",
            _("新的截止日期须晚于原截止日期 %(day)s") % {"day": f"{before:%Y-%m-%d}"},
            _("请核对日期"),
            "due_on",
        )


def refuse_far(day: date, span: Period, field: str) -> None:
    """Refuse a day that is years away from the period."""
    if not span.start - FURTHEST <= day <= span.end + FURTHEST:
        raise refusal(
            "STA-304",
            _("%(day)s 离报告期“%(period)s”太远")
            % {"day": f"{day:%Y-%m-%d}", "period": span.label},
            _("请核对年份"),
            field,
        )


def refusal(code: str, sentence: str, hint: str, field: str) -> InputError:
    """Return the error that stands beside a field."""
    return InputError(code, sentence, hint, {"field": field})


def stale(sentence: str, hint: str) -> XiandaoError:
    """Return the error of a step that does not fit the state."""
    return XiandaoError("STA-306", sentence, hint, {"status": 409})
