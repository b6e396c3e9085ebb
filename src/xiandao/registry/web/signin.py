"""Signing in and out, and the page of those who are locked out."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from xiandao.registry.commands import sessions
from xiandao.registry.queries.accounts import signed_in
from xiandao.registry.web import session
from xiandao.ui.answers import answer
from xiandao.ui.page import PUBLIC, SIGNED_IN, page

REASONS = {
    session.IDLE: gettext_lazy(
        "您已 %(minutes)s 分钟没有操作，已退出。请重新登录，登录后回到刚才的页面。"
    ),
    session.DISABLED: gettext_lazy("您的账号已停用，如有疑问请联系系统管理员。"),
    session.ENDED: gettext_lazy("登录状态已失效，请重新登录。"),
}


class SignInForm(AuthenticationForm):
    """Name and password; one sentence whatever was wrong, so that nobody learns which accounts exist."""

    error_messages = {
        "invalid_login": gettext_lazy("账号或密码不正确，或账号已停用。"),
        "inactive": gettext_lazy("账号或密码不正确，或账号已停用。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("账号")
        self.fields["password"].label = _("密码")
        # Without these a name of 300 characters reaches the table of attempts, which PostgreSQL then refuses.
        self.fields["username"].validators.append(MaxLengthValidator(60))
        self.fields["password"].validators.append(MaxLengthValidator(128))


@never_cache
@sensitive_post_parameters("password")
@page(PUBLIC, writes=True, methods=("GET", "POST"))
def signin(request: HttpRequest) -> HttpResponse:
    """Show the sign-in form, or open a session and go where the person wanted to."""
    target = wanted_target(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            return opened(request, form, target)
        sessions.refused(request.POST.get("username", ""), locked=is_locked(request))
    context = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "why": why_here(request) if request.method == "GET" else "",
        "limit": settings.AXES_FAILURE_LIMIT,
        "minutes": cooling_minutes(),
        "idle": settings.SESSION_IDLE_MINUTES,
    }
    return answer(request, "registry/signin.html", context)


def why_here(request: HttpRequest) -> str:
    """Say why somebody has to sign in again, and that what was just sent has not been saved."""
    reason = REASONS.get(request.GET.get("why", ""))
    if reason is None:
        return ""
    said = str(reason) % {"minutes": settings.SESSION_IDLE_MINUTES}
    if request.GET.get("lost"):
        said += _("刚才填写并提交的内容没有保存，登录后请重新填写。")
    return said


def opened(request: HttpRequest, form: SignInForm, target: str) -> HttpResponse:
    """Open the session; its holder is told when the account was last used."""
    account = form.get_user()
    before = account.last_login
    sessions.sign_in(by=account)
    login(request, account)
    if before is not None:
        at = timezone.localtime(before)
        messages.info(request, _("上次登录：%(at)s") % {"at": f"{at:%Y-%m-%d %H:%M}"})
    return HttpResponseRedirect(target)


def wanted_target(request: HttpRequest) -> str:
    """Return where to go after signing in: the page asked for if it is one of this site, else the first page."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if asked and is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def is_locked(request: HttpRequest) -> bool:
    """Return whether this attempt met or caused the lock."""
    return bool(getattr(request, "axes_locked_out", False))


def cooling_minutes() -> int:
    """Return how long a lock lasts, in minutes."""
    return int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: object = None
) -> HttpResponse:
    """Say that too many attempts failed, for how long nothing helps, and whom to ask."""
    context = {"limit": settings.AXES_FAILURE_LIMIT, "minutes": cooling_minutes()}
    locked = answer(request, "registry/locked.html", context, status=429)
    locked["Retry-After"] = str(cooling_minutes() * 60)
    return locked


@page(SIGNED_IN, writes=True)
def signout(request: HttpRequest) -> HttpResponse:
    """Close the session."""
    sessions.sign_out(by=signed_in(request))
    logout(request)
    return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))
