"""Changing one's own password: the present one is asked, the new one is another one and follows the rules."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.registry.conftest import PASSWORD
from xiandao.registry.models import Account, AuditEvent

NEW = "Yunting-ledger-77"


@pytest.fixture
def officer(province, body, appoint):
    return appoint("officer", body("省经信厅"), "officer")


@pytest.fixture
def browser(officer):
    client = Client()
    client.post(reverse("signin"), {"username": "officer", "password": PASSWORD})
    return client


def change(client, old=PASSWORD, new=NEW, again=None):
    data = {"old": old, "new": new, "again": new if again is None else again}
    return client.post(reverse("password"), data)


def test_a_changed_password_holds_and_only_this_session_goes_on(browser, officer):
    other = Client()
    other.post(reverse("signin"), {"username": "officer", "password": PASSWORD})
    assert change(browser).status_code == 302
    assert Account.objects.get(pk=officer.pk).check_password(NEW)
    assert browser.get("/search").status_code == 200
    assert other.get("/search").status_code == 302


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"old": "something-else"}, "old", "原密码不正确"),
        ({"new": PASSWORD}, "new", "不能与上次相同"),
        ({"again": "Yunting-ledger-78"}, "again", "不一致"),
        ({"new": "short-1"}, "new", "密码太短，至少需要 10 个字符"),
        ({"new": "1234567890123"}, "new", "不符合要求"),
        ({"new": "officer-2026"}, "new", "不符合要求"),
        ({"new": ""}, "new", ""),
        ({"new": "长" * 129}, "new", ""),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_changes(
    browser, officer, data, field, words
):
    response = change(browser, **data)
    assert response.status_code == 422
    assert words in "".join(response.context["form"].errors[field])
    assert Account.objects.get(pk=officer.pk).check_password(PASSWORD)


def test_the_change_is_recorded_without_the_password(browser):
    change(browser)
    event = AuditEvent.objects.latest("sequence")
    assert event.summary == "修改密码"
    assert NEW not in f"{event.summary}{event.details}"
