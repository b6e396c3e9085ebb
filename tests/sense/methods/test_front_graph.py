"""The fronts of a year: rising terms that keep company, nothing later seen, the same each time."""

import numpy as np
from scipy import sparse

from tests.sense.methods.front_worlds import counted
from xiandao.sense.methods.front_graph import FrontRules, association, clusters, rising_terms


def spelled(found, at, rules=None):
    some = clusters(found, at, rules or FrontRules())
    return sorted(sorted(found.terms[term] for term in one.terms) for one in some)


def test_terms_of_one_topic_are_one_front_and_old_ones_are_none():
    found = spelled(counted(2016), 2016 - 2010)
    assert found == [
        ["annealer", "cryostat", "qubit", "transmon"],
        ["bioreactor", "hydrogel", "organoid", "scaffold"],
    ]


def test_the_fronts_of_a_year_do_not_know_what_comes_later():
    assert spelled(counted(2015), 5) == spelled(counted(2018), 5)


def test_only_the_terms_that_rise_most_take_part():
    corpus = counted(2016)
    assert len(rising_terms(corpus, 6, FrontRules())) == 8
    few = rising_terms(corpus, 6, FrontRules(terms=2))
    assert 2 <= len(few) < 8
    assert rising_terms(corpus, 6, FrontRules(least_surprise=1e9)).tolist() == []


def test_the_most_connected_term_comes_first():
    corpus = counted(2016)
    for front in clusters(corpus, 6, FrontRules()):
        assert list(front.ties) == sorted(front.ties, reverse=True)


def test_a_front_has_no_fewer_terms_than_asked():
    assert spelled(counted(2016), 6, FrontRules(least_size=5)) == []


def test_association_is_observed_over_expected_by_chance():
    rows = (np.random.default_rng(2).random((50, 4)) < 0.4).astype(np.int64)
    common = sparse.triu(rows.T @ rows, k=1, format="coo")
    found = association(common, rows.sum(0), 50).tocsr()
    for one, other in ((0, 1), (1, 3)):
        chance = rows[:, one].mean() * rows[:, other].mean() * 50
        assert np.isclose(found[one, other], (rows[:, one] * rows[:, other]).sum() / chance)
