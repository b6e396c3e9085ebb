"""The figures of a firm as it types them: full-width digits and thousands commas are read, anything odd is told."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.methods.carbon_benchmark import Benchmark, Book
from xiandao.evaluate.methods.reading_numbers import understood

# Beyond any figure that a firm can have.
LARGEST = 1e12
# Below one yuan a year nothing is value added but a slip of the unit.
SMALLEST = 1e-4
NUMBERS = {"plain", "wide", "thousands"}


class FigureField(forms.CharField):
    """A figure from 0 that is typed as text, so that what was typed stays in the field."""

    def __init__(self, **others: Any) -> None:
        box = forms.TextInput(
            attrs={"inputmode": "decimal", "maxlength": 40, "autocomplete": "off"}
        )
        super().__init__(max_length=40, widget=box, **others)

    def clean(self, value: Any) -> Any:
        """Return the number; refuse text, a share, what is below 0 or beyond any firm."""
        text = super().clean(value)
        if not text:
            return 0.0
        kind, number = understood(text)
        if kind == "large" or abs(number) > LARGEST:
            raise ValidationError(_("数字太大，请核对单位"))
        if kind not in NUMBERS:
            raise ValidationError(_("请填写数字"))
        if number < 0:
            raise ValidationError(_("不能小于0"))
        return number


class FirmForm(forms.Form):
    """Industry, year and three figures of a firm."""

    industry = forms.ChoiceField(label=gettext_lazy("行业"))
    year = forms.ChoiceField(label=gettext_lazy("年份"))
    carbon = FigureField(
        label=gettext_lazy("能源活动碳排放量（吨）"),
        help_text=gettext_lazy("全年全部能源消费折算的二氧化碳，含外购电力和热力"),
    )
    deducted = FigureField(
        label=gettext_lazy("扣除量（吨）"),
        required=False,
        help_text=gettext_lazy("自产零碳电力和碳汇；没有的不填"),
    )
    value_added = FigureField(
        label=gettext_lazy("增加值（万元）"),
        help_text=gettext_lazy("同一年，按收入法计算，应大于0"),
    )

    def __init__(self, book: Book, data: Any) -> None:
        """Offer the industries and years that something is published of."""
        super().__init__(data, auto_id="firm-%s")
        self.book = book
        names = {one.code: f"{one.code} {one.name}" for one in book.benchmarks}
        years = sorted({one.year for one in book.benchmarks}, reverse=True)
        industry = cast("forms.ChoiceField", self.fields["industry"])
        industry.choices = [("", _("请选择")), *sorted(names.items())]
        cast("forms.ChoiceField", self.fields["year"]).choices = [
            (str(year), str(year)) for year in years
        ]

    @property
    def benchmark(self) -> Benchmark:
        """What the firm is compared with; only of a form that is valid."""
        found = self._chosen(self.cleaned_data)
        if found is None:
            raise LookupError(self.cleaned_data)
        return found

    def clean_value_added(self) -> float:
        """Refuse a value added of 0, which nothing can be divided by."""
        value = float(self.cleaned_data["value_added"])
        if not value > 0:
            raise ValidationError(_("增加值应大于0，亏损企业算不出碳效"))
        if value < SMALLEST:
            raise ValidationError(_("数字太小，请核对单位"))
        return value

    def clean(self) -> dict[str, Any]:
        """Refuse an industry without figures in the year, and more deducted than emitted."""
        given = self.cleaned_data
        if {"industry", "year"} <= given.keys() and self._chosen(given) is None:
            self.add_error("year", _("这个行业没有公布这一年的数据，请选另一年"))
        if {"carbon", "deducted"} <= given.keys() and given["deducted"] > given["carbon"]:
            self.add_error("deducted", _("扣除量不能大于碳排放量"))
        return given

    def _chosen(self, given: dict[str, Any]) -> Benchmark | None:
        return self.book.of(given["industry"], int(given["year"]))
