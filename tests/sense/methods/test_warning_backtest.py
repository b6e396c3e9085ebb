"""How a rule did: counted by hand on one series."""

import numpy as np
import pytest

from tests.sense.methods.warning_rows import rule
from xiandao.sense.methods.warning_backtest import backtest
from xiandao.sense.methods.warning_colour import Colour
from xiandao.sense.methods.warning_judging import judged
from xiandao.sense.methods.warning_series import Scope, Series

START = 2020 * 4


def series(growth):
    some = np.ones(len(growth))
    return Series(
        "x", Scope(), 4, START, some, np.array(growth, float), np.full(len(growth), 5), some, some
    )


def history(growth, until=None, **changed):
    one, by = series(growth), rule(**changed)
    return backtest(
        one, judged(one, by), by, until=START + (len(growth) - 1 if until is None else until)
    )


# Eight periods of history, then 0 … 11: alarms at 0, 1 and at 6.
GROWTH = [3] * 8 + [-11, -6, -7, 1, 1, 1, -1, 1, 1, 1, 1, 1]


def test_alarms_runs_and_outcomes_are_those_of_a_hand():
    found = history(GROWTH)
    # Judged are periods 0 … 10. Alarms: 0 (orange), 1, 2 (yellow), 6 (blue). After 0 come -6 and -7: right. After 1 comes -7 alone,
    # after 2 and 6 none: wrong. Of all periods judged 0 to 7 have their four next ones; 8, 9, 10 may still see two declines but 10.
    assert (found.judged, found.alarms, found.runs) == (11, 4, 2)
    assert (found.known, found.followed, found.false_rate) == (4, 1, 75.0)
    assert found.alarm_rate == pytest.approx(400 / 11)
    assert found.persistence == 2.0
    assert dict(found.colours) == {
        Colour.RED: 0,
        Colour.ORANGE: 1,
        Colour.YELLOW: 2,
        Colour.BLUE: 1,
    }
    # The next periods of 9 are two and harmless, two are open: unknown; of 8 three harmless, one open: known.
    assert (found.usual_known, found.usual_followed) == (9, 1)


def test_an_outcome_is_unknown_while_a_decline_may_still_come():
    found = history(GROWTH, until=9)
    assert (found.alarms, found.known) == (1, 0)
    assert found.false_rate is None


def test_a_hole_in_the_next_periods_leaves_the_outcome_open():
    growth = [3] * 8 + [-11, -6, np.nan, 1, 1, 1, 1, 1]
    assert history(growth).known == 1
    assert history(growth).followed == 0


def test_what_comes_later_changes_nothing_that_was_told():
    later = [*GROWTH, -50, -50, -50]
    assert history(later, until=len(GROWTH) - 1) == history(GROWTH)


def test_the_history_is_told_in_words_also_where_there_is_none():
    assert "误报率75.0%" in history(GROWTH).sentence()
    assert history([3] * 20).sentence().startswith("此前可判断11期，未发生预警，误报率未知")
    assert history([3] * 4).sentence() == "此前没有可判断的期，误报率未知"
    assert "结果均未明" in history([3] * 8 + [-11, -11]).sentence()
