"""A province pack becomes the organisation tree, once, however often it is loaded."""

import pytest

from tests.registry.conftest import build_province
from xiandao.registry.commands import organisations
from xiandao.registry.models import Alias, Membership, Organisation, Parentage
from xiandao.terms.pack import load_pack, pack_names


@pytest.mark.django_db
@pytest.mark.parametrize("pack", pack_names())
def test_every_body_of_a_pack_stands_in_the_tree_in_official_order(pack):
    top = build_province(pack).top
    data = load_pack(pack)
    rows = list(Organisation.objects.within(top).in_official_order())
    assert [row.code for row in rows] == [body.code for body in data.organisations]
    for row in rows:
        assert row.path.startswith(row.parent.path if row.parent else "")
        assert row.initials
    assert Parentage.objects.count() == len(rows) - 1


@pytest.mark.django_db
@pytest.mark.parametrize("pack", pack_names())
def test_every_name_of_a_pack_leads_to_its_body_or_to_nobody_when_two_bear_it(pack):
    from xiandao.registry.queries.organisations import resolve_many

    build_province(pack)
    bodies = load_pack(pack).organisations
    found = resolve_many([name for body in bodies for name in body.names])
    wrong = [
        (name, body.code)
        for body in bodies
        for name in body.names
        if found[name] is None or found[name].code != body.code
    ]
    assert wrong == []


@pytest.mark.django_db
def test_loading_a_pack_again_changes_nothing():
    province = build_province()
    models = (Organisation, Alias, Membership, Parentage)
    before = [list(model.objects.order_by("pk").values_list()) for model in models]
    organisations.load_pack("demo", by=province.system)
    assert [list(model.objects.order_by("pk").values_list()) for model in models] == before


@pytest.mark.django_db
def test_all_cities_together_are_a_party_with_every_city_as_member():
    province = build_province()
    group = Organisation.objects.within(province.top).get(name="各设区市人民政府")
    members = {row.member for row in group.memberships.select_related("member")}
    assert members == set(Organisation.objects.within(province.top).filter(kind="city"))
