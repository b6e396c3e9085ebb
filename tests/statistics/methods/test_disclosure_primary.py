"""Primary rules on examples of the literature, on groups, zeros and losses, and at size."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.methods.disclosure_attack import needed
from xiandao.statistics.methods.disclosure_parameters import Parameters, load, shipped
from xiandao.statistics.methods.disclosure_primary import amounts, measure
from xiandao.terms.error import XiandaoError


def one_cell(shares, rules, holding=None):
    shares = np.array(shares, dtype=float)
    who = np.arange(len(shares)) if holding is None else np.array(holding)
    return measure(np.zeros(len(shares), dtype=np.int64), who, amounts(shares, rules), 1, rules)


# Hundepool et al., Statistical Disclosure Control (2012), section 4.2: a total of 100,000 from eleven respondents.
DOMINATED_BY_TWO = [50_000, 49_000, *[1_000 / 9] * 9]


def test_one_largest_contributor_below_ninety_per_cent_is_no_dominance():
    rules = Parameters(minimum=0, dominance=((1, 0.9),))
    assert not one_cell(DOMINATED_BY_TWO, rules).is_sensitive[0]


def test_the_second_largest_estimates_the_largest_within_two_per_cent_so_the_p_rule_objects():
    rules = Parameters(minimum=0, percent=5.0)
    found = one_cell(DOMINATED_BY_TWO, rules)
    assert found.is_sensitive[0]
    assert found.up[0] == pytest.approx(0.05 * 50_000 - 1_000)
    rules = Parameters(minimum=0, percent=1.9)
    assert not one_cell(DOMINATED_BY_TWO, rules).is_sensitive[0]


def test_two_largest_contributors_above_ninety_per_cent_are_a_dominance():
    rules = Parameters(minimum=0, dominance=((1, 0.9), (2, 0.9)))
    found = one_cell(DOMINATED_BY_TWO, rules)
    assert found.up[0] == pytest.approx(99_000 / 0.9 - 100_000)


def test_a_coalition_of_two_knows_more_than_one_contributor():
    shares = [100, 40, 30, 8]
    assert not one_cell(shares, Parameters(minimum=0, percent=10.0)).is_sensitive[0]
    assert one_cell(shares, Parameters(minimum=0, percent=10.0, coalition=2)).is_sensitive[0]


def test_the_threshold_counts_groups_once_and_zeros_not_at_all():
    rules = Parameters(minimum=3)
    assert not one_cell([5, 5, 5], rules).is_sensitive[0]
    assert one_cell([5, 5, 5], rules, holding=[1, 1, 2]).is_small[0]
    assert one_cell([5, 5, 0], rules).is_small[0]
    assert not one_cell([0, 0], rules).is_sensitive[0]


def test_the_only_contributor_of_a_cell_is_known():
    assert one_cell([5, 6], Parameters(), holding=[4, 4]).holder[0] == 4
    assert one_cell([5, 6], Parameters(), holding=[4, 5]).holder[0] == -1


def test_nothing_is_promised_below_zero():
    found = one_cell([10.0], Parameters(minimum=3, count_range=1.0))
    assert (found.up[0], found.down[0]) == (10.0, 10.0)


def test_losses_count_by_their_amount_or_after_a_shift():
    profit_and_loss = [100.0, -90.0, 4.0]
    assert one_cell(profit_and_loss, Parameters(minimum=0, percent=10.0)).size[0] == 194.0
    shifted = Parameters(minimum=0, percent=10.0, negatives="shift")
    assert one_cell(profit_and_loss, shifted).size[0] == 190.0 + 94.0


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=12),
    st.integers(1, 3),
    st.floats(5, 40),
    st.integers(0, 5),
)
def test_the_rules_agree_with_the_rules_written_out(shares, coalition, percent, minimum):
    rules = Parameters(minimum, ((1, 0.75), (2, 0.9)), percent, coalition)
    positive = sorted((float(share) for share in shares if share), reverse=True)
    found = one_cell(shares, rules)
    assert found.up[0] == pytest.approx(needed(positive, rules), rel=1e-9, abs=1e-9)


def test_four_hundred_thousand_contributions_take_less_than_a_second():
    chance = np.random.default_rng(1)
    cell, holding = chance.integers(0, 10_000, 400_000), chance.integers(0, 100_000, 400_000)
    amount = chance.lognormal(3, 2, 400_000)
    began = time.process_time()
    found = measure(cell, holding, amount, 10_000, shipped()["default"])
    assert time.process_time() - began < 1.0
    assert found.count.sum() <= 400_000


@pytest.mark.parametrize(
    "text",
    [
        "[a]\nminimum = -1",
        "[a]\npercent = 200",
        "[a]\nwrong = 1",
        "nonsense",
        "[a]\nminimum = 0",
        "a = 1",
    ],
)
def test_rules_that_make_no_sense_are_refused_without_telling_them(text):
    with pytest.raises(XiandaoError) as caught:
        load(text)
    assert caught.value.code == "STA-401"
    assert "200" not in str(caught.value)
