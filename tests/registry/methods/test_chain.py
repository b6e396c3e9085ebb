"""The chain names the first row that was changed, removed, put elsewhere or cut off."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.registry.methods.chain import GENESIS, ChainRow, canonical, link, verify

FIELDS = st.dictionaries(
    st.sampled_from(["action", "summary", "address", "object_id"]), st.text(max_size=8), min_size=1
)
CHAINS = st.lists(FIELDS, min_size=1, max_size=12)
algorithms = st.sampled_from(["sm3", "sha256"])


def chain(contents, algorithm="sm3"):
    rows, previous = [], GENESIS
    for number, content in enumerate(contents, 1):
        row_hash = link(previous, content, algorithm=algorithm)
        rows.append(ChainRow(number, content, previous, row_hash, algorithm))
        previous = row_hash
    return rows


def test_the_digest_is_sm3_of_the_national_standard():
    # GB/T 32905-2016, appendix A.1
    assert hashlib.new("sm3", b"abc").hexdigest() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )
    assert link(GENESIS, {}) == hashlib.new("sm3", GENESIS.encode() + b"{}").hexdigest()


def test_equal_rows_have_equal_bytes_whatever_the_order_of_their_fields():
    assert canonical({"a": 1, "b": "省\ud800"}) == canonical({"b": "省\ud800", "a": 1})


@given(CHAINS, algorithms)
def test_an_untouched_chain_holds(contents, algorithm):
    report = verify(chain(contents, algorithm))
    assert report.holds
    assert report.rows == len(contents)


@given(CHAINS, st.data())
def test_any_change_of_a_field_is_named(contents, data):
    rows = chain(contents)
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(sorted(rows[at].row)))
    changed = {**rows[at].row, name: rows[at].row[name] + "x"}
    rows[at] = replace(rows[at], row=changed)
    assert verify(rows).broken_at == at + 1


@given(CHAINS, st.data())
def test_a_change_with_its_own_hash_made_good_breaks_the_next_link_or_the_checkpoint(
    contents, data
):
    rows = chain(contents)
    last = (len(rows), rows[-1].row_hash)
    at = data.draw(st.integers(0, len(rows) - 1))
    forged = {**rows[at].row, "action": "forged!"}
    rows[at] = replace(rows[at], row=forged, row_hash=link(rows[at].previous_hash, forged))
    expected = at + 2 if at + 1 < len(rows) else at + 1
    assert verify(rows, checkpoint=last).broken_at == expected


@given(CHAINS, st.data())
def test_a_removed_row_is_named(contents, data):
    rows = chain(contents)
    last = (len(rows), rows[-1].row_hash)
    at = data.draw(st.integers(0, len(rows) - 1))
    del rows[at]
    report = verify(rows, checkpoint=last)
    assert report.broken_at == at + 1


@given(st.lists(FIELDS, min_size=2, max_size=12), st.data())
def test_two_rows_that_changed_places_are_named(contents, data):
    rows = chain(contents)
    first = data.draw(st.integers(0, len(rows) - 2))
    second = data.draw(st.integers(first + 1, len(rows) - 1))
    rows[first], rows[second] = rows[second], rows[first]
    assert verify(rows).broken_at == first + 1


@given(st.lists(FIELDS, min_size=2, max_size=12), st.data())
def test_two_rows_that_exchanged_their_contents_are_named(contents, data):
    rows = chain([{**content, "n": n} for n, content in enumerate(contents)])
    first = data.draw(st.integers(0, len(rows) - 2))
    second = data.draw(st.integers(first + 1, len(rows) - 1))
    one, other = rows[first], rows[second]
    rows[first], rows[second] = replace(one, row=other.row), replace(other, row=one.row)
    assert verify(rows).broken_at == first + 1


@given(CHAINS, st.data())
def test_a_cut_tail_is_named_by_the_checkpoint_alone(contents, data):
    rows = chain(contents)
    kept = data.draw(st.integers(0, len(rows) - 1))
    cut = rows[:kept]
    assert verify(cut).holds
    report = verify(cut, checkpoint=(len(rows), rows[-1].row_hash))
    assert report.broken_at == kept + 1
    assert f"记到第 {len(rows)} 条" in report.reason


@given(CHAINS, st.data())
def test_an_inserted_row_is_named(contents, data):
    rows = chain(contents)
    at = data.draw(st.integers(0, len(rows) - 1))
    rows.insert(at, rows[at])
    assert verify(rows).broken_at == at + 2


def test_a_chain_rewritten_as_a_whole_is_named_by_the_earliest_mark_it_contradicts():
    honest, forged = chain([{"a": n} for n in range(5)]), chain([{"a": n + 1} for n in range(5)])
    marks = {row.sequence: row.row_hash for row in honest if row.sequence in (2, 4)}
    assert verify(forged, marks=marks).broken_at == 2


@pytest.mark.parametrize("algorithm", ["md5", "no-such-digest", ""])
def test_a_row_sealed_with_another_digest_is_a_break_not_a_crash(algorithm):
    (row,) = chain([{"a": 1}])
    assert verify([replace(row, algorithm=algorithm)]).broken_at == 1


def test_a_clock_set_back_is_told_without_being_a_break():
    rows = chain([{"at": "2026-01-02"}, {"at": "2026-01-01"}, {"at": "2026-01-03"}])
    report = verify(rows)
    assert report.holds
    assert report.clock_back_at == (2,)
