"""Which organisation a name means: by the registry's names, or as a person has matched it."""

import pytest

from tests.policy.factories import find
from xiandao.policy.queries.parties import bodies_of, choices, names_in

pytestmark = pytest.mark.django_db


def test_names_are_found_under_their_short_and_full_spellings(province, paper):
    row = find(paper, "15个")
    row.payload = {
        "departments": ["省科技厅", "示范省发展和改革委员会", "省未来办"],
        "lead": "省科技厅",
    }
    found = bodies_of([row])
    assert found["省科技厅"] == province.b99_KJT
    assert found["示范省发展和改革委员会"] == province.b99_FGW
    assert found["省未来办"] is None


def test_what_a_person_matched_goes_before_what_the_name_says(province, paper):
    row = find(paper, "15个")
    row.payload = {**row.payload, "matches": {"省科技厅": "99-CZT"}}
    assert bodies_of([row])["省科技厅"] == province.b99_CZT


def test_leads_come_first_and_nobody_twice():
    assert names_in({"lead": "乙厅", "departments": ["甲厅", "乙厅"]}) == ("乙厅", "甲厅")


def test_only_bodies_within_reach_can_be_chosen(province):
    assert province.b9902 in choices(province.analyst)
    assert province.b9902 not in choices(province.city_analyst)
