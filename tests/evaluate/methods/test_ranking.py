"""Ranks: as everybody counts them, ties by tolerance, missing scores, many columns and rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.evaluate.methods.asem import rows_of
from xiandao.evaluate.methods.ranking import ranks, snapped

scores = arrays(
    float,
    st.tuples(st.integers(1, 30), st.integers(1, 4)),
    elements=st.sampled_from([0.5, 1, 2, 7, np.nan]),
)


@given(scores)
@settings(max_examples=30)
def test_a_rank_is_one_more_than_the_number_of_better_scores(x):
    better = (x[None, :, :] > x[:, None, :]).sum(axis=1)
    np.testing.assert_array_equal(ranks(x), np.where(np.isnan(x), np.nan, better + 1))


@given(scores, st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_of_rows_does_not_matter(x, random):
    order = list(range(len(x)))
    random.shuffle(order)
    np.testing.assert_array_equal(ranks(x[order]), ranks(x)[order])


def test_sums_in_another_order_are_a_tie_and_real_differences_are_none():
    x = np.array([0.1 + 0.2, 0.3, 0.3 + 1e-9, 100.0])
    np.testing.assert_array_equal(ranks(x), [3, 3, 2, 1])
    np.testing.assert_array_equal(snapped(x), [0.3, 0.3, 0.3 + 1e-9, 100.0])
    np.testing.assert_array_equal(ranks(x, tolerance=1e-10), [2, 2, 2, 1])


def test_the_tolerance_is_of_each_column_for_itself():
    x = np.array([[1e-20, 1.0], [2e-20, 1.0 + 1e-16], [3e-20, 1e15]])
    np.testing.assert_array_equal(ranks(x), [[3, 2], [2, 2], [1, 1]])


def test_snapping_keeps_missing_scores_and_input():
    x = np.array([[np.nan, 2.0], [1.0, np.nan]])
    np.testing.assert_array_equal(snapped(x), x)
    np.testing.assert_array_equal(ranks(x), [[np.nan, 1], [1, np.nan]])
    assert np.isnan(x[0, 0])


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)])
def test_nothing_has_no_ranks(shape):
    assert ranks(np.zeros(shape)).shape == shape
    assert snapped(np.zeros(shape)).shape == shape


def test_many_columns_are_ranked_like_each_alone():
    x = np.random.default_rng(0).random((700, 3500))
    whole = ranks(x)
    for place in (0, 2995, 2996, 3499):
        np.testing.assert_array_equal(whole[:, place], ranks(x[:, place].copy()))


def test_ranks_of_the_reference_study(shared):
    folder = shared / "data" / "asem"
    rows, expected = rows_of(folder / "std_aggregated.csv"), rows_of(folder / "std_ranks.csv")
    at = {row["uCode"]: row for row in expected}
    codes = [code for code in expected[0] if code != "uCode"]
    found = ranks(np.array([[float(row[code]) for code in codes] for row in rows]), 0.0)
    np.testing.assert_array_equal(
        found, [[float(at[row["uCode"]][code]) for code in codes] for row in rows]
    )
    # Sums are ranked with a tolerance, which makes no difference to them there.
    sums = codes[49:]
    found = ranks(np.array([[float(row[code]) for code in sums] for row in rows]))
    np.testing.assert_array_equal(
        found, [[float(at[row["uCode"]][code]) for code in sums] for row in rows]
    )
