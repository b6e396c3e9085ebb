"""Changing one's own password; forced where the present one is temporary."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from xiandao.registry.commands import accounts
from xiandao.registry.queries.accounts import signed_in
from xiandao.terms.error import InputError
from xiandao.ui.answers import answer
from xiandao.ui.page import SIGNED_IN, page
from xiandao.ui.spoken import said

LONGEST = 128


def secret(label: Any, complete: str) -> forms.CharField:
    """Return a field for a password; blanks at its ends belong to it."""
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget)


class PasswordForm(forms.Form):
    """The present password and twice the new one."""

    old = secret(gettext_lazy("原密码"), "current-password")
    new = secret(gettext_lazy("新密码"), "new-password")
    again = secret(gettext_lazy("再次输入新密码"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Compare the two entries of the new password."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("new") and said.get("again") and said["new"] != said["again"]:
            self.add_error("again", _("两次输入的新密码不一致"))
        return said


def shortest() -> int:
    """Return how long a password has to be."""
    rules = password_validation.get_default_password_validators()
    return max((getattr(rule, "min_length", 0) for rule in rules), default=0)


@sensitive_post_parameters()
@page(SIGNED_IN, writes=True, methods=("GET", "POST"))
def password(request: HttpRequest) -> HttpResponse:
    """Show the form, or change the password and keep this session while all others of the account end."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = accounts.change_own_password(
                by=signed_in(request), old=form.cleaned_data["old"], new=form.cleaned_data["new"]
            )
        except InputError as error:
            words = said(error)
            form.add_error(error.details.get("field", "new"), words)
        else:
            update_session_auth_hash(request, account)
            messages.success(request, _("密码已修改，其他设备上的登录已失效。"))
            return HttpResponseRedirect(resolve_url("overview"))
    context = {
        "form": form,
        "shortest": shortest(),
        "is_forced": signed_in(request).must_change_password,
    }
    return answer(request, "registry/password.html", context, status=422 if form.errors else 200)
