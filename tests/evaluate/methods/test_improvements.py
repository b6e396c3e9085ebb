"""What would lift a unit: gains are those of the build, in order of worth."""

import numpy as np
import pytest

from tests.evaluate.methods.explained import PLANS, TREE, example, made
from xiandao.evaluate.methods.improvements import improvements
from xiandao.evaluate.methods.what_if import with_frozen
from xiandao.terms.error import InputError

MINMAX = ({"use": "normalise", "method": "minmax", "lower": 1},)


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_each_gain_is_what_the_index_would_gain(plan):
    index = made(example(), plan, steps=MINMAX)
    for one in improvements(index, "U4"):
        changed = with_frozen(index, 4, {one.code: one.best.figure})
        assert one.best.gain == pytest.approx(changed.index[4] - index.index[4], abs=1e-8)
        assert one.best.rank == changed.ranks.column("I")[4]


def test_the_most_worth_comes_first_and_costs_count():
    index = made(example(), steps=MINMAX)
    found = improvements(index, "U4")
    assert [one.worth for one in found] == sorted((one.worth for one in found), reverse=True)
    dear = improvements(index, "U4", costs={found[0].code: 1e6})
    assert dear[-1].code == found[0].code or dear[-1].worth == 0
    assert dear[0].code == found[1].code


def test_goals_are_never_worse_than_what_is():
    index = made(example(gaps=4), steps=MINMAX)
    for unit in ("U0", "U5"):
        for one in improvements(index, unit):
            for goal in (one.step, one.next, one.median, one.best):
                assert np.isnan(one.normalised) or goal.normalised >= one.normalised


def test_figures_are_in_the_indicator_s_own_unit():
    values = example()
    index = made(values, steps=MINMAX)
    cost = next(one for one in improvements(index, "U4") if one.code == "e")
    assert cost.best.figure == pytest.approx(values[:, TREE.indicators.index("e")].min())
    assert cost.unit_of_measure == "吨标准煤/万元"


def test_one_step_passes_a_tenth_of_all_units():
    values = np.column_stack([np.arange(11.0) + 1] * 5)
    found = improvements(made(values), "U4", effort=0.1)
    assert {one.step.normalised for one in found} == {6.0}


def test_a_cost_of_nothing_is_refused():
    with pytest.raises(InputError, match="成本") as error:
        improvements(made(example()), "U4", costs={"a": 0.0})
    assert error.value.code == "EVA-357"
