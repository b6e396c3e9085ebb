"""委托评估: interests are declared first, then the frozen figures are open, and an opinion is handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.commands import commissions as commands
from xiandao.evaluate.methods.data_room import COMMAND
from xiandao.evaluate.models import Commission, CommissionState
from xiandao.evaluate.queries import official as questions
from xiandao.evaluate.queries import verdicts, visible
from xiandao.evaluate.web.assessment import room_name
from xiandao.evaluate.web.official_words import commission_lamp, method_of
from xiandao.evaluate.web.ranking import lamp_of
from xiandao.evaluate.web.telling import tell
from xiandao.evaluate.web.wording import titled
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer, download
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

REVIEW = "evaluate.review"


class DeclareForm(forms.Form):
    """Interests: none, or which; who has one withdraws."""

    interest = forms.ChoiceField(
        label=gettext_lazy("与被评单位有无利益关系"),
        choices=[("no", gettext_lazy("没有")), ("yes", gettext_lazy("有，回避本项评估"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("声明"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RunForm(forms.Form):
    """The seal that the evaluator's own computer gave, where there was such a run."""

    own_hash = forms.CharField(
        label=gettext_lazy("自行复算的结果摘要"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("可不填；复算命令最后打印的64位十六进制数"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ReportForm(forms.Form):
    """The opinion; it is final."""

    words = forms.CharField(
        label=gettext_lazy("评估意见"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "写明复算是否一致、指标和方法是否合适、结论是否可靠；提交后不能修改"
        ),
    )


FORMS: dict[str, type[forms.Form]] = {
    "declare": DeclareForm,
    "reproduce": RunForm,
    "report": ReportForm,
}


def own(account: Account) -> QuerySet[Commission]:
    """Return the commissions of the account itself."""
    return visible.commissions(account).filter(evaluator=account)


@page(REVIEW)
def commissions(request: HttpRequest) -> HttpResponse:
    """List the own commissions."""
    grid = _grid(request, cast("Account", request.user))
    if file := exports.wanted(request, grid):
        return file
    return answer(request, "evaluate/commissions.html", {"grid": grid})


@page(REVIEW, writes=True, methods=("GET", "POST"))
def commission(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an own commission; before interests are declared nothing of the figures is on the page."""
    account = cast("Account", request.user)
    found = get_object_or_404(own(account), pk=pk)
    shown: dict[str, forms.Form] = {name: form() for name, form in FORMS.items()}
    if request.method == "POST":
        act = str(request.POST.get("act"))
        if act not in FORMS:
            raise Http404
        shown[act] = form = FORMS[act](request.POST)
        if form.is_valid() and _act(request, act, found, account, form):
            return redirect("eva_commission", found.pk)
    is_open = visible.data_room(account, found)
    context: dict[str, Any] = {
        "commission": found, "title": titled(found.assessment), "lamp": commission_lamp(found),
        "is_open": is_open, "forms": shown, "is_running": found.state == CommissionState.DECLARED,
        "crumbs": [(_("委托评估"), reverse("eva_commissions")), (titled(found.assessment), "")],
    }  # fmt: skip
    if is_open:
        official = found.assessment
        context |= {
            "method": method_of(official.snapshot["recipe"]), "command": COMMAND,
            "is_same_verdict": bool(official.verdict) and verdicts.is_reproduced(official),
            "units": len(official.snapshot["units"]), "columns": len(official.snapshot["columns"]),
        }  # fmt: skip
    is_bad = any(form.errors for form in shown.values())
    return answer(request, "evaluate/commission.html", context, status=422 if is_bad else 200)


@page(REVIEW)
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the data room to the evaluator who has declared interests."""
    account = cast("Account", request.user)
    found = get_object_or_404(own(account), pk=pk)
    if not visible.data_room(account, found):
        raise Http404
    return download(
        questions.data_room(found.assessment), room_name(found.assessment), "application/zip"
    )


def _act(
    request: HttpRequest, act: str, found: Commission, account: Account, form: forms.Form
) -> bool:
    """Do what was sent; False where the form has to be shown again."""
    said = form.cleaned_data
    told: dict[str, Any] = {"commission": found, "place": account, "by": account}
    try:
        if act == "declare":
            commands.declare(has_interest=said["interest"] == "yes", words=said["words"], **told)
            messages.success(request, _("已声明"))
        elif act == "reproduce":
            commands.reproduce(own_hash=said["own_hash"], **told)
        else:
            commands.report(words=said["words"], **told)
            messages.success(request, _("评估意见已提交"))
    except XiandaoError as error:
        tell(form, error)
        return False
    return True


def _grid(request: HttpRequest, account: Account) -> Grid:
    return Grid(
        request,
        [
            Column(
                "title", _("评价批次"), kind="link", width=320, is_pinned=True, sortable=False,
                getter=lambda row: titled(row.assessment),
                url=lambda row: reverse("eva_commission", args=[row.pk]),
            ),
            Column("state", _("状态"), kind="lamp", getter=commission_lamp),
            Column(
                "assessment__state", _("批次"), kind="lamp", getter=lambda row: lamp_of(row.assessment)
            ),
            Column("organisation__name", _("委托单位"), getter=lambda row: row.organisation.label),
            Column("made_at", _("委托时间"), kind="date"),
            Column("due_on", _("完成时限"), kind="date"),
            Column("reported_at", _("报告时间"), kind="date"),
        ],
        own(account).defer("assessment__snapshot", "assessment__result"),
        name="commissions",
        filters=[Filter("state", _("状态"), CommissionState.choices)],
        title=_("委托评估"),
        note=_("先声明利益关系，再看数据；有利益关系的回避。"),
        empty=_("没有委托给您的评估"),
    )  # fmt: skip
