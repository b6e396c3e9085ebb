"""A session ends when it idles, when its account is disabled or gets another password; a temporary one leads to changing it."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.registry.conftest import PASSWORD
from xiandao.registry.commands import accounts, grants
from xiandao.registry.models import AuditEvent
from xiandao.registry.web import session as guard

PAGE = "/search"


@pytest.fixture
def officer(province, body, appoint):
    return appoint("officer", body("省经信厅"), "officer")


@pytest.fixture
def browser(officer):
    return signed_in()


def signed_in(username="officer", password=PASSWORD):
    client = Client()
    client.post(reverse("signin"), {"username": username, "password": password})
    assert "_auth_user_id" in client.session
    return client


def idle(client, minutes):
    session = client.session
    session[guard.SEEN] = int(time.time()) - int(minutes * 60)
    session.save()


def test_a_quarter_of_an_hour_without_a_click_ends_the_session_and_says_so(browser):
    assert browser.get(PAGE).status_code == 200
    idle(browser, 15.5)
    response = browser.get(f"{PAGE}?q=1")
    assert response["Location"] == "/signin?why=idle&next=%2Fsearch%3Fq%3D1"
    said = browser.get(response["Location"]).content.decode()
    assert "您已 15 分钟没有操作，已退出" in said
    assert "没有保存" not in said
    assert "_auth_user_id" not in browser.session
    assert "idle" in AuditEvent.objects.latest("sequence").summary


def test_a_click_in_time_keeps_the_session(browser):
    idle(browser, 14)
    assert browser.get(PAGE).status_code == 200
    assert time.time() - browser.session[guard.SEEN] < 5


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/registry/organisations?q=1", "/registry/organisations?q=1"),
        ("http://elsewhere/registry/organisations", "/search"),
        ("http://testserver/nowhere", "/search"),
        ("", "/search"),
    ],
)
def test_who_sends_a_form_too_late_hears_that_it_is_lost_and_comes_back_to_the_page(
    browser, referer, back
):
    idle(browser, 16)
    response = browser.post(PAGE, {"words": "长文"}, headers={"Referer": referer})
    address = response["Location"]
    said = browser.get(address).content.decode()
    assert "刚才填写并提交的内容没有保存" in said
    again = browser.post(address, {"username": "officer", "password": PASSWORD, "next": back})
    assert parse_qs(urlsplit(address).query)["next"] == [back]
    assert again["Location"] == back


def test_who_signs_out_late_has_lost_nothing(browser):
    idle(browser, 16)
    assert browser.post("/signout")["Location"] == "/signin?why=idle"


def test_a_disabled_account_loses_its_session_with_the_next_click(browser, officer, province):
    accounts.disable(account=officer, by=province.system)
    response = browser.get(PAGE)
    assert response["Location"].startswith("/signin?why=disabled")
    assert "账号已停用" in browser.get(response["Location"]).content.decode()


def test_enabling_the_account_again_does_not_wake_the_old_session(browser, officer, province):
    accounts.disable(account=officer, by=province.system)
    accounts.enable(account=officer, by=province.system)
    assert browser.get(PAGE)["Location"].startswith("/signin?why=ended")
    assert signed_in().get(PAGE).status_code == 200


def test_a_reset_password_ends_every_session_of_the_account(browser, officer, province):
    other = signed_in()
    accounts.reset_password(account=officer, by=province.system)
    for client in (browser, other):
        assert client.get(PAGE)["Location"].startswith("/signin?why=ended")


def test_a_role_taken_away_is_gone_with_the_next_click(browser, officer, province, body):
    auditor = accounts.create(
        organisation=province.top, username="auditor2", display_name="审计二", password=PASSWORD,
        must_change=False, by=province.system,
    ).account  # fmt: skip
    grant = grants.give(
        account=auditor, role="audit_admin", organisation=province.top, by=province.security
    )
    client = signed_in("auditor2")
    assert client.get(reverse("audit")).status_code == 200
    grants.take(grant=grant, by=province.security)
    assert client.get(reverse("audit")).status_code == 403


def test_a_temporary_password_leads_to_changing_it_and_nowhere_else(province, body):
    issued = accounts.create(
        organisation=body("省经信厅"), username="fresh", display_name="新人", by=province.system
    )
    client = signed_in("fresh", issued.password)
    assert client.get(PAGE)["Location"] == reverse("password")
    assert "临时密码" in client.get(reverse("password")).content.decode()
    data = {"old": issued.password, "new": PASSWORD, "again": PASSWORD}
    assert client.post(reverse("password"), data)["Location"] == reverse("overview")
    assert client.get(PAGE).status_code == 200


def test_a_fragment_asked_for_after_the_end_turns_the_whole_page(browser):
    idle(browser, 31)
    response = browser.get(
        PAGE, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/search"}
    )
    assert response["HX-Redirect"].startswith("/signin?why=idle&next=")


def test_a_stranger_is_sent_to_sign_in_without_reproach(db):
    assert Client().get(PAGE)["Location"] == "/signin?next=%2Fsearch"


def test_what_somebody_does_is_recorded_with_the_address_it_came_from(officer, province, body):
    client = Client(REMOTE_ADDR="10.9.8.7")
    client.post(reverse("signin"), {"username": "officer", "password": PASSWORD})
    assert AuditEvent.objects.latest("sequence").address == "10.9.8.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.2.3.4", "10.9.8.7"),
        (1, "1.2.3.4, 172.16.0.5", "172.16.0.5"),
        (2, "1.2.3.4, 172.16.0.5, 10.0.0.2", "172.16.0.5"),
        (2, "1.2.3.4", "10.9.8.7"),
        (1, "<b>x", "10.9.8.7"),
    ],
)
def test_only_trusted_proxies_say_where_somebody_comes_from(
    officer, settings, proxies, forwarded, address
):
    settings.XIANDAO_TRUSTED_PROXIES = proxies
    client = Client(REMOTE_ADDR="10.9.8.7", HTTP_X_FORWARDED_FOR=forwarded)
    client.post(reverse("signin"), {"username": "officer", "password": PASSWORD})
    assert AuditEvent.objects.latest("sequence").address == address


def test_pages_of_a_signed_in_person_are_not_kept_by_the_browser(browser):
    assert "no-store" in browser.get(PAGE)["Cache-Control"]


def test_every_file_that_a_page_gives_out_is_recorded(browser, officer):
    browser.get("/registry/organisations?export=organisations&q=省科技厅")
    event = AuditEvent.objects.latest("sequence")
    assert event.account == officer
    assert event.summary.startswith("导出：组织名录_")
    browser.get("/registry/organisations")
    assert AuditEvent.objects.latest("sequence") == event


def test_a_request_larger_than_any_page_takes_is_refused_before_it_is_read(db):
    response = Client().post("/signin", CONTENT_LENGTH=str(guard.MOST_BYTES + 1))
    assert response.status_code == 413
    assert "64 MB" in response.content.decode()


def test_a_page_that_is_not_for_somebody_is_refused_and_remembered(browser, officer):
    assert browser.get("/registry/audit").status_code == 403
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.account, event.succeeded) == ("registry.audit.view", officer, False)
    assert "/registry/audit" in event.summary
