"""The marks outside the database stay few and lose no evidence."""

from hypothesis import given
from hypothesis import strategies as st

from xiandao.registry.methods.witness import Mark, contradiction, marks, thinned, written

MARKS = st.lists(st.builds(Mark, st.integers(1, 99), st.text("0123456789abcdef", max_size=4)))


@given(MARKS)
def test_what_is_written_can_be_read_back(known):
    assert marks([written(mark) for mark in known]) == known


def test_lines_that_are_no_marks_are_passed_over():
    assert marks(["", "x", "[]", '{"sequence": "a", "hash": 1}', "null"]) == []


@given(st.integers(0, 3000), st.integers(1, 40))
def test_thinned_marks_are_few_and_keep_both_ends(total, recent):
    known = [Mark(n, f"{n:x}") for n in range(1, total + 1)]
    kept = thinned(known, recent=recent)
    assert len(kept) <= 2 * recent
    assert kept[:1] == known[:1]
    assert kept[-recent:] == known[-recent:]
    assert sorted(set(kept)) == kept


@given(st.integers(600, 2000))
def test_thinning_again_and_again_stays_bounded_and_keeps_the_first(total):
    kept = []
    for n in range(1, total + 1):
        kept.append(Mark(n, "x"))
        if len(kept) > 100:
            kept = thinned(kept, recent=20)
    assert len(kept) <= 100
    assert kept[0] == Mark(1, "x")
    assert kept[-1] == Mark(total, "x")


@given(MARKS)
def test_a_contradiction_survives_thinning(known):
    clash = contradiction(known)
    assert (contradiction(thinned(known, recent=1)) is None) == (clash is None)
