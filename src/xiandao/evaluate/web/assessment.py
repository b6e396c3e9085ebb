"""One edition behind the scenes: seals, sources, logs, method, computing again, publication, commissions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.commands import assessments as commands
from xiandao.evaluate.commands import commissions
from xiandao.evaluate.models import Assessment, AssessmentState
from xiandao.evaluate.queries import official as questions
from xiandao.evaluate.queries import verdicts, visible
from xiandao.evaluate.web import assessment_verdict as decided
from xiandao.evaluate.web.official_words import (
    commission_lamp,
    log_cell,
    log_heads,
    log_title,
    method_of,
)
from xiandao.evaluate.web.ranking import lamp_of
from xiandao.evaluate.web.telling import tell
from xiandao.evaluate.web.wording import titled
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period
from xiandao.ui.answers import answer, download
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, MANAGE, PUBLISH = "evaluate.view", "evaluate.manage", "evaluate.publish"


class WithdrawForm(forms.Form):
    """Why an edition is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("撤回原因"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReinstateForm(forms.Form):
    """Why an edition whose revision was withdrawn is official again."""

    reason = forms.CharField(
        label=gettext_lazy("恢复原因"),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AssignForm(forms.Form):
    """Who computes the edition again, and until when."""

    evaluator = forms.ModelChoiceField(questions.nobody(), label=gettext_lazy("评估人"))
    due_on = forms.DateField(
        label=gettext_lazy("完成时限"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, account: Account, found: Assessment, sent: Any = None) -> None:
        super().__init__(sent)
        field = cast("Any", self.fields["evaluator"])
        field.queryset = questions.evaluators(account, found)
        field.label_from_instance = lambda one: f"{one.display_name}（{one.organisation.label}）"


@page(VIEW, writes=True, methods=("GET", "POST"))
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an edition; who keeps it computes again, commissions, publishes and withdraws here."""
    account = cast("Account", request.user)
    found = get_object_or_404(visible.assessments(account), pk=pk)
    shown: dict[str, forms.Form] = {
        "withdraw": WithdrawForm(),
        "reinstate": ReinstateForm(),
        "assign": AssignForm(account, found),
        "manual": decided.ManualForm(found),
    }
    check: bool | None = None
    if request.method == "POST":
        if not questions.keeps(account, found):
            raise Http404
        act = str(request.POST.get("act"))
        if act == "check":
            check = questions.is_reproduced(found)
        elif act in shown:
            shown[act] = form = _sent(act, request, found, account)
            if FORMS[act](request, found, account, form):
                return redirect("eva_assessment", found.pk)
        elif act in ("publish", "take_back"):
            (_publish if act == "publish" else decided.take_back)(request, found, account)
            return redirect("eva_assessment", found.pk)
        else:
            raise Http404
    context = {**_context(account, found), **shown, "check": check}
    is_bad = any(form.errors for form in shown.values())
    return answer(request, "evaluate/assessment.html", context, status=422 if is_bad else 200)


@page(VIEW)
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the data room to who keeps the edition."""
    account = cast("Account", request.user)
    found = get_object_or_404(visible.assessments(account), pk=pk)
    if not questions.keeps(account, found):
        raise Http404
    return download(questions.data_room(found), room_name(found), "application/zip")


def room_name(found: Assessment) -> str:
    """Return the name of the archive of an edition."""
    return f"{found.title}_冻结数据_{found.snapshot_hash[:8]}.zip"


def _context(account: Account, found: Assessment) -> dict[str, Any]:
    keeps, sees = questions.keeps(account, found), visible.sees_all(account, found)
    may_publish = account.may(PUBLISH, found.places(PUBLISH))
    waits = found.state == AssessmentState.FROZEN
    is_gone = found.state == AssessmentState.WITHDRAWN
    beside = decided.context(account, found, keeps=keeps, sees=sees)
    is_maker = found.made_by_id == account.pk or beside.get("had_a_hand", False)
    logs = questions.logs(found) if sees else []
    given = found.commissions.select_related("evaluator__organisation") if keeps else []
    return beside | {
        "assessment": found, "title": titled(found), "lamp": lamp_of(found), "keeps": keeps, "sees_all": sees,
        "period": said(Period.parse(found.period).label), "bands": found.result.get("bands", {}),
        "units": len(found.result["units"]), "given_units": len(found.snapshot["units"]),
        "sources": questions.sources(found), "method": method_of(found.snapshot["recipe"]),
        "logs": [
            (log_title(one.name), log_heads(one.columns), [map(log_cell, row) for row in one.rows], one.count)
            for one in logs
        ],
        "commissions": [(one, commission_lamp(one)) for one in given],
        "may_assign": not is_gone and account.may(MANAGE, found.places(MANAGE)),
        "may_publish": waits and may_publish and not is_maker,
        "must_wait": waits and may_publish and is_maker,
        "may_reinstate": may_publish and verdicts.may_return(found),
        "is_maker": is_maker,
        "may_withdraw": may_publish and not is_gone,
        "may_statistics": account.may_somewhere("statistics.view"),
        "crumbs": [(_("评价批次"), reverse("eva_assessments")), (titled(found), "")],
    }  # fmt: skip


def _sent(act: str, request: HttpRequest, found: Assessment, account: Account) -> forms.Form:
    """Return the form that was sent."""
    if act == "assign":
        return AssignForm(account, found, request.POST)
    if act == "manual":
        return decided.ManualForm(found, request.POST)
    return (WithdrawForm if act == "withdraw" else ReinstateForm)(request.POST)


def _publish(request: HttpRequest, found: Assessment, account: Account) -> None:
    commands.publish(assessment=found, by=account, seen=request.POST.get("seen", ""))
    messages.success(request, _("已公布"))


def _withdraw(request: HttpRequest, found: Assessment, account: Account, form: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        commands.withdraw(assessment=found, reason=form.cleaned_data["reason"], by=account)
    except XiandaoError as error:
        tell(form, error)
        return False
    messages.success(request, _("已撤回"))
    return True


def _reinstate(request: HttpRequest, found: Assessment, account: Account, form: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        commands.reinstate(assessment=found, reason=form.cleaned_data["reason"], by=account)
    except XiandaoError as error:
        tell(form, error)
        return False
    messages.success(request, _("已恢复公布"))
    return True


def _assign(request: HttpRequest, found: Assessment, account: Account, form: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        made = commissions.assign(assessment=found, by=account, **form.cleaned_data)
    except XiandaoError as error:
        tell(form, error)
        return False
    messages.success(request, _("已委托%(name)s") % {"name": made.evaluator.display_name})
    return True


FORMS: dict[str, Callable[[HttpRequest, Assessment, Account, Any], bool]] = {
    "withdraw": _withdraw,
    "reinstate": _reinstate,
    "assign": _assign,
    "manual": decided.give,
}
