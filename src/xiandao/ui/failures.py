"""Errors that reach the edge of the site become a sentence with a hint, never a stack trace."""

import logging
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import Answer, problem
from xiandao.ui.ways import page_above

REFERENCE = "failure_reference"
# Below this address programs ask: a page would tell them nothing.
PROGRAMS = "/api/"


class FailurePages:
    """Middleware: an error that the product raises is told as a page, or as a message where HTMX asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_meant = isinstance(response, Answer) or response.has_header("HX-Retarget")
        if response.status_code < 400 or is_meant:
            return response
        if request.path_info.startswith(PROGRAMS):
            return told_to_program(request, response)
        # A whole error page must not be swapped into a table cell: HTMX gets the sentence alone.
        if request.headers.get("HX-Request") != "true" and not is_bare(response):
            return response
        status = response.status_code
        error = _sentence(status, getattr(request, REFERENCE, ""))
        told = problem(request, error, back=page_above(request.path_info), status=status)
        if response.has_header("Allow"):
            told["Allow"] = response["Allow"]
        return told

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the errors that carry their own words; Django's handlers do the rest."""
        return problem(request, error) if isinstance(error, XiandaoError) else None


class Reference(logging.Filter):
    """Log filter: a record about a request that failed carries the number that the page shows."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, with its number or with nothing."""
        number = getattr(getattr(record, "request", None), REFERENCE, "")
        record.reference = f" [编号 {number}]" if number else ""
        return True


def broken(request: HttpRequest) -> HttpResponse:
    """Tell of an error that nobody foresaw: what to do, and the number under which the log has the rest."""
    number = f"{timezone.localtime():%m%d%H%M}-{secrets.token_hex(3)}"
    setattr(request, REFERENCE, number)
    # Without the request: what broke may be the very frame that other pages are drawn in.
    return HttpResponseServerError(render_to_string("500.html", {"reference": number}))


def is_bare(response: HttpResponse) -> bool:
    """Return whether a refusal says nothing that a person can read."""
    return response.status_code == 405 or not (response.streaming or response.content)


def told_to_program(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a refusal as data: code, sentence, hint and details; one that is data already stays as it is."""
    if response.get("Content-Type", "").startswith("application/json"):
        return response
    status = response.status_code
    error = _api_sentence(status, getattr(request, REFERENCE, ""))
    told = {"code": error.code, "sentence": error.sentence, "hint": error.hint, "details": {}}
    answer = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    for name in ("Allow", "WWW-Authenticate"):
        if response.has_header(name):
            answer[name] = response[name]
    return answer


def _api_sentence(status: int, reference: str) -> XiandaoError:
    if status == 404:
        return XiandaoError(
            "API-404", _("接口中没有这个地址"), _("请核对地址和版本号，地址末尾不带斜杠")
        )
    if status == 405:
        return XiandaoError(
            "API-405", _("这个地址不接受这种请求方法"), _("可用的方法见响应头 Allow")
        )
    error = _sentence(status, reference)
    return XiandaoError(f"API-{status}", error.sentence, error.hint)


def _sentence(status: int, reference: str) -> XiandaoError:
    if status == 403:
        return XiandaoError(
            "UI-403", _("没有权限进行这一操作"), _("如工作需要，请联系本单位的安全管理员授权")
        )
    if status == 404:
        return XiandaoError(
            "UI-404", _("没有找到要操作的内容"), _("它可能已被移走或撤销，请刷新页面后再试")
        )
    if status == 405:
        return XiandaoError(
            "UI-405", _("这一页不接受这种操作"), _("请从网页上的按钮办理，或回到总览")
        )
    hint = _("已填写的内容没有保存，请稍后再试或联系系统管理员")
    if reference:
        hint += _("（编号 %(number)s）") % {"number": reference}
    return XiandaoError(f"UI-{status}", _("这一步没有完成"), hint)
