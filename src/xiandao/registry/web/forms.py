"""What the forms of this capability share: where the words of an error go, and fields that name an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import Organisation
from xiandao.registry.queries.organisations import by_code, resolve
from xiandao.terms.error import XiandaoError
from xiandao.ui.spoken import said


def tell(form: forms.Form, error: XiandaoError) -> None:
    """Put an error beside the field it is about; a missing right is no matter of filling in and goes on."""
    if isinstance(error, Refused):
        raise error
    field = error.details.get("field")
    form.add_error(field if field in form.fields else None, said(error))


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class OrganisationField(forms.CharField):
    """An organisation, typed by any of its names or its code."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "organisation-names", "autocomplete": "off"})
        super().__init__(max_length=120, widget=widget, **kwargs)

    def clean(self, value: Any) -> Organisation | None:
        """Return the organisation that is meant."""
        text = super().clean(value)
        if not text:
            return None
        found = by_code(text) or resolve(text)
        if found is None:
            raise forms.ValidationError(_("没有找到“%(name)s”，请填写全称或代码") % {"name": text})
        return found
