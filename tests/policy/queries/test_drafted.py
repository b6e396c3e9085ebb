"""The first screen of a paper that is read and not yet confirmed."""

import pytest

from tests.policy.factories import paper_from
from xiandao.policy.queries.drafted import drafted

TEXT = """示范省未来产业培育行动方案

一、主要目标
到2027年，建设30个左右未来产业先导区，培育骨干企业不少于50家。
二、重点任务
（一）建设创新平台。推进省级实验室建设，每年实施15项以上攻关项目。（省科技厅牵头，省经信厅、省财政厅按职责分工负责）
（二）开放应用场景。到2030年开放应用场景100个。（省经信厅、省发展改革委按职责分工负责）
"""


@pytest.fixture
def paper(province):
    return paper_from(TEXT, by=province.analyst, kept_by=province.top)


def test_every_figure_is_listed_in_text_order_with_year_and_lead(paper):
    figures = drafted(paper).figures
    assert [(one.figure, one.year) for one in figures] == [
        ("30个左右", "2027"),
        ("不少于50家", "2027"),
        ("不少于15项", "每年"),
        ("100个", "2030"),
    ]
    assert [(one.lead, one.is_inferred) for one in figures[2:]] == [
        ("省科技厅", False),
        ("省经信厅", True),
    ]


def test_the_first_figure_is_marked_in_its_sentence_until_another_clause_is_chosen(paper):
    assert "30个左右" in drafted(paper).quote.marked
    scenes = paper.clauses.get(heading="开放应用场景")
    assert "100个" in drafted(paper, clause=scenes.pk).quote.marked


def test_the_bodies_are_counted_by_the_lists_that_name_them(paper):
    view = drafted(paper)
    assert (view.brackets, view.links) == (2, 5)
    assert view.parties[0] == ("省经信厅", 2)


def test_what_a_person_rejected_is_no_longer_shown(paper):
    paper.proposals.filter(kind="target").update(state="rejected")
    assert drafted(paper).figures == ()


def test_a_paper_without_clauses_is_no_error(paper):
    paper.proposals.all().delete()
    paper.clauses.all().delete()
    paper.readings.all().delete()
    view = drafted(paper)
    assert (view.clause, view.quote, view.brackets) == (None, None, 0)
