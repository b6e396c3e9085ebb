"""如果……会怎样: one figure of a zone changed, the official result untouched."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.models import Assessment
from xiandao.evaluate.queries import prospects
from xiandao.terms.error import XiandaoError
from xiandao.ui.spoken import said

# Beyond any figure that a zone can have, and within what arithmetic keeps exact.
LARGEST = 1e12


class TrialForm(forms.Form):
    """Which figure is another one."""

    indicator = forms.ChoiceField(label=gettext_lazy("指标"))
    value = forms.FloatField(
        label=gettext_lazy("改为"),
        min_value=-LARGEST,
        max_value=LARGEST,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "maxlength": 20, "autocomplete": "off"}
        ),
        error_messages={
            "invalid": gettext_lazy("请填写数字"),
            "required": gettext_lazy("请填写数字"),
        },
    )

    def __init__(self, known: Sequence[tuple[str, str, str]], data: Any) -> None:
        """Offer the indicators of the scheme with their units; bound where the address names one."""
        super().__init__(data if "indicator" in data else None, auto_id="trial-%s")
        choices: Any = [
            (code, f"{name}（{said(unit)}）" if unit else name) for code, name, unit in known
        ]
        cast("forms.ChoiceField", self.fields["indicator"]).choices = choices

    def clean_value(self) -> float:
        """Refuse what is no finite number."""
        value = float(self.cleaned_data["value"])
        if not isfinite(value):
            raise forms.ValidationError(_("请填写数字"))
        return value


def tried(request: HttpRequest, assessment: Assessment, code: str) -> dict[str, Any]:
    """Return the form as it was sent with what becomes of the zone, or with what is in the way."""
    form = TrialForm(prospects.indicators(assessment), request.GET)
    if not form.is_bound or not form.is_valid():
        return {"form": form}
    given = form.cleaned_data
    try:
        found = prospects.trial(assessment, code, given["indicator"], given["value"])
    except XiandaoError as error:
        form.add_error("value", said(error))
        return {"form": form}
    return {"form": form, "trial": found}
