"""Signing in: one sentence for every failure, a lock for the guessing address only, a safe way on."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.registry.conftest import PASSWORD
from xiandao.registry.models import Account, AuditEvent

WRONG = "not-the-password"


@pytest.fixture
def officer(province, body, appoint):
    return appoint("officer", body("省经信厅"), "officer")


def attempt(username="officer", password=PASSWORD, address="10.0.0.1", **more):
    client = Client(REMOTE_ADDR=address)
    data = {"username": username, "password": password, **more}
    return client, client.post(reverse("signin"), data)


def test_the_sign_in_page_names_the_product_and_the_lock_rule(db, client):
    text = client.get(reverse("signin")).content.decode()
    assert "先导" in text
    assert "5 次" in text
    assert 'name="csrfmiddlewaretoken"' in text


def test_the_right_password_opens_a_session_and_leads_to_the_first_page(officer):
    client, response = attempt()
    assert response.status_code == 302
    assert response["Location"] == reverse("overview")
    assert "_auth_user_id" in client.session


def test_a_wrong_password_an_unknown_name_and_a_disabled_account_read_the_same(officer, province):
    from xiandao.registry.commands import accounts

    def sentence(**data):
        return attempt(**data)[1].context["form"].non_field_errors()

    wrong, unknown = sentence(password=WRONG), sentence(username="nobody")
    accounts.disable(account=officer, by=province.system)
    assert wrong == unknown == sentence() == ["账号或密码不正确，或账号已停用。"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\\\\evil",
    ],
)
def test_signing_in_never_leads_to_another_site(officer, elsewhere):
    assert attempt(next=elsewhere)[1]["Location"] == reverse("overview")


def test_signing_in_leads_back_to_the_page_that_was_asked_for(officer):
    assert attempt(next="/search?q=x")[1]["Location"] == "/search?q=x"


def test_five_wrong_passwords_lock_the_name_for_this_address_only(officer):
    for _ in range(5):
        _, response = attempt(password=WRONG)
    assert response.status_code == 429
    assert "暂时不能登录" in response.content.decode()
    assert response["Retry-After"] == "900"
    assert attempt()[1].status_code == 429
    assert attempt(address="10.0.0.2")[1].status_code == 302
    assert attempt(username="sysadmin")[1].status_code == 302


def test_four_wrong_passwords_and_a_right_one_begin_the_count_again(officer):
    for _ in range(2):
        for _ in range(4):
            assert attempt(password=WRONG)[1].status_code == 200
        assert attempt()[1].status_code == 302


def test_sign_ins_failures_and_the_lock_stand_in_the_trail_with_their_address(officer):
    attempt()
    for _ in range(5):
        attempt(password=WRONG)
    found = list(
        AuditEvent.objects.filter(action__startswith="sessions.")
        .order_by("sequence")
        .values_list("action", "account_name", "address", "succeeded")
    )
    assert found == [
        ("sessions.sign_in", "officer", "10.0.0.1", True),
        *[("sessions.refused", "officer", "10.0.0.1", False)] * 4,
        ("sessions.locked", "officer", "10.0.0.1", False),
    ]


def test_what_somebody_typed_as_an_unknown_name_is_not_kept(officer):
    attempt(username="MyPassword-by-mistake")
    last = AuditEvent.objects.latest("sequence")
    assert "MyPassword" not in f"{last.summary}{last.details}{last.account_name}"


def test_the_last_sign_in_is_told_and_remembered(officer):
    attempt()
    first = Account.objects.get(pk=officer.pk).last_login
    client, _ = attempt()
    assert Account.objects.get(pk=officer.pk).previous_login == first
    text = client.get(reverse("password")).content.decode()
    assert "上次登录" in text


def test_signing_out_needs_a_post_and_ends_the_session(officer):
    client, _ = attempt()
    assert client.get(reverse("signout")).status_code == 405
    assert client.post(reverse("signout")).status_code == 302
    assert client.get(reverse("password")).status_code == 302
    assert AuditEvent.objects.latest("sequence").action == "sessions.sign_out"


def test_a_sign_in_without_the_form_token_is_refused(officer):
    client = Client(enforce_csrf_checks=True)
    data = {"username": "officer", "password": PASSWORD}
    assert client.post(reverse("signin"), data).status_code == 403


def test_the_session_gets_a_new_key_when_somebody_signs_in(officer):
    client = Client()
    session = client.session
    session["before"] = 1
    session.save()
    old = session.session_key
    client.post(reverse("signin"), {"username": "officer", "password": PASSWORD})
    assert client.session.session_key != old


@pytest.mark.parametrize("name", ["signin", "password"])
def test_pages_with_passwords_are_never_kept_by_a_browser(officer, name):
    client = Client()
    if name == "password":
        client, _ = attempt()
    response = client.get(reverse(name))
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("username", ["a\x00b", "\ud83d", "长" * 500, "' OR 1=1 --", "\u202e"])
def test_a_strange_name_is_a_failed_attempt_and_no_crash(officer, username):
    response = attempt(username=username.encode("utf-8", "replace").decode())[1]
    assert response.status_code == 200
    assert AuditEvent.objects.latest("sequence").action == "sessions.refused"


@pytest.mark.parametrize("spelling", [" officer", "officer\t", "ｏｆｆｉｃｅｒ", "offｉcer "])
def test_another_spelling_or_a_forged_address_does_not_get_around_the_lock(officer, spelling):
    client = Client(REMOTE_ADDR="10.0.0.1")
    for number in range(5):
        said = {"username": spelling, "password": WRONG}
        client.post(reverse("signin"), said, headers={"X-Forwarded-For": f"10.9.0.{number}"})
    _client, response = attempt()
    assert response.status_code == 429


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 302)])
def test_behind_a_proxy_of_ones_own_the_lock_is_on_the_address_that_it_names(
    officer, settings, proxies, status
):
    settings.XIANDAO_TRUSTED_PROXIES = proxies
    client = Client(REMOTE_ADDR="127.0.0.1")
    said = {"username": "officer", "password": WRONG}
    for _number in range(5):
        client.post(reverse("signin"), said, headers={"X-Forwarded-For": "172.16.0.66"})
    said["password"] = PASSWORD
    other = client.post(reverse("signin"), said, headers={"X-Forwarded-For": "172.16.0.7"})
    assert other.status_code == status
    guessing = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="172.16.0.66")
    assert guessing.post(reverse("signin"), said).status_code == 429
