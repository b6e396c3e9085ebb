"""Starting statistics: one action that puts what comes with the product into use."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xiandao.statistics.commands import planting
from xiandao.statistics.queries.register import MANAGE, keeper
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

BACK = ("sta_forms", "sta_indicators", "sta_rules")


@page(MANAGE, writes=True)
def plant(request: HttpRequest) -> HttpResponse:
    """Put forms, indicators and rules into use for the body of the account, and go back to the list."""
    account = cast("Account", request.user)
    body = keeper(account)
    if body is None:
        raise PermissionDenied(MANAGE)
    made = planting.plant(organisation=body, by=account)
    messages.success(
        request,
        _("已启用报表 %(forms)d 张、指标 %(indicators)d 项、审核规则 %(rules)d 条")
        % {"forms": made.forms, "indicators": made.indicators, "rules": made.rules},
    )
    back = request.POST.get("next", "")
    return redirect(back if back in BACK else "sta_forms")
