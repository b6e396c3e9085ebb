"""The lines of the inbox about statistics: what is owed, what waits for review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from xiandao.casework.methods.lamps import lamp
from xiandao.casework.queries.clock import calendar, today
from xiandao.casework.queries.digests import Digest
from xiandao.statistics.methods.duty import Completeness
from xiandao.statistics.models import Filing, FilingStage
from xiandao.statistics.queries import mine, wording
from xiandao.statistics.queries.board import state_lamp
from xiandao.statistics.queries.waiting import Queue, queues

if TYPE_CHECKING:
    from xiandao.registry.models import Account


def owed(account: Account) -> list[Digest]:
    """Return one line for each return that the account has to fill."""
    if not account.may_somewhere("statistics.file"):
        return []
    waiting = mine.waiting(account).defer("values", "prefill", "round__form__definition")
    return [_owed(filing) for filing in waiting]


def to_review(account: Account) -> list[Digest]:
    """Return one line for each round in which returns wait for the account."""
    return [_queue(queue) for queue in queues(account)]


def address(name: str, *args: Any, fallback: str) -> str:
    """Return the address of a page, or of the page above it where an installation has none of that name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return fallback


def heading(filing: Filing) -> str:
    """Return form and period of a return in the reader's language."""
    return wording.heading(filing.round.form, filing.round.period_label)


def _owed(filing: Any) -> Digest:
    is_returned = filing.stage == FilingStage.RETURNED
    state = Completeness.RETURNED if is_returned else Completeness.MISSING
    words = [_("退回原因：%(reason)s") % {"reason": filing.reason}] if is_returned else []
    if filing.reminded_on:
        day = f"{filing.reminded_on:%Y-%m-%d}"
        words.append(
            _("%(day)s 催报：%(words)s") % {"day": day, "words": filing.reminded_words}
            if filing.reminded_words
            else _("%(day)s 已催报") % {"day": day}
        )
    return Digest(
        title=f"{heading(filing)} · {_('退回修改') if is_returned else _('待报出')}",
        url=address("sta_filing", filing.pk, fallback=reverse("sta_mine")),
        due_on=filing.until,
        lamp=state_lamp(state, filing.until, None, today(), calendar()),
        words="\n".join(words),
        source=filing.organisation.label,
    )


def _queue(queue: Queue) -> Digest:
    waits = (
        _("待市级审核 %(count)d 家")
        if queue.stage == FilingStage.CITY
        else _("待省级审核 %(count)d 家")
    ) % {"count": queue.count}
    found = queue.round
    board = reverse("sta_round", args=[found.pk])
    review = address("sta_review", fallback="")
    return Digest(
        title=f"{wording.heading(found.form, found.period_label)} · {waits}",
        url=f"{review}?round={found.pk}" if review else board,
        count=queue.count,
        due_on=queue.due_on,
        lamp=lamp(queue.due_on, None, True, today(), calendar()),
        source=_("报表审核"),
    )
