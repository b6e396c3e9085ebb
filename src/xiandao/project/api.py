"""The programming interface: a key says who calls, words say what is wrong, each address says who may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from xiandao.registry.commands import keys
from xiandao.registry.models import Account
from xiandao.statistics.api.routes import METHODS
from xiandao.statistics.api.routes import router as statistics
from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import status_of
from xiandao.ui.page import KEY, PagePolicy

MOST_PROBLEMS = 50


class Key(HttpBearer):
    """An access key in the header ``Authorization: Bearer``."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """Return whose key it is."""
        return keys.account_of(token)


api = NinjaAPI(
    title="先导 Xiandao",
    version="1",
    auth=Key(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_router("/statistics", statistics)


def said(
    request: HttpRequest,
    code: str,
    sentence: str,
    hint: str,
    status: int,
    details: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer with what is wrong and what to do."""
    body = {"code": code, "sentence": sentence, "hint": hint, "details": dict(details or {})}
    return api.create_response(request, body, status=status)


@api.exception_handler(XiandaoError)
def refused(request: HttpRequest, error: XiandaoError) -> HttpResponse:
    """Say a refusal of the product in its own words."""
    details = {name: value for name, value in error.details.items() if name != "status"}
    return said(request, error.code, error.sentence, error.hint, status_of(error), details)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Say that the key opens nothing."""
    told = said(request, "API-401", _("密钥无效或已到期"), _("请在“接口密钥”页重新生成"), 401)
    # Without it a client does not know which kind of key is asked for (RFC 9110, 11.6.1).
    told["WWW-Authenticate"] = "Bearer"
    return told


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say which fields do not fit; what was sent is not repeated."""
    where = [".".join(map(str, one["loc"])) for one in error.errors[:MOST_PROBLEMS]]
    told = [str(one["msg"]) for one in error.errors[:MOST_PROBLEMS]]
    return said(
        request, "API-422", _("请求的内容不符合要求"), _("请核对字段名称、类型和长度"), 422,
        {"fields": list(zip(where, told, strict=True))},
    )  # fmt: skip


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def missing(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that there is nothing of that kind for this account."""
    return said(request, "API-404", _("没有这项内容，或不在您的权限内"), _("请核对编号"), 404)


def addresses() -> list[URLPattern]:
    """Return the addresses of the interface, each saying who may: the holder of a key."""
    named = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name in METHODS]
    # An address that answers several methods is listed once for each of them.
    found = list({one.name: one for one in named}.values())
    for pattern in found:
        methods = METHODS[pattern.name or ""]
        policy = PagePolicy(KEY, set(methods) != {"GET"}, methods)
        # What a key opens is nobody else's to read from a cache.
        pattern.callback = never_cache(pattern.callback)
        cast(Any, pattern.callback).page_policy = policy
    return found
