"""The forms by which a round is planned, opened, extended and closed, and by which units are reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.casework.queries.clock import calendar
from xiandao.registry.commands.acting import Refused
from xiandao.registry.queries.organisations import by_codes, in_reach
from xiandao.statistics.methods.duty import due_after
from xiandao.statistics.models import FormVersion
from xiandao.statistics.queries import register
from xiandao.statistics.queries.rounds import MANAGE, forms_to_plan
from xiandao.statistics.queries.wording import told_with_version
from xiandao.terms.error import XiandaoError
from xiandao.terms.pack import load_pack
from xiandao.terms.period import Period
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from django.http import QueryDict

    from xiandao.registry.models import Account


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def several(label: Any) -> forms.MultipleChoiceField:
    """Return a field in which several entries of a list can be chosen; none means all."""
    widget = forms.SelectMultiple(attrs={"size": 4})
    return forms.MultipleChoiceField(label=label, required=False, widget=widget)


def tell(form: forms.Form, error: XiandaoError) -> None:
    """Put an error beside the field it is about; a missing right is no matter of filling in and goes on."""
    if isinstance(error, Refused):
        raise error
    field = error.details.get("field")
    form.add_error(field if field in form.fields else None, said(error))


class PlanForm(forms.Form):
    """A new round; what is left empty in the last part asks nothing of the units."""

    form = forms.ModelChoiceField(FormVersion.objects.none(), label=gettext_lazy("报表"))
    period = forms.CharField(
        label=gettext_lazy("报告期"),
        max_length=40,
        help_text=gettext_lazy("例如 2026年10月、2026年三季度、2026年"),
    )
    opens_on = day_field(gettext_lazy("开放日期"))
    due_on = day_field(
        gettext_lazy("截止日期"),
        required=False,
        help_text=gettext_lazy("不填则按报告期结束后的规定工作日计算"),
    )
    above_size = forms.BooleanField(label=gettext_lazy("仅规上企业"), required=False)
    high_tech = forms.BooleanField(label=gettext_lazy("仅高新技术企业"), required=False)
    industries = several(gettext_lazy("产业"))
    zones = several(gettext_lazy("先导区"))
    regions = several(gettext_lazy("地区"))

    def __init__(self, account: Account, sent: QueryDict | None = None) -> None:
        super().__init__(sent, prefix="plan", initial={"opens_on": timezone.localdate()})
        choices: Any = self.fields
        choices["form"].queryset = forms_to_plan(account)
        choices["form"].label_from_instance = told_with_version
        known = register.industries()
        choices["industries"].choices = [(code, said(name)) for code, name in known.items()]
        zones = in_reach(account, MANAGE).filter(kind="zone").in_official_order()
        choices["zones"].choices = [(one.code, one.label) for one in zones]
        places = load_pack(settings.XIANDAO_PACK).places
        choices["regions"].choices = [
            (str(one.code), one.name) for one in places if str(one.code)[2:] != "0000"
        ]

    @property
    def has_choice(self) -> bool:
        """Whether there is a form to collect."""
        choices: Any = self.fields["form"]
        return bool(choices.queryset.exists())

    @property
    def head(self) -> list[forms.BoundField]:
        """What every round says."""
        return [self[name] for name in ("form", "period", "opens_on", "due_on")]

    @property
    def reach(self) -> list[forms.BoundField]:
        """Which units are asked."""
        return [
            self[name] for name in ("above_size", "high_tech", "industries", "zones", "regions")
        ]

    def clean_period(self) -> str:
        """Return the code of the period that was written as officials write it."""
        try:
            return Period.parse(self.cleaned_data["period"]).code
        except XiandaoError as error:
            raise forms.ValidationError(said(error)) from error

    def planned(self) -> dict[str, Any]:
        """Return the arguments of the command."""
        data = self.cleaned_data
        lists = {name: data[name] for name in ("industries", "zones", "regions") if data[name]}
        flags = {name: True for name in ("above_size", "high_tech") if data[name]}
        usual = due_after(Period.parse(data["period"]), data["form"].frequency, calendar())
        return {
            "form": data["form"],
            "period": data["period"],
            "organisation": data["form"].organisation,
            "opens_on": data["opens_on"],
            "due_on": data["due_on"] or max(usual, data["opens_on"]),
            "rule": flags | lists,
        }


class ExtendForm(forms.Form):
    """More time, with the reason."""

    due_on = day_field(gettext_lazy("新的截止日期"))
    reason = forms.CharField(label=gettext_lazy("延期原因"), max_length=200)


class RemindForm(forms.Form):
    """A reminder: the words that the reporter reads with it."""

    words = forms.CharField(
        label=gettext_lazy("催报说明"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("可不填")}),
    )


def rule_in_words(rule: dict[str, Any]) -> str:
    """Say which units a round asks."""
    said_: list[str] = []
    if rule.get("above_size"):
        said_.append(_("规上企业"))
    if rule.get("high_tech"):
        said_.append(_("高新技术企业"))
    industries = register.industry_names()
    said_ += [said(industries.get(code, code)) for code in rule.get("industries", [])]
    zones = by_codes(rule.get("zones", []))
    said_ += [zones[code].label if code in zones else code for code in rule.get("zones", [])]
    places = {str(one.code): one.name for one in load_pack(settings.XIANDAO_PACK).places}
    said_ += [places.get(code, code) for code in rule.get("regions", [])]
    return _("、").join(said_) or _("全部填报单位")
