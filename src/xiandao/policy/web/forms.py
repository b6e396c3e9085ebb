"""The form with which a person corrects what was read, or adds what was missed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xiandao.policy.methods.payloads import checked_payload
from xiandao.policy.models.item import Recurrence
from xiandao.policy.models.reading import ProposalKind
from xiandao.terms.error import XiandaoError
from xiandao.terms.quantity import Comparator
from xiandao.ui.spoken import said, said_lazy

COMPARATORS = [
    (Comparator.EQ.value, _("等于（达到）")),
    *((one.value, said_lazy(one.label)) for one in Comparator if one is not Comparator.EQ),
]
FIGURES = ("value", "value_max", "stretch_value")
NOT_IN_PAYLOAD = frozenset({"kind", "reason"})
_APART = re.compile(r"[；;，,、]")


class ProposalForm(forms.Form):
    """Kind, figures, deadline and parties of one thing in the text."""

    template_name = "policy/proposal-fields.html"
    use_required_attribute = False

    kind = forms.ChoiceField(label=_("类别"), choices=ProposalKind.choices)
    metric = forms.CharField(label=_("指标或事项"), max_length=200, required=False)
    comparator = forms.ChoiceField(label=_("比较"), choices=COMPARATORS, required=False)
    value = forms.CharField(label=_("数值"), max_length=40, required=False)
    value_max = forms.CharField(label=_("上限（区间）"), max_length=40, required=False)
    stretch_value = forms.CharField(label=_("力争值"), max_length=40, required=False)
    unit = forms.CharField(label=_("单位"), max_length=20, required=False)
    deadline_year = forms.CharField(label=_("完成年份"), max_length=10, required=False)
    recurrence = forms.ChoiceField(label=_("周期"), choices=Recurrence.choices, required=False)
    lead = forms.CharField(label=_("牵头单位"), max_length=120, required=False)
    departments = forms.CharField(
        label=_("责任单位（含牵头，每行一个）"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(label=_("更正说明"), max_length=200, required=False)

    def __init__(self, *args: Any, payload: Mapping[str, Any] | None = None, **others: Any) -> None:
        self.payload = dict(payload or {})
        super().__init__(*args, **others)
        for name in (*FIGURES, "deadline_year"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"

    @property
    def quantified(self) -> bool:
        """Whether the figures are shown open."""
        kind = self["kind"].value()
        return kind in {"target", "parameter", "scope"} or any(
            self[name].errors for name in FIGURES
        )

    @property
    def changes(self) -> dict[str, Any]:
        """What the form says, as the payload names it."""
        given: dict[str, Any] = {
            name: value or None
            for name, value in self.cleaned_data.items()
            if name not in NOT_IN_PAYLOAD
        }
        known = [str(name) for name in self.payload.get("departments") or ()]
        names = names_from(self.cleaned_data["departments"], known)
        lead = given["lead"]
        if lead and lead not in names and lead != self.payload.get("lead"):
            names.insert(0, lead)
        given["departments"] = names
        # An inference that a person has replaced is no inference any more.
        is_same = lead == self.payload.get("lead")
        given["lead_inferred"] = bool(self.payload.get("lead_inferred")) and is_same
        return given

    def clean(self) -> dict[str, Any]:
        """Check figures, year and names together; each refusal stands at its field."""
        if not self.errors:
            try:
                checked_payload(self.cleaned_data["kind"], {**self.payload, **self.changes})
            except XiandaoError as refusal:
                for name, told in refusal.details["errors"].items():
                    self.add_error(
                        name if name in self.fields else None,
                        gettext("，").join(said(one) for one in told),
                    )
        return self.cleaned_data


def initial_of(kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a proposal."""
    shown: dict[str, Any] = {name: payload.get(name) or "" for name in ("metric", "unit", "lead")}
    shown |= {name: written(payload.get(name)) for name in FIGURES}
    shown["kind"] = kind
    shown["comparator"] = payload.get("comparator") or Comparator.EQ.value
    shown["recurrence"] = payload.get("recurrence") or ""
    shown["deadline_year"] = payload.get("deadline_year") or ""
    shown["departments"] = "\n".join(str(name) for name in payload.get("departments") or ())
    return shown


def written(value: float | None) -> str:
    """Return a figure as somebody would type it.

    >>> written(30.0), written(0.5), written(None)
    ('30', '0.5', '')
    """
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"


def names_from(text: str, known: Sequence[str] = ()) -> list[str]:
    """Return the names that somebody typed, one a line or with 、 between them; a known name is never cut.

    >>> names_from("省科技厅、省教育厅\\n各市、县人民政府", ["各市、县人民政府"])
    ['省科技厅', '省教育厅', '各市、县人民政府']
    """
    found: list[str] = []
    for line in text.splitlines():
        name = line.strip()
        pieces = [name] if name in known else _APART.split(name)
        found += [piece.strip() for piece in pieces if piece.strip()]
    return list(dict.fromkeys(found))
