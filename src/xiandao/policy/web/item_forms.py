"""The forms of an item's page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from xiandao.policy.methods.tracking import counted_stages, counting_rules
from xiandao.policy.models.item import ItemKind, ItemStatus, Recurrence
from xiandao.policy.queries.instructing import addressees
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period, PeriodKind
from xiandao.terms.quantity import Comparator
from xiandao.ui.spoken import said, said_lazy

if TYPE_CHECKING:
    from xiandao.policy.models import Item
    from xiandao.registry.models import Account

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
QUARTERS_BACK = 6
MONTHS_BACK = 6


def day(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, written as browsers write it."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **options,
    )


def figure(label: Any, places: int = 4, **options: Any) -> forms.DecimalField:
    """Return a field for a figure."""
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=17,
        decimal_places=places,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        **options,
    )


class ItemForm(forms.Form):
    """Every field of an item that a person may change."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    title = forms.CharField(label=_("重点任务"), max_length=200)
    kind = forms.ChoiceField(label=_("类别"), choices=ItemKind.choices)
    measure = forms.CharField(
        label=_("具体举措"),
        required=False,
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    metric = forms.CharField(label=_("指标"), required=False, max_length=200)
    comparator = forms.ChoiceField(
        label=_("比较"), required=False,
        choices=[("", "—"), *((one.value, said_lazy(one.label) if one.label else _("等于")) for one in Comparator)],
    )  # fmt: skip
    value = figure(_("目标值"))
    value_max = figure(_("目标上限"), help_text=_("区间目标才填"))
    unit = forms.CharField(label=_("单位"), required=False, max_length=20)
    stretch_value = figure(_("力争值"))
    baseline_value = figure(_("基期值"))
    recurrence = forms.ChoiceField(label=_("周期"), required=False, choices=Recurrence.choices)
    due_on = day(_("完成时限"))
    is_ongoing = forms.BooleanField(label=_("持续推进（不设时限）"), required=False)
    status = forms.ChoiceField(label=_("状态"), choices=ItemStatus.choices)
    done_on = day(_("办结日期"), help_text=_("状态为已办结时填写，不填按今天"))
    lead_name = forms.CharField(
        label=_("牵头单位"), required=False, max_length=120, help_text=_("按名录中的名称或简称填写")
    )
    parties = forms.CharField(
        label=_("配合单位"), required=False, max_length=4000, help_text=_("用顿号隔开")
    )
    division = forms.CharField(label=_("责任处室"), required=False, max_length=60)
    person = forms.CharField(label=_("责任人"), required=False, max_length=60)
    funds_cny_10k = figure(_("资金使用（万元）"), places=2)
    issues = forms.CharField(
        label=_("存在问题/需协调事项"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RuleForm(forms.Form):
    """How a target counts: the rule, and how far below 左右 still counts as reached."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    counting_rule = forms.ChoiceField(label=_("计数规则"), choices=(), widget=forms.RadioSelect)
    tolerance_pct = forms.DecimalField(
        label=_("“左右”容差（%）"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        help_text=_("目标写“30个左右”、容差10%时，27个即视为达到"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = counting_rules().values()
        offer(
            self,
            "counting_rule",
            [(one.code, f"{said(one.label)}{_('：')}{said(one.about)}") for one in rules],
        )


class ReportForm(forms.Form):
    """A report of one period."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    period = forms.ChoiceField(label=_("报告期"), choices=())
    words = forms.CharField(
        label=_("本期进展"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    value = figure(_("现值"))
    issues = forms.CharField(
        label=_("存在问题/需协调事项"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    funds_cny_10k = figure(_("资金使用（万元，累计）"), places=2)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "period", periods(today))


class CountForm(forms.Form):
    """A record to be counted toward a target."""

    name = forms.CharField(label=_("名称"), max_length=120)
    stage = forms.ChoiceField(
        label=_("阶段"), choices=[(one, said_lazy(one)) for one in counted_stages()]
    )
    counted_on = forms.DateField(label=_("公布日期"), widget=DAY)
    batch = forms.CharField(label=_("批次"), required=False, max_length=30)
    place = forms.CharField(label=_("所在地"), required=False, max_length=60)
    notice = forms.CharField(label=_("依据文件"), required=False, max_length=120)


class FollowupForm(forms.Form):
    """The start of a follow-up."""

    responsible = forms.ChoiceField(label=_("承办单位"), choices=())
    due_on = day(_("办理期限"), help_text=_("不填按规定的工作日计算"))
    words = forms.CharField(
        label=_("督办要求"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies_of(item)}
        offer(self, "responsible", [(key, body.label) for key, body in self.bodies.items()])


class InstructForm(forms.Form):
    """A leader's words, and who is to act on them."""

    responsible = forms.ChoiceField(label=_("落实单位"), choices=())
    words = forms.CharField(
        label=_("批示意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, item: Item, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in addressees(account, item)}
        offer(self, "responsible", [(key, body.label) for key, body in self.bodies.items()])


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Put the choices of this moment into a field."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def bodies_of(item: Item) -> list[Any]:
    """Return the bodies that can be asked: the lead first, then those that take part, single ones only."""
    named = [
        item.lead,
        *(party.organisation for party in item.parties.select_related("organisation")),
    ]
    found = {body.pk: body for body in named if body is not None and body.kind != "group"}
    return list(found.values())


def periods(today: date) -> list[tuple[str, str]]:
    """Return the quarters and months that can be reported on, the latest first."""
    made = []
    for kind, count in ((PeriodKind.QUARTER, QUARTERS_BACK), (PeriodKind.MONTH, MONTHS_BACK)):
        period = Period.of(kind, today)
        for _step in range(count):
            made.append((period.code, said(period.label)))
            period = period.previous
    return made


def put_error(form: forms.Form, error: XiandaoError) -> None:
    """Put what a command refused beside the field it is about."""
    field = error.details.get("field")
    form.add_error(field if field in form.fields else None, said(error))
