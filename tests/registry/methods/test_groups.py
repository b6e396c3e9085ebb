"""A group named with 各 has the members that its name says; other groups are not guessed."""

import pytest

from xiandao.registry.methods.groups import members_of
from xiandao.terms.pack import load_pack, pack_names


@pytest.mark.parametrize("pack", pack_names())
def test_every_city_belongs_to_all_cities(pack):
    data = load_pack(pack)
    group = data.organisation("各设区市人民政府")
    members = members_of(group, data.organisations)
    assert [body.kind for body in members] == ["city"] * len(members)
    assert len(members) == sum(body.kind == "city" for body in data.organisations)


def test_all_cities_and_counties_are_both():
    data = load_pack("demo")
    group = data.organisation("990000-G02")
    assert {body.kind for body in members_of(group, data.organisations)} == {"city", "county"}


def test_those_concerned_are_not_guessed():
    data = load_pack("demo")
    assert members_of(data.organisation("有关设区市人民政府"), data.organisations) == []
