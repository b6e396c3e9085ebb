"""What indicators really do: shares of variance that add up, and effects that no straight line shows."""

import numpy as np
import pytest

from tests.evaluate.methods import asem
from xiandao.evaluate.methods.influence import covariance_shares, influence, main_effects
from xiandao.terms.error import InputError


def test_shares_of_the_variance_of_a_weighted_sum_add_up_to_one(shared):
    folder = shared / "data/asem"
    table, tree = asem.stage_of(folder, "std_normalised.csv"), asem.framework_of(folder)
    w = [tree.effective_weights()[code] for code in table.columns]
    found = influence(table.values, table.values @ w, w, names=table.columns)
    assert found.covariance_share.sum() == pytest.approx(1, abs=1e-12)
    assert (found.main_effect >= found.correlation**2 - 0.02).all()


def test_paruolo_2013_independent_parts_explain_their_share_of_the_variance():
    x = np.random.default_rng(0).normal(size=(20_000, 3))
    w = np.array([0.6, 0.3, 0.1])
    found = main_effects(x, x @ w)
    assert found == pytest.approx(w**2 / (w**2).sum(), abs=0.01)
    assert covariance_shares(x, x @ w, w) == pytest.approx(w**2 / (w**2).sum(), abs=0.02)


def test_becker_2017_a_curved_effect_is_seen_by_the_spline_only():
    rng = np.random.default_rng(1)
    x = rng.uniform(-1, 1, size=(500, 2))
    y = x[:, 0] ** 2 + 0.05 * rng.normal(size=500)
    spline, line = main_effects(x, y), main_effects(x, y, curve="line")
    expected = 1 - 0.05**2 / np.var(y)
    assert spline[0] == pytest.approx(expected, abs=0.02)
    assert line[0] < 0.03
    assert spline[1] < 0.05


def test_gaps_few_values_and_few_rows_do_not_stop_it():
    rng = np.random.default_rng(2)
    x = np.column_stack([rng.integers(0, 3, 60), rng.normal(size=60)]).astype(float)
    y = x.sum(axis=1)
    x[4, 1] = np.nan
    assert np.isfinite(main_effects(x, y)).all()
    assert np.isfinite(main_effects(x[:5], y[:5])).all()


def test_weights_of_another_number_and_a_constant_index_are_refused():
    x = np.random.default_rng(3).normal(size=(10, 2))
    with pytest.raises(InputError) as told:
        covariance_shares(x, x.sum(axis=1), [1.0])
    assert told.value.code == "EVA-213"
    with pytest.raises(InputError, match="总分"):
        main_effects(x, np.ones(10), names=["甲", "乙"])
