"""Carbon of zones: asked for at the wall, own rows alone, and nothing where too few are compared."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests.evaluate import carbons
from xiandao.evaluate.queries import carbon_of as questions
from xiandao.terms.error import XiandaoError

TODAY = date(2026, 11, 22)


def test_a_zone_sees_its_own_figures_and_of_others_only_how_many_stand_in_each_grade(world):
    carbons.returns(world)
    view = questions.carbon_of(world.zone_reporter, today=TODAY)
    assert [one.name for one in view.own] == [world.zone_1.label]
    assert (view.period, view.count, sum(view.grades)) == ("2026Q3", 6, 6)
    assert (view.own[0].carbon, view.own[0].value_added) == (100, 100)


def test_the_province_sees_all_of_them(world):
    carbons.returns(world)
    assert len(questions.carbon_of(world.analyst, today=TODAY).own) == 6


def test_with_fewer_than_five_nobody_is_compared(world):
    carbons.returns(world, count=4)
    view = questions.carbon_of(world.zone_reporter, today=TODAY)
    assert (view.own, view.is_enough, sum(view.grades)) == ((), False, 0)


def test_what_was_collected_for_statistics_grades_nobody(world):
    carbons.returns(world, purpose="statistics")
    with pytest.raises(XiandaoError, match="统计调查资料"):
        questions.carbon_of(world.zone_reporter, today=TODAY)


def test_a_return_that_is_not_approved_is_not_used(world):
    carbons.returns(world, stage="city")
    assert questions.carbon_of(world.zone_reporter, today=TODAY) is None


def test_the_newest_quarter_with_a_return_is_taken(world):
    carbons.returns(world, period="2026Q1")
    assert questions.carbon_of(world.zone_reporter, today=TODAY).period == "2026Q1"


def test_who_keeps_no_zone_sees_nothing(world):
    carbons.returns(world)
    assert questions.carbon_of(SimpleNamespace(reach={}), today=TODAY) is None


@pytest.mark.parametrize("text", ["", "无", None, "NaN", "Infinity"])
def test_what_is_no_figure_is_none(text):
    assert questions.number(text) is None


def test_nobody_emitting_anything_is_not_compared():
    assert questions.benchmark({str(at): (0.0, 10.0) for at in range(6)}) == {}


def test_the_wall_is_asked_once_however_many_zones_there_are(world, django_assert_num_queries):
    carbons.returns(world)
    with django_assert_num_queries(1):
        assert len(questions.figures_of(world.zones, "2026Q3")) == 6
