"""发布表: the tables that went through the gate, each with its picture, table, scope, files and audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.casework.methods.lamps import Lamp, Tone, lit
from xiandao.statistics.commands import releases as commands
from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.models import Release, ReleaseState
from xiandao.statistics.queries import releases as questions
from xiandao.statistics.queries.releases import RELEASE, SECRET, VIEW
from xiandao.statistics.queries.rounds import rounds_for
from xiandao.statistics.queries.shown import shown
from xiandao.statistics.queries.wording import told
from xiandao.statistics.web.release_files import WRITERS
from xiandao.statistics.web.release_table import chart, signs
from xiandao.statistics.web.rounds_forms import tell
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

TONES = {
    ReleaseState.DRAFT: Tone.SOON,
    ReleaseState.PUBLISHED: Tone.OK,
    ReleaseState.WITHDRAWN: Tone.IDLE,
}
VERDICTS = {
    "pass": (gettext_lazy("通过"), "ok"),
    "review": (gettext_lazy("通过，但多数格被隐去"), "warn"),
    "fail": (gettext_lazy("未通过"), "bad"),
}


class WithdrawForm(forms.Form):
    """Why a table is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("撤回原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )


@page(VIEW)
def releases(request: HttpRequest) -> HttpResponse:
    """List the releases that the account may open."""
    account = cast("Account", request.user)
    grid = _grid(request, account)
    if file := exports.wanted(request, grid):
        return file
    context = {"grid": grid, "may_make": account.may_somewhere(RELEASE)}
    return answer(request, "statistics/releases.html", context)


@page(VIEW, writes=True, methods=("GET", "POST"))
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a release; who may release publishes or withdraws it here."""
    account = cast("Account", request.user)
    found = questions.visible(account).filter(pk=pk).first()
    if found is None:
        raise Http404
    form, problem = WithdrawForm(), None
    if request.method == "POST":
        if not account.may(RELEASE, found.places(RELEASE)):
            raise PermissionDenied(RELEASE)
        form = WithdrawForm(request.POST)
        problem = _act(request, found, form, account)
        if problem is None and not form.errors:
            return redirect("sta_release", found.pk)
    table = shown(found)
    figure = chart(request, found, table)
    if file := exports.wanted(request, figure):
        return file
    context = {
        "release": found,
        "table": table,
        "chart": figure,
        "signs": signs(found, table),
        "lamp": lamp_of(found),
        "files": [(kind, reverse("sta_release_file", args=[found.pk, kind])) for kind in WRITERS],
        "audit": audit_of(found),
        "secret": _secret(account, found),
        "acts": _acts(account, found),
        "returns_url": returns_of(account, found),
        "form": form,
        "problem": problem,
        "indicator": shipped().get(found.indicator),
        "period": said(Period.parse(found.period).label),
        "crumbs": [(_("发布表"), reverse("sta_releases")), (told(found), "")],
    }
    bad = problem is not None or bool(form.errors)
    return answer(request, "statistics/release.html", context, status=422 if bad else 200)


def lamp_of(found: Release) -> Lamp:
    """Return the lamp of a release: its state."""
    return lit(TONES[ReleaseState(found.state)], found.get_state_display())


def returns_of(account: Account, found: Release) -> str:
    """Return where the returns behind a table are listed, for who reviews any of them; empty for everybody else."""
    source = shipped()[found.indicator].source
    rounds = rounds_for(account).filter(form__code=source, period=found.period)
    key = rounds.values_list("pk", flat=True).first()
    return f"{reverse('sta_review')}?round={key}&show=all&stage=approved" if key else ""


def audit_of(found: Release) -> dict[str, Any]:
    """Return verdict and counts in words; no parameter and no number of a hidden cell is in it."""
    word, tone = VERDICTS[found.audit["verdict"]]
    tables = found.audit.get("tables", ())
    return {
        "word": word,
        "tone": tone,
        "cells": found.audit["cells"],
        "hidden": found.audit["hidden"],
        "share": round(found.audit["sensitive_share"] * 100),
        "promises": sum(one.get("promises", 0) for one in tables),
        "failures": sum(one.get("failures", 0) for one in tables),
        "findings": [said(sentence) for one in tables for sentence in one.get("findings", ())],
        "returns": found.audit.get("returns"),
        "outstanding": found.audit.get("outstanding"),
        "estimated": found.audit.get("estimated"),
        "pattern": found.pattern_hash,
    }


def _act(
    request: HttpRequest, found: Release, form: WithdrawForm, account: Account
) -> XiandaoError | None:
    """Do what was sent; return what is in the way where it is not about a field."""
    act = request.POST.get("act")
    try:
        if act == "publish":
            commands.publish(release=found, by=account)
            messages.success(request, _("已发布"))
        elif act == "withdraw":
            form.is_valid()
            commands.withdraw(release=found, reason=form.cleaned_data.get("reason", ""), by=account)
            messages.success(request, _("已撤回；以后发布的表仍会防止与它相减"))
        else:
            raise Http404
    except XiandaoError as error:
        if error.details.get("field"):
            tell(form, error)
            return None
        return error
    return None


def _acts(account: Account, found: Release) -> dict[str, bool]:
    may = account.may(RELEASE, found.places(RELEASE))
    return {
        "publish": may
        and found.state == ReleaseState.DRAFT
        and found.made_by_id != account.pk
        and found.audit["verdict"] != "fail",
        "waits": may and found.state == ReleaseState.DRAFT and found.made_by_id == account.pk,
        "withdraw": may and found.state != ReleaseState.WITHDRAWN,
    }


def _secret(account: Account, found: Release) -> dict[str, Any]:
    """Return the parameters where the account may know them; no other reader ever loads them."""
    if not account.may(SECRET, found.places(SECRET)):
        return {}
    secret = Release.objects.values_list("secret", flat=True).get(pk=found.pk)
    parameters: dict[str, Any] = secret.get("parameters", {})
    return parameters


def _grid(request: HttpRequest, account: Account) -> Grid:
    names = {code: told(one) for code, one in shipped().items()}
    rows = questions.visible(account).order_by("-period", "-made_at")
    return Grid(
        request,
        [
            Column(
                "title", _("标题"), kind="link", width=340, is_pinned=True, getter=told,
                url=lambda row: reverse("sta_release", args=[row.pk]),
            ),
            Column("indicator", _("指标"), getter=lambda row: names.get(row.indicator, row.indicator)),
            Column("period", _("报告期"), getter=lambda row: said(Period.parse(row.period).label)),
            Column("hidden", _("隐去格数"), kind="number", sortable=False, getter=lambda row: row.audit["hidden"]),
            Column("state", _("状态"), kind="lamp", getter=lamp_of),
            Column("organisation__name", _("发布单位"), getter=lambda row: row.organisation.label),
            Column("published_at", _("发布时间"), kind="date"),
        ],
        rows,
        name="releases",
        search=("title", "indicator"),
        filters=[Filter("state", _("状态"), ReleaseState.choices)],
        title=_("发布表"),
        note=_("每张表都通过保密审计；“*”为依法保护单个填报单位而不公布的数据。"),
        empty=_("还没有发布表：省级统计员在“汇总与保护”中生成，复核后发布"),
    )  # fmt: skip
