"""The parts of a score add up to it, whatever it is made of and whatever is missing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluate.methods.explained import PLANS, SCORES, TREE, example, made
from xiandao.evaluate.methods.contributions import contributions, cut
from xiandao.terms.error import InputError


@pytest.mark.parametrize("plan", PLANS, ids=str)
@pytest.mark.parametrize("gaps", [0, 6])
def test_parts_of_every_level_sum_to_the_score(plan, gaps):
    build = made(example(gaps=gaps), plan)
    for row, unit in enumerate(build.scores.units):
        found = contributions(build, unit)
        for level in (1, 2, 3):
            assert sum(part.points for part in found.at_level(level)) == pytest.approx(
                build.index[row], abs=1e-9
            )


@given(SCORES, st.sampled_from(PLANS))
@settings(max_examples=30)
def test_parts_below_a_pillar_sum_to_the_part_of_the_pillar(values, plan):
    build = made(values, plan)
    found = contributions(build, "U0")
    points = {part.code: part.points for part in found.parts}
    for code in ("P", "Q", "R"):
        inner = sum(part.points for part in found.below(code))
        assert inner == pytest.approx(points[code], abs=1e-8)
    assert points["P"] + points["Q"] == pytest.approx(found.score, abs=1e-8)


def test_a_part_of_an_arithmetic_mean_is_share_times_value():
    build = made(example())
    for part in contributions(build, "U3").indicators:
        weight = TREE.effective_weights()[part.code]
        assert part.points == pytest.approx(weight * part.value, rel=1e-12)


def test_a_part_of_a_geometric_mean_is_its_share_of_the_score_as_euler_has_it():
    build = made(example(), {"method": "geometric"})
    found = contributions(build, "U3")
    for part in found.indicators:
        assert part.points == pytest.approx(
            TREE.effective_weights()[part.code] * found.score, rel=1e-9
        )
        assert part.way == "power"


def test_the_share_of_a_missing_indicator_goes_to_its_siblings():
    values = example()
    values[0, 2] = np.nan
    found = contributions(made(values), "U0")
    by_code = {part.code: part for part in found.parts}
    assert by_code["c"].is_missing
    assert (by_code["c"].points, by_code["c"].share) == (0.0, 0.0)
    assert by_code["d"].share == 1.0
    assert by_code["d"].points == pytest.approx(by_code["R"].points)


def test_branches_of_unequal_depth_are_cut_where_they_end():
    assert cut(TREE, 2) == {"P", "R", "e"}
    assert cut(TREE, 3) == {"P", "Q"}


def test_a_node_made_of_indicators_directly_hands_its_pillars_the_sum_of_theirs():
    found = contributions(made(example(), {"nodes": {"I": {"over": "indicators"}}}), "U1")
    points = {part.code: part.points for part in found.parts}
    assert points["Q"] == pytest.approx(points["c"] + points["d"] + points["e"])


def test_an_unknown_unit_is_named():
    with pytest.raises(InputError, match="X9") as error:
        contributions(made(example()), "X9")
    assert error.value.code == "EVA-350"


def test_a_unit_without_a_score_is_not_explained():
    values = example()
    values[2] = np.nan
    with pytest.raises(InputError, match="U2区") as error:
        contributions(made(values, {"empty": "leave"}), "U2")
    assert error.value.code == "EVA-351"
