"""Who may see which paper, proposal and item."""

import pytest

from tests.policy.factories import TEXT, active_paper, paper_from
from xiandao.policy.queries import visible

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


def test_of_a_draft_nothing_is_proposed_to_others(province):
    paper = paper_from(TEXT, by=province.city_analyst, kept_by=province.b9901)
    assert visible.proposals(province.analyst).filter(paper=paper).exists()
    assert not visible.proposals(province.city_officer).filter(paper=paper).exists()
