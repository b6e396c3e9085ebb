"""A table in which most cells would be hidden brings proposals of coarser ones, the best first."""

import polars as pl

from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_redesign import proposals, sensitive_share
from xiandao.statistics.methods.disclosure_table import Axis, aggregate, magnitudes

REGION = Axis("region", {"a1": "a", "a2": "a", "b1": "b", "b2": "b", "a": "_T", "b": "_T"})
TRADE = Axis.flat("trade", ["ai", "sea"])
RULES = Parameters(minimum=2)
FRAME = pl.DataFrame(
    {
        "unit": list("pqrstu"),
        "region": ["a1", "a2", "b1", "b1", "b2", "b2"],
        "trade": ["ai", "ai", "ai", "sea", "ai", "sea"],
        "r1": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    }
)


def table(*axes):
    return magnitudes(FRAME, list(axes), measure="r1", value="r1")


def share(made):
    return sensitive_share(aggregate(made, RULES)[1])


def test_the_share_counts_the_cells_that_anybody_contributes_to():
    assert share(table(Axis.flat("region", ["a1", "a2", "b1", "b2"]))) == 2 / 5
    empty = magnitudes(FRAME.clear(), [TRADE], measure="r1", value="r1")
    assert share(empty) == 0.0


def test_levels_are_merged_flat_dimensions_dropped_and_the_best_comes_first():
    before = share(table(REGION, TRADE))
    found = proposals(table(REGION, TRADE), RULES, before)
    assert {(one.axis, one.is_dropped) for one in found} == {("region", False), ("trade", True)}
    assert [one.after for one in found] == sorted(one.after for one in found)
    assert all(one.after < before == one.before for one in found)
    assert all(f"{one.after:.0%}" in one.sentence for one in found)


def test_nothing_is_proposed_that_does_not_help_and_a_single_flat_dimension_stays():
    assert proposals(table(REGION), RULES, 0.0) == ()
    assert proposals(table(TRADE), RULES, 1.0) == ()
