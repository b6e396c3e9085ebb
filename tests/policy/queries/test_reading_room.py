"""The reading room: the text with its marks, the cards by clause, the counts."""

import pytest

from tests.policy.factories import TEXT, active_paper, find, paper_from
from xiandao.policy.commands import proposals
from xiandao.policy.queries import reading_room
from xiandao.policy.queries.parties import bodies_of

pytestmark = pytest.mark.django_db


def cards_of(account, paper):
    rows = list(reading_room.proposals(account, paper))
    return reading_room.cards(rows, bodies_of(rows))


def test_the_sheet_is_the_papers_text_line_by_line(paper):
    rows = list(paper.proposals.all())
    lines = reading_room.sheet(paper, list(paper.clauses.order_by("start")), rows)
    assert [line.text for line in lines] == [
        line for line in paper.text.split("\n") if line.strip()
    ]


def test_number_and_heading_of_a_clause_are_told_from_its_text(paper):
    clauses = list(paper.clauses.order_by("start"))
    lines = reading_room.sheet(paper, clauses, [])
    headings = ["".join(piece.text for piece in line.heading) for line in lines if line.heading]
    assert "一、总体要求" in headings
    assert "（二）主要目标。" in headings


def test_a_card_says_the_figure_the_deadline_and_who_is_responsible(province, paper):
    card = next(one for one in cards_of(province.analyst, paper) if "15个" in one.proposal.text)
    assert (card.figure, card.when) == ("不少于15个", "每年")
    assert [one.label for one in card.leads] == ["省科技厅"]
    assert [(one.name, one.is_known) for one in card.others] == [
        ("省发展改革委", True),
        ("省未来办", False),
    ]
    assert not card.is_inferred


def test_a_card_says_who_decided_and_what(province, paper):
    proposals.confirm(proposal=find(paper, "30个"), by=province.analyst)
    card = next(one for one in cards_of(province.leader, paper) if "30个" in one.proposal.text)
    assert (card.state_label, card.who) == ("已确认", "analyst同志")
    assert card.at is not None
    assert card.item == paper.items.get().pk


def test_a_split_thing_is_called_split_and_not_rejected(province, paper):
    row = find(paper, "30个")
    cut = [(row.start, row.start + 6), (row.start + 6, row.end)]
    proposals.split(proposal=row, parts=cut, by=province.analyst)
    card = next(one for one in cards_of(province.analyst, paper) if one.pk == row.pk)
    assert card.state_label == "已拆分"


def test_the_counts_add_up_and_name_the_bodies_nobody_answers_to(province, paper):
    proposals.confirm(proposal=find(paper, "30个"), by=province.analyst)
    proposals.reject(proposal=find(paper, "50个"), by=province.analyst)
    rows = list(reading_room.proposals(province.analyst, paper))
    found = reading_room.summary(rows, bodies_of(rows))
    assert (found.confirmed, found.rejected, found.corrected) == (1, 1, 0)
    assert found.total == found.confirmed + found.rejected + found.waiting
    assert found.unknown == ("省未来办",)
    counted = reading_room.counts(province.analyst, paper)
    assert (counted.total, counted.waiting) == (found.total, found.waiting)


def test_every_clause_has_its_group_even_an_empty_one(province, paper):
    clauses = list(paper.clauses.order_by("start"))
    cards = cards_of(province.analyst, paper)
    groups = reading_room.groups(clauses, cards, {})
    assert len(groups) == len(clauses) + 1
    assert sum(len(group.cards) for group in groups) == len(cards)


def test_who_is_below_the_keeper_sees_only_what_was_accepted(province):
    paper = active_paper(TEXT, by=province.analyst, kept_by=province.top)
    row = find(paper, "30个")
    proposals.reopen(proposal=row, by=province.analyst)
    mine = reading_room.proposals(province.analyst, paper)
    theirs = reading_room.proposals(province.city_analyst, paper)
    assert row in mine
    assert row not in theirs
    assert theirs.count() == mine.count() - 1


def test_a_draft_of_another_body_is_not_seen_at_all(province):
    paper = paper_from(TEXT, by=province.city_analyst, kept_by=province.b9901)
    assert reading_room.proposals(province.city_officer, paper).count() == 0
    assert reading_room.proposals(province.officer, paper).count() == 0
