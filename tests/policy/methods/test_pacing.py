"""A figure behind its line is never shown as in order."""

from datetime import date
from decimal import Decimal

import pytest

from xiandao.casework.methods.lamps import Lamp
from xiandao.policy.methods.pacing import BEHIND, about, allowed_points, is_behind, paced
from xiandao.policy.methods.tracking import standing

HALF = {"start": date(2026, 1, 1), "due": date(2026, 12, 31), "today": date(2026, 7, 2)}
GREEN = Lamp("绿", "ok", "正常", -40)


def stands(value, target=100, **facts):
    return standing(None if value is None else Decimal(value), Decimal(target), **HALF | facts)


@pytest.mark.parametrize(("value", "behind"), [(44, True), (45, False), (50, False), (100, False)])
def test_only_what_lags_by_more_than_the_tolerance_is_behind(value, behind):
    assert is_behind(stands(value)) is behind


def test_where_nothing_is_known_nothing_is_behind():
    assert not is_behind(stands(None))
    assert not is_behind(stands(10, start=None))
    assert not is_behind(stands(90, comparator="le"))


def test_of_things_that_come_whole_only_whole_ones_are_expected():
    assert not is_behind(stands(1, 3))
    assert is_behind(stands(0, 3))
    assert is_behind(stands("0.9", 3))


def test_a_figure_that_has_to_fall_is_behind_while_it_has_not_fallen_enough():
    assert is_behind(stands(90, 50, baseline=Decimal(100)))
    assert not is_behind(stands(74, 50, baseline=Decimal(100)))


@pytest.mark.parametrize("tone", ["ok", "idle"])
def test_a_lamp_of_the_deadline_that_says_nothing_bad_turns_yellow(tone):
    shown = paced(Lamp("绿", tone, "正常", -40), behind=True)
    assert (shown.colour, shown.tone, shown.word, shown.shape) == ("黄", "soon", BEHIND, "▲")
    assert paced(GREEN, behind=False) is GREEN


@pytest.mark.parametrize("tone", ["soon", "late", "over"])
def test_a_warning_of_the_deadline_stays(tone):
    warned = Lamp("红", tone, "滞后 20 天", 20)
    assert paced(warned, behind=True) is warned


def test_the_rule_is_said_with_its_own_number():
    assert f"超过{allowed_points():f}个百分点" in about()
