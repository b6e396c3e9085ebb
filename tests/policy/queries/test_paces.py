"""Every list lights the same lamp for an item as its own row does."""

from datetime import date
from decimal import Decimal

import pytest

from tests.policy import ledgers
from tests.policy.ledgers import TODAY
from xiandao.policy.methods.pacing import BEHIND
from xiandao.policy.models import Item
from xiandao.policy.queries import ledger_index, paces, visible
from xiandao.policy.queries.ledger import rows
from xiandao.policy.queries.library import library
from xiandao.policy.queries.official import official_rows
from xiandao.policy.queries.overview import overview
from xiandao.terms.period import Period

QUARTER = Period.parse("2026Q4")


def report(world, item, value, period="2026Q3", end=date(2026, 9, 30)):
    item.progress.create(
        organisation=world.kjt, period=period, period_end=end, words="进展", value=Decimal(value),
        reported_by=world.officer,
    )  # fmt: skip
    Item.objects.filter(pk=item.pk, status="not_started").update(status="under_way")


def lamp_of(world, item):
    (row,) = rows(Item.objects.filter(pk=item.pk), today=TODAY)
    return row.lamp


@pytest.fixture
def paced_world(world):
    """Figures behind, on their line, and unknown; tasks in order and late."""
    behind, annual = world.items[:2]
    report(world, behind, 2)
    report(world, annual, 11)
    ledgers.many(world, 12)
    return world


def test_a_value_behind_its_line_is_yellow_and_says_so(paced_world):
    world = paced_world
    assert (lamp_of(world, world.items[0]).tone, lamp_of(world, world.items[0]).word) == (
        "soon",
        BEHIND,
    )


def test_a_reported_value_is_compared_with_the_end_of_the_last_finished_quarter(paced_world):
    world = paced_world
    # 11 of 15 on 30 September is on the line; on 22 November the line stands at 13.4.
    assert lamp_of(world, world.items[1]).word == "正常"
    (row,) = rows(Item.objects.filter(pk=world.items[1].pk), today=TODAY)
    assert row.standing.on == date(2026, 9, 30)


def test_who_stops_reporting_falls_behind(world):
    report(world, world.items[1], 4, "2026Q1", date(2026, 3, 31))
    assert lamp_of(world, world.items[1]).word == BEHIND


def test_a_counted_value_is_compared_with_today(world):
    item = world.items[0]
    item.counted.create(name="甲区", stage="认定", counted_on=date(2026, 6, 1))
    Item.objects.filter(pk=item.pk).update(counting_rule="accepted")
    assert lamp_of(world, item).word == BEHIND
    assert item.pk in paces.behind(Item.objects.all(), today=TODAY)


def test_an_attained_closed_or_unknown_figure_and_a_parameter_are_not_behind(world):
    first, second, third = world.items[:3]
    report(world, first, 28)
    report(world, second, 1)
    Item.objects.filter(pk=second.pk).update(status="done", done_on=TODAY)
    report(world, third, 1)
    Item.objects.filter(pk=third.pk).update(kind="parameter")
    assert paces.behind(Item.objects.all(), today=TODAY) == frozenset()
    assert {lamp_of(world, item).tone for item in (first, second, third)} == {"ok"}


def test_ledger_table_overview_and_library_show_the_lamp_of_the_row(paced_world):
    world = paced_world
    own = {row.item.pk: row.lamp for row in rows(Item.objects.all(), today=TODAY)}
    assert sum(lamp.word == BEHIND for lamp in own.values()) == 1
    listed = ledger_index.entries(world.analyst, period=QUARTER, today=TODAY)
    assert {one.pk: one.lamp for one in listed} == own
    seen = visible.items(world.analyst)
    table = official_rows(world.analyst, seen, period=QUARTER, today=TODAY)
    assert {one.item: one.lamp for one in table} == {
        pk: f"{lamp.colour} {lamp.word}" for pk, lamp in own.items()
    }
    tones = dict.fromkeys({lamp.tone for lamp in own.values()}, 0)
    for lamp in own.values():
        tones[lamp.tone] += 1
    view = overview(world.analyst, world.paper, today=TODAY)
    assert view.tally.by_tone == tones
    assert view.tally.behind == 1
    (paper,) = library(world.analyst, today=TODAY)
    assert paper.lamps == tones


@pytest.mark.parametrize("number", [4, 600])
def test_many_figures_take_no_more_queries(world, django_assert_max_num_queries, number):
    ledgers.many(world, number * 4)
    with django_assert_max_num_queries(3):
        paces.behind(Item.objects.all(), today=TODAY)
