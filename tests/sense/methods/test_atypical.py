"""Atypical pairs: the moments of the null are those of shuffling, and of the distribution itself."""

import numpy as np
from scipy import sparse, stats

from xiandao.sense.methods.atypical import atypical
from xiandao.sense.methods.pair_counts import pair_counts

SHUFFLES = 4000


def holds(works=40, classes=5):
    chance = np.random.default_rng(7)
    return (chance.random((works, classes)) < np.linspace(0.2, 0.8, classes)).astype(np.int64)


def test_z_is_that_of_the_hypergeometric_distribution():
    counts = pair_counts(sparse.csr_matrix(holds()))
    one, other = counts.df[counts.first], counts.df[counts.second]
    null = stats.hypergeom(counts.works, one, other)
    expected = (counts.observed - null.mean()) / null.std()
    np.testing.assert_allclose(atypical(counts), expected, atol=1e-12)


def test_z_is_that_of_shuffled_works_within_the_noise_of_shuffling():
    real = holds()
    counts = pair_counts(sparse.csr_matrix(real))
    chance = np.random.default_rng(11)
    shuffled = [chance.permuted(real, axis=0) for _ in range(SHUFFLES)]
    common = np.array([(one.T @ one)[counts.first, counts.second] for one in shuffled])
    expected = (counts.observed - common.mean(0)) / common.std(0)
    # The mean of the shuffles is off by one deviation / √shuffles, their deviation by 1 / √(2 × shuffles) of itself.
    allowed = 5 * (1 + np.abs(expected)) / np.sqrt(SHUFFLES)
    assert (np.abs(atypical(counts) - expected) < allowed).all()


def test_a_class_that_every_work_holds_is_combined_as_expected():
    assert atypical(pair_counts(sparse.csr_matrix([[1, 1, 0], [1, 0, 1]]))).tolist() == [0.0, 0.0]


def test_one_work_alone_gives_no_surprise():
    assert atypical(pair_counts(sparse.csr_matrix([[1, 1]]))).tolist() == [0.0]
