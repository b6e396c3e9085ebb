"""The one map that makes scores positive: the top stays, the order stays, what is positive already is not touched."""

import numpy as np
import pytest

from xiandao.evaluate.methods.positive import need, shifted
from xiandao.terms.error import InputError


def test_min_max_scores_from_zero_become_those_from_one():
    x = np.array([[0.0, 50.0], [100.0, 20.0]])
    np.testing.assert_allclose(shifted(x, 1.0), 1 + 0.99 * x)


def test_negative_scores_keep_their_order_and_gaps():
    x = np.array([[-2.0], [0.0], [np.nan], [2.0]])
    found = shifted(x, 0.5)[:, 0]
    np.testing.assert_allclose(found, [0.5, 1.25, np.nan, 2.0])


def test_positive_scores_are_not_touched():
    x = np.array([[0.001, 5.0]])
    assert shifted(x, 1.0) is x


def test_scores_that_are_never_above_the_bound_are_refused():
    with pytest.raises(InputError, match="最大值是-1") as caught:
        shifted(np.array([[-3.0, -1.0]]), 1.0)
    assert caught.value.code == "EVA-252"


def test_missing_cells_are_no_offence():
    x = np.array([[np.nan, 1.0]])
    need(x > 0, x, "几何平均", "大于零")
