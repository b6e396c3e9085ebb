"""Terms by year: against a count by plain Python, in Han runs, with broken input; kernels, tokens."""

import re
from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.sense.methods.term_counts import fields_joined, term_counts, vocabulary
from xiandao.sense.methods.term_counts_kernel import mixed
from xiandao.sense.methods.tokens import free_text, is_word, titles
from xiandao.terms.error import InputError


def plainly(texts: list[str], least: int) -> dict[str, int]:
    """Count as the documentation of CountVectorizer says."""
    counts: Counter[str] = Counter()
    for text in texts:
        words = re.findall(r"(?u)\b\w\w+\b", text.lower())
        counts.update(
            {" ".join(words[at : at + n]) for n in (1, 2, 3) for at in range(len(words) - n + 1)}
        )
    return {term: n for term, n in counts.items() if n >= least}


def counted(texts: list[str], least: int) -> dict[str, int]:
    found = term_counts(pl.Series(texts, dtype=pl.String), np.full(len(texts), 2020), min_df=least)
    return dict(found.select("term", "df").rows())


@given(
    st.lists(st.text("ab1_é .-\n", max_size=30), max_size=8), st.integers(min_value=1, max_value=3)
)
def test_frequencies_equal_a_plain_count(texts, least):
    assert counted(texts, least) == plainly(texts, least)


@pytest.mark.slow
def test_frequencies_of_real_abstracts_equal_those_of_a_plain_count(shared):
    papers = pl.read_parquet(shared / "data/papers/acl.parquet", columns=["abstract"])
    han = pl.col("abstract").str.contains(r"[\u3400-\u9fff]")
    texts = papers.drop_nulls().filter(~han)["abstract"].head(3000).to_list()
    assert counted(texts, 5) == plainly(texts, 5)


def test_many_shares_of_keys_give_the_same_counts(monkeypatch):
    texts = [f"w{n % 7}x w{n % 5}y w{n % 3}z" for n in range(60)]
    whole = counted(texts, 2)
    monkeypatch.setattr("xiandao.sense.methods.term_counts.PLACES_A_SHARE", 20)
    assert counted(texts, 2) == whole


def test_han_runs_give_pairs_and_triples_and_do_not_touch_words():
    assert set(counted(["用GPT做量子芯"], 1)) == {"gpt", "做量", "量子", "子芯", "做量子", "量子芯"}


def test_fields_do_not_touch_and_years_are_kept_apart():
    table = pl.DataFrame({"title": ["deep net", "deep"], "abstract": ["works well", None]})
    found = term_counts(fields_joined(table, ["title", "abstract"]), np.array([1, 2]), min_df=1)
    assert "net works" not in found["term"]
    assert found.filter(pl.col("term") == "deep").rows() == [("deep", 1, 1), ("deep", 2, 1)]


def test_documents_without_a_year_are_left_out_and_nothing_gives_nothing():
    assert term_counts(pl.Series(["aa", "aa"]), np.array([-1, 5]), min_df=1).rows() == [
        ("aa", 5, 1)
    ]
    assert len(term_counts(pl.Series([], dtype=pl.String), np.array([], int), min_df=1)) == 0


def test_a_text_of_ten_megabytes_is_counted_once():
    assert counted(["quantum chip " * 800_000, "quantum"], 2) == {"quantum": 2}


def test_a_least_number_below_one_is_refused():
    with pytest.raises(InputError) as caught:
        counted(["aa"], 0)
    assert caught.value.code == "SEN-020"


def test_titles_end_terms_at_punctuation_stop_words_and_numbers():
    texts = pl.Series(["Pre-training of BERT: a State - Machine, 2019 edition"])
    found = set(vocabulary(texts, titles(), counted=1, min_df=1).terms)
    assert found == {"pre", "training", "pre training", "bert", "state", "machine", "edition"}


def test_readings_are_made_once_and_stop_words_are_no_words():
    assert free_text() is free_text()
    assert not is_word("of")
    assert mixed(np.uint64(1)) != mixed(np.uint64(2))
