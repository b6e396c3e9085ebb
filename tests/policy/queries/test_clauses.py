"""The chosen clause: its own words with the figure marked, what counts and what was reported."""

from datetime import date
from decimal import Decimal

import pytest

from tests.policy.ledgers import TODAY, build, with_items
from xiandao.policy.queries.clauses import quote, shown_clause


def test_the_marked_part_stands_inside_its_own_sentence():
    text = "前一句。到2027年，建设30个左右先导区，形成格局。后一句。"
    start = text.index("30个")
    said = quote(text, start, start + 5)
    assert said.marked == "30个左右"
    assert said.before == "到2027年，建设"
    assert said.after == "先导区，形成格局。"


def test_a_sentence_at_the_end_of_the_text_without_a_stop_is_whole():
    said = quote("建设30个先导区", 2, 5)
    assert (said.before, said.marked, said.after) == ("建设", "30个", "先导区")


def test_a_sentence_cut_short_ends_at_a_mark_of_punctuation_and_says_so():
    said = quote("建设30个先导区，" + "重点领域实现突破，" * 40 + "完成。", 2, 5)
    assert said.after.endswith("突破，…")
    assert len(said.after) <= 181


@pytest.fixture
def world(db):
    world = build()
    with_items(world)
    return world


def shown(world, account=None, **asked):
    return shown_clause(account or world.analyst, world.paper, pack="demo", today=TODAY, **asked)


def test_without_a_choice_the_first_clause_with_a_figure_is_shown(world):
    view = shown(world)
    assert view.clause == world.clauses[0]
    assert view.row.item.title == "未来产业先导区"
    assert view.quote.marked


def test_a_target_counts_only_the_records_that_its_rule_admits(world):
    item = world.paper.items.get(title="未来产业先导区")
    for name, stage, place in (
        ("甲区", "认定", "澜州市"),
        ("乙区", "认定", "东屿市"),
        ("丙区", "培育", "澜州市"),
    ):
        item.counted.create(name=name, stage=stage, place=place, counted_on=date(2026, 6, 1))
    item.counting_rule = "accepted"
    item.save()
    view = shown(world, item=item.pk)
    assert view.row.standing.value == Decimal(2)
    assert [record.stage for record in view.records] == ["认定", "认定", "培育"]
    assert {tile.name: tile.number for tile in view.tiles if tile.number} == {
        "澜州市": 1,
        "东屿市": 1,
    }
    item.counting_rule = "with_cultivation"
    item.save()
    assert shown(world, item=item.pk).row.standing.value == Decimal(3)


def test_a_draft_of_another_body_is_not_shown(world):
    item = world.paper.items.get(title="未来产业先导区")
    item.progress.create(
        organisation=world.kjt, period="2026Q3", period_end=date(2026, 9, 30), words="还没写完", state="draft",
        reported_by=world.officer,
    )  # fmt: skip
    assert shown(world, account=world.partner, item=item.pk).progress is None
    assert shown(world, account=world.officer, item=item.pk).progress.words == "还没写完"


def test_a_clause_of_another_paper_is_not_shown_by_its_number(world):
    view = shown(world, clause=999_999)
    assert view.clause in world.clauses
