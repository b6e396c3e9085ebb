"""Emergence ranking: walk-forward, better than simple detectors on a made-up corpus, reason cards, odd papers."""

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from xiandao.sense.methods import emergence_terms
from xiandao.sense.methods.emergence import emergence
from xiandao.sense.methods.emergence_features import FEATURES, features, normal_scores
from xiandao.sense.methods.emergence_neighbours import drawn_to_mean, neighbours
from xiandao.sense.methods.emergence_papers import usable_papers
from xiandao.sense.methods.emergence_pool import parts_of, pool
from xiandao.sense.methods.emergence_terms import corpus
from xiandao.sense.methods.emergence_weights import learned_weights
from xiandao.sense.methods.reason_card import reason_card

YEARS = range(2000, 2016)


@pytest.fixture(scope="module")
def papers():
    chance = np.random.default_rng(5)
    words = np.array([f"w{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(300)])
    usual = chance.lognormal(0, 0.2, 300)
    usual[:20] *= 0.15
    rows = []
    for year in YEARS:
        rate = usual.copy()
        rate[:20] *= 1.7 ** np.clip(year - np.arange(2001, 2021), 0, 6)
        picks = chance.choice(words, (400, 4), p=rate / rate.sum())
        rows += [{"year": year, "title": ", ".join(p), "abstract": " ".join(p)} for p in picks]
    return pl.DataFrame(rows)


@pytest.fixture(scope="module")
def counted(papers):
    return corpus(papers, text=["title"], second="abstract")


def test_results_of_a_year_do_not_change_when_later_documents_are_removed(papers, counted):
    early = corpus(papers.filter(pl.col("year") <= 2012), text=["title"], second="abstract")
    whole = emergence(counted, [2010, 2012]).scores
    cut = emergence(early, [2010, 2012]).scores
    assert whole["term"].to_list() == cut["term"].to_list()
    assert whole["score"].to_numpy().tobytes() == cut["score"].to_numpy().tobytes()


def test_a_candidate_that_is_only_frequent_later_is_treated_as_unknown(papers, counted):
    early = corpus(papers.filter(pl.col("year") <= 2005), text=["title"], second="abstract")
    later = [term for term in counted.terms if term not in early.terms][:3]
    assert later
    found = emergence(counted, [2005], candidates={2005: later})
    assert [term for _, term in found.unscored] == later
    assert found.scores.equals(emergence(early, [2005], candidates={2005: later}).scores)


def test_the_score_of_unknown_candidates_tells_nothing_of_other_years(counted):
    years = [2005, 2012, 2015]
    wanted = {year: ["never seen"] for year in years}
    among = emergence(counted, years, candidates=wanted).scores
    for year in years:
        alone = emergence(counted, [year], candidates=wanted).scores
        assert among.filter(pl.col("year") == year).equals(alone)


def test_the_two_terms_that_grow_fastest_stand_first(counted):
    top = emergence(counted, [2012]).scores["term"].head(2)
    assert set(top) == {"waf", "wag"}


def test_weights_are_learned_only_after_a_past(counted):
    found = emergence(counted, [2002, 2014])
    assert np.all(found.weights[2002] == 0.25)
    assert not np.allclose(found.weights[2014], 0.25)
    assert np.all(emergence(counted, [2014], learn=False).weights[2014] == 0.25)


def test_every_candidate_is_scored_and_unknown_ones_stand_last(counted):
    found = emergence(counted, [2010], candidates={2010: ["waa", "never seen"]})
    assert found.unscored == ((2010, "never seen"),)
    assert found.scores["term"][-1] == "never seen"
    assert found.scores.filter(pl.col("term") == "waa").height == 1


def test_a_corpus_with_only_year_and_title_is_enough(papers):
    plain = corpus(papers.select("year", "title"), text=["title"])
    assert len(emergence(plain, [2010]).scores) > 100


def test_an_empty_corpus_ranks_nothing():
    empty = pl.DataFrame(schema={"year": pl.Int64, "title": pl.String})
    assert len(emergence(corpus(empty, text=["title"]), [2010]).scores) == 0


def test_features_are_ranks_and_fit_their_names(counted):
    chosen = pool(counted, 10)
    found = features(counted, chosen, 10)
    assert found.shape == (len(chosen), len(FEATURES))
    assert np.abs(found.mean(0)).max() < 0.1
    assert found[:, :3].std(0).min() > 0.9
    assert normal_scores(np.zeros(3)).tolist() == [0, 0, 0]


def test_companions_of_growing_terms_count_as_growing():
    rows = [(2018, "old stone")] * 20 + [(2019, "fresh; shiny")] * 6 + [(2020, "fresh; shiny")] * 9
    rows += [(2019, "old stone")] * 9 + [(2020, "old stone")] * 9
    found = corpus(pl.DataFrame(rows, schema=["year", "title"], orient="row"), text=["title"])
    chosen = np.array([found.terms.index("fresh"), found.terms.index("old")])
    beside = neighbours(found, chosen, 2)
    assert beside.companions[0] > beside.companions[1]
    assert beside.variants.shape == (2,)
    assert beside.partners.tolist() == [1.0, 1.0]


def test_documents_with_the_same_company_are_alike():
    rows = [(2020, "contest; task; team")] * 6 + [
        (2020, f"method; topic{n}x") for n in range(6)
    ] * 5
    found = corpus(pl.DataFrame(rows, schema=["year", "title"], orient="row"), text=["title"])
    chosen = np.array([found.terms.index("contest"), found.terms.index("method")])
    beside = neighbours(found, chosen, 0)
    assert beside.likeness[0] > beside.likeness[1]
    assert beside.attached[0] > beside.attached[1]


def test_what_is_said_of_few_documents_is_drawn_to_the_mean():
    few, many = drawn_to_mean(np.array([2.0, 200.0]), np.array([2.0, 400.0]), 5.0)
    assert few < 0.7
    assert many == pytest.approx(0.5, abs=0.01)


def test_trees_count_for_nothing_before_a_takeoff_was_seen_and_for_more_with_each(counted):
    trust = emergence(counted, [2003, 2009, 2014]).trust
    assert trust[2003] == 0
    assert 0 < trust[2009] < trust[2014] < 1
    assert emergence(counted, [2014], learn=False).trust == {2014: 0.0}


def test_no_term_is_named_in_the_ranking():
    folder = Path(emergence_terms.__file__).parent
    known = ("bert", "neural", "transformer", "embedding", "twitter", "attention", "prompt")
    for file in folder.glob("emergence*.py"):
        words = set(re.findall(r"[a-z]+", file.read_text(encoding="utf-8").lower()))
        assert words.isdisjoint(known), file.name


def test_parts_of_a_han_term_are_its_characters():
    assert parts_of("量子芯") == ["量", "量子", "子", "子芯", "芯"]


def test_weights_stay_at_the_prior_without_a_positive_case():
    prior = np.array([0.3])
    none = learned_weights(np.ones((3, 1)), np.zeros(3), np.ones(3), prior=prior, ridge=1)
    assert none is prior


def test_papers_without_a_year_or_of_other_languages_are_counted():
    table = pl.DataFrame(
        {
            "year": [2020.0, float("nan"), None, 2021.0, 99999.0],
            "title": ["a", "b", "c", None, "e"],
            "language": [None, None, None, "fra", None],
        }
    )
    kept, account = usable_papers(table, text=["title"], language="language", languages=("eng",))
    assert kept["title"].to_list() == ["a"]
    assert (account.without_year, account.other_language, account.without_text) == (3, 1, 0)
    assert "没有可用年份的3篇" in "".join(account.lines())


def test_a_reason_card_tells_figures_and_five_attributes(counted):
    card = reason_card(counted, "wag", 2010)
    assert len(card.attributes) == 5
    assert card.counts[2010] == card.sources["title"]
    assert card.attributes[1].value > 0
    with pytest.raises(KeyError):
        reason_card(counted, "never seen", 2010)
