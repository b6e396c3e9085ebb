"""Errors that reach the edge of the site become a sentence with a hint, never a stack trace."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import Answer, problem


class FailurePages:
    """Middleware: an error that the product raises is told as a page, or as a message where HTMX asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_meant = isinstance(response, Answer) or response.has_header("HX-Retarget")
        if response.status_code < 400 or is_meant or request.headers.get("HX-Request") != "true":
            return response
        # A whole error page must not be swapped into a table cell: HTMX gets the sentence alone.
        return problem(request, _sentence(response.status_code), status=response.status_code)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the errors that carry their own words; Django's handlers do the rest."""
        return problem(request, error) if isinstance(error, XiandaoError) else None


def _sentence(status: int) -> XiandaoError:
    if status == 403:
        return XiandaoError(
            "UI-403", _("没有权限进行这一操作"), _("如工作需要，请联系本单位的安全管理员授权")
        )
    if status == 404:
        return XiandaoError(
            "UI-404", _("没有找到要操作的内容"), _("它可能已被移走或撤销，请刷新页面后再试")
        )
    if status == 405:
        return XiandaoError("UI-405", _("这一页不接受这种操作"), _("请刷新页面后再试"))
    return XiandaoError(
        f"UI-{status}", _("这一步没有完成"), _("已填写的内容没有保存，请稍后再试或联系系统管理员")
    )
