"""A program that asks wrongly is answered with data, never with a page: unknown address, wrong method, no key."""

import pytest
from django.test import Client

from xiandao.registry.commands import keys

BASE = "/api/v1"
UNKNOWN = (
    "/api/v1", "/api/v1/nothing", "/api/v1/statistics", "/api/v1/statistics/filings/", "/api/v2/statistics/filings",
)  # fmt: skip


def told(answer):
    assert answer["Content-Type"].startswith("application/json")
    body = answer.json()
    assert set(body) == {"code", "sentence", "hint", "details"}
    assert body["sentence"]
    assert body["hint"]
    return body


@pytest.fixture
def headers(world):
    return {"Authorization": f"Bearer {keys.issue(name='程序', by=world.actors['reporter']).text}"}


@pytest.mark.parametrize("address", UNKNOWN)
def test_an_unknown_address_is_told_as_data(address, headers):
    for method in ("get", "post", "put", "delete"):
        answer = getattr(Client(), method)(address, headers=headers)
        assert answer.status_code == 404
        assert told(answer)["code"] == "API-404"
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("post", "/statistics/filings", {"GET"}),
        ("delete", "/statistics/filings/1", {"GET", "PUT"}),
        ("get", "/statistics/filings/1/submit", {"POST"}),
        ("patch", "/statistics/releases", {"GET"}),
    ],
)
def test_a_wrong_method_is_told_as_data_with_the_right_ones(method, path, allowed, headers):
    for sent in (headers, headers | {"HX-Request": "true"}):
        answer = getattr(Client(), method)(BASE + path, headers=sent)
        assert answer.status_code == 405
        assert told(answer)["code"] == "API-405"
        assert {one.strip() for one in answer["Allow"].split(",")} == allowed


def test_who_shows_no_key_is_told_which_kind_is_asked_for(world):
    for sent in ({}, {"Authorization": "Bearer xd_no"}):
        answer = Client().get(f"{BASE}/statistics/filings", headers=sent)
        assert answer.status_code == 401
        assert told(answer)["code"] == "API-401"
        assert answer["WWW-Authenticate"] == "Bearer"


def test_what_breaks_is_told_as_data_with_a_number_and_without_a_trace(world, headers, monkeypatch):
    from xiandao.statistics.queries import visible

    def broken(account):
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr(visible, "own", broken)
    answer = Client(raise_request_exception=False).get(
        f"{BASE}/statistics/filings", headers=headers
    )
    assert answer.status_code == 500
    assert told(answer)["code"] == "API-500"
    assert "编号" in answer.json()["hint"]
    assert "secret of the machine" not in answer.content.decode()


def test_pages_are_still_refused_as_pages(world):
    assert "<html" in Client().get("/nothing-here").content.decode()
    assert "<html" in Client().put("/signin").content.decode()
