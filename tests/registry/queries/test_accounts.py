"""Administrators see the accounts and grants of the organisations they reach, and no others."""

from xiandao.registry.methods.roles import permissions_of
from xiandao.registry.queries import accounts


def names(rows):
    return {row.username for row in rows}


def test_a_local_administrator_sees_the_own_subtree(province, body, appoint):
    local = appoint("local", body("澜州市"), "system_admin")
    appoint("inside", body("镜澜区"))
    appoint("outside", body("东屿市"))
    assert names(accounts.managed_by(local)) == {"local", "inside"}
    assert names(accounts.managed_by(province.system)) >= {"inside", "outside", "auditor"}


def test_whoever_administers_nothing_sees_nobody(province, body, appoint):
    chief = appoint("chief", body("省经信厅"), "leader", province.top)
    for account in (chief, province.audit, province.security):
        assert not accounts.managed_by(account).exists()
    assert not accounts.grants_managed_by(province.system).exists()


def test_grants_are_seen_by_where_they_reach(province, body, appoint):
    local = appoint("local", body("澜州市"), "security_admin")
    appoint("far", body("东屿市"), "officer", body("镜澜区"))
    appoint("near", body("澜州市"), "officer", body("东屿市"))
    seen = {grant.account.username for grant in accounts.grants_managed_by(local)}
    assert seen == {"local", "far"}


def test_an_account_is_found_by_the_name_it_signs_in_with(province):
    assert accounts.by_username("auditor") == province.audit
    assert accounts.by_username("nobody") is None


def test_holders_are_active_and_granted_at_or_below_the_body(province, body, appoint):
    able = appoint("able", body("澜州市"), "officer")
    gone = appoint("gone", body("澜州市"), "officer")
    appoint("elsewhere", body("东屿市"), "officer")
    appoint("other", body("澜州市"), "leader")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    (permission, *_rest) = sorted(permissions_of("officer") - permissions_of("leader"))
    assert set(accounts.holders(permission, body("澜州市"))) == {able}
    assert names(accounts.holders(permission, province.top)) >= {"able", "elsewhere"}
    assert not accounts.nobody().exists()
