"""账号: the system administrator's page, within reach; the temporary password is shown once."""

import re

import pytest

from xiandao.registry.commands import accounts
from xiandao.registry.models import Account, AuditEvent

ADDRESS = "/registry/accounts"
NEW = {"act": "create", "organisation": "澜州市", "username": "zhang.san", "display_name": "张三"}


def test_a_new_account_is_created_and_its_password_is_shown_once(staff, browse):
    client = browse(staff.system)
    response = client.post(ADDRESS, NEW)
    shown = re.search(r"<code>([^<]+)</code>", response.content.decode())[1]
    account = Account.objects.get(username="zhang.san")
    assert account.check_password(shown)
    assert account.organisation.code == "990100"
    assert "请安全管理员授权" in response.content.decode()
    assert 'value="zhang.san"' not in response.content.decode()
    assert shown not in client.get(ADDRESS).content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "local"}, "已存在"),
        ({"username": "张三"}, "格式不正确"),
        ({"organisation": "没有的市"}, "没有找到"),
        ({"display_name": ""}, "必填"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(staff, browse, change, words):
    response = browse(staff.system).post(ADDRESS, NEW | change)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Account.objects.filter(display_name="张三").exists()


def test_an_account_is_disabled_enabled_and_reset(staff, browse):
    client = browse(staff.system)
    address = f"{ADDRESS}?account={staff.officer.pk}"
    assert client.post(address, {"act": "disable"}).status_code == 302
    assert not Account.objects.get(pk=staff.officer.pk).is_active
    assert client.post(address, {"act": "enable"}).status_code == 302
    assert Account.objects.get(pk=staff.officer.pk).is_active
    text = client.post(address, {"act": "reset"}).content.decode()
    shown = re.search(r"<code>([^<]+)</code>", text)[1]
    assert Account.objects.get(pk=staff.officer.pk).check_password(shown)


def test_a_local_administrator_does_not_reach_others(staff, browse):
    client = browse(staff.local)
    text = client.get(ADDRESS).content.decode()
    assert "local" in text
    assert "outsider" not in text
    for act in ("disable", "reset", "enable"):
        response = client.post(f"{ADDRESS}?account={staff.outsider.pk}", {"act": act})
        assert response.status_code == 404
    assert client.post(ADDRESS, NEW | {"organisation": "东屿市"}).status_code == 403
    assert AuditEvent.objects.latest("sequence").succeeded is False


def test_nobody_else_opens_the_page(staff, browse):
    for account in (staff.officer, staff.security, staff.audit):
        assert browse(account).get(ADDRESS).status_code == 403


def test_fields_that_the_form_does_not_have_change_nothing(staff, browse):
    data = NEW | {"is_active": "0", "must_change_password": "", "is_demo": "1", "password": "x"}
    browse(staff.system).post(ADDRESS, data)
    account = Account.objects.get(username="zhang.san")
    assert (account.is_active, account.must_change_password, account.is_demo) == (True, True, False)


def test_telephone_numbers_are_masked_in_the_list_and_the_file(staff, browse, body, province):
    accounts.create(
        organisation=body("澜州市"), username="li", display_name="李", phone="13812345678",
        by=province.system,
    )  # fmt: skip
    text = browse(staff.system).get(ADDRESS).content.decode()
    assert "138****5678" in text
    assert "13812345678" not in text


def test_names_are_shown_as_text(staff, browse, body, province):
    accounts.create(
        organisation=body("澜州市"), username="xss", display_name="<script>alert(1)</script>",
        by=province.system,
    )  # fmt: skip
    assert b"<script>alert" not in browse(staff.system).get(ADDRESS).content


def test_taking_the_list_out_is_recorded(staff, browse):
    response = browse(staff.system).get(f"{ADDRESS}?export=accounts")
    assert response.content[:2] == b"PK"
    assert AuditEvent.objects.latest("sequence").summary.startswith("导出：账号清单_")


def test_an_unknown_act_is_not_found(staff, browse):
    client = browse(staff.system)
    assert (
        client.post(f"{ADDRESS}?account={staff.officer.pk}", {"act": "promote"}).status_code == 404
    )
    assert client.post(ADDRESS, {"act": "disable"}).status_code == 404
