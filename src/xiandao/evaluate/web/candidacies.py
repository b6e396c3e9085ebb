"""培育申报: the own candidacies, or all in reach, with how ready each is; two of them side by side."""

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

from xiandao.evaluate.commands import candidacies as commands
from xiandao.evaluate.models import Candidacy, CandidacyState
from xiandao.evaluate.queries import candidacies as questions
from xiandao.evaluate.queries.readiness_of import outcome_of
from xiandao.evaluate.web.candidacy_words import (
    conditions_of,
    items_of,
    per_cent,
    ready_lamp,
    state_lamp,
)
from xiandao.evaluate.web.telling import tell
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.numbers import whole
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW = "evaluate.view"
TWO = 2
MOST = 200


class OpenForm(forms.Form):
    """What is to be founded."""

    title = forms.CharField(
        label=gettext_lazy("拟建先导区名称"),
        max_length=120,
        help_text=gettext_lazy("一般为所在地、产业领域加“未来产业先导区”"),
    )
    field = forms.CharField(label=gettext_lazy("产业领域"), max_length=60, required=False)


@page(VIEW, writes=True, methods=("GET", "POST"))
def candidacies(request: HttpRequest) -> HttpResponse:
    """List what the account sees; a place or a zone begins its self-assessment here."""
    account = cast("Account", request.user)
    candidate, form = questions.candidate_of(account), OpenForm()
    if request.method == "POST":
        if candidate is None:
            raise PermissionDenied(questions.RECORD)
        form = OpenForm(request.POST)
        if form.is_valid():
            try:
                made = commands.open_candidacy(
                    organisation=candidate, by=account, **form.cleaned_data
                )
            except XiandaoError as error:
                tell(form, error)
            else:
                messages.success(request, _("已开始自评：提交前只有本单位看得到"))
                return redirect("eva_candidacy", made.pk)
    grid = _grid(request, account)
    if file := exports.wanted(request, grid):
        return file
    every = questions.candidacies(account).order_by("-pk")[:MOST]
    context = {
        "grid": grid, "form": form, "candidate": candidate, "every": every if len(every) >= TWO else (),
        "is_demo": _is_demo(account),
        "crumbs": [(_("培育申报"), "")],
    }  # fmt: skip
    return answer(request, "evaluate/candidacies.html", context, status=422 if form.errors else 200)


@page(VIEW)
def compare(request: HttpRequest) -> HttpResponse:
    """Put two candidacies side by side: conditions, then items."""
    account = cast("Account", request.user)
    asked = [whole(text) or 0 for text in request.GET.getlist("candidacy")]
    wanted = list(dict.fromkeys(asked))[:TWO]
    found = {one.pk: one for one in questions.candidacies(account).filter(pk__in=wanted)}
    if any(one not in found for one in wanted):
        raise Http404
    chosen = [found[one] for one in wanted]
    sides = [_side(account, one) for one in chosen]
    context: dict[str, Any] = {
        "sides": sides, "is_enough": len(sides) == TWO, "rows": _rows(sides) if len(sides) == TWO else [],
        "conditions": _pairs(sides) if len(sides) == TWO else [],
        "crumbs": [(_("培育申报"), reverse("eva_candidacies")), (_("并排比较"), "")],
    }  # fmt: skip
    return answer(request, "evaluate/candidacies-compare.html", context)


def shown_outcome(account: Account, candidacy: Candidacy) -> dict[str, Any]:
    """Return readiness as the account may see it: as it is being filled in, or as it was handed in."""
    if questions.shows_live(account, candidacy):
        return outcome_of(candidacy)
    return cast("dict[str, Any]", candidacy.outcome)


def _side(account: Account, candidacy: Candidacy) -> dict[str, Any]:
    outcome = shown_outcome(account, candidacy)
    return {
        "candidacy": candidacy, "outcome": outcome, "total": per_cent(outcome["total"]),
        "lamp": ready_lamp(outcome), "state": state_lamp(candidacy), "conditions": conditions_of(outcome),
        "items": items_of(candidacy, outcome, {}),
    }  # fmt: skip


def _pairs(sides: list[dict[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Return the conditions of the first with those of the same code of the second."""
    other = {one["code"]: one for one in sides[1]["conditions"]}
    return [(one["name"], [one, other.get(one["code"])]) for one in sides[0]["conditions"]]


def _rows(sides: list[dict[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Return the items by condition, those of both in one row; rules of different years may differ."""
    other = {line.item.code: line for _name, lines in sides[1]["items"] for line in lines}
    return [
        (name, [(line, other.get(line.item.code)) for line in lines])
        for name, lines in sides[0]["items"]
    ]


def _is_demo(account: Account) -> bool:
    return questions.candidacies(account).filter(is_demo=True).exists()


def _grid(request: HttpRequest, account: Account) -> Grid:
    known: dict[int, dict[str, Any]] = {}

    def outcome(row: Candidacy) -> dict[str, Any]:
        if row.pk not in known:
            known[row.pk] = shown_outcome(account, row)
        return known[row.pk]

    return Grid(
        request,
        [
            Column(
                "title", _("拟建先导区"), kind="link", width=300, is_pinned=True,
                url=lambda row: reverse("eva_candidacy", args=[row.pk]),
            ),
            Column("organisation__name", _("申报单位"), getter=lambda row: row.organisation.label),
            Column("field", _("产业领域")),
            Column("state", _("状态"), kind="lamp", getter=state_lamp),
            Column(
                "total", _("成熟度（%）"), kind="number", sortable=False,
                getter=lambda row: round(outcome(row)["total"] * 100, 1),
            ),
            Column("ready", _("结论"), kind="lamp", sortable=False, getter=lambda row: ready_lamp(outcome(row))),
            Column("gaps", _("缺项"), kind="number", sortable=False, getter=lambda row: len(outcome(row)["gaps"])),
            Column("submitted_at", _("申报时间"), kind="date"),
        ],
        questions.candidacies(account),
        name="candidacies",
        search=("title", "field", "organisation__name"),
        filters=[Filter("state", _("状态"), CandidacyState.choices)],
        title=_("培育申报（演示数据）") if _is_demo(account) else _("培育申报"),
        note=_("提交前只有申报单位自己看得到；提交后上级看到的是提交时的内容。"),
        empty=_("还没有申报：设区市、县（市、区）和先导区自评后提交，市级审核报送，省级受理"),
    )  # fmt: skip
