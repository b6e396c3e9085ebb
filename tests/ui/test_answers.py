"""What a view hands back, and what becomes of an error at the edge of the site."""

import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path

from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import answer, download, problem
from xiandao.ui.failures import Reference
from xiandao.ui.page import PUBLIC, page


@page(PUBLIC)
def refused(request):
    code = request.GET.get("code", "POL-003")
    details = {"status": int(request.GET["status"])} if "status" in request.GET else {}
    raise XiandaoError(code, "这份文件不是政策文本", "请选择另一份文件", details)


@page(PUBLIC)
def forbidden(request):
    raise PermissionDenied


@page(PUBLIC)
def missing(request):
    raise Http404


@page(PUBLIC)
def broken(request):
    raise ZeroDivisionError("secret detail")


@page(PUBLIC)
def meant(request):
    return answer(request, "ui/empty.html", {"title": "请改正"}, status=422)


@page(PUBLIC, writes=True)
def only_sent_to(request):
    return answer(request, "ui/empty.html", {"title": "已办"})


handler500 = "xiandao.ui.failures.broken"
urlpatterns = [
    path("refused", refused), path("forbidden", forbidden), path("missing", missing),
    path("meant/act", only_sent_to), path("alone", only_sent_to),
    path("broken", broken), path("meant", meant),
]  # fmt: skip


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [
        "csp.middleware.CSPMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
        "xiandao.ui.failures.FailurePages",
    ]
    settings.TEMPLATES = [
        {
            **settings.TEMPLATES[0],
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "xiandao.ui.shell.shell",
                ]
            },
        }
    ]
    return Client(raise_request_exception=False)


def test_the_whole_page_without_htmx_and_the_fragment_with_it(ask):
    pieces = ("ui/failure.html", {"error": XiandaoError("X-001", "句子")})
    assert "<html" in answer(ask(), *pieces, fragment="ui/notice.html").content.decode()
    swapped = answer(ask(HX_Request="true"), *pieces, fragment="ui/notice.html")
    assert "<html" not in swapped.content.decode()
    assert "HX-Request" in swapped["Vary"]


def test_each_target_gets_its_own_fragment_and_an_unknown_one_the_page(ask):
    pieces = ("ui/failure.html", {"error": XiandaoError("X-001", "句子")})
    fragments = {"message": "ui/notice.html"}
    known = answer(ask(HX_Request="true", HX_Target="message"), *pieces, fragment=fragments)
    other = answer(ask(HX_Request="true", HX_Target="grid-x"), *pieces, fragment=fragments)
    assert "<html" not in known.content.decode()
    assert "<html" in other.content.decode()


@pytest.mark.parametrize("header", ["HX_Boosted", "HX_History_Restore_Request"])
def test_a_boosted_or_restored_page_is_whole(ask, header):
    request = ask(HX_Request="true", **{header: "true"})
    context = {"error": XiandaoError("X-001", "句子")}
    response = answer(request, "ui/failure.html", context, fragment="ui/notice.html")
    assert "<html" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?code=REG-404", 404),
        ("?code=CAS-409", 409),
        ("?code=X-403", 403),
        ("?status=413", 413),
    ],
)
def test_an_error_of_the_product_is_a_page_with_sentence_and_hint(client, query, status):
    response = client.get(f"/refused{query}")
    text = response.content.decode()
    assert response.status_code == status
    assert "这份文件不是政策文本" in text
    assert "请选择另一份文件" in text
    assert "回到总览" in text


def test_htmx_gets_an_error_as_a_message_not_as_a_page(client):
    response = client.get("/refused", headers={"HX-Request": "true"})
    assert response["HX-Retarget"] == "#notices"
    assert "<html" not in response.content.decode()
    assert "这份文件不是政策文本" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("forbidden", 403), ("missing", 404), ("broken", 500)]
)
def test_django_errors_are_chinese_pages_with_a_way_on(client, name, status):
    response = client.get(f"/{name}")
    text = response.content.decode()
    assert response.status_code == status
    assert "回到总览" in text
    assert "secret detail" not in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("name", "status"), [("forbidden", 403), ("missing", 404), ("broken", 500)]
)
def test_htmx_never_swaps_a_whole_error_page_into_a_part(client, name, status):
    response = client.get(f"/{name}", headers={"HX-Request": "true"})
    assert response.status_code == status
    assert response["HX-Retarget"] == "#notices"
    assert "<html" not in response.content.decode()


def test_an_answer_that_was_meant_is_left_as_it_is(client):
    response = client.get("/meant", headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert "HX-Retarget" not in response
    assert "请改正" in response.content.decode()


def test_a_problem_offers_the_way_back(ask):
    response = problem(ask(), XiandaoError("X-001", "句子"), back="/policy/")
    assert 'href="/policy/"' in response.content.decode()


@pytest.mark.parametrize(
    ("name", "plain", "encoded"),
    [
        ("任务台账_20261122.xlsx", "20261122.xlsx", "%E4%BB%BB%E5%8A%A1"),
        ("台账.xlsx", "download.xlsx", "%E5%8F%B0%E8%B4%A6.xlsx"),
        ('a"\r\nX-Evil: 1.pdf', "aX-Evil 1.pdf", "aX-Evil%201.pdf"),
        ("../../etc/passwd", "etcpasswd", "etcpasswd"),
        ("", "download", "download"),
    ],
)
def test_a_download_keeps_its_chinese_name_and_nothing_dangerous(name, plain, encoded):
    response = download(b"x", name, "application/octet-stream")
    said = response["Content-Disposition"]
    assert said.startswith(f'attachment; filename="{plain}"; filename*=')
    assert encoded in said
    assert "\n" not in said


def test_a_plain_response_passes_the_edge_untouched(rf):
    from xiandao.ui.failures import FailurePages

    response = HttpResponse("x", status=204)
    assert FailurePages(lambda request: response)(rf.get("/")) is response


@pytest.mark.parametrize(("address", "back"), [("/meant/act", "/meant"), ("/alone", "")])
def test_an_address_that_is_only_sent_to_is_a_page_that_leads_on(client, address, back):
    response = client.get(address)
    text = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "这一页不接受这种操作" in text
    assert "回到总览" in text
    assert ("返回上一步" in text, f'href="{back}"' in text) == (bool(back), bool(back))
    swapped = client.get(address, headers={"HX-Request": "true"})
    assert (swapped.status_code, swapped["Allow"]) == (405, "POST")
    assert "<html" not in swapped.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_an_unforeseen_error_has_a_number_that_the_log_has_too(client, settings, headers):
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(formatter.format(record))
    handler.addFilter(Reference())
    formatter = logging.Formatter(settings.LOGGING["formatters"]["line"]["format"], style="{")
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        text = client.get("/broken", headers=headers).content.decode()
    finally:
        logger.removeHandler(handler)
    number = re.search(r"\d{8}-[0-9a-f]{6}", text)[0]
    line = lines[0]
    assert f"[编号 {number}]" in line
    assert "secret detail" in line
    assert "secret detail" not in text
