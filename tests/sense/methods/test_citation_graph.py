"""The citation graph: order of time, lists that agree, and an account of everything that was left out."""

from datetime import date, datetime

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sense.methods.small_graphs import edges, graph, nodes
from xiandao.sense.methods.citation_graph import citation_graph
from xiandao.sense.methods.citation_ids import numbers_of
from xiandao.sense.methods.citation_kernel import EXAMPLES
from xiandao.sense.methods.citation_times import times_of
from xiandao.terms.error import InputError

WORKS = {"b": 2001, "a": 2000, "x": None, "c": 2002}


def test_works_are_numbered_by_time_and_those_without_come_first():
    made = graph(WORKS, [("c", "a"), ("c", "b"), ("b", "a"), ("a", "x")])
    assert made.number.tolist() == [2, 1, 0, 3]
    assert made.untimed == 1
    assert made.times[1:].tolist() == [2000, 2001, 2002]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=60))
def test_references_and_citers_hold_the_same_pairs_and_citers_ascend(pairs):
    made = graph({number: 2000 + number % 4 for number in range(10)}, pairs)
    works = np.arange(len(made.times))
    citing = np.repeat(works, np.diff(made.starts))
    cited = np.repeat(works, np.diff(made.begins))
    one = set(zip(citing.tolist(), made.references.tolist(), strict=True))
    other = list(zip(made.citers.tolist(), cited.tolist(), strict=True))
    assert one == set(other)
    assert len(made.references) == len(other) == len({(a, b) for a, b in pairs if a != b})
    for work in works:
        citers = made.citers[made.begins[work] : made.begins[work + 1]]
        assert (np.diff(citers) > 0).all()


def test_everything_left_out_is_counted_and_named():
    pairs = [
        ("c", "a"), ("c", "a"), ("c", "c"), ("c", "lost"), ("gone", "a"), (None, "a"),
        ("a", "b"), ("d", "c"), ("b", "x"),
    ]  # fmt: skip
    works = pl.DataFrame(
        {"id": ["b", "a", "x", "c", "d", "a", None], "year": [2001, 2000, None, 2002, 2002, 1, 1]}
    )
    account = citation_graph(works, edges(pairs)).account
    assert account.works_read == 7
    assert account.works == 5
    assert account.citations_read == 9
    assert account.citations == 4
    told = {
        name: getattr(account, name)
        for name in ("nameless_works", "repeated_works", "untimed", "nameless", "unknown")
    }
    assert told == dict.fromkeys(told, 1) | {"unknown": 2}
    assert (account.own, account.repeated, account.same_time, account.later) == (1, 1, 1, 1)
    assert account.examples == {
        "repeated_works": ("a",), "untimed": ("x",), "unknown": ("gone", "lost"), "own": ("c",),
        "nameless": ("a",), "repeated": ("c→a",), "same_time": ("d→c",), "later": ("a→b",),
    }  # fmt: skip
    text = "\n".join(account.lines())
    assert "一端不在文献表里的引用：2条，不计。例如：gone、lost" in text
    assert len(account.lines()) == 11


def test_no_more_than_twenty_cases_are_named_and_long_names_are_cut():
    lost = [("a", f"{'长' * 10_000_000 if number == 0 else ''}{number}") for number in range(50)]
    account = graph({"a": 2000}, lost).account
    assert account.unknown == 50
    assert len(account.examples["unknown"]) == EXAMPLES
    assert max(map(len, account.lines())) < 1000


def test_references_that_are_not_among_the_works_are_counted_per_work():
    made = graph({"a": 2000, "b": 2001}, [("b", "a"), ("b", "?"), ("b", "!"), ("?", "a")])
    assert made.unknown.tolist() == [0, 2]


@pytest.mark.parametrize(
    ("ids", "ends"),
    [
        ([1, 10**15, 3], [1, 10**15, 3]),
        (["1", "10", "3"], [1, 10, 3]),
        ([1, 10, 3], [1.0, 10.0, 3.0]),
        ([2**63 + 1, 5, 2**63], [2**63 + 1, 5, 2**63]),
        ([-5, 0, 7], [-5, 0, 7]),
        (["甲", "乙", "丙"], ["甲", "乙", "丙"]),
    ],
)
def test_ids_of_any_type_meet(ids, ends):
    works = pl.DataFrame({"id": ids, "year": [2000, 2001, 2002]})
    pairs = pl.DataFrame({"citing": [ends[1], ends[2]], "cited": [ends[0], ends[1]]})
    made = citation_graph(works, pairs)
    assert made.account.citations == 2
    assert made.ids.to_list() == ids


def test_numbers_beyond_the_ids_are_absent_and_do_not_wrap_around():
    ids, number = pl.Series([5, 6, 7]), np.arange(3, dtype=np.int32)
    asked = pl.Series([4, 8, -(2**63), 2**63 - 1, None, 6])
    assert numbers_of(asked, ids, number).tolist() == [-1, -1, -1, -1, -2, 1]


def test_arrow_tables_are_taken_as_they_are():
    works = pa.table({"id": ["a", "b"], "year": [2000, 2001]})
    made = citation_graph(works, pa.table({"citing": ["b"], "cited": ["a"]}))
    assert made.citers.tolist() == [1]


@pytest.mark.parametrize(
    ("column", "known", "unit"),
    [
        (pl.Series([2000, None]), [True, False], "year"),
        (pl.Series([2000.0, float("nan")]), [True, False], "year"),
        (pl.Series([float("inf"), 1e300]), [False, False], "year"),
        (pl.Series([10**18, -(2**63)]), [False, False], "year"),
        (pl.Series(["2000", " 2001 "]), [True, True], "year"),
        (pl.Series(["2000-02-30", "2001-03-01"]), [False, True], "day"),
        (pl.Series([date(1960, 1, 1), None]), [True, False], "day"),
        (pl.Series([datetime(1960, 1, 1, 23, 59), None]), [True, False], "day"),
        (pl.Series([None, None]), [False, False], "year"),
    ],
)
def test_times_are_years_or_days_and_what_cannot_be_read_is_none(column, known, unit):
    told = times_of(column)
    assert (told.known.tolist(), told.unit) == (known, unit)


def test_a_column_that_tells_no_time_is_refused():
    with pytest.raises(InputError) as caught:
        citation_graph(nodes({"a": True}), edges([]))
    assert caught.value.code == "SEN-011"


def test_a_column_of_lists_is_no_id():
    with pytest.raises(InputError) as caught:
        citation_graph(pl.DataFrame({"id": [[1]], "year": [1]}), edges([]))
    assert caught.value.code == "SEN-013"


def test_a_missing_column_is_named_with_those_there_are():
    with pytest.raises(InputError) as caught:
        citation_graph(nodes({"a": 1}), edges([]), time="date")
    assert (caught.value.code, caught.value.sentence) == ("SEN-010", "文献表没有列“date”")
    assert "id、year" in caught.value.hint


def test_years_too_far_apart_for_sixteen_bits_are_ordered_too():
    made = graph({"late": 10**9, "early": -(10**9), "none": None}, [])
    assert made.number.tolist() == [2, 1, 0]
