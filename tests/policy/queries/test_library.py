"""The library: counts of each paper, lamps of its items, drafts only for who keeps them."""

import pytest

from tests.policy.factories import TEXT, active_paper, paper_from
from tests.policy.ledgers import TODAY
from xiandao.policy.queries.library import library

pytestmark = pytest.mark.django_db


def test_each_paper_says_how_much_was_read_how_much_waits_and_how_its_items_stand(province):
    paper = active_paper(TEXT, by=province.analyst, kept_by=province.top)
    (row,) = library(province.analyst, today=TODAY)
    assert row.paper == paper
    assert (row.read, row.waiting) == (paper.proposals.count(), 0)
    assert row.items == paper.items.count() == sum(row.lamps.values())
    assert row.worst is not None


def test_papers_that_wait_for_a_person_come_first(province):
    active_paper(TEXT, by=province.analyst, kept_by=province.top)
    waiting = paper_from(
        TEXT.replace("8号", "9号").replace("2026年3月", "2020年3月"),
        by=province.analyst,
        kept_by=province.top,
    )
    assert library(province.analyst, today=TODAY)[0].paper == waiting


def test_a_draft_is_seen_by_its_keeper_and_those_above_only(province):
    draft = paper_from(TEXT, by=province.city_analyst, kept_by=province.b9901)
    for person, sees in (
        (province.city_analyst, True), (province.analyst, True), (province.leader, True),
        (province.city_officer, False), (province.officer, False), (province.sysadmin, False),
    ):  # fmt: skip
        assert (draft in [row.paper for row in library(person, today=TODAY)]) is sees


def test_the_number_of_queries_does_not_grow_with_the_papers(province, django_assert_num_queries):
    for number in range(3):
        active_paper(
            TEXT.replace("8号", f"{number + 20}号"), by=province.analyst, kept_by=province.top
        )
    _ = province.analyst.reach
    with django_assert_num_queries(6):
        library(province.analyst, today=TODAY)
