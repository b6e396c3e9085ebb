"""Who may see which paper, proposal and item."""

import pytest

from tests.policy.factories import TEXT, active_paper, organisation, paper_from, person
from xiandao.policy.commands.proposals import confirm_many
from xiandao.policy.models import Item
from xiandao.policy.queries import visible
from xiandao.registry.models import Membership

pytestmark = pytest.mark.django_db


def test_a_paper_in_force_is_seen_below_its_keeper_but_not_beside_it(province):
    own = active_paper(TEXT, by=province.city_analyst, kept_by=province.b9901)
    top = active_paper(TEXT, by=province.analyst, kept_by=province.top)
    assert set(visible.papers(province.city_officer)) == {top}
    assert set(visible.papers(province.city_analyst)) == {own, top}
    assert set(visible.papers(province.analyst)) == {own, top}


def test_administrators_see_no_papers(province, paper):
    assert not visible.papers(province.sysadmin).exists()
    assert not visible.proposals(province.sysadmin).exists()
    assert not visible.items(province.sysadmin).exists()


def test_who_leads_an_item_sees_it_without_keeping_the_ledger(province):
    paper = active_paper(TEXT, by=province.analyst, kept_by=province.top)
    led = set(paper.items.filter(lead=province.b99_KJT))
    assert led
    assert set(visible.items(province.officer)) == led


@pytest.mark.slow
def test_of_a_draft_nothing_is_proposed_to_others(province):
    paper = paper_from(TEXT, by=province.city_analyst, kept_by=province.b9901)
    assert visible.proposals(province.analyst).filter(paper=paper).exists()
    assert not visible.proposals(province.city_officer).filter(paper=paper).exists()


def test_who_leads_or_supports_an_item_sees_the_paper_of_a_body_that_is_not_above(province):
    paper = active_paper(TEXT, by=province.analyst, kept_by=province.b99_JXT)
    accepted = set(paper.proposals.values_list("pk", flat=True))
    for involved in (province.officer, person("fgw", province.b99_FGW, "officer")):
        assert set(visible.papers(involved)) == {paper}
        assert set(visible.proposals(involved).values_list("pk", flat=True)) == accepted
        assert not visible.editable(involved).exists()
    assert not visible.papers(province.city_officer).exists()
    assert not visible.proposals(province.city_officer).exists()


def test_before_it_is_in_force_a_paper_is_not_shown_to_those_it_names(province):
    paper = paper_from(TEXT, by=province.analyst, kept_by=province.b99_JXT)
    keys = list(paper.proposals.values_list("pk", flat=True))
    confirm_many(paper=paper, proposals=keys, by=province.analyst)
    assert visible.items(province.officer).exists()
    assert not visible.papers(province.officer).exists()


@pytest.mark.slow
def test_a_member_of_a_group_sees_the_paper_that_names_the_group(province):
    group = organisation(
        "99-G1", "示范省领导小组成员单位", "group", "000001000009", "", province.top
    )
    paper = active_paper(TEXT, by=province.analyst, kept_by=province.b99_JXT)
    Item.objects.filter(paper=paper, lead=province.b99_KJT).update(lead=group)
    assert not visible.papers(province.city_officer).exists()
    Membership.objects.create(group=group, member=province.b9902)
    assert set(visible.papers(province.city_officer)) == {paper}
