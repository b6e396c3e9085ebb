"""评价批次: the figures of a period are looked at, frozen and computed; a second person publishes or withdraws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.commands import assessments as commands
from xiandao.evaluate.models import Assessment, AssessmentState, Scheme
from xiandao.evaluate.queries import official as questions
from xiandao.evaluate.web.ranking import lamp_of
from xiandao.evaluate.web.telling import tell
from xiandao.evaluate.web.wording import titled
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, MANAGE = "evaluate.view", "evaluate.manage"


class FreezeForm(forms.Form):
    """Which scheme, which period."""

    scheme = forms.ModelChoiceField(
        Scheme.objects.none(), label=gettext_lazy("评价体系"), empty_label=None
    )
    period = forms.CharField(
        label=gettext_lazy("评价期"),
        max_length=40,
        help_text=gettext_lazy("例如 2026年三季度、2026年"),
    )

    def __init__(self, account: Account, sent: Any = None) -> None:
        super().__init__(sent)
        field = cast("Any", self.fields["scheme"])
        field.queryset = questions.schemes_to_freeze(account)
        field.label_from_instance = lambda one: f"{said(one.title)} {said(one.version)}"

    @property
    def has_choice(self) -> bool:
        """Whether there is a scheme to freeze under."""
        return bool(cast("Any", self.fields["scheme"]).queryset.exists())

    def clean_period(self) -> str:
        """Return the code of the period that was written as officials write it."""
        try:
            return Period.parse(self.cleaned_data["period"]).code
        except XiandaoError as error:
            raise forms.ValidationError(said(error)) from error


@page(VIEW, writes=True, methods=("GET", "POST"))
def assessments(request: HttpRequest) -> HttpResponse:
    """List editions; the keeper looks at what a period has, then freezes it."""
    account = cast("Account", request.user)
    sent = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" and not account.may_somewhere(MANAGE):
        raise PermissionDenied(MANAGE)
    form = FreezeForm(account, sent if "period" in sent else None)
    coverage = None
    if form.is_bound and form.is_valid():
        chosen = (form.cleaned_data["scheme"], form.cleaned_data["period"])
        try:
            if request.method == "POST":
                made = commands.freeze(scheme=chosen[0], period=chosen[1], by=account)
                messages.success(request, _("已冻结并计算，须由另一位负责人公布"))
                return redirect("eva_assessment", made.pk)
            coverage = questions.coverage(*chosen)
        except XiandaoError as error:
            tell(form, error)
    elif request.method == "POST" and not form.is_bound:
        form = FreezeForm(account, {})
    grid = _grid(request, account)
    if file := exports.wanted(request, grid):
        return file
    context = {
        "grid": grid,
        "form": form if form.has_choice else None,
        "coverage": coverage,
        "period": said(Period.parse(coverage.period).label) if coverage else "",
    }
    return answer(request, "evaluate/assessments.html", context, status=422 if form.errors else 200)


def _grid(request: HttpRequest, account: Account) -> Grid:
    def address(row: Assessment) -> str:
        return reverse("eva_assessment", args=[row.pk])

    return Grid(
        request,
        [
            Column("title", _("名称"), kind="link", width=320, is_pinned=True, getter=titled, url=address),
            Column("period", _("评价期"), getter=lambda row: said(Period.parse(row.period).label)),
            Column("state", _("状态"), kind="lamp", getter=lamp_of),
            Column("scheme__version", _("体系版本"), getter=lambda row: said(row.scheme.version)),
            Column("made_by__display_name", _("冻结人")),
            Column("frozen_at", _("冻结时间"), kind="date"),
            Column("published_by__display_name", _("公布人")),
            Column("published_at", _("公布时间"), kind="date"),
            Column("result_hash", _("结果摘要"), getter=lambda row: row.result_hash[:12], sortable=False),
        ],
        questions.listed(account).order_by("-period", "-frozen_at"),
        name="assessments",
        search=("title", "period"),
        filters=[Filter("state", _("状态"), AssessmentState.choices)],
        title=_("评价批次"),
        note=_("冻结后数据和结果都不能再改；更正来源数据后撤回本批次，重新冻结。"),
        empty=_("还没有评价批次：省级分析员冻结一期数据，负责人公布"),
    )  # fmt: skip
