"""What can be done with a round on its board: open, close, more time for all or for one unit, remind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiandao.registry.queries.organisations import in_reach
from xiandao.statistics.commands import round_reminders, rounds
from xiandao.statistics.commands.round_reminders import Reminded
from xiandao.statistics.models import Filing, Round, RoundState
from xiandao.statistics.queries.board import return_in_reach
from xiandao.statistics.queries.rounds import REMIND, managed
from xiandao.statistics.web.round_estimates import Estimating, estimated, estimating
from xiandao.statistics.web.rounds_forms import ExtendForm, RemindForm, tell
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from django import forms

    from xiandao.registry.models import Account

MOST_AT_ONCE = 2000


@dataclass(slots=True)
class Acts:
    """The forms of the board, None where the account may not use one now."""

    may_open: bool = False
    may_close: bool = False
    extend: ExtendForm | None = None
    extend_unit: ExtendForm | None = None
    unit: Filing | None = None
    remind: RemindForm | None = None
    estimate: Estimating | None = None
    is_refused: bool = False
    problem: XiandaoError | None = None

    @classmethod
    def offered(cls, account: Account, found: Round, unit: str) -> Acts:
        """Return what the account may do with the round as it stands; ``unit`` names a return that gets more time."""
        is_open, manages = found.state == RoundState.OPEN, managed(account, found)
        chosen = chosen_return(account, found, unit) if unit and manages and is_open else None
        return cls(
            may_open=manages and found.state != RoundState.CLOSED,
            may_close=manages and is_open,
            extend=ExtendForm(prefix="extend")
            if manages and found.state != RoundState.PLANNED
            else None,
            extend_unit=ExtendForm(prefix="unit") if chosen else None,
            unit=chosen,
            remind=RemindForm() if is_open else None,
            estimate=estimating(found) if manages else None,
        )


def chosen_return(account: Account, found: Round, text: str) -> Filing | None:
    """Return the return that the address names, if it is in reach.

    Raises:
        Http404: the address names none.
    """
    is_number = text.isascii() and text.isdigit() and len(text) < 19
    filing = return_in_reach(account, found, int(text)) if is_number else None
    if filing is None:
        raise Http404
    return filing


def perform(request: HttpRequest, account: Account, found: Round, acts: Acts) -> str:
    """Do what was sent; return the sentence about it, or nothing where a form says what is wrong."""
    act = request.POST.get("act", "")
    try:
        if act == "open":
            return _open(found, account)
        if act == "close":
            rounds.close(round=found, by=account)
            return _("已截止填报")
        if act == "extend":
            return _extend(request, account, found, acts)
        if act == "extend-unit":
            return _extend_unit(request, account, acts)
        if act == "estimate":
            return estimated(found, account)
        if act == "remind":
            return _remind(request, account, found, acts)
    except XiandaoError as error:
        return _refused(acts, error, acts.remind if act == "remind" else None)
    raise Http404


def _open(found: Round, account: Account) -> str:
    is_again, before = found.state == RoundState.OPEN, found.filings.count()
    rounds.open_round(round=found, by=account)
    if not is_again:
        return _("已开放填报，填报单位的待办中已出现本期报表")
    added = found.filings.count() - before
    if not added:
        return _("名录中没有需要补充的单位，已有报表不变")
    return ngettext(
        "已补充新列入名录的单位 %(count)d 家，已有报表不变",
        "已补充新列入名录的单位 %(count)d 家，已有报表不变",
        added,
    ) % {"count": added}


def _extend(request: HttpRequest, account: Account, found: Round, acts: Acts) -> str:
    if acts.extend is None:
        raise PermissionDenied
    form = acts.extend = ExtendForm(request.POST, prefix="extend")
    if not form.is_valid():
        acts.is_refused = True
        return ""
    try:
        rounds.extend(round=found, **form.cleaned_data, by=account)
    except XiandaoError as error:
        return _refused(acts, error, form)
    return _("已延期，填报单位可以继续报出")


def _extend_unit(request: HttpRequest, account: Account, acts: Acts) -> str:
    if acts.unit is None:
        raise PermissionDenied
    form = acts.extend_unit = ExtendForm(request.POST, prefix="unit")
    if not form.is_valid():
        acts.is_refused = True
        return ""
    try:
        rounds.extend_unit(filing=acts.unit, **form.cleaned_data, by=account)
    except XiandaoError as error:
        return _refused(acts, error, form)
    return _("已为%(unit)s延期") % {"unit": acts.unit.organisation.label}


def _remind(request: HttpRequest, account: Account, found: Round, acts: Acts) -> str:
    form = RemindForm(request.POST)
    acts.remind = form if acts.remind is not None else None
    if not form.is_valid():
        acts.is_refused = True
        return ""
    reach = in_reach(account, REMIND)
    keys = [key for key in request.POST.getlist("unit") if key.isascii() and key.isdigit()]
    keys = [key for key in keys if len(key) < 19][:MOST_AT_ONCE]
    if request.POST.get("whom") == "all":
        units = reach.filter(filings__round=found, filings__stage__in=("draft", "returned"))
    else:
        units = reach.filter(pk__in=keys)
    done = round_reminders.remind(
        round=found, units=units.distinct(), words=form.cleaned_data["words"], by=account
    )
    return _reminded(done)


def _reminded(done: Reminded) -> str:
    sent = len(done.sent)
    words = ngettext("已催报 %(count)d 家", "已催报 %(count)d 家", sent) % {"count": sent}
    if done.resting:
        words += _("；另有 %(count)d 家近日已催报过，没有重复发送") % {"count": len(done.resting)}
    return words


def _refused(acts: Acts, error: XiandaoError, form: forms.Form | None) -> str:
    acts.is_refused = True
    if form is not None and form.is_bound:
        tell(form, error)
    elif error.details.get("status") == 403:
        raise error
    else:
        acts.problem = error
    return ""
