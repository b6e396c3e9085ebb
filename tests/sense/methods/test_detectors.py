"""Simple detectors: growth, gain, slope, surprise; what they must show and must not read."""

import numpy as np
import pytest

from xiandao.sense.methods.gain import absolute_gain
from xiandao.sense.methods.growth import growth_rate
from xiandao.sense.methods.slope import share_slope
from xiandao.sense.methods.surprise import surprise

DETECTORS = [growth_rate, absolute_gain, share_slope, surprise]
DOCUMENTS = np.array([100, 120, 90, 150, 160, 200, 220])


@pytest.mark.parametrize("detector", DETECTORS)
def test_later_years_are_never_read(detector):
    counts = np.array([[1, 2, 2, 4, 9, 50, 80]])
    changed = counts.copy()
    changed[:, 5:] = 0
    later = DOCUMENTS.copy()
    later[5:] = 7
    assert detector(counts, DOCUMENTS, at=4) == detector(changed, later, at=4)


@pytest.mark.parametrize("detector", DETECTORS)
def test_a_rising_term_stands_above_a_falling_one(detector):
    counts = np.array([[2, 2, 3, 9, 20, 0, 0], [20, 19, 9, 3, 2, 0, 0]])
    rising, falling = detector(counts, DOCUMENTS, at=4)
    assert rising > falling


def test_surprise_equals_its_formula():
    found = surprise(np.array([[3, 4, 5, 10, 12]]), DOCUMENTS[:5], at=4)[0]
    expected = 13 / 310 * 310
    assert found == pytest.approx((22 - expected) / np.sqrt(expected * 2))


def test_the_first_year_of_a_corpus_gives_numbers():
    for detector in DETECTORS:
        assert np.isfinite(detector(np.array([[4]]), np.array([10]), at=0)).all()
