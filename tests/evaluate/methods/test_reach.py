"""The figure needed for a rank or a score, found through the recipe itself."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.evaluate.methods.explained import SCORES, example, made
from xiandao.evaluate.methods.reach import reach
from xiandao.evaluate.methods.what_if import what_if
from xiandao.terms.error import InputError

MINMAX = ({"use": "normalise", "method": "minmax"},)
TREATED = ({"use": "treat"}, *MINMAX)


@given(SCORES)
@settings(max_examples=20)
def test_with_the_figure_the_rank_is_reached_and_just_below_it_is_not(values):
    index = made(values)
    unit = index.scores.units[int(np.argmax(index.ranks.column("I")))]
    before = what_if(index, unit, changes={"a": 0.0}).before.rank
    if before == 1:
        return
    found = reach(index, unit, "a", rank=int(before) - 1)
    if not found.is_reachable:
        assert found.after.rank > before - 1
        return
    assert what_if(index, unit, values={"a": found.needed}).after.rank <= before - 1
    if found.needed - found.current > 1e-5:
        assert what_if(index, unit, values={"a": found.needed - 1e-6}).after.rank > before - 1


@pytest.mark.parametrize("frozen", [False, True])
def test_a_score_is_reached_exactly_through_treatment_and_normalisation(frozen):
    index = made(example(rows=20), steps=TREATED)
    now = index.index[4]
    found = reach(index, "U4", "b", score=now + 2.0, frozen=frozen)
    assert found.is_reachable
    assert found.after.score == pytest.approx(now + 2.0, abs=1e-5)


def test_a_cost_is_brought_down():
    index = made(example(), steps=MINMAX)
    worst = index.scores.units[int(np.argmin(index.normalised.column("e")))]
    row = index.scores.units.index(worst)
    found = reach(index, worst, "e", score=index.index[row] + 5.0)
    assert found.needed < found.current
    assert "能耗强度由" in found.sentence
    assert "降低到" in found.sentence


def test_that_one_indicator_does_not_suffice_is_an_answer():
    index = made(example(), steps=MINMAX)
    last = index.scores.units[int(np.argmin(index.index))]
    found = reach(index, last, "c", rank=1)
    assert not found.is_reachable
    assert np.isnan(found.needed)
    assert found.sentence.startswith("仅靠规上企业达不到第1：在合理范围内最多到")


def test_a_limit_is_not_passed():
    index = made(example())
    free = reach(index, "U3", "a", score=index.index[3] + 15.0)
    assert free.is_reachable
    assert not reach(
        index, "U3", "a", score=index.index[3] + 15.0, limit=free.needed - 0.1
    ).is_reachable
    assert reach(
        index, "U3", "a", score=index.index[3] + 15.0, limit=free.needed + 0.1
    ).is_reachable


def test_who_is_there_already_needs_nothing():
    index = made(example())
    first = index.scores.units[int(np.argmax(index.index))]
    found = reach(index, first, "a", rank=1)
    assert found.is_reachable
    assert found.change == 0


def test_a_treatment_that_turns_more_into_less_is_told():
    values = np.column_stack([np.linspace(10, 14, 15)] * 5)
    values[:, 1:] = example(rows=15)[:, 1:]
    found = reach(made(values, steps=TREATED), "U3", "a", rank=1)
    scores = [
        what_if(made(values, steps=TREATED), "U3", values={"a": figure}).after.score
        for figure in (14.0, 15.0, 18.0, 22.0)
    ]
    assert found.is_one_way == bool((np.diff(scores) >= -1e-9).all())


@pytest.mark.parametrize("aim", [{}, {"rank": 1, "score": 2.0}])
def test_exactly_one_aim_is_asked_for(aim):
    with pytest.raises(InputError) as error:
        reach(made(example()), "U3", "a", **aim)
    assert error.value.code == "EVA-356"
