"""Forms of a project, a result and a contract; what is typed becomes the facts that the commands take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiandao.evaluate.commands.contracts import ContractFacts
from xiandao.evaluate.commands.records import RecordFacts
from xiandao.evaluate.models import ContractKind, RecordKind, Role

if TYPE_CHECKING:
    from xiandao.evaluate.models import Contract, ZoneRecord
    from xiandao.registry.models import Organisation

CHOOSE = ("", _("未定位"))


def day_field(label: Any, **others: Any) -> forms.DateField:
    """Return a field for a day."""
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=picker, **others)


def money_field(label: Any, **others: Any) -> forms.DecimalField:
    """Return a field for an amount in 万元."""
    return forms.DecimalField(label=label, max_digits=14, decimal_places=2, **others)


class BodyForm(forms.Form):
    """A form whose first field says for which body, where there is more than one to choose from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, bodies: Sequence[Organisation], **others: Any) -> None:
        super().__init__(*args, **others)
        chosen = forms.ChoiceField(
            label=_("单位"), choices=[(one.code, one.label) for one in bodies]
        )
        self.fields = {"organisation": chosen, **self.fields}

    def facts(self) -> Any:
        """Return what was typed."""
        return dict(self.cleaned_data)

    def changed_from(self, held: Mapping[str, Any]) -> list[str]:
        """Return the fields in which something else was typed than is held."""
        names = [name for name in self.fields if name not in ("organisation", "version")]
        # Nothing typed and nothing held are the same, be it no text, no amount or 0.
        return [one for one in names if (self.cleaned_data.get(one) or "") != (held[one] or "")]


class RoleForm(forms.Form):
    """One of the four roles and why."""

    role = forms.ChoiceField(label=_("定位"), choices=[("", _("请选择")), *Role.choices])
    role_reason = forms.CharField(label=_("理由"), max_length=200)


class RecordForm(BodyForm):
    """A project or result of a zone."""

    kind = forms.ChoiceField(label=_("类别"), choices=RecordKind.choices)
    title = forms.CharField(label=_("名称"), max_length=200)
    role = forms.ChoiceField(label=_("定位"), choices=[CHOOSE, *Role.choices], required=False)
    role_reason = forms.CharField(
        label=_("定位理由"), max_length=200, required=False, help_text=_("选了定位就要写理由")
    )
    undertaker = forms.CharField(label=_("承担单位"), max_length=160, required=False)
    clause = forms.CharField(label=_("依据"), max_length=200, required=False)
    started_on = day_field(_("开始日期"), required=False)
    finished_on = day_field(_("完成日期"), required=False)
    amount = money_field(_("金额（万元）"), required=False)
    note = forms.CharField(
        label=_("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def facts(self) -> RecordFacts:
        """Return what was typed."""
        said = dict(self.cleaned_data)
        said.pop("organisation", None)
        said.pop("version", None)
        return RecordFacts(**said)


class ContractForm(BodyForm):
    """A technology contract of a research unit."""

    number = forms.CharField(label=_("登记编号"), max_length=60)
    title = forms.CharField(label=_("合同名称"), max_length=200)
    kind = forms.ChoiceField(label=_("合同类别"), choices=ContractKind.choices)
    buyer = forms.CharField(label=_("受让方"), max_length=160)
    is_local = forms.BooleanField(label=_("在省内转化"), required=False, initial=True)
    signed_on = day_field(_("签订日期"))
    amount = money_field(_("合同额（万元）"))
    paid = money_field(
        _("到账额（万元）"), help_text=_("到今天为止累计到账；不填为0"), required=False
    )
    product = forms.CharField(
        label=_("形成的产品"),
        max_length=200,
        required=False,
        help_text=_("因这份合同形成的产品；没有的不填"),
    )
    note = forms.CharField(
        label=_("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def facts(self) -> ContractFacts:
        """Return what was typed."""
        said: dict[str, Any] = dict(self.cleaned_data)
        signed: date = said["signed_on"]
        return ContractFacts(
            said["number"], said["title"], said["kind"], said["buyer"], signed, said["amount"],
            said["paid"] or Decimal(0), said["product"], said["is_local"], said["note"],
        )  # fmt: skip


def told_of(held: ZoneRecord | Contract, form: type[BodyForm]) -> dict[str, Any]:
    """Return what a form begins with for something that is entered already."""
    names = [name for name in form.base_fields if name != "organisation"]
    return {name: getattr(held, name) for name in names} | {"organisation": held.organisation.code}
