"""Grants are given by the security administrator within reach; three administrators are three people."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from xiandao.registry.commands import grants
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import Account, Grant
from xiandao.terms.error import XiandaoError

ADMINISTRATORS = ["system_admin", "security_admin", "audit_admin"]


@pytest.fixture
def person(body, appoint):
    return appoint("person", body("省经信厅"))


def give(province, person, role, organisation=None, **others):
    return grants.give(
        account=person, role=role, organisation=organisation or person.organisation,
        by=others.pop("by", province.security), **others,
    )  # fmt: skip


def fresh(account):
    return Account.objects.get(pk=account.pk)


def test_a_grant_reaches_its_organisation_and_all_below_and_nothing_else(province, person, body):
    give(province, person, "analyst", body("澜州市"))
    account = fresh(person)
    assert account.may("policy.view", [body("镜澜区")])
    assert account.may("policy.view", [body("东屿市"), body("澜州市")])
    assert not account.may("policy.view", [body("东屿市")])
    assert not account.may("policy.view", [province.top])
    assert not account.may("registry.account.edit", [body("澜州市")])


@pytest.mark.parametrize(("held", "wanted"), list(permutations(ADMINISTRATORS, 2)))
def test_one_account_is_never_two_administrators(province, person, held, wanted):
    give(province, person, held)
    with pytest.raises(XiandaoError) as caught:
        give(province, person, wanted)
    assert caught.value.code == "REG-304"
    assert "不同的人" in caught.value.hint


def test_an_administrator_gets_no_business_role_and_the_other_way_round(
    province, person, body, appoint
):
    give(province, person, "officer")
    with pytest.raises(XiandaoError):
        give(province, person, "audit_admin")
    admin = appoint("admin2", body("省经信厅"), "system_admin")
    with pytest.raises(XiandaoError):
        give(province, admin, "viewer")


def test_a_grant_that_begins_later_excludes_already_today(province, person):
    later = timezone.localdate() + timedelta(days=9)
    Grant.objects.create(
        account=person, role="audit_admin", organisation=person.organisation, valid_from=later
    )
    with pytest.raises(XiandaoError):
        give(province, person, "system_admin")


def test_a_role_taken_back_makes_room_for_another_family_and_its_history_stays(province, person):
    grant = give(province, person, "system_admin")
    grants.take(grant=grant, by=province.security)
    assert not fresh(person).may_somewhere("registry.account.edit")
    give(province, person, "audit_admin")
    assert fresh(person).may_somewhere("registry.audit.view")
    assert fresh(person).grants.count() == 2


def test_given_taken_and_given_again_on_one_day_is_one_row_in_force(province, person):
    for _ in range(2):
        grant = give(province, person, "officer")
        grants.take(grant=grant, by=province.security)
    give(province, person, "officer")
    assert person.grants.count() == person.grants.in_force().count() == 1


def test_the_same_grant_twice_is_refused(province, person):
    give(province, person, "officer")
    with pytest.raises(XiandaoError) as caught:
        give(province, person, "officer")
    assert caught.value.code == "REG-305"


def test_a_grant_ends_by_itself(province, person):
    tomorrow = timezone.localdate() + timedelta(days=1)
    grant = give(province, person, "officer", valid_to=tomorrow)
    assert fresh(person).may_somewhere("policy.view")
    Grant.objects.filter(pk=grant.pk).update(
        valid_from=tomorrow - timedelta(days=5), valid_to=timezone.localdate()
    )
    assert not fresh(person).may_somewhere("policy.view")


def test_an_end_in_the_past_and_an_unknown_role_are_refused(province, person):
    with pytest.raises(XiandaoError) as caught:
        give(province, person, "officer", valid_to=timezone.localdate())
    assert caught.value.code == "REG-303"
    with pytest.raises(XiandaoError) as caught:
        give(province, person, "emperor")
    assert caught.value.code == "REG-302"


def test_nobody_gives_rights_to_the_own_account_or_takes_the_own_away(province):
    with pytest.raises(XiandaoError) as caught:
        give(province, province.security, "security_admin")
    assert caught.value.code == "REG-301"
    with pytest.raises(XiandaoError) as caught:
        grants.take(grant=province.security.grants.get(), by=province.security)
    assert caught.value.code == "REG-306"


def test_a_local_security_administrator_gives_within_reach_only(province, body, appoint):
    local = appoint("local", body("澜州市"), "security_admin")
    inside = appoint("inside", body("镜澜区"))
    outside = appoint("outside", body("东屿市"))
    assert give(province, inside, "officer", by=local)
    with pytest.raises(Refused):
        give(province, inside, "officer", body("东屿市"), by=local)
    with pytest.raises(Refused):
        give(province, outside, "officer", body("镜澜区"), by=local)
    with pytest.raises(Refused):
        grants.take(grant=province.audit.grants.get(), by=local)


def test_only_the_security_administrator_gives(province, person):
    for by in (province.system, province.audit):
        with pytest.raises(Refused):
            give(province, person, "officer", by=by)


def test_an_organisation_without_a_path_reaches_nothing(province, person):
    grant = give(province, person, "officer")
    type(grant.organisation).objects.filter(pk=grant.organisation_id).update(path="")
    assert fresh(person).reach == {}
