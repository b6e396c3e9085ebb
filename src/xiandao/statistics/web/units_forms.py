"""The forms of the register of reporting units: entering one, changing one from a day on, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.casework.queries.clock import today
from xiandao.registry.queries.organisations import in_reach, resolve
from xiandao.statistics.queries import register
from xiandao.statistics.queries.register import MANAGE
from xiandao.statistics.web.rounds_forms import day_field
from xiandao.terms.error import TermError
from xiandao.terms.place import PlaceCode
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from django.http import QueryDict

    from xiandao.registry.models import Account, Organisation
    from xiandao.statistics.models import Unit


class FactsForm(forms.Form):
    """Where a unit belongs."""

    region_code = forms.CharField(
        label=gettext_lazy("所在地（行政区划代码）"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"list": "place-codes", "autocomplete": "off"}),
    )
    zone = forms.ChoiceField(label=gettext_lazy("先导区"), required=False)
    industry = forms.ChoiceField(label=gettext_lazy("未来产业"), required=False)
    group_code = forms.CharField(label=gettext_lazy("企业集团代码"), max_length=32, required=False)
    is_above_size = forms.BooleanField(label=gettext_lazy("规上"), required=False)
    is_high_tech = forms.BooleanField(label=gettext_lazy("高新技术企业"), required=False)
    land_mu = forms.DecimalField(
        label=gettext_lazy("用地（亩）"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
    )

    def __init__(self, account: Account, sent: QueryDict | None = None, **others: Any) -> None:
        super().__init__(sent, **others)
        self.account = account
        self.known_zones = {zone.code: zone for zone in register.zones(account)}
        choices: Any = self.fields
        choices["zone"].choices = [
            ("", _("不在先导区内")),
            *((code, zone.name) for code, zone in self.known_zones.items()),
        ]
        choices["industry"].choices = [
            ("", _("不属于")),
            *((code, said(name)) for code, name in register.industries().items()),
        ]

    def clean_region_code(self) -> str:
        """Return the six digits of the place."""
        text = self.cleaned_data["region_code"]
        try:
            return str(PlaceCode.parse(text)) if text else ""
        except TermError as error:
            raise forms.ValidationError(said(error)) from error

    def clean_zone(self) -> Organisation | None:
        """Return the zone itself."""
        return self.known_zones.get(self.cleaned_data["zone"])


class AddForm(FactsForm):
    """One more unit."""

    organisation = forms.CharField(
        label=gettext_lazy("企业或先导区"),
        max_length=120,
        help_text=gettext_lazy("输入全称、代码或统一社会信用代码，也可从列表中选择"),
        widget=forms.TextInput(attrs={"list": "unit-names", "autocomplete": "off"}),
    )
    valid_from = day_field(gettext_lazy("起始日期"))
    field_order = ("organisation", "valid_from")

    def __init__(self, account: Account, sent: QueryDict | None = None) -> None:
        first = {"valid_from": today().replace(month=1, day=1)}
        super().__init__(account, sent, prefix="add", initial=first)
        self.fields["region_code"].help_text = _("不填则按该单位登记的所在地")

    def clean_organisation(self) -> Organisation:
        """Return the organisation in reach that is meant."""
        text = self.cleaned_data["organisation"].strip()
        reach = in_reach(self.account, MANAGE).filter(kind__in=register.REPORTING)
        for name in ("code", "credit_code"):
            found = list(reach.filter(**{name: text})[:2])
            if len(found) == 1:
                return found[0]
        named = resolve(text)
        if named is None or not reach.filter(pk=named.pk).exists():
            raise forms.ValidationError(
                _("没有找到企业或先导区“%(name)s”，请填写全称或代码") % {"name": text}
            )
        return named

    @property
    def who(self) -> list[forms.BoundField]:
        """Which unit, from when on."""
        return [self[name] for name in ("organisation", "valid_from")]

    @property
    def where(self) -> list[forms.BoundField]:
        """Where it belongs."""
        return [self[name] for name in ("region_code", "zone", "industry")]

    @property
    def what(self) -> list[forms.BoundField]:
        """What else is known of it."""
        return [self[name] for name in ("group_code", "land_mu", "is_above_size", "is_high_tech")]

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of the command."""
        said_ = self.cleaned_data
        region = said_["region_code"] or said_["organisation"].region_code
        return said_ | {"region_code": region}


class MoveForm(FactsForm):
    """Other facts from a day on."""

    on = day_field(
        gettext_lazy("从哪一天起"), help_text=gettext_lazy("这一天之前的记录保留，已报数据不变")
    )
    field_order = ("on",)

    def __init__(self, account: Account, unit: Unit, sent: QueryDict | None = None) -> None:
        first = {name: getattr(unit, name) for name in FactsForm.base_fields}
        first["zone"] = unit.zone.code if unit.zone else ""
        super().__init__(account, sent, prefix="move", initial=first)
        # A zone or industry that can be chosen no more stays what it is until somebody chooses another.
        named = register.industry_names().get(unit.industry, unit.industry)
        for name, label in (("zone", unit.zone and unit.zone.name), ("industry", named)):
            field: Any = self.fields[name]
            if first[name] and first[name] not in dict(field.choices):
                field.choices = [*field.choices, (first[name], label)]
        if unit.zone:
            self.known_zones.setdefault(unit.zone.code, unit.zone)
        self.fields["region_code"].required = True

    def arguments(self) -> dict[str, Any]:
        """Return the day, and those of the facts that were changed."""
        names = {"on", *self.changed_data}
        return {name: value for name, value in self.cleaned_data.items() if name in names}


class EndForm(forms.Form):
    """The end of reporting."""

    on = day_field(
        gettext_lazy("从哪一天起不再填报"),
        help_text=gettext_lazy("已生成的报表不受影响，此后的报告期不再包含"),
    )
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200)
