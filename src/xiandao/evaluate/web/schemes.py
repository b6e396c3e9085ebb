"""评价体系: what is evaluated, how heavy, by which clause, how it is computed; versions and what they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.commands import schemes as commands
from xiandao.evaluate.methods.data_room import framework_file, recipe_file, recipe_toml
from xiandao.evaluate.models import Scheme, SchemeState
from xiandao.evaluate.queries import schemes_of as questions
from xiandao.evaluate.queries import visible
from xiandao.evaluate.queries.naming import names_of
from xiandao.evaluate.web.decided_words import counting, rules_told
from xiandao.evaluate.web.official_words import method_of, scheme_lamp
from xiandao.evaluate.web.telling import tell
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer, download
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.numbers import whole
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, MANAGE, PUBLISH = "evaluate.view", "evaluate.manage", "evaluate.publish"


class DraftForm(forms.Form):
    """The next version: its name and why; the weights stand in the table."""

    version = forms.CharField(
        label=gettext_lazy("新版本号"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("例如 2027"),
    )
    reason = forms.CharField(
        label=gettext_lazy("调整理由"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("写明依据的文件或会议；改动的权重以此为依据"),
    )


class ApproveForm(forms.Form):
    """From which day on a version is in force."""

    valid_from = forms.DateField(
        label=gettext_lazy("启用日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("不填则从今天起"),
    )


@page(VIEW, writes=True, methods=("GET", "POST"))
def schemes(request: HttpRequest) -> HttpResponse:
    """List the versions of schemes; the keeper enters here those that come with the product."""
    account = cast("Account", request.user)
    may = account.may(MANAGE, [account.organisation])
    if request.method == "POST":
        if not may:
            raise PermissionDenied(MANAGE)
        made = commands.plant(organisation=account.organisation, by=account)
        messages.success(request, _("已载入%(count)d个评价体系，批准后可用") % {"count": len(made)})
        return redirect("eva_schemes")
    grid = _grid(request, account)
    if file := exports.wanted(request, grid):
        return file
    return answer(request, "evaluate/schemes.html", {"grid": grid, "may_plant": may})


@page(VIEW, writes=True, methods=("GET", "POST"))
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version; the keeper drafts the next one from it, a second person puts a draft in force."""
    account = cast("Account", request.user)
    found = get_object_or_404(
        visible.schemes(account).select_related("made_by", "approved_by"), pk=pk
    )
    draft, approve = DraftForm(), ApproveForm()
    problems: dict[str, str] = {}
    typed: list[str] = []
    if request.method == "POST":
        act = request.POST.get("act")
        if act == "draft":
            draft, typed = DraftForm(request.POST), request.POST.getlist("w")
            made = _draft(request, found, account, draft, problems)
        elif act == "remove":
            commands.remove(scheme=found, by=account)
            messages.success(request, _("已删除草稿%(version)s版") % {"version": found.version})
            return redirect("eva_schemes")
        elif act == "approve":
            approve = ApproveForm(request.POST)
            made = _approve(request, found, account, approve)
        else:
            raise Http404
        if made is not None:
            return redirect("eva_scheme", made.pk)
    context = _context(request, account, found, typed, problems)
    context |= {"draft": draft, "approve": approve}
    is_bad = bool(problems or draft.errors or approve.errors)
    return answer(request, "evaluate/scheme.html", context, status=422 if is_bad else 200)


@page(VIEW)
def file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the framework as CSV or the recipe as TOML or JSON, as ``xiandao evaluate run`` takes them."""
    found = get_object_or_404(visible.schemes(cast("Account", request.user)), pk=pk)
    name = f"{found.title}_{found.version}"
    if kind == "csv":
        content = b"\xef\xbb\xbf" + framework_file(found.nodes)
        return download(content, f"{name}_指标框架.csv", "text/csv; charset=utf-8")
    if kind == "json":
        return download(recipe_file(found.recipe), f"{name}_计算方案.json", "application/json")
    if kind == "toml":
        return download(recipe_toml(found.recipe), f"{name}_计算方案.toml", "application/toml")
    raise Http404


def _context(
    request: HttpRequest,
    account: Account,
    found: Scheme,
    typed: list[str],
    problems: dict[str, str],
) -> dict[str, Any]:
    lines, every = questions.lines_of(found), questions.versions(account, found)
    earlier = [one for one in every if one.pk < found.pk]
    before = earlier[0] if earlier else None
    may = account.may(MANAGE, found.places(MANAGE))
    sets = list(visible.weight_sets(account, found)) if may else []
    chosen = next((one for one in sets if one.pk == whole(request.GET.get("set"))), None)
    if request.GET.get("set") and chosen is None:
        raise Http404
    start = questions.weights_of(found, chosen)
    values = typed if len(typed) == len(lines) else [f"{start[one.code]:g}" for one in lines]
    may_approve = account.may(PUBLISH, found.places(PUBLISH)) and found.state == SchemeState.DRAFT
    return {
        "scheme": found, "lamp": scheme_lamp(found), "lines": lines, "method": method_of(found.recipe),
        "fields": list(zip(lines, values, [problems.get(one.code, "") for one in lines], strict=True)),
        "versions": [(one, scheme_lamp(one)) for one in every], "before": before,
        "changes": questions.changes(before, found) if before else [],
        "same_method": before is None or questions.same_method(before, found),
        "vetoes": rules_told(found.recipe, names_of({"nodes": found.nodes})),
        "counting": counting(found.recipe) if found.recipe.get("manual") else "",
        "may_remove": may and found.state == SchemeState.DRAFT,
        "may_draft": may, "is_open": bool(problems or typed or chosen), "sets": sets, "chosen": chosen,
        "may_approve": may_approve and found.made_by_id != account.pk,
        "must_wait": may_approve and found.made_by_id == account.pk,
        "may_statistics": account.may_somewhere("statistics.view"),
        "crumbs": [(_("评价体系"), reverse("eva_schemes")), (f"{said(found.title)} {said(found.version)}", "")],
    }  # fmt: skip


def _draft(
    request: HttpRequest, found: Scheme, account: Account, form: DraftForm, problems: dict[str, str]
) -> Scheme | None:
    """Draft the next version; what is wrong with a weight goes into ``problems``, all else into the form."""
    is_valid = form.is_valid()
    lines, typed = questions.lines_of(found), request.POST.getlist("w")
    if len(typed) != len(lines):
        told = _("权重有%(given)d个，本体系有%(wanted)d个，请重新打开本页后再填")
        form.add_error(None, told % {"given": len(typed), "wanted": len(lines)})
        return None
    weights: dict[str, float] = {}
    for line, text in zip(lines, typed, strict=True):
        try:
            weights[line.code] = commands.plain(text)
        except XiandaoError as error:
            problems[line.code] = said(error)
    if not problems:
        problems |= questions.empty_groups(found, weights)
    if problems or not is_valid:
        return None
    try:
        made = commands.draft(scheme=found, weights=weights, by=account, **form.cleaned_data)
    except XiandaoError as error:
        tell(form, error)
        return None
    messages.success(
        request, _("已拟定%(version)s版，须由另一位负责人批准") % {"version": made.version}
    )
    return made


def _approve(
    request: HttpRequest, found: Scheme, account: Account, form: ApproveForm
) -> Scheme | None:
    if not form.is_valid():
        return None
    try:
        made = commands.approve(
            scheme=found, valid_from=form.cleaned_data["valid_from"], by=account
        )
    except XiandaoError as error:
        tell(form, error)
        return None
    messages.success(request, _("已批准%(version)s版，原来的一版停用") % {"version": made.version})
    return made


def _grid(request: HttpRequest, account: Account) -> Grid:
    return Grid(
        request,
        [
            Column(
                "title", _("名称"), kind="link", width=280, is_pinned=True, getter=lambda row: said(row.title),
                url=lambda row: reverse("eva_scheme", args=[row.pk]),
            ),
            Column("version", _("版本"), getter=lambda row: said(row.version)),
            Column("state", _("状态"), kind="lamp", getter=scheme_lamp),
            Column("clause", _("依据"), width=160),
            Column("valid_from", _("启用"), kind="date"),
            Column("valid_to", _("停用"), kind="date"),
            Column("organisation__name", _("主管单位"), getter=lambda row: row.organisation.label),
        ],
        visible.schemes(account).order_by("code", "-pk"),
        name="schemes",
        search=("title", "version"),
        filters=[Filter("state", _("状态"), SchemeState.choices)],
        title=_("评价体系"),
        note=_("一版批准后不再改动；要调整，从它拟定新的一版。"),
        empty=_("还没有评价体系：省级分析员载入或拟定，负责人批准后用于评价"),
    )  # fmt: skip
