"""Commonness: the published ratio, counted anew from lists of pairs."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from scipy import sparse

from xiandao.sense.methods.commonness import commonness, rarity
from xiandao.sense.methods.pair_counts import pair_counts


def test_the_ratio_is_that_of_counting_pair_by_pair():
    real = (np.random.default_rng(3).random((30, 6)) < 0.5).astype(np.int64)
    pairs = [pair for row in real for pair in combinations(np.flatnonzero(row).tolist(), 2)]
    seen, taken = Counter(pairs), Counter(one for pair in pairs for one in pair)
    counts = pair_counts(sparse.csr_matrix(real))
    found = commonness(counts)
    for place, (one, other) in enumerate(zip(counts.first, counts.second, strict=True)):
        expected = taken[one] * taken[other] / len(pairs)
        assert found[place] == pytest.approx(seen[one, other] / expected)


def test_the_rarer_of_two_combinations_has_the_higher_rarity():
    assert rarity(np.array([0.1]))[0] > rarity(np.array([0.2]))[0]
    assert np.isnan(rarity(np.array([np.nan]))[0])
