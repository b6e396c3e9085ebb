"""From a reference to a unit: the steps of every level sum to the difference of the scores."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluate.methods.asem import framework_of, table_of
from tests.evaluate.methods.explained import PLANS, SCORES, TREE, example, made
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.references import target_reference
from xiandao.evaluate.methods.waterfall import waterfall
from xiandao.terms.error import InputError


@pytest.mark.parametrize("plan", PLANS, ids=str)
@pytest.mark.parametrize("against", ["median", "best", "U5"])
@pytest.mark.parametrize("gaps", [0, 7])
def test_steps_of_every_level_sum_to_the_difference(plan, against, gaps):
    index = made(example(gaps=gaps), plan)
    for unit in ("U0", "U1", "U2", "U5"):
        found = waterfall(index, unit, against=against)
        for level in (1, 2, 3):
            steps = sum(change.points for change in found.at_level(level))
            assert steps == pytest.approx(found.end - found.start, abs=1e-9)
        assert sum(change.points for change in found.pillars) == pytest.approx(
            found.end - found.start, abs=1e-9
        )


@given(SCORES, st.sampled_from(PLANS), st.data())
@settings(max_examples=30)
def test_steps_sum_for_any_scores_and_any_pair(values, plan, data):
    values = np.array(values)
    missing = data.draw(st.sets(st.tuples(st.integers(0, 1), st.integers(0, 4)), max_size=2))
    for place in missing:
        values[place] = np.nan
    index = made(values, plan)
    if np.isnan(index.index[:2]).any():
        return
    found = waterfall(index, "U0", against="U1")
    assert sum(change.points for change in found.at_level(1)) == pytest.approx(
        found.end - found.start, abs=1e-8
    )


def test_an_arithmetic_step_is_effective_weight_times_difference():
    values = example()
    found = waterfall(made(values), "U2", against="U4")
    for change in found.gaps:
        apart = (
            values[2, TREE.indicators.index(change.code)]
            - values[4, TREE.indicators.index(change.code)]
        )
        assert change.points == pytest.approx(TREE.effective_weights()[change.code] * apart)


def test_the_median_unit_has_the_median_of_every_indicator():
    values = example()
    found = waterfall(made(values), "U2")
    weights = np.array([TREE.effective_weights()[code] for code in TREE.indicators])
    assert found.start == pytest.approx(np.median(values, axis=0) @ weights)
    assert found.reference == "中位水平"


def test_gaps_come_first_where_most_is_lost():
    points = [change.points for change in waterfall(made(example()), "U1", against="best").gaps]
    assert points == sorted(points)
    assert max(points) <= 1e-12


def test_a_target_in_the_indicator_s_own_unit_is_scored_by_this_edition_s_bounds():
    raw = np.array([[10.0, 1, 1, 1, 5], [20, 2, 2, 3, 4], [30, 3, 3, 2, 3], [40, 5, 9, 7, 1]])
    index = made(raw, steps=({"use": "normalise", "method": "minmax"},))
    reference = target_reference(index, 0, {"a": 25.0, "e": 3.0})
    assert reference.scores["a"] == pytest.approx(50.0)
    assert reference.scores["e"] == pytest.approx(50.0)
    found = waterfall(index, "U0", against=reference)
    steps = {change.code: change.points for change in found.gaps}
    assert steps["a"] == pytest.approx(-50 * TREE.effective_weights()["a"])
    assert steps["b"] == 0
    with pytest.raises(InputError, match="zz") as error:
        target_reference(index, 0, {"zz": 1.0})
    assert error.value.code == "EVA-353"


def test_a_method_that_compares_tells_what_belongs_to_the_other_units():
    found = waterfall(made(example(), {"method": "copeland"}), "U0", against="U5")
    rests = [change for change in found.changes if change.is_rest]
    assert sum(change.points for change in found.pillars) == pytest.approx(found.end - found.start)
    assert all("其余单元" in rest.label for rest in rests)


def test_the_standard_index_splits_exactly_for_every_economy(shared):
    folder = shared / "data" / "asem"
    steps = [
        {"use": "denominate"},
        {"use": "impute", "method": "group_mean", "group": "EurAsia_group"},
        {"use": "treat"},
        {"use": "normalise", "method": "minmax"},
    ]
    index = build(table_of(folder), framework_of(folder), Recipe({"steps": steps}))
    for unit in index.scores.units:
        found = waterfall(index, unit)
        assert sum(change.points for change in found.gaps) == pytest.approx(
            found.end - found.start, abs=1e-11
        )
