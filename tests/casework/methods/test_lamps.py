"""Lamps say by shape, word and colour how a task stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.casework.methods.lamps import (
    TONES,
    Thresholds,
    default_thresholds,
    lamp,
    tally,
    worst,
)
from xiandao.terms.calendar import WorkingCalendar
from xiandao.terms.error import XiandaoError
from xiandao.terms.pack import load_pack

TODAY = date(2026, 11, 23)
CALENDAR = WorkingCalendar()
THREE = Thresholds(soon_within=7, orange_from=None, red_from=8)


def shown(days_late, *, started=True, thresholds=None):
    return lamp(TODAY - timedelta(days=days_late), None, started, TODAY, CALENDAR, thresholds)


@pytest.mark.parametrize(
    ("days_late", "colour", "word"),
    [
        (-8, "绿", "正常"),
        (-7, "黄", "剩 5 个工作日"),
        (-2, "黄", "剩 2 个工作日"),
        (0, "黄", "今日到期"),
        (1, "黄", "滞后 1 天"),
        (7, "黄", "滞后 7 天"),
        (8, "橙", "滞后 8 天"),
        (14, "橙", "滞后 14 天"),
        (15, "红", "滞后 15 天"),
        (400, "红", "滞后 400 天"),
    ],
)
def test_the_lamp_changes_at_the_published_thresholds(days_late, colour, word):
    found = shown(days_late)
    assert (found.colour, found.word, found.days) == (colour, word, days_late)


def test_what_is_finished_is_green_however_late_it_was():
    found = lamp(date(2026, 1, 1), date(2026, 6, 1), True, TODAY, CALENDAR)
    assert (found.tone, found.word, found.days) == ("ok", "已办结", 151)


def test_what_has_not_begun_is_grey_until_its_deadline_is_near():
    assert (shown(-30, started=False).colour, shown(-30, started=False).word) == ("灰", "未启动")
    assert shown(-3, started=False).colour == "黄"
    assert shown(20, started=False).colour == "红"


def test_without_a_deadline_only_the_beginning_counts():
    assert lamp(None, None, True, TODAY, CALENDAR).word == "推进中"
    assert lamp(None, None, False, TODAY, CALENDAR).tone == "idle"


def test_an_office_with_three_lamps_sees_red_where_orange_would_begin():
    assert shown(7, thresholds=THREE).colour == "黄"
    assert [shown(days, thresholds=THREE).colour for days in (8, 14, 15)] == ["红"] * 3


def test_the_days_left_know_the_national_holiday():
    calendar = load_pack("demo").calendar
    found = lamp(date(2026, 10, 8), None, True, date(2026, 10, 1), calendar)
    assert found.word == "剩 1 个工作日"


def test_every_colour_has_a_word_and_the_three_late_ones_differ_in_shape_from_green():
    green, yellow, red = shown(-30), shown(1), shown(15)
    assert len({green.shape, yellow.shape, red.shape}) == 3


def test_the_group_is_spoken_for_by_its_most_serious_lamp():
    lamps = [shown(-30), shown(9), shown(12), shown(-30, started=False)]
    assert worst(lamps).word == "滞后 12 天"
    assert worst([shown(-30, started=False), shown(-30)]).tone == "ok"
    assert worst([]) is None


def test_the_tally_counts_every_lamp_once():
    lamps = [shown(-30), shown(9), shown(12), shown(20)]
    assert tally(lamps) == {"over": 1, "late": 2, "soon": 0, "ok": 1, "idle": 0}


def test_thresholds_out_of_order_are_refused():
    with pytest.raises(XiandaoError) as caught:
        Thresholds.parse("soon_within_days=7\norange=true\norange_from_days=20\nred_from_days=15")
    assert caught.value.code == "CAS-004"


def test_the_thresholds_are_those_of_the_data_file():
    assert default_thresholds() == Thresholds(soon_within=7, orange_from=8, red_from=15)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_longer_delay_never_looks_milder(one, two):
    ranks = [TONES.index(shown(days).tone) for days in sorted((one, two))]
    assert ranks[1] <= ranks[0]
