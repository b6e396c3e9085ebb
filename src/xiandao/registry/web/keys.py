"""接口密钥: one's own keys for programs; the text of a new one is shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from xiandao.registry.commands import keys as commands
from xiandao.terms.error import InputError
from xiandao.ui.answers import answer
from xiandao.ui.page import SIGNED_IN, page

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@page(SIGNED_IN, writes=True, methods=("GET", "POST"))
def keys(request: HttpRequest) -> HttpResponse:
    """List the keys; make one, or end one."""
    account = cast("Account", request.user)
    error: InputError | None = None
    issued: commands.Issued | None = None
    if request.method == "POST" and request.POST.get("act") == "revoke":
        number = request.POST.get("key", "")
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
        commands.revoke(key=get_object_or_404(account.access_keys, pk=wanted), by=account)
        return redirect("keys")
    if request.method == "POST":
        days = request.POST.get("days", "")
        try:
            issued = commands.issue(
                name=request.POST.get("name", ""),
                days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0,
                by=account,
            )
        except InputError as refused:
            error = refused
    context = {"keys": account.access_keys.all()[:50], "issued": issued, "error": error}
    response = answer(request, "registry/keys.html", context, status=422 if error else 200)
    response["Cache-Control"] = "private, no-store"
    return response
