"""What a page is: a view that says who may open it and whether it writes.

    @page("policy.view")
    def ledger(request): ...

A page that does not say ``writes=True`` may only SELECT: a GET that writes is an exception, not a matter of review.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

View = Callable[..., HttpResponse]

PUBLIC = "public"
SIGNED_IN = "signed-in"
# For programs: the address knows its caller by an access key and never by a session.
KEY = "key"


class WriteRefused(RuntimeError):
    """A page that only shows tried to change data."""


class Person(Protocol):
    """The signed-in account, as much of it as a page needs to know."""

    def may_somewhere(self, permission: str) -> bool:
        """Return whether any grant carries the permission."""


@dataclass(frozen=True, slots=True)
class PagePolicy:
    """Who may open the page (PUBLIC, SIGNED_IN or a permission), and whether it may write."""

    who: str
    writes: bool
    methods: tuple[str, ...]


def _reading_only(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    word = sql.lstrip("( \n").split(None, 1)[0].upper()
    if word not in {"SELECT", "WITH", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK"}:
        raise WriteRefused(f"a reading page tried: {sql[:80]}")
    return execute(sql, params, many, context)


def page(
    who: str, *, writes: bool = False, methods: tuple[str, ...] | None = None
) -> Callable[[View], View]:
    """Declare a view as a page.

    Args:
        who: ``PUBLIC``, ``SIGNED_IN`` or the permission that some grant of the account must carry.
        writes: whether the page may change data; then it answers POST, else GET and HEAD only. With
            ``methods=("GET", "POST")`` only its POST may write; with ``("GET",)`` the GET may (an export is audited).
        methods: the HTTP methods it answers, where that differs.
    """
    allowed = methods or (("POST",) if writes else ("GET", "HEAD"))

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if who != PUBLIC:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
                if who != SIGNED_IN and not cast(Person, request.user).may_somewhere(who):
                    raise PermissionDenied(who)
            if writes and (request.method == "POST" or "POST" not in allowed):
                return view(request, *args, **kwargs)
            with connection.execute_wrapper(_reading_only):
                return view(request, *args, **kwargs)

        cast(Any, run).page_policy = PagePolicy(who, writes, allowed)
        return run

    return decorate
