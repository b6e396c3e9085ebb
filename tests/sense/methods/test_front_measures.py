"""Figures of a front: counted as by hand, from that year and earlier."""

import numpy as np
import pytest

from tests.sense.methods.front_worlds import counted, papers
from xiandao.sense.methods.front_measures import front_measures

TERMS = ("annealer", "cryostat", "qubit", "transmon")


def figures(last, year=2016, together=None):
    corpus = counted(last)
    numbers = [corpus.terms.index(term) for term in TERMS]
    return front_measures(corpus, numbers, year - corpus.first_year, together)


def test_the_papers_and_the_trend_are_those_counted_by_hand():
    frame, told = papers(2016), figures(2016)
    hold = [sum(term in title for term in TERMS) >= 2 for title in frame["title"]]
    years = frame["year"].to_list()
    by_year = [
        sum(has for has, one in zip(hold, years, strict=True) if one == year)
        for year in range(2010, 2017)
    ]
    assert list(told.trend) == by_year
    assert told.volume == by_year[-1] == len(told.papers)
    assert [frame["id"][int(place)][:4] for place in told.papers] == ["2016"] * told.volume
    assert told.share == pytest.approx(told.volume / years.count(2016))


def test_all_uses_of_the_last_three_years_are_new_ones():
    assert figures(2015, 2015).novelty == 1.0
    assert 0.5 < figures(2016).novelty < 1.0


def test_the_score_is_novelty_times_volume_times_growth():
    told = figures(2016)
    assert told.growth > 0
    assert told.score == pytest.approx(told.novelty * told.volume * told.growth)


def test_later_years_change_nothing():
    one, other = figures(2016), figures(2018)
    assert (one.trend, one.growth, one.novelty) == (other.trend, other.growth, other.novelty)


def test_longer_texts_tell_the_papers_but_not_the_trend():
    corpus = counted(2016)
    everywhere = corpus.holds.copy().tolil()
    for term in TERMS[:2]:
        everywhere[:, corpus.terms.index(term)] = 1
    told, plain = figures(2016, together=everywhere.tocsr()), figures(2016)
    assert told.volume == int(np.diff(corpus.begins)[-1])
    assert told.trend == plain.trend
