"""Six indicators of contracts, and the score that the ordinary engine makes of them."""

from decimal import Decimal

import numpy as np
import pytest

from xiandao.evaluate.methods.contributions import contributions
from xiandao.evaluate.methods.conversion import (
    INDICATORS,
    SHARES,
    ContractRow,
    indicators,
    scheme,
    scored,
)
from xiandao.evaluate.methods.waterfall import waterfall

ROWS = [
    ContractRow(1, "A", Decimal(100), Decimal(60), "传感器"),
    ContractRow(2, "A", Decimal(300), Decimal(40), " 传 感器", is_local=False),
    ContractRow(3, "B", Decimal(80), Decimal(80), "阀门"),
    ContractRow(4, "C", Decimal(20), Decimal(0)),
]


def made():
    return [indicators(unit, ROWS) for unit in "ABCD"]


def test_the_figures_of_a_unit_are_sums_of_its_contracts_alone():
    first = made()[0]
    assert [first.value(code) for code in INDICATORS] == [2, 400, 100, 25, 1, 25]


def test_a_product_that_two_contracts_name_counts_once_with_the_first():
    addends = made()[0].addends["PRODUCTS"]
    assert [(one.key, one.value) for one in addends] == [(1, 1), (2, 0)]


def test_a_share_is_that_of_the_sums_behind_it():
    for unit in made()[:3]:
        for code in SHARES:
            rows = unit.addends[code]
            share = sum(one.value for one in rows) / sum(one.of for one in rows) * 100
            assert unit.value(code) == share


def test_a_unit_without_contracts_has_no_score_and_moves_nobody():
    build = scored(made())
    assert build.scores.units == ("A", "B", "C")
    assert np.isfinite(build.index).all()
    np.testing.assert_array_equal(build.index, scored(made()[:3]).index)
    assert scored(made()[3:]) is None


def test_contributions_add_up_to_the_score_and_the_waterfall_to_the_difference():
    build = scored(made())
    for unit in "ABC":
        told = contributions(build, unit)
        assert sum(part.points for part in told.indicators) == pytest.approx(told.score, abs=1e-9)
        falls = waterfall(build, unit)
        steps = sum(change.points for change in falls.at_level(1))
        assert steps == pytest.approx(falls.end - falls.start, abs=1e-9)


def test_one_unit_alone_gets_a_score_that_says_nothing_about_it():
    assert scored(made()[:1]).index.tolist() == pytest.approx([80.0])


def test_money_that_was_paid_weighs_more_than_money_agreed_and_each_weight_has_its_clause():
    nodes = {node["code"]: node for node in scheme().nodes}
    assert nodes["PAID"]["weight"] > nodes["SIGNED"]["weight"]
    assert all(nodes[code]["clause"] == "Z三(二)2" for code in INDICATORS)
    assert sum(nodes[code]["weight"] for code in INDICATORS) == 100
