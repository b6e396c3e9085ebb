"""Manual scores and vetoes on the page of an edition: given, taken back, and what will count when it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.commands import manual_scores as commands
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.verdict import decided_in
from xiandao.evaluate.models import Assessment, AssessmentState
from xiandao.evaluate.queries import verdicts as questions
from xiandao.evaluate.queries.naming import names_of
from xiandao.evaluate.web.decided_words import counting, is_special, rules_told, told_of
from xiandao.evaluate.web.telling import tell
from xiandao.terms.error import XiandaoError
from xiandao.ui.numbers import whole

if TYPE_CHECKING:
    from xiandao.registry.models import Account

MANAGE = "evaluate.manage"


class ManualForm(forms.Form):
    """A score for one unit, with the reason and what it rests on."""

    unit = forms.ModelChoiceField(
        questions.nowhere(),
        label=gettext_lazy("先导区"),
        error_messages={
            "invalid_choice": gettext_lazy(
                "这个先导区在本批次没有得分，或已经有人工评分；要改分，先撤销原来的评分"
            )
        },
    )
    score = forms.DecimalField(label=gettext_lazy("人工评分"), max_digits=7, decimal_places=2)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    clause = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如 评价办法第八条、评审会纪要"),
    )

    def __init__(self, found: Assessment, sent: Any = None) -> None:
        super().__init__(sent)
        scale = Recipe(found.snapshot["recipe"]).manual
        field = cast("Any", self.fields["unit"])
        field.queryset = questions.to_score(found)
        field.label_from_instance = lambda one: one.label
        low, high = f"{scale.lower:g}", f"{scale.upper:g}"
        told = {"low": low, "high": high}
        self.fields["score"].help_text = _("%(low)s至%(high)s，最多两位小数") % told


def give(request: HttpRequest, found: Assessment, account: Account, form: ManualForm) -> bool:
    """Give a score; False where the form has to be shown again."""
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        commands.give(
            assessment=found, organisation=given["unit"], score=float(given["score"]), reason=given["reason"],
            clause=given["clause"], by=account,
        )  # fmt: skip
    except XiandaoError as error:
        tell(form, error)
        return False
    messages.success(request, _("已记入人工评分，自动评分保留"))
    return True


def take_back(request: HttpRequest, found: Assessment, account: Account) -> None:
    """Take a score back."""
    key = whole(request.POST.get("manual_score")) or 0
    commands.take_back(
        manual_score=get_object_or_404(questions.manual_scores(found), pk=key), by=account
    )
    messages.success(request, _("已撤销这项人工评分，记录保留"))


def context(account: Account, found: Assessment, *, keeps: bool, sees: bool) -> dict[str, Any]:
    """Return what the page shows of manual scores and vetoes; of an edition that waits as things stand."""
    if not (keeps or sees):
        return {"verdict_shown": False}
    waits = found.state == AssessmentState.FROZEN
    verdict = questions.verdict_now(found)
    snapshot = found.snapshot
    names = names_of(snapshot)
    called = dict(zip(snapshot["units"], snapshot["names"] or snapshot["units"], strict=True))
    told = [
        told_of(one, called.get(code, code), names)
        for code, one in decided_in(verdict).items()
        if is_special(one)
    ]
    rows = list(questions.manual_scores(found)) if keeps else []
    rules = rules_told(snapshot["recipe"], names)
    may = waits and account.may(MANAGE, found.places(MANAGE))
    return {
        "verdict_shown": bool(may or told or rows or rules),
        "told": told,
        "manual_rows": rows,
        "veto_rules": rules,
        "counting": counting(snapshot["recipe"]),
        "may_score": may,
        "waits": waits,
        "seen": questions.sealed(verdict) if waits else "",
        "had_a_hand": any(account.pk in (one.made_by_id, one.removed_by_id) for one in rows),
    }
