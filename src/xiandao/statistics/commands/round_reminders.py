"""催报: reminding units of what they owe, rarely and on the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from xiandao.casework.methods.deadlines import next_reminder_on, spoken
from xiandao.casework.methods.words import checked
from xiandao.casework.queries.clock import calendar, today
from xiandao.registry.commands.acting import command, note, require
from xiandao.statistics.commands.rounds import locked, stale
from xiandao.statistics.methods.duty import reminder_gap
from xiandao.statistics.models import Filing, Reminder, Round, RoundState
from xiandao.statistics.models.filing import WITH_UNIT
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

REMIND = "statistics.remind"
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Reminded:
    """Who has been reminded, who was too recently (with the day from which again), who owes nothing."""

    sent: tuple[Organisation, ...] = ()
    resting: Mapping[str, date] = field(default_factory=dict)
    not_owing: tuple[str, ...] = ()


@command(REMIND)
def remind(*, round: Round, units: Iterable[Organisation], words: str, by: Account) -> Reminded:
    """Remind units of a return that is still with them: one line each, at most one in ``reminder_gap()`` working days.

    Raises:
        XiandaoError: ``STA-306`` where the round is not open, ``STA-310`` where nobody may be reminded now.
    """
    # The lock makes two reminders at once follow each other, so that the second sees the first.
    found, wanted, day = locked(round), list(units), today()
    for unit in wanted:
        require(by, REMIND, unit)
    if found.state != RoundState.OPEN:
        raise stale(_("报告期不在填报中，无需催报"), _("请刷新页面查看最新状态"))
    outcome = sort_out(found, wanted, day)
    if not outcome.sent:
        raise nobody(outcome)
    said = checked(words, limit=LONGEST)
    Reminder.objects.bulk_create(
        Reminder(round=found, organisation=unit, sent_on=day, words=said, by=by)
        for unit in outcome.sent
    )
    note(
        f"催报：{found}，{len(outcome.sent)} 家",
        about=found,
        units=[unit.code for unit in outcome.sent],
    )
    return outcome


def sort_out(round_: Round, units: Sequence[Organisation], day: date) -> Reminded:
    """Return which of the units would be reminded on the day."""
    open_ = Filing.objects.filter(round=round_, stage__in=WITH_UNIT, organisation__in=units)
    owing = set(open_.values_list("organisation_id", flat=True))
    allowed = allowed_on(round_, day)
    resting = {
        unit.label: allowed[unit.pk]
        for unit in units
        if unit.pk in owing and allowed.get(unit.pk, day) > day
    }
    return Reminded(
        tuple(u for u in units if u.pk in owing and allowed.get(u.pk, day) <= day),
        resting,
        tuple(unit.label for unit in units if unit.pk not in owing),
    )


def allowed_on(round_: Round, day: date) -> dict[int, date]:
    """Return from which day on each unit that was reminded may be reminded again."""
    last = (
        Reminder.objects.filter(round=round_)
        .order_by()
        .values_list("organisation_id")
        .annotate(last=Max("sent_on"))
    )
    days = calendar()
    return {key: next_reminder_on(sent_on, reminder_gap(), day, days) for key, sent_on in last}


def nobody(outcome: Reminded) -> XiandaoError:
    """Return the refusal where nobody may be reminded, with the day from which somebody may."""
    if outcome.resting:
        first = min(outcome.resting.values())
        return XiandaoError(
            "STA-310",
            _("%(days)d 个工作日内已催报过，没有再次发送") % {"days": reminder_gap()},
            _("%(day)s起可再次催报；紧急事项请直接电话联系") % {"day": spoken(first)},
            {"status": 429, "allowed_on": first},
        )
    return XiandaoError(
        "STA-310", _("所选单位没有待报出的报表，无需催报"), _("请刷新页面查看最新状态")
    )
