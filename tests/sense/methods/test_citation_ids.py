"""Ids become numbers: of any size, of any spelling, the same as a dictionary says."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from xiandao.sense.methods.citation_graph import both_ends
from xiandao.sense.methods.citation_id_kernel import looked_up, table_for
from xiandao.sense.methods.citation_ids import ABSENT, NAMELESS, finder, numbers_of


def by_dictionary(asked, ids):
    known = {one: place for place, one in enumerate(ids)}
    return [NAMELESS if one is None else known.get(one, ABSENT) for one in asked]


def numbers(asked, ids, kind):
    number = np.arange(len(ids), dtype=np.int32)
    return numbers_of(pl.Series(asked, dtype=kind), pl.Series(ids, dtype=kind), number).tolist()


whole = st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)


@given(st.lists(whole, unique=True, max_size=9), st.lists(st.none() | whole, max_size=9))
def test_whole_numbers_are_found_as_in_a_dictionary(ids, asked):
    asked = [*asked, *ids]
    assert numbers(asked, ids, pl.Int64) == by_dictionary(asked, ids)


text = st.text("abW01学/.", max_size=5)


@given(st.lists(text, unique=True, max_size=9), st.lists(st.none() | text, max_size=9))
def test_texts_are_found_as_in_a_dictionary(ids, asked):
    asked = [*asked, *ids]
    assert numbers(asked, ids, pl.String) == by_dictionary(asked, ids)


def test_many_ids_far_apart_are_all_found():
    ids = np.random.default_rng(1).permutation(np.arange(3000) * 1_000_003)
    found = looked_up(np.append(ids[::-1], 5), table_for(ids), np.arange(3000), -1)
    assert found.tolist() == [*range(2999, -1, -1), -1]


def test_prefixed_numbers_are_found_and_other_spellings_of_them_are_not():
    ids = ["W5", "W70", "W999999999999999999"]
    asked = ["W70", "W070", "W+5", "w5", "W5 ", "W", "5", "W5000", "W999999999999999999", None]
    assert numbers(asked, ids, pl.String) == by_dictionary(asked, ids)


def test_both_ends_of_many_citations_are_found_at_once(monkeypatch):
    monkeypatch.setattr("xiandao.sense.methods.citation_graph.MANY", 2)
    find = finder(pl.Series([3, 10**15]), np.arange(2, dtype=np.int32))
    one, other = both_ends(pl.Series([3, 4, 3]), pl.Series([10**15, 3, None]), find)
    assert (one.tolist(), other.tolist()) == ([0, ABSENT, 0], [1, 0, NAMELESS])
