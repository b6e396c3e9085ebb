"""Returns of earlier years: taken over once, approved, with their origin; what was filed here is never touched."""

from datetime import date

import pytest

from tests.statistics import world as factory
from tests.statistics.returns import whole
from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import history
from xiandao.statistics.models import Filing, FilingStage, Round, RoundState
from xiandao.terms.error import InputError, XiandaoError


@pytest.fixture
def past(world):
    return factory.planned(
        world, period="2025-10", opens_on=date(2025, 11, 1), due_on=date(2025, 11, 20)
    )


def take(world, round_, returns=None, **others):
    given = returns if returns is not None else {world.ent_1: whole(), world.ent_2: whole()}
    return history.take_over(
        round=round_, returns=given, origin=others.pop("origin", "省统计直报系统导出"),
        by=others.pop("by", world.statistician), **others,
    )  # fmt: skip


def test_past_returns_are_approved_with_their_totals_and_origin(world, past):
    assert take(world, past) == 2
    filing = factory.filing_of(past, world.ent_1)
    assert (filing.stage, filing.was_approved) == (FilingStage.APPROVED, True)
    assert filing.values["r13"] == "10000"
    (event,) = filing.events.all()
    assert (event.words, event.by, str(event.label)) == (
        "省统计直报系统导出", world.statistician, "导入历史数据",
    )  # fmt: skip
    kept = Round.objects.get(pk=past.pk)
    assert kept.state == RoundState.CLOSED
    assert kept.revision > past.revision


def test_a_round_with_returns_or_one_that_was_open_takes_no_past(world, past):
    take(world, past)
    with pytest.raises(XiandaoError) as refused:
        take(world, past)
    assert refused.value.code == "STA-330"
    opened = factory.opened(world)
    with pytest.raises(XiandaoError) as refused:
        take(world, opened)
    assert refused.value.code == "STA-330"
    assert set(opened.filings.values_list("stage", flat=True)) == {"draft"}


def test_without_origin_or_with_values_that_cannot_be_read_nothing_is_taken(world, past):
    with pytest.raises(InputError) as refused:
        take(world, past, origin="  ")
    assert refused.value.code == "STA-331"
    with pytest.raises(InputError) as refused:
        take(world, past, {world.ent_1: whole(), world.ent_2: {"r01": "很多"}})
    assert refused.value.code == "STA-345"
    assert not Filing.objects.filter(round=past).exists()


@pytest.mark.parametrize("name", ["reporter_1", "city_statistician_a", "analyst"])
def test_only_who_manages_forms_takes_the_past_over(world, past, name):
    with pytest.raises(Refused):
        take(world, past, by=getattr(world, name))
