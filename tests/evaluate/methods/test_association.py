"""Correlations and their p values are those of SciPy, pair by pair also with gaps."""

import numpy as np
import pytest
from scipy import stats

from tests.evaluate.methods import asem
from xiandao.evaluate.methods.association import association, coefficients
from xiandao.evaluate.methods.redundancy import correlated_columns, suspicious_pairs
from xiandao.evaluate.methods.weigh_scope import nested_means
from xiandao.terms.error import InputError

THEIRS = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}


@pytest.fixture(scope="module")
def figures() -> np.ndarray:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(40, 5)) + rng.normal(size=(40, 1))
    x[rng.random(x.shape) < 0.1] = np.nan
    x[:, 4] = np.round(x[:, 4])
    return x


@pytest.mark.parametrize("kind", THEIRS)
def test_each_pair_is_that_of_scipy_over_the_rows_that_both_have(figures, kind):
    found = association(figures, kind=kind)
    for one in range(5):
        for other in range(one):
            both = figures[:, [one, other]]
            both = both[~np.isnan(both).any(axis=1)]
            theirs = THEIRS[kind](*both.T)
            assert found.coefficients[one, other] == pytest.approx(theirs.statistic, abs=1e-12)
            assert found.p_values[one, other] == pytest.approx(theirs.pvalue, rel=1e-9, abs=1e-15)
            assert found.counts[one, other] == len(both)


@pytest.mark.parametrize("kind", THEIRS)
def test_without_gaps_the_fast_way_gives_the_same(kind):
    x = np.random.default_rng(3).normal(size=(30, 4))
    found = association(x[:, :2], x[:, 2:], kind=kind)
    theirs = THEIRS[kind](x[:, 0], x[:, 3])
    assert found.coefficients[0, 1] == pytest.approx(theirs.statistic, abs=1e-13)
    assert found.p_values[0, 1] == pytest.approx(theirs.pvalue, rel=1e-9)
    assert np.allclose(coefficients(x, kind=kind)[:2, 2:], found.coefficients)


def test_a_constant_column_is_named_instead_of_giving_nothing():
    with pytest.raises(InputError, match="乙"):
        association(np.array([[1.0, 2.0], [3.0, 2.0]]), names=["甲", "乙"])


def test_levels_are_compared_by_number(shared):
    table, tree = (
        asem.stage_of(shared / "data/asem", "std_normalised.csv"),
        asem.framework_of(shared / "data/asem"),
    )
    scores = nested_means(table, tree, tree.shares(), tree.aggregates)
    values = np.column_stack([table.values, *scores.values()])
    whole = table.with_values(values, (*table.columns, *tree.aggregates))
    pillars, index, found = correlated_columns(whole, tree, 2, 4)
    assert index == ("Index",)
    assert len(pillars) == 8
    expected = np.corrcoef(whole.column("Social"), whole.column("Index"))[0, 1]
    assert found.coefficients[pillars.index("Social"), 0] == pytest.approx(expected, abs=1e-12)
    pairs = suspicious_pairs(whole, tree, threshold=0.75)
    assert all(tree[pair.one].parent == tree[pair.other].parent == pair.parent for pair in pairs)
    assert {pair.verdict for pair in pairs} == {"redundant", "opposed"}
    assert all(pair.coefficient > 0.75 for pair in pairs if pair.verdict == "redundant")
    with pytest.raises(InputError) as told:
        correlated_columns(whole, tree, ["Nothing"])
    assert told.value.code == "EVA-214"
