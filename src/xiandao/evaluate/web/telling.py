"""What commands refuse, said beside the field that it is about, or above the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiandao.registry.commands.acting import Refused
from xiandao.terms.error import XiandaoError
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from django import forms

STALE, FORBIDDEN = 409, 403


def tell(form: forms.Form, error: XiandaoError) -> None:
    """Put an error beside its field; a missing right and a state that is gone are no matter of filling in and go on."""
    if isinstance(error, Refused) or error.details.get("status") in (STALE, FORBIDDEN):
        raise error
    field = error.details.get("field")
    form.add_error(field if field in form.fields else None, said(error))
