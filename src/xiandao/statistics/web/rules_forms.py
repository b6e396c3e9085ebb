"""The form in which a rule is written, and what it says in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.statistics.methods.finding import fill
from xiandao.statistics.methods.form import PRIOR
from xiandao.statistics.methods.messages import message_of
from xiandao.statistics.methods.rule_kinds import POPULATION, Kind
from xiandao.statistics.methods.rule_problems import DEEPEST_LEVEL, MISSING, OPERATORS, bounds
from xiandao.statistics.models import Severity
from xiandao.statistics.queries.wording import told
from xiandao.terms.error import XiandaoError
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from xiandao.statistics.methods.form import Form
    from xiandao.statistics.methods.rule import Rule

OPERATOR_WORDS = {
    "between": gettext_lazy("在两数之间"),
    "holds": gettext_lazy("左边的判断成立"),
    "compulsory": gettext_lazy("应同时填报"),
    "exclusive": gettext_lazy("不能同时填报"),
}
MISSING_WORDS = {
    "skip_any": gettext_lazy("任一缺失即不审"),
    "skip_all": gettext_lazy("全部缺失才不审"),
    "never": gettext_lazy("始终审核，缺失按0"),
}
LEVELS = (
    gettext_lazy("0 文件和单元格"),
    gettext_lazy("1 表内"),
    gettext_lazy("2 跨期"),
    gettext_lazy("3 表间"),
    gettext_lazy("4 与本系统其他来源"),
    gettext_lazy("5 与外部来源"),
)
CODE = re.compile(r"\b[rR]\w+\b")


def level_label(level: int) -> str:
    """Return what a level looks at."""
    return str(LEVELS[level]) if 0 <= level <= DEEPEST_LEVEL else str(level)


def expression(label: Any, hint: Any, *, required: bool = False) -> forms.CharField:
    """Return a field for an expression."""
    widget = forms.Textarea(attrs={"rows": 2, "class": "code", "spellcheck": "false"})
    return forms.CharField(
        label=label, required=required, max_length=2000, help_text=hint, widget=widget
    )


class RuleForm(forms.Form):
    """One rule; errors of the command stand beside their fields."""

    code = forms.CharField(label=gettext_lazy("规则代码"), max_length=40)
    severity = forms.ChoiceField(label=gettext_lazy("级别"), choices=Severity.choices)
    level = forms.TypedChoiceField(
        label=gettext_lazy("层次"), coerce=int, choices=list(enumerate(LEVELS)), initial=1
    )
    kind = forms.ChoiceField(label=gettext_lazy("类型"))
    left = expression(
        gettext_lazy("左边"),
        gettext_lazy("例如 r13；上期写 lag(r13)，上年同期写 ly(r13)"),
        required=True,
    )
    op = forms.ChoiceField(
        label=gettext_lazy("关系"),
        choices=[(sign, OPERATOR_WORDS.get(sign, sign)) for sign in OPERATORS],
    )
    right = expression(
        gettext_lazy("右边"), gettext_lazy("例如 r14 + r22；在两数之间写成 下限 .. 上限")
    )
    when = expression(gettext_lazy("仅当"), gettext_lazy("例如 r39 > 0；不填则始终审核"))
    tolerance_abs = forms.FloatField(
        label=gettext_lazy("允许绝对误差"), min_value=0, required=False
    )
    tolerance_rel = forms.FloatField(
        label=gettext_lazy("允许相对误差"),
        min_value=0,
        required=False,
        help_text=gettext_lazy("0.05 即5%"),
    )
    missing = forms.ChoiceField(
        label=gettext_lazy("缺失值"), choices=[(name, MISSING_WORDS[name]) for name in MISSING]
    )
    needs_explanation = forms.BooleanField(label=gettext_lazy("填报人须写说明"), required=False)
    message = forms.CharField(
        label=gettext_lazy("提示语"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("不填则自动生成；可用 {items} {left} {right} {difference} 和 {r13}"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    message_en = forms.CharField(
        label=gettext_lazy("英文提示语"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        label=gettext_lazy("依据和说明"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, sent: QueryDict | None = None, *, definition: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(sent, prefix="rule", initial=dict(definition or {}))
        choices: Any = self.fields
        choices["kind"].choices = [(kind.value, said(kind.label)) for kind in Kind]
        if definition is not None:
            del choices["code"]

    def written(self) -> dict[str, Any]:
        """Return the fields of the rule as they were filled in."""
        data = dict(self.cleaned_data)
        for name in ("tolerance_abs", "tolerance_rel"):
            data[name] = data[name] or 0.0
        return data

    @property
    def head(self) -> list[forms.BoundField]:
        """What the rule is called and how grave it is."""
        names = ("code", "severity", "level", "kind")
        return [self[name] for name in names if name in self.fields]

    @property
    def body(self) -> list[forms.BoundField]:
        """What the rule says."""
        return [self[name] for name in ("left", "op", "right", "when")]

    @property
    def rest(self) -> list[forms.BoundField]:
        """Tolerance, missing values, words."""
        names = ("tolerance_abs", "tolerance_rel", "missing", "needs_explanation")
        return [self[name] for name in (*names, "message", "message_en", "note")]

    def tell(self, error: XiandaoError) -> None:
        """Put an error beside the field it is about."""
        field = error.details.get("field")
        self.add_error(str(field) if field in self.fields else None, said(error))


def formula(rule: Rule) -> str:
    """Return a rule as one line of signs."""
    left, right = rule.left, rule.right
    if rule.op == "holds" or rule.kind in POPULATION:
        body = left if not right else f"{left} : {right}"
    elif rule.op in {"compulsory", "exclusive"}:
        body = f"{left}, {right} {OPERATOR_WORDS[rule.op]}"
    elif rule.op == "between":
        body = _between(left, *bounds(right))
    else:
        body = f"{left} {rule.op} {right}"
    return _("当 %(when)s 时：%(body)s") % {"when": rule.when, "body": body} if rule.when else body


def _between(left: str, low: str, high: str) -> str:
    if low and high:
        return _("%(left)s 在 %(low)s 与 %(high)s 之间") % {"left": left, "low": low, "high": high}
    return f"{left} ≥ {low}" if low else f"{left} ≤ {high}"


def reading(rule: Rule, form: Form) -> str:
    """Return the line of a rule with the labels of the form in place of the codes."""
    labels = {item.code: told(item).partition("：")[2] or told(item) for item in form.items}

    def label(found: re.Match[str]) -> str:
        code = found[0]
        known = labels.get(code.removesuffix(PRIOR))
        if known is None:
            return code
        return _("“%(name)s”") % {"name": known} + (_("上年同期数") if code.endswith(PRIOR) else "")

    return CODE.sub(label, formula(rule))


def sentence(rule: Rule, form: Form) -> str:
    """Return what the reporter reads when the rule hits, with words where the numbers will stand."""
    words = {"left": _("〔填报数〕"), "right": _("〔应有数〕"), "difference": _("〔差额〕")}
    return fill(told(message_of(rule, form)), words)
