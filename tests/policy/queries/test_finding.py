"""The search box over policy: words, initials, and only what the account may see."""

import pytest

from tests.policy.ledgers import build, with_items
from xiandao.policy.queries import finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = build()
    with_items(world)
    return world


def test_items_are_found_by_words_and_by_pinyin_initials(world):
    assert [hit.title for hit in finding.items(world.analyst, "先导区", 5)] == ["未来产业先导区"]
    assert "未来产业先导区" in [hit.title for hit in finding.items(world.analyst, "xdq", 5)]


def test_clauses_are_found_by_heading_and_by_the_words_inside_them(world):
    assert finding.clauses(world.analyst, "主要目标", 5)[0].title == "一 主要目标"
    inside = finding.clauses(world.analyst, "大型仪器", 5)
    assert [hit.title for hit in inside] == ["二 重点任务"]


def test_papers_are_found_by_title_number_and_initials(world):
    for typed in ("培育行动", "示政办发〔2026〕1号", "wlcy"):
        assert [hit.title for hit in finding.papers(world.analyst, typed, 5)] == [world.paper.title]


def test_a_stranger_finds_nothing(world):
    for finder in (finding.items, finding.clauses, finding.papers):
        assert finder(world.stranger, "未来产业", 5) == []


def test_a_case_about_an_item_is_described_by_its_title_and_address(world):
    item = world.paper.items.first()
    assert finding.described([str(item.pk), "x"]) == {
        str(item.pk): (item.title, f"/policy/items/{item.pk}")
    }
