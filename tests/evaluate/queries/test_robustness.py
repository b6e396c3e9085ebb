"""How far a place hangs on assumptions."""

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.queries import robustness

VARIED = {
    **factory.RECIPE,
    "uncertainty": {
        "design": "auto",
        "seed": 7,
        "factors": [
            {"name": "weights", "kind": "weights", "noise": {"1": 0.3, "2": 0.3}, "sets": 20},
            {"name": "aggregation", "key": "aggregate.method", "alternatives": ["arithmetic", "geometric"]},
        ],
    },
}  # fmt: skip


@pytest.fixture
def varied(world, monkeypatch):
    """An edition whose scheme varies weights and aggregation."""
    world.scheme = factory.scheme(world, "2027试行", VARIED)
    return factory.assessed(world, monkeypatch)


def test_a_scheme_that_varies_nothing_says_nothing(assessment):
    assert robustness.robustness(assessment, "Z-1") is None
    assert robustness.interval_with(assessment, "Z-1") is None


def test_every_assumption_has_its_sway_the_widest_first(varied):
    found = robustness.robustness(varied, "Z-3")
    assert {one.factor for one in found.sways} == {"weights", "aggregation"}
    widths = [one.width for one in found.sways]
    assert widths == sorted(widths, reverse=True)
    assert found.low <= found.median <= found.high
    assert 0 <= found.top_three <= 1
    assert found.runs == 40


def test_shares_of_a_full_design_do_not_exceed_the_whole(varied):
    found = robustness.robustness(varied, "Z-2")
    assert 0 <= sum(one.share for one in found.sways) <= 1 + 1e-9


def test_other_figures_give_another_interval(varied):
    from xiandao.evaluate.methods.edition import table_of

    table = table_of(varied.snapshot)
    values = table.values.copy()
    values[5] = values.max(axis=0)
    before = robustness.interval_with(varied, "Z-6")
    after = robustness.interval_with(varied, "Z-6", table.with_values(values))
    assert after[0] <= before[0]
    assert after != before
