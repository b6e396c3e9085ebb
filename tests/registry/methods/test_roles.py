"""Roles are data; an account holds roles of one family."""

from itertools import permutations

import pytest

from xiandao.registry.methods.roles import may_be_held_together, permissions_of, roles

ADMINISTRATORS = ["system_admin", "security_admin", "audit_admin"]


@pytest.mark.parametrize(("held", "wanted"), list(permutations(ADMINISTRATORS, 2)))
def test_the_three_administrators_exclude_each_other(held, wanted):
    assert not may_be_held_together(frozenset({held}), wanted)


@pytest.mark.parametrize("administrator", ADMINISTRATORS)
@pytest.mark.parametrize("business", ["analyst", "officer", "leader", "viewer"])
def test_an_administrator_does_no_business(administrator, business):
    assert not may_be_held_together(frozenset({administrator}), business)
    assert not may_be_held_together(frozenset({business}), administrator)


def test_business_roles_go_together():
    assert may_be_held_together(frozenset({"officer", "viewer"}), "analyst")


def test_no_administrator_may_touch_policy_and_none_may_do_what_another_does():
    edits = [
        {name for name in permissions_of(role) if name != "registry.view"}
        for role in ADMINISTRATORS
    ]
    assert not set.intersection(*edits)
    assert all(not name.startswith(("policy.", "casework.")) for held in edits for name in held)
    assert sum(map(len, edits)) == len(set.union(*edits))


def test_an_unknown_role_may_do_nothing():
    assert permissions_of("emperor") == frozenset()
    assert "emperor" not in roles()
