"""The first screen: tree, tallies, what lags, and what each account may see of it."""

from datetime import date
from decimal import Decimal

import pytest

from tests.policy.ledgers import TODAY, build, with_items
from xiandao.policy.models import Clause
from xiandao.policy.queries.overview import overview, papers, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = build()
    with_items(world)
    return world


def test_the_tallies_count_each_commitment_once(world):
    view = overview(world.analyst, world.paper, today=TODAY)
    assert view.tally.total == world.paper.items.count()
    first, second = world.paper.items.order_by("number")[:2]
    second.same_as = first
    second.save(update_fields=["same_as"])
    again = overview(world.analyst, world.paper, today=TODAY)
    assert again.tally.total == view.tally.total - 1


def test_a_clause_shows_the_worst_lamp_of_all_that_stands_in_and_below_it(world):
    item = world.paper.items.filter(clause=world.clauses[1]).first()
    item.due_on, item.is_ongoing, item.status = date(2026, 11, 1), False, "under_way"
    item.save()
    below = Clause.objects.create(
        paper=world.paper, parent=world.clauses[1], order=3, path="二（一）", heading="细项",
        start=item.start or 0, end=(item.start or 0) + 5,
    )  # fmt: skip
    item.clause = below
    item.save()
    branches = {
        branch.clause.pk: branch
        for branch in overview(world.analyst, world.paper, today=TODAY).tree
    }
    assert branches[below.pk].lamp.tone == "over"
    assert branches[world.clauses[1].pk].lamp.tone == "over"
    assert branches[world.clauses[0].pk].lamp.tone != "over"


def test_the_number_beside_a_lamp_counts_only_the_items_that_show_it(world):
    item = world.paper.items.filter(clause=world.clauses[1]).first()
    item.due_on, item.is_ongoing, item.status = date(2026, 11, 1), False, "under_way"
    item.save()
    tree_of = overview(world.analyst, world.paper, today=TODAY).tree
    branch = next(one for one in tree_of if one.clause == world.clauses[1])
    assert (branch.lamp.tone, branch.lit) == ("over", 1)
    assert branch.items > 1


def test_delayed_targets_come_with_the_largest_gap_first(world):
    targets = list(world.paper.items.filter(kind="target").order_by("number"))
    for item, value in zip(targets, (Decimal(1), Decimal(12), Decimal(40)), strict=False):
        item.progress.create(
            organisation=world.kjt, period="2026Q3", period_end=date(2026, 9, 30), words="进展", value=value,
            reported_by=world.officer,
        )  # fmt: skip
    delayed = overview(world.analyst, world.paper, today=TODAY).delayed
    gaps = [row.standing.behind for row in delayed]
    assert gaps == sorted(gaps, reverse=True)
    assert delayed[0].item.title == "未来产业先导区"


def test_an_attained_target_is_not_called_delayed(world):
    item = world.paper.items.get(title="应用场景")
    item.progress.create(
        organisation=world.kjt, period="2026Q3", period_end=date(2026, 9, 30), words="完成", value=Decimal(50),
        reported_by=world.officer,
    )  # fmt: skip
    delayed = overview(world.analyst, world.paper, today=TODAY).delayed
    assert item.pk not in {row.item.pk for row in delayed}


def test_a_stranger_of_another_province_sees_no_paper_and_no_item(world):
    assert papers(world.stranger) == []
    assert overview(world.stranger, world.paper, today=TODAY).tally.total == 0


def test_deep_clauses_are_folded_until_their_surroundings_are_chosen(world):
    top = world.clauses[0]
    middle = Clause.objects.create(
        paper=world.paper, parent=top, order=4, path="一（一）", heading="甲", start=0, end=4
    )
    deep = Clause.objects.create(
        paper=world.paper, parent=middle, order=5, path="一（一）1", heading="乙", start=0, end=2
    )
    folded = {branch.clause.pk: branch.is_folded for branch in tree(world.paper, [], {})}
    assert folded[deep.pk]
    assert not folded[middle.pk]
    opened = {
        branch.clause.pk: branch.is_folded
        for branch in tree(world.paper, [], {}, open_at=middle.pk)
    }
    assert not opened[deep.pk]


def test_the_screen_takes_the_same_number_of_queries_for_five_items_and_for_many(
    world, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        overview(world.analyst, world.paper, today=TODAY)


def test_an_item_that_was_given_up_is_not_delayed_on_the_first_screen_either(world):
    item = world.paper.items.filter(kind="task").first()
    item.due_on, item.is_ongoing, item.status = date(2026, 5, 1), False, "under_way"
    item.save()
    assert overview(world.analyst, world.paper, today=TODAY).tally.delayed == 1
    item.status = "dropped"
    item.save()
    view = overview(world.analyst, world.paper, today=TODAY)
    assert view.tally.delayed == 0
    assert view.tally.total == world.paper.items.count()
