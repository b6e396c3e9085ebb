"""What holds for every request of a signed-in person: address, idle time, forced password change, ended sessions."""

import re
import time
from collections.abc import Callable
from urllib.parse import unquote, urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from xiandao.registry.commands import exports, sessions
from xiandao.registry.commands.acting import calling_from
from xiandao.registry.methods.addresses import caller
from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import problem
from xiandao.ui.page import KEY, PUBLIC
from xiandao.ui.ways import opens, page_above

SEEN = "seen_at"
# The time is written at most once in this many seconds: a session row need not change with every click.
GRAIN = 30
WITHOUT_CHANGE = frozenset({"password", "signout"})

# More than any page takes; what is larger is refused before it is read from the wire.
MOST_BYTES = 64 * 1024 * 1024
DOCUMENT = "document"
_LONG_NAME = re.compile(r"filename\*=utf-8''([^;]+)", re.IGNORECASE)
_PLAIN_NAME = re.compile(r'filename="([^"]*)"')

IDLE, DISABLED, ENDED = "idle", "disabled", "ended"


class SessionGuard:
    """Middleware: ends sessions that are over and sends people where they first have to go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        calling_from(client_address(request))
        try:
            if sent_bytes(request) > MOST_BYTES:
                return problem(request, TOO_LARGE)
            why = reason_to_end(request)
            if why:
                end(request, why)
                return to_signin(request, why)
            was_known = request.user.is_authenticated
            response = self.get_response(request)
            record_export(request, response)
            is_known = was_known or request.user.is_authenticated
            if is_known and not response.has_header("Cache-Control"):
                # A shared computer must not show the page again after signing out.
                add_never_cache_headers(response)
            return response
        finally:
            calling_from("")

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Send whoever has a temporary password to change it, and whoever lost the session to sign in again."""
        policy = getattr(view, "page_policy", None)
        if policy is None or policy.who in {PUBLIC, KEY}:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if request.user.is_authenticated:
            if request.user.must_change_password and name not in WITHOUT_CHANGE:
                return redirect(request, reverse("password"))
            return None
        had_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        return to_signin(request, ENDED if had_session else "")

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Leave a trace of a page refused; what a command refuses is recorded by the command."""
        if isinstance(error, PermissionDenied) and request.user.is_authenticated:
            sessions.page_refused(by=request.user, permission=str(error), address=request.path)


def client_address(request: HttpRequest) -> str:
    """Return where a request came from; the lock-out after failed sign-ins and the audit trail go by this alone."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    remote = request.META.get("REMOTE_ADDR", "")
    return caller(remote, forwarded, settings.XIANDAO_TRUSTED_PROXIES)


TOO_LARGE = XiandaoError("REG-413", "发送的内容超过 64 MB", "请压缩或拆分后再上传", {"status": 413})


def sent_bytes(request: HttpRequest) -> int:
    """Return how much the request says it carries."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else MOST_BYTES + 1


def record_export(request: HttpRequest, response: HttpResponse) -> None:
    """Leave a trace of every file that a page gives out; documents leave their own."""
    disposition = response.get("Content-Disposition", "")
    name = request.resolver_match.url_name if request.resolver_match else ""
    is_file = response.status_code == 200 and disposition.startswith("attachment")
    if not is_file or name == DOCUMENT or not request.user.is_authenticated:
        return
    long, plain = _LONG_NAME.search(disposition), _PLAIN_NAME.search(disposition)
    filename = unquote(long[1]) if long else plain[1] if plain else ""
    size = 0 if response.streaming else len(response.content)
    exports.record(filename=filename, address=request.get_full_path(), size=size, by=request.user)


def reason_to_end(request: HttpRequest) -> str:
    """Return why the session is over, or nothing; note that it was used."""
    session = request.session
    if not request.user.is_authenticated:
        # The session names somebody whom the accounts no longer let in.
        return DISABLED if SESSION_KEY in session else ""
    now = int(time.time())
    seen = session.get(SEEN, now)
    if now - seen > settings.SESSION_IDLE_MINUTES * 60:
        return IDLE
    if SEEN not in session or now - seen >= GRAIN:
        session[SEEN] = now
    return ""


def end(request: HttpRequest, why: str) -> None:
    """Close the session for good."""
    if request.user.is_authenticated:
        sessions.sign_out(by=request.user, why=why)
    logout(request)


def to_signin(request: HttpRequest, why: str) -> HttpResponse:
    """Send to the sign-in page, which says why and what was lost, and leads back here."""
    back = page_asked_from(request)
    said = {"why": why} if why else {}
    said |= {"next": back} if back else {}
    # Before anything else: who typed must hear that it was not kept.
    said |= {"lost": "1"} if why and request.method == "POST" and not is_leaving(request) else {}
    return redirect(
        request, f"{reverse('signin')}?{urlencode(said)}" if said else reverse("signin")
    )


def page_asked_from(request: HttpRequest) -> str:
    """Return the page to come back to: the one asked for, or the one from which something was sent."""
    if is_swap(request):
        return request.headers.get("HX-Current-URL", "")
    if request.method == "GET":
        is_page = opens(request.path_info)
        return request.get_full_path() if is_page else page_above(request.path_info)
    if is_leaving(request):
        return ""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and opens(came_from.path):
        return came_from._replace(scheme="", netloc="", fragment="").geturl()
    return page_above(request.path_info)


def is_leaving(request: HttpRequest) -> bool:
    """Return whether the request only signs out."""
    return request.path_info == reverse("signout")


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect the whole page, also where only a fragment was asked for."""
    return HttpResponseClientRedirect(url) if is_swap(request) else HttpResponseRedirect(url)


def is_swap(request: HttpRequest) -> bool:
    """Return whether HTMX asked for a fragment."""
    return request.headers.get("HX-Request") == "true"
