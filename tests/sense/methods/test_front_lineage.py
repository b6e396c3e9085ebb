"""Lineage: identities stay where terms do, each used once; splits, mergers and ends are told."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from xiandao.sense.methods.front_lineage import (
    SAME,
    identities,
    jaccard,
    lineage,
    matched,
    new_identity,
)

FRONTS = st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), max_size=4)


def events(before, now):
    return {step.front: (step.event, step.other) for step in lineage(before, now, 2020)}


@given(FRONTS, FRONTS)
def test_the_overlaps_sum_to_the_most_that_any_assignment_reaches(old, new):
    before = {f"F{place}": terms for place, terms in enumerate(old)}
    found = matched(before, new)
    assert len(set(found.values())) == len(found)
    told = sum(jaccard(before[name], new[place]) for place, name in found.items())
    longer, shorter = sorted((old, new), key=len, reverse=True)
    best = 0.0
    for some in permutations(longer, len(shorter)):
        overlaps = [jaccard(one, other) for one, other in zip(some, shorter, strict=True)]
        best = max(best, sum(one for one in overlaps if one >= SAME))
    assert abs(told - best) < 1e-9


@given(FRONTS)
def test_the_same_fronts_in_another_order_keep_their_identities(terms):
    distinct = sorted(set(terms), key=sorted)
    names = identities({}, distinct, year=2020)
    assert len(set(names)) == len(names)
    before = dict(zip(names, distinct, strict=True))
    assert identities(before, distinct[::-1], year=2021) == names[::-1]


def test_an_earlier_run_of_the_same_year_counts_more_than_the_year_before():
    before, known = {"A": frozenset("abc")}, {"B": frozenset("abc")}
    assert identities(before, [frozenset("abc")], year=2020, known=known) == ["B"]


def test_a_new_front_never_gets_a_name_that_was_used():
    terms = frozenset("xy")
    first = new_identity(2020, terms)
    again = identities({}, [terms], year=2020, taken={first})
    assert again != [first]


def test_what_became_of_each_front_is_told():
    before = {"A": frozenset("abcdef"), "B": frozenset("uvw"), "C": frozenset("xyz")}
    now = {"A": frozenset("abcuv"), "D": frozenset("def"), "E": frozenset("mn")}
    assert events(before, now) == {
        "A": ("continued", ""),
        "B": ("merged", "A"),
        "C": ("ended", ""),
        "D": ("split", "A"),
        "E": ("new", ""),
    }
