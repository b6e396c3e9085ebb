"""Variants of the disruption index: how many references a citer must share, and how many it shares on average."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sense.methods.small_graphs import graph
from xiandao.sense.methods.disruption import disruption
from xiandao.sense.methods.disruption_variants import disruption_variants
from xiandao.terms.error import InputError

PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 13)), max_size=90)


def shared_by_definition(years, pairs, window):
    cited_by = {
        work: {b for a, b in pairs if a == work and b in years and b != a} for work in years
    }
    return {
        focal: [
            len(cited_by[citer] & cited_by[focal])
            for citer in years
            if focal in cited_by[citer] and years[focal] < years[citer] <= years[focal] + window
        ]
        for focal in years
    }


@given(PAIRS, st.integers(1, 4), st.integers(1, 6))
def test_counts_are_those_of_the_definition(pairs, least, window):
    years = {number: 2000 + number // 2 for number in range(12)}
    made = graph(years, pairs)
    found = disruption(made, window=window)
    some = disruption_variants(made, found, least=least)
    shared = shared_by_definition(years, pairs, window)
    assert some.n_shared.tolist() == [sum(shared[one]) for one in years]
    assert some.n_b.tolist() == [sum(n >= least for n in shared[one]) for one in years]
    means = [np.mean(shared[one]) if shared[one] else np.nan for one in years]
    np.testing.assert_allclose(some.dep, means)


@given(PAIRS)
def test_one_shared_reference_gives_the_index_itself(pairs):
    made = graph({number: 2000 + number // 2 for number in range(12)}, pairs)
    found = disruption(made)
    some = disruption_variants(made, found, least=1)
    np.testing.assert_array_equal(some.di, found.cd)
    np.testing.assert_array_equal(some.di_nok, found.cd_nok)


def test_fewer_than_one_shared_reference_is_refused():
    made = graph({"a": 2000}, [])
    with pytest.raises(InputError) as caught:
        disruption_variants(made, disruption(made), least=0)
    assert caught.value.code == "SEN-014"
