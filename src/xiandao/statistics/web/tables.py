"""汇总与保护: choose indicator, rows, columns and period, see what the gate would let out, and make the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.statistics.commands import releases as commands
from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.models import Round
from xiandao.statistics.queries.dimensions import DIMENSIONS
from xiandao.statistics.queries.preparing import SCALES, Wanted, has_scale
from xiandao.statistics.queries.releases import RELEASE, preparers
from xiandao.statistics.queries.shown import shown
from xiandao.statistics.queries.wording import told
from xiandao.statistics.web.release_table import signs
from xiandao.statistics.web.releases import audit_of
from xiandao.statistics.web.rounds_forms import tell
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period
from xiandao.ui.answers import answer
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

MOST_PERIODS = 24


class TableForm(forms.Form):
    """Which table."""

    indicator = forms.ChoiceField(label=gettext_lazy("指标"))
    period = forms.ChoiceField(label=gettext_lazy("报告期"))
    rows = forms.ChoiceField(label=gettext_lazy("行"))
    columns = forms.ChoiceField(label=gettext_lazy("列"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("单位"), required=False)
    method = forms.ChoiceField(
        label=gettext_lazy("保护方法"),
        choices=[("suppress", gettext_lazy("隐去")), ("round", gettext_lazy("取整"))],
    )
    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        None, label=gettext_lazy("发布单位")
    )

    def __init__(self, account: Account, sent: QueryDict | None = None) -> None:
        super().__init__(sent)
        choices: Any = self.fields
        choices["indicator"].choices = indicator_choices()
        choices["period"].choices = period_choices()
        cuts = [(name, label) for name, (_dimension, label) in DIMENSIONS.items()]
        choices["rows"].choices = cuts
        choices["columns"].choices = [("", _("不分列")), *cuts]
        choices["unit"].choices = [
            ("", _("指标的计量单位")),
            *((unit, said(unit)) for unit in SCALES),
        ]
        bodies = preparers(account)
        choices["organisation"].queryset = bodies
        first = bodies.first()
        if first is not None:
            choices["organisation"].initial = first.pk
            if bodies.count() == 1:
                choices["organisation"].widget = forms.HiddenInput()

    def wanted(self) -> dict[str, Any]:
        """Return what the command makes; the unit only where the indicator is an amount of money."""
        found = dict(self.cleaned_data)
        if not has_scale(shipped()[found["indicator"]]):
            found["unit"] = ""
        return found


@page(RELEASE, writes=True, methods=("GET", "POST"))
def tables(request: HttpRequest) -> HttpResponse:
    """Show what the gate lets out of a table; make it."""
    account = cast("Account", request.user)
    sent = request.POST if request.method == "POST" else request.GET
    form = TableForm(account, sent if "indicator" in sent else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            if request.method == "POST":
                made = commands.make(**form.wanted(), by=account)
                messages.success(request, _("已生成，请另一位统计员复核后发布"))
                return redirect("sta_release", made.pk)
            context |= preview(form.wanted())
        except XiandaoError as error:
            tell(form, error)
    bad = form.is_bound and bool(form.errors)
    return answer(request, "statistics/tables.html", context, status=422 if bad else 200)


def preview(wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the table as it would be released, with what the audit says; nothing is kept."""
    found = commands.drafted(Wanted(**wanted))
    table = shown(found)
    return {
        "release": found,
        "table": table,
        "signs": signs(found, table),
        "audit": audit_of(found),
        "proposals": [proposal(one) for one in found.audit["proposals"]],
    }


def proposal(one: dict[str, Any]) -> str:
    """Return a proposal for another table in words."""
    name = {"region": _("地区"), "industry": _("产业"), "zone": _("先导区")}.get(
        one["axis"], one["axis"]
    )
    words = (
        _("取消“%(name)s”这一维度，敏感格由%(before)s%%降到%(after)s%%")
        if one["is_dropped"]
        else _("把“%(name)s”合并到上一级，敏感格由%(before)s%%降到%(after)s%%")
    )
    shares = {key: round(one[key] * 100) for key in ("before", "after")}
    return words % {"name": name, **shares}


def indicator_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the indicators that a form answers, by pillar."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in shipped().values():
        if one.is_computed:
            found.setdefault(said(one.pillar), []).append(
                (one.code, _("%(name)s（%(unit)s）") % {"name": told(one), "unit": said(one.unit)})
            )
    return list(found.items())


def period_choices() -> list[tuple[str, str]]:
    """Return the periods that were collected, the latest first."""
    codes = set(Round.objects.values_list("period", flat=True))
    spans = sorted(
        (Period.parse(code) for code in codes),
        key=lambda span: (span.end, span.start),
        reverse=True,
    )
    return [(span.code, said(span.label)) for span in spans[: MOST_PERIODS * 2]]
