"""What a view hands back: a whole page or its fragment, a problem in words, a file."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from xiandao.terms.error import XiandaoError

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STATUSES = (403, 404, 409, 413, 422)


class Answer(HttpResponse):
    """A response that a view meant as it stands, whatever its status."""


def answer(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str | Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the whole page, or for an HTMX request the fragment alone.

    ``fragment`` is one template for every HTMX request, or templates by the id of the element that is swapped;
    an element without a template gets the whole page, from which ``hx-select`` cuts what it needs.
    """
    response = Answer(
        render_to_string(_chosen(request, template, fragment), dict(context or {}), request),
        status=status,
    )
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def problem(
    request: HttpRequest, error: XiandaoError, *, back: str = "", status: int | None = None
) -> HttpResponse:
    """Say what is wrong and what to do: as a page with a way back, or as a message beside the HTMX form."""
    context = {"error": error, "back": back}
    code = status or status_of(error)
    if _is_swap(request):
        response = Answer(render_to_string("ui/notice.html", context, request), status=code)
        response["HX-Retarget"] = "#notices"
        response["HX-Reswap"] = "innerHTML"
        return response
    return Answer(render_to_string("ui/failure.html", context, request), status=code)


def status_of(error: XiandaoError) -> int:
    """Return the HTTP status of an error: what it says itself, else by its code, else 400."""
    said = error.details.get("status")
    if isinstance(said, int) and 400 <= said <= 599:
        return said
    return next((status for status in _STATUSES if error.code.endswith(str(status))), 400)


def download(data: bytes, filename: str, media_type: str = EXCEL) -> HttpResponse:
    """Offer a file under a name that may be Chinese (RFC 6266), never to be opened inside the page."""
    name = re.sub(r'[\x00-\x1f\x7f\ud800-\udfff"\\/:*?<>|]', "", filename).strip(". ") or "download"
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    plain = (_ascii(stem).strip(" ._-") or "download") + dot + _ascii(ending)
    response = Answer(data, content_type=media_type)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _ascii(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def _chosen(request: HttpRequest, template: str, fragment: str | Mapping[str, str] | None) -> str:
    if not fragment or not _is_swap(request):
        return template
    if isinstance(fragment, str):
        return fragment
    return fragment.get(request.headers.get("HX-Target", ""), template)


def _is_swap(request: HttpRequest) -> bool:
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )
