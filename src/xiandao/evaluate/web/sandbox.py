"""沙盒: other weights are tried on an official edition; the official result stands beside it and never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.commands import weight_sets as commands
from xiandao.evaluate.models import Assessment, WeightSet
from xiandao.evaluate.queries import ranking as editions
from xiandao.evaluate.queries import sandbox as questions
from xiandao.evaluate.queries import visible
from xiandao.evaluate.web.sandbox_file import Trials
from xiandao.evaluate.web.sandbox_table import comparison_of, grid_of
from xiandao.evaluate.web.sandbox_words import sentence
from xiandao.evaluate.web.telling import tell
from xiandao.evaluate.web.wording import titled
from xiandao.terms.error import InputError, XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.numbers import whole
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW = "evaluate.view"
FRAGMENTS = {"outcome": "evaluate/sandbox-outcome.html"}


class SaveForm(forms.Form):
    """The name under which weights are kept."""

    name = forms.CharField(
        label=gettext_lazy("方案名称"),
        max_length=60,
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": gettext_lazy("例如：重创新"), "autocomplete": "off"}
        ),
    )


@page(VIEW)
def sandbox(request: HttpRequest) -> HttpResponse:
    """Show the weights that the address asks for, and what they make of the edition."""
    account = cast("Account", request.user)
    asked = request.GET.get("assessment")
    found = editions.opened(account, whole(asked) if asked else None)
    if found is None:
        if asked:
            raise Http404
        return answer(request, "evaluate/sandbox-empty.html")
    chosen = request.GET.get("set")
    kept = _own_set(account, found, chosen) if chosen else None
    return _shown(request, account, found, request.GET.getlist("w"), kept=kept)


@page(VIEW, writes=True)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the weights under a name."""
    account = cast("Account", request.user)
    found = get_object_or_404(visible.assessments(account), pk=pk)
    form, typed = SaveForm(request.POST), request.POST.getlist("w")
    if not form.is_valid():
        return _shown(request, account, found, typed, form=form)
    try:
        weights, problems = questions.weights_from(found, typed)
        if problems:
            return _shown(request, account, found, typed, form=form)
        made = commands.save(
            scheme=found.scheme,
            name=form.cleaned_data["name"],
            weights=weights,
            organisation=account.organisation,
            by=account,
        )
    except XiandaoError as error:
        tell(form, error)
        return _shown(request, account, found, typed, form=form)
    messages.success(request, _("已保存“%(name)s”，正式结果不变") % {"name": made.name})
    return redirect(f"{reverse('eva_sandbox')}?assessment={found.pk}&set={made.pk}")


@page(VIEW, writes=True)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a weight set away."""
    account = cast("Account", request.user)
    kept = get_object_or_404(WeightSet, pk=pk, made_by=account)
    name = kept.name
    commands.remove(weight_set=kept, by=account)
    messages.success(request, _("已删除“%(name)s”") % {"name": name})
    shown = visible.assessments(account).filter(pk=whole(request.POST.get("assessment")) or 0)
    key = shown.values_list("pk", flat=True).first()
    return redirect(reverse("eva_sandbox") + (f"?assessment={key}" if key else ""))


@page(VIEW)
def compare(request: HttpRequest) -> HttpResponse:
    """Show up to two weight sets beside each other and beside the official result."""
    account = cast("Account", request.user)
    found = editions.opened(account, whole(request.GET.get("assessment")) or 0)
    if found is None:
        raise Http404
    kept = [_own_set(account, found, one) for one in request.GET.getlist("set")[:2]]
    crumbs = [
        (_("权重沙盒"), f"{reverse('eva_sandbox')}?assessment={found.pk}"),
        (_("方案比较"), ""),
    ]
    context: dict[str, Any] = {
        "assessment": found,
        "title": titled(found),
        "sets": kept,
        "crumbs": crumbs,
    }
    if kept:
        seen = editions.ranking_of(account, found, as_computed=True)
        context |= comparison_of(request, seen, kept)
        named = list(zip((one.name for one in kept), context["every"], strict=True))
        if file := exports.wanted(request, Trials(context["grid"], found, named)):
            return file
    return answer(request, "evaluate/sandbox-compare.html", context)


def _own_set(account: Account, found: Assessment, key: str) -> WeightSet:
    return get_object_or_404(visible.weight_sets(account, found.scheme), pk=whole(key) or 0)


def _asked(
    found: Assessment, typed: list[str], kept: WeightSet | None
) -> tuple[dict[str, float], dict[str, str], InputError | None]:
    """Return the weights that are tried, what is wrong with any of them, and what is wrong with all."""
    try:
        weights, problems = questions.weights_from(found, typed)
    except InputError as error:
        return (*questions.weights_from(found, ()), error)
    if kept is not None and not typed:
        weights |= {code: value for code, value in kept.weights if code in weights}
    return weights, problems, None


def _shown(
    request: HttpRequest,
    account: Account,
    found: Assessment,
    typed: list[str],
    *,
    kept: WeightSet | None = None,
    form: SaveForm | None = None,
) -> HttpResponse:
    weights, problems, problem = _asked(found, typed, kept)
    shown = questions.sliders(found, weights, problems)
    every = questions.flat(shown)
    context: dict[str, Any] = {
        "assessment": found, "title": titled(found), "sliders": shown, "every": every, "problem": problem,
        "kept": kept, "sets": visible.weight_sets(account, found.scheme), "form": form or SaveForm(
            initial={"name": kept.name if kept else ""}
        ),
        "problems": list(problems.values()),
        "choices": [(one.pk, titled(one)) for one in editions.editions(account)],
    }  # fmt: skip
    if not problems and problem is None:
        seen = editions.ranking_of(account, found, as_computed=True)
        tried = questions.trial(found, weights)
        grid = grid_of(request, seen, tried)
        if file := exports.wanted(request, Trials(grid, found, [(_("试算"), every)])):
            return file
        context |= {"grid": grid, "sentence": sentence(seen, tried, every)}
    is_bad = bool(problems or problem or (form is not None and form.errors))
    return answer(
        request, "evaluate/sandbox.html", context, fragment=FRAGMENTS, status=422 if is_bad else 200
    )
