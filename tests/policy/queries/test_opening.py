"""What a paper is opened at."""

from datetime import date
from decimal import Decimal

import pytest

from tests.policy.ledgers import TODAY
from xiandao.policy.models import Item
from xiandao.policy.queries import visible
from xiandao.policy.queries.clauses import shown_clause
from xiandao.policy.queries.opening import first


def opened(world, account):
    return shown_clause(account, world.paper, pack="demo", today=TODAY).row.item


def report(item, body, by):
    item.progress.create(
        organisation=body, period="2026Q3", period_end=date(2026, 9, 30), words="进展", value=Decimal(1),
        reported_by=by,
    )  # fmt: skip


def test_a_target_with_own_data_comes_before_one_with_the_data_of_others(world):
    report(world.items[1], world.kjt, world.officer)
    report(world.items[2], world.fgw, world.partner)
    assert opened(world, world.partner) == world.items[2]
    assert opened(world, world.officer) == world.items[1]


def test_a_target_with_data_comes_before_one_without(world):
    report(world.items[2], world.fgw, world.partner)
    assert opened(world, world.officer) == world.items[2]


@pytest.mark.parametrize("kind", ["task", "milestone"])
def test_a_parameter_is_never_first(world, kind):
    Item.objects.filter(kind="target").update(kind="parameter")
    Item.objects.filter(kind="task").update(kind=kind)
    assert opened(world, world.officer).kind == kind


def test_inside_one_clause_too_a_parameter_stands_behind(world):
    Item.objects.filter(pk=world.items[0].pk).update(kind="parameter")
    view = shown_clause(
        world.officer, world.paper, pack="demo", today=TODAY, clause=world.clauses[0].pk
    )
    assert view.row.item == world.items[1]


def test_a_paper_of_parameters_opens_at_its_first(world):
    Item.objects.exclude(pk=world.items[0].pk).delete()
    Item.objects.update(kind="parameter")
    assert opened(world, world.officer) == world.items[0]


def test_nothing_to_see_is_nothing_to_open(world):
    assert first(world.stranger, visible.items(world.stranger)) == (None, None)
