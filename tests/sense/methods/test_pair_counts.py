"""Pairs of classes: counted as by hand, walked work by work, percentiles as NumPy's."""

from collections import Counter
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from xiandao.sense.methods import pair_counts as module
from xiandao.sense.methods.pair_counts import pair_counts, pairs_by_work, percentile_by_work

WORKS = st.lists(st.sets(st.integers(0, 6)), max_size=12)


def matrix(works, classes=7):
    rows = [[int(one in work) for one in range(classes)] for work in works]
    return sparse.csr_matrix(np.array(rows, np.int64).reshape(len(works), classes))


@given(WORKS)
def test_the_pairs_are_those_counted_one_by_one(works):
    by_hand = Counter(pair for work in works for pair in combinations(sorted(work), 2))
    found = pair_counts(matrix(works))
    pairs = zip(found.first.tolist(), found.second.tolist(), strict=True)
    assert dict(zip(pairs, found.observed.tolist(), strict=True)) == by_hand
    assert found.df.tolist() == [sum(one in work for work in works) for one in range(7)]
    assert found.works == len(works)


@given(WORKS, st.integers(1, 30))
def test_each_work_meets_its_own_pairs_in_blocks_of_any_size(works, block):
    holds = matrix(works)
    counts = pair_counts(holds)
    walked = {}
    usual, module.PAIRS_A_BLOCK = module.PAIRS_A_BLOCK, block
    try:
        for work, at in pairs_by_work(holds, counts):
            for one, place in zip(work.tolist(), at.tolist(), strict=True):
                pair = (int(counts.first[place]), int(counts.second[place]))
                walked.setdefault(one, []).append(pair)
    finally:
        module.PAIRS_A_BLOCK = usual
    expected = {row: list(combinations(sorted(work), 2)) for row, work in enumerate(works)}
    assert walked == {row: pairs for row, pairs in expected.items() if pairs}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5)), max_size=30))
def test_percentiles_are_those_of_numpy(rows):
    work = np.array([row[0] for row in rows], np.int64)
    values = np.array([row[1] for row in rows], float)
    for share in (0.1, 0.5):
        found = percentile_by_work(work, values, 4, share)
        for one in range(4):
            own = values[work == one]
            if len(own):
                assert np.isclose(found[one], np.percentile(own, 100 * share))
            else:
                assert np.isnan(found[one])
