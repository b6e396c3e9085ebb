"""Accounts are created with a temporary password, disabled at once, and give nobody a right by themselves."""

import re

import pytest

from tests.registry.conftest import PASSWORD
from xiandao.registry.commands import accounts
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import Account, AuditEvent
from xiandao.terms.error import InputError, XiandaoError


def create(province, body, username="fresh", display_name="新人", **others):
    return accounts.create(
        organisation=others.pop("organisation", body("省经信厅")), username=username,
        display_name=display_name, by=others.pop("by", province.system), **others,
    )  # fmt: skip


def test_a_new_account_has_a_temporary_password_and_no_rights(province, body):
    issued = create(province, body)
    account = Account.objects.get(username="fresh")
    assert account.check_password(issued.password)
    assert account.must_change_password
    assert account.reach == {}


def test_temporary_passwords_are_long_readable_and_never_the_same():
    made = {accounts.temporary_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[a-zA-Z2-9]{5}-[a-zA-Z2-9]{4}-[a-zA-Z2-9]{5}", one) for one in made)
    assert not set("lIO01") & set("".join(made))


def test_no_password_stands_in_the_trail(province, body):
    secrets = [create(province, body).password]
    account = Account.objects.get(username="fresh")
    secrets.append(accounts.reset_password(account=account, by=province.system).password)
    accounts.change_own_password(
        by=Account.objects.get(pk=account.pk), old=secrets[1], new="Another-one-2026"
    )
    secrets.append("Another-one-2026")
    text = "".join(f"{e.summary}{e.details}{e.object_id}" for e in AuditEvent.objects.all())
    assert not any(secret in text for secret in secrets)


@pytest.mark.parametrize(
    "username", ["", "a", " ", "张三", "a b", "a" * 61, "-a", "a\x00b", "a;b", "<script>"]
)
def test_a_name_that_cannot_be_typed_safely_is_refused(province, body, username):
    with pytest.raises(InputError) as caught:
        create(province, body, username)
    assert caught.value.details["field"] == "username"


def test_names_that_differ_in_case_or_width_alone_are_the_same(province, body):
    create(province, body, "zhang.san")
    for twin in ("ZHANG.SAN", "ｚhang.san"):
        with pytest.raises(InputError) as caught:
            create(province, body, twin)
        assert caught.value.code == "REG-202"


@pytest.mark.parametrize("password", ["short", "password123", "12345678901"])
def test_a_weak_password_is_refused_for_new_accounts_too(province, body, password):
    with pytest.raises(InputError) as caught:
        create(province, body, password=password)
    assert caught.value.code == "REG-210"
    assert not Account.objects.filter(username="fresh").exists()


def test_a_local_administrator_creates_accounts_in_the_own_subtree_only(province, body, appoint):
    local = appoint("local", body("澜州市"), "system_admin")
    assert create(province, body, organisation=body("镜澜区"), by=local)
    with pytest.raises(Refused):
        create(province, body, "other", organisation=body("东屿市"), by=local)
    for command in (accounts.disable, accounts.enable, accounts.reset_password):
        with pytest.raises(Refused):
            command(account=province.security, by=local)


def test_nobody_but_a_system_administrator_touches_accounts(province, body, appoint):
    others = [
        province.security,
        province.audit,
        appoint("chief", body("省经信厅"), "analyst", province.top),
    ]
    account = create(province, body).account
    for by in others:
        with pytest.raises(Refused):
            create(province, body, "x1", by=by)
        with pytest.raises(Refused):
            accounts.disable(account=account, by=by)


def test_an_administrator_does_not_lock_the_own_account(province):
    with pytest.raises(XiandaoError) as caught:
        accounts.disable(account=province.system, by=province.system)
    assert caught.value.code == "REG-220"
    with pytest.raises(XiandaoError):
        accounts.reset_password(account=province.system, by=province.system)


def test_disabling_and_resetting_break_the_seal_of_every_session(province, body):
    account = create(province, body).account
    seals = {account.get_session_auth_hash()}
    seals.add(accounts.disable(account=account, by=province.system).get_session_auth_hash())
    accounts.enable(account=account, by=province.system)
    seals.add(
        accounts.reset_password(account=account, by=province.system).account.get_session_auth_hash()
    )
    assert len(seals) == 3


def test_the_own_password_is_changed_with_the_present_one_and_never_to_the_last_one(province, body):
    account = create(province, body, password=PASSWORD).account
    with pytest.raises(InputError) as caught:
        accounts.change_own_password(by=account, old="guess", new="Another-one-2026")
    assert caught.value.code == "REG-211"
    with pytest.raises(InputError) as caught:
        accounts.change_own_password(by=account, old=PASSWORD, new=PASSWORD)
    assert caught.value.code == "REG-212"
    changed = accounts.change_own_password(by=account, old=PASSWORD, new="Another-one-2026")
    assert changed.check_password("Another-one-2026")
    assert not changed.must_change_password
