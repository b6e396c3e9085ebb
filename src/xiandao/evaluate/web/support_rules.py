"""支持规则: versions of the rule, its lines with their clauses, what a draft would change for whom."""

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

from xiandao.evaluate.commands import support_rules as commands
from xiandao.evaluate.methods.support_edit import Editable, editables, typed
from xiandao.evaluate.models import SchemeState, SupportRule
from xiandao.evaluate.queries import support_of
from xiandao.evaluate.web.official_words import scheme_lamp
from xiandao.evaluate.web.schemes import ApproveForm
from xiandao.evaluate.web.support_words import (
    Names,
    condition_words,
    give_words,
    line_words,
    value_words,
)
from xiandao.evaluate.web.telling import tell
from xiandao.evaluate.web.wording import titled
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.numbers import plain
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, MANAGE, PUBLISH = "evaluate.view", "evaluate.manage", "evaluate.publish"


class DraftForm(forms.Form):
    """The next version: its name and why; the values stand in the table."""

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
        help_text=gettext_lazy("写明依据的文件或会议；改动的条款记下这一理由"),
    )


class RetireForm(forms.Form):
    """Why a rule ends without another in its place."""

    reason = forms.CharField(label=gettext_lazy("停用理由"), max_length=200, required=False)


@page(VIEW, writes=True, methods=("GET", "POST"))
def support_rules(request: HttpRequest) -> HttpResponse:
    """List the versions of rules; the keeper enters here those that come with the product."""
    account = cast("Account", request.user)
    may = account.may(MANAGE, [account.organisation])
    if request.method == "POST":
        if not may:
            raise PermissionDenied(MANAGE)
        made = commands.plant(organisation=account.organisation, by=account)
        messages.success(request, _("已载入%(count)d个支持规则，批准后可用") % {"count": len(made)})
        return redirect("eva_support_rules")
    grid = _grid(request, account)
    if file := exports.wanted(request, grid):
        return file
    return answer(request, "evaluate/support-rules.html", {"grid": grid, "may_plant": may})


@page(VIEW, writes=True, methods=("GET", "POST"))
def support_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version; the keeper drafts the next one from it, a second person puts a draft in force or ends it."""
    account = cast("Account", request.user)
    found = get_object_or_404(support_of.rules(account), pk=pk)
    draft, approve, retire = DraftForm(), ApproveForm(), RetireForm()
    problems: dict[str, str] = {}
    given: list[str] = []
    if request.method == "POST":
        act = request.POST.get("act")
        if act == "draft":
            draft, given = DraftForm(request.POST), request.POST.getlist("w")
            made = _draft(request, found, account, draft, problems)
        elif act == "approve":
            approve = ApproveForm(request.POST)
            made = _approve(request, found, account, approve)
        elif act == "retire":
            retire = RetireForm(request.POST)
            made = _retire(request, found, account, retire)
        else:
            raise Http404
        if made is not None:
            return redirect("eva_support_rule", made.pk)
    context = _context(account, found, given, problems)
    context |= {"draft": draft, "approve": approve, "retire": retire}
    is_bad = bool(problems or draft.errors or approve.errors or retire.errors)
    return answer(request, "evaluate/support-rule.html", context, status=422 if is_bad else 200)


def _context(
    account: Account, found: SupportRule, given: list[str], problems: dict[str, str]
) -> dict[str, Any]:
    rule, scheme = support_of.checked(found), support_of.scheme_of(found)
    names = support_of.pillar_names(scheme.nodes) if scheme is not None else {}
    factors = {one.code: one for one in rule.factors}
    every = editables(rule)
    values = given if len(given) == len(every) else [shown(one) for one in every]
    may, decides = (
        account.may(MANAGE, found.places(MANAGE)),
        account.may(PUBLISH, found.places(PUBLISH)),
    )
    is_draft, is_maker = found.state == SchemeState.DRAFT, found.made_by_id == account.pk
    return {
        "rule": found, "lamp": scheme_lamp(found), "title": said(found.title),
        "factors": [(said(one.name), value_words(one, one.base), said(one.about)) for one in rule.factors],
        "lines": [line_words(one, factors, names) for one in rule.lines],
        "fields": [
            (one, label_of(one, names), value, problems.get(one.key, ""))
            for one, value in zip(every, values, strict=True)
        ],
        "versions": [(one, scheme_lamp(one)) for one in support_of.versions(account, found)],
        "may_draft": may, "is_open": bool(problems or given),
        "may_approve": decides and is_draft and not is_maker, "must_wait": decides and is_draft and is_maker,
        "may_retire": decides and found.state == SchemeState.IN_FORCE,
        "crumbs": [
            (_("差异化支持"), reverse("eva_support")), (_("支持规则"), reverse("eva_support_rules")),
            (f"{said(found.title)} {said(found.version)}", ""),
        ],
        **(_preview(account, found) if is_draft and (may or decides) else {}),
    }  # fmt: skip


def _preview(account: Account, found: SupportRule) -> dict[str, Any]:
    """Return for whom what would change in the newest edition, were the draft in force."""
    edition = support_of.latest(account, found)
    if edition is None:
        return {}
    now = [one for one in support_of.versions(account, found) if one.state == SchemeState.IN_FORCE]
    before = now[0] if now else None
    told = []
    for one in support_of.impact(account, edition, before, found):
        words = {
            side: [
                (name, value_words(one.factor, was), value_words(one.factor, value))
                for name, was, value in getattr(one, side)
            ]
            for side in ("gains", "losses", "others")
        }
        told.append({"name": said(one.factor.name), "is_same": one.is_same, **words})
    return {"impact": told, "impact_edition": titled(edition), "impact_before": before}


def shown(one: Editable) -> str:
    """Return a value as it stands in its field."""
    return one.value if isinstance(one.value, str) else f"{one.value:.12g}"


def label_of(one: Editable, names: Names) -> str:
    """Return what a value of the rule is: the ordinary value of a factor, the limit of a condition, what is given."""
    if one.condition is not None:
        told = {"line": one.line, "asks": condition_words(one.condition, names)}
        return _("第%(line)d条 条件：%(asks)s") % told
    factor = one.factor
    if factor is not None and one.give is not None:
        return _("第%(line)d条 %(gives)s") % {
            "line": one.line,
            "gives": give_words(factor, one.give),
        }
    return _("%(name)s的常规值") % {"name": said(factor.name) if factor is not None else ""}


def _draft(
    request: HttpRequest,
    found: SupportRule,
    account: Account,
    form: DraftForm,
    problems: dict[str, str],
) -> SupportRule | None:
    """Draft the next version; what is wrong with a value goes into ``problems``, all else into the form."""
    is_valid = form.is_valid()
    every, given = editables(support_of.checked(found)), request.POST.getlist("w")
    if len(given) != len(every):
        told = _("数值有%(given)d个，本规则有%(wanted)d个，请重新打开本页后再填")
        form.add_error(None, told % {"given": len(given), "wanted": len(every)})
        return None
    values: dict[str, float | str] = {}
    for one, text in zip(every, given, strict=True):
        # What was left as it stood keeps all its digits.
        if text.strip() == shown(one):
            continue
        try:
            values[one.key] = typed(one, text)
        except XiandaoError as error:
            problems[one.key] = said(error)
    if problems or not is_valid:
        return None
    try:
        made = commands.draft(rule=found, values=values, by=account, **form.cleaned_data)
    except XiandaoError as error:
        tell(form, error)
        return None
    told = _("已拟定%(version)s版，须由另一位负责人批准") % {"version": made.version}
    messages.success(request, told)
    return made


def _approve(
    request: HttpRequest, found: SupportRule, account: Account, form: ApproveForm
) -> SupportRule | None:
    if not form.is_valid():
        return None
    try:
        made = commands.approve(rule=found, valid_from=form.cleaned_data["valid_from"], by=account)
    except XiandaoError as error:
        tell(form, error)
        return None
    messages.success(request, _("已批准%(version)s版，原来的一版停用") % {"version": made.version})
    return made


def _retire(
    request: HttpRequest, found: SupportRule, account: Account, form: RetireForm
) -> SupportRule | None:
    if not form.is_valid():
        return None
    try:
        made = commands.retire(rule=found, reason=form.cleaned_data["reason"], by=account)
    except XiandaoError as error:
        tell(form, error)
        return None
    messages.success(request, _("已停用%(version)s版") % {"version": made.version})
    return made


def _grid(request: HttpRequest, account: Account) -> Grid:
    return Grid(
        request,
        [
            Column(
                "title", _("名称"), kind="link", width=280, is_pinned=True, getter=lambda row: said(row.title),
                url=lambda row: reverse("eva_support_rule", args=[row.pk]),
            ),
            Column("version", _("版本"), getter=lambda row: said(row.version)),
            Column("state", _("状态"), kind="lamp", getter=scheme_lamp),
            Column("lines", _("条数"), kind="number", sortable=False, getter=lambda row: plain(len(row.rule["lines"]))),
            Column("clause", _("依据"), width=160),
            Column("valid_from", _("启用"), kind="date"),
            Column("valid_to", _("停用"), kind="date"),
            Column("organisation__name", _("主管单位"), getter=lambda row: row.organisation.label),
        ],
        support_of.rules(account).order_by("code", "-pk"),
        name="support-rules",
        search=("title", "version"),
        filters=[Filter("state", _("状态"), SchemeState.choices)],
        title=_("差异化支持规则"),
        note=_("一版批准后不再改动；要调整，从它拟定新的一版。"),
        empty=_("还没有支持规则：省级分析员载入或拟定，负责人批准后用于评价结果"),
    )  # fmt: skip
