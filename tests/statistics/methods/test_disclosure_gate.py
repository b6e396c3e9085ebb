"""The gate: whatever the table, no hidden figure can be worked out, and none is anywhere in what leaves."""

import pickle

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.statistics.methods.disclosure_attack import leaks, truth
from xiandao.statistics.methods.disclosure_gate import protect
from xiandao.statistics.methods.disclosure_parameters import Parameters, shipped
from xiandao.statistics.methods.disclosure_protected import masked, ratio
from xiandao.statistics.methods.disclosure_table import Axis, magnitudes
from xiandao.terms.error import XiandaoError

RULES = Parameters(minimum=3, dominance=((1, 0.8),), percent=12.0)
NOW = {"seconds": 0.0, "clock": lambda: 0.0}
FLAT = (Axis.flat("region", ["a", "b", "c"]), Axis.flat("industry", ["i", "j", "k"]))
ONE_DEEP = (
    Axis("region", {"a1": "a", "a2": "a", "b1": "b", "b2": "b", "a": "_T", "b": "_T"}),
    Axis.flat("industry", ["i", "j", "k"]),
)
BOTH_DEEP = (
    Axis("region", {"a1": "a", "a2": "a", "b1": "b", "b2": "b", "a": "_T", "b": "_T"}),
    Axis("industry", {"i1": "i", "i2": "i", "j1": "j", "i": "_T", "j": "_T"}),
)
ALONE = (Axis("region", {"a1": "a", "a2": "a", "b1": "b", "b2": "b", "a": "_T", "b": "_T"}),)
CUBE = (*FLAT[:1], Axis.flat("industry", ["i", "j"]), Axis.flat("size", ["s", "l"]))


def table_of(rows, axes, **about):
    """Rows: one code per axis, the group (or None), the value; units are numbered."""
    columns = {axis.name: [row[k] for row in rows] for k, axis in enumerate(axes)}
    frame = pl.DataFrame(
        {
            "unit": [f"u{n}" for n in range(len(rows))],
            "group": [row[-2] for row in rows],
            "v": [float(row[-1]) for row in rows],
            **columns,
        },
        schema_overrides={"group": pl.String, "v": pl.Float64, **{a.name: pl.String for a in axes}},
    )
    return magnitudes(frame, axes, measure="r1", value="v", **{"period": "2026-06", **about})


@st.composite
def tables(draw, axes):
    row = st.tuples(
        *(st.sampled_from(axis.nodes[: axis.leaves]) for axis in axes),
        st.sampled_from([None, None, None, "g", "h"]),
        st.one_of(st.just(0), st.integers(1, 40), st.integers(100, 5000)),
    )
    return table_of(draw(st.lists(row, min_size=1, max_size=45)), axes)


@pytest.mark.slow
@pytest.mark.parametrize("axes", [FLAT, ONE_DEEP, BOTH_DEEP, ALONE, CUBE])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_no_hidden_cell_is_recoverable_by_outsiders_or_by_single_contributors(axes, data):
    table = data.draw(tables(axes))
    shown = protect(table, parameters=RULES, **NOW)
    assert shown.is_publishable
    assert leaks(truth(table, RULES), shown) == []


@pytest.mark.slow
@settings(max_examples=15)
@given(table=tables(FLAT))
def test_the_cheaper_pattern_is_as_safe_and_never_dearer(table):
    shown = protect(table, parameters=RULES)
    assert shown.is_publishable
    assert shown.report["cost"] <= shown.report["cost_of_heuristic"]
    assert leaks(truth(table, RULES), shown) == []


@pytest.mark.slow
@given(table=tables(BOTH_DEEP), seed=st.integers(0, 99))
def test_the_pattern_does_not_depend_on_the_order_of_the_contributions(table, seed):
    order = np.random.default_rng(seed).permutation(len(table.value))
    axes = {
        axis.name: [axis.nodes[at] for at in place]
        for axis, place in zip(table.axes, table.place, strict=True)
    }
    frame = pl.DataFrame({"unit": table.unit, "group": table.holding, "v": table.value, **axes})
    other = magnitudes(frame[order], table.axes, measure="r1", value="v", period="2026-06")
    first, second = (protect(one, parameters=RULES, **NOW) for one in (table, other))
    assert first.suppressed == second.suppressed


ROWS = [
    *(("a", "i", None, 777123.0),),
    *(("a", "j", None, v) for v in (40, 41, 42, 43)),
    *(("b", "i", None, v) for v in (500, 510, 520, 530)),
    *(("b", "j", None, v) for v in (60, 61, 62, 63)),
    *(("c", "i", None, v) for v in (700, 710, 720, 730)),
    *(("c", "k", None, v) for v in (7, 8, 9, 10)),
    *(("b", "k", None, v) for v in (17, 18, 19, 20)),
    *((r, i, None, v) for r in "abc" for i in "ijk" if (r, i) != ("a", "i") for v in (81, 82, 83)),
]


def every_number(value):
    """All numbers reachable in an object, through its slots, dictionaries and sequences."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from every_number(key)
            yield from every_number(item)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            yield from every_number(item)
    elif hasattr(value, "__slots__"):
        for name in value.__slots__:
            yield from every_number(getattr(value, name))


def test_no_hidden_number_is_anywhere_in_what_leaves():
    table = table_of(ROWS, FLAT)
    shown = protect(table, parameters=RULES)
    known = truth(table, RULES)
    hidden = {known.value[codes] for codes in shown.suppressed}
    visible = {cell.value for cell in shown.cells.values() if cell.value is not None}
    assert ("a", "i") in shown.suppressed
    assert shown["a", "i"].conf_status == "A"
    assert shown["a", "i"].display == "*"
    assert not (hidden - visible) & set(every_number(shown))
    for text in (repr(shown), repr(shown.cells), str(shown.audit_report()), repr(table)):
        assert "777123" not in text
    again = pickle.loads(pickle.dumps(shown))
    assert again == shown
    assert again.audit_report(with_parameters=True).get("parameters") is None
    assert b"777123" not in pickle.dumps(shown)
    assert np.float64(777123.0).tobytes() not in pickle.dumps(shown)
    assert np.float64(777123.0).tobytes()[::-1] not in pickle.dumps(shown)


def test_the_parameters_are_told_to_the_statistics_role_only():
    shown = protect(table_of(ROWS, FLAT), parameters=RULES)
    assert "parameters" not in shown.audit_report()
    assert shown.audit_report(with_parameters=True)["parameters"]["percent"] == 12.0
    assert "12" not in repr(RULES)
    assert "Parameters" not in repr(shown)


def test_a_table_that_cannot_be_protected_keeps_every_figure():
    must = {(r, i) for r in ("a", "b", "c", "_T") for i in ("i", "j", "k", "_T")} - {("a", "i")}
    shown = protect(table_of(ROWS, FLAT), parameters=RULES, must_publish=must)
    assert shown.verdict == "fail"
    assert all(cell.value is None for cell in shown.cells.values())
    assert shown.findings
    assert not any(character.isdigit() for character in shown.findings[0].sentence)


@pytest.mark.slow
@settings(max_examples=25)
@given(table=tables(ONE_DEEP), chosen=st.sets(st.integers(0, 27), max_size=4))
def test_what_must_be_published_is_shown_or_nothing_is(table, chosen):
    must = {table.coordinates()[number] for number in chosen}
    shown, known = protect(table, parameters=RULES, must_publish=must, **NOW), truth(table, RULES)
    if shown.is_publishable:
        assert leaks(known, shown) == []
        assert not (must - set(known.up)) & shown.suppressed
    else:
        assert {cell.value for cell in shown.cells.values()} == {None}


def test_a_table_too_large_to_attack_is_refused():
    wide = (
        Axis.flat("region", [f"r{n}" for n in range(700)]),
        Axis.flat("industry", [f"i{n}" for n in range(300)]),
    )
    with pytest.raises(XiandaoError, match="太大"):
        protect(table_of([("r1", "i1", None, 5)], wide), parameters=RULES)


def test_a_sensitive_cell_that_must_be_published_is_a_failure_not_a_figure():
    shown = protect(table_of(ROWS, FLAT), parameters=RULES, must_publish={("a", "i")})
    assert shown["a", "i"].value is None


def test_the_pattern_of_the_last_period_is_kept_where_it_protects():
    axes = (Axis.flat("region", ["a", "b", "c", "d"]), Axis.flat("industry", ["i", "j", "k", "l"]))
    free = [(r, i, None, v) for r in "abcd" for i in "ijkl" for v in (50, 51, 52, 53)]
    rows = [row for row in free if row[:2] != ("a", "i")] + [("a", "i", None, 90)]
    before = {("a", "i"), ("a", "l"), ("d", "i"), ("d", "l")}
    shown = protect(table_of(rows, axes), parameters=RULES, previous=before)
    assert shown.suppressed == before
    same = protect(table_of(rows, axes, period="2026-07"), parameters=RULES, previous=shown)
    assert same.pattern_hash != shown.pattern_hash
    assert same.suppressed == shown.suppressed


def test_a_wall_of_hidden_cells_brings_a_proposal_of_another_table():
    rows = [
        (region, industry, None, 100 + n)
        for n, (region, industry) in enumerate(
            (r, i) for r in ("a1", "a2", "b1", "b2") for i in ("i", "j", "k") for _ in range(2)
        )
    ]
    shown = protect(table_of(rows, ONE_DEEP), parameters=RULES, **NOW)
    assert shown.verdict == "review"
    assert shown.proposals[0].after < shown.proposals[0].before
    assert "合并到上一级" in " ".join(proposal.sentence for proposal in shown.proposals)


def test_averages_percentages_and_counts_are_hidden_with_what_they_are_made_of():
    table = table_of([("a", "i", None, 90.0), *ROWS[1:]], FLAT)
    shown = protect(table, parameters=RULES)
    known = truth(table, RULES)
    counts = {codes: float(len(of)) for codes, of in known.holders.items()}
    count = masked(counts, shown, measure="n")
    mean = ratio(shown, count, measure="mean")
    growth = masked(dict.fromkeys(shown.cells, 3.0), count, shown, measure="growth")
    assert shown.suppressed
    for codes in shown.suppressed:
        assert count[codes].value is None
        assert mean[codes].value is None
        assert growth[codes].value is None
    seen = [codes for codes in shown.cells if codes not in shown.suppressed and counts.get(codes)]
    assert seen
    for codes in seen:
        assert mean[codes].value == pytest.approx(known.value[codes] / counts[codes])


def test_a_share_is_hidden_when_it_would_give_back_its_total():
    whole = protect(table_of(ROWS, FLAT), parameters=RULES)
    part = protect(table_of([row for row in ROWS if row[0] != "a"], FLAT), parameters=RULES)
    share = ratio(part, whole, measure="share", scale=100.0)
    assert all(share[codes].value is None for codes in whole.suppressed | part.suppressed)


def test_subsidiaries_of_one_group_count_as_one_contributor():
    rows = [("a", "i", "g", 100), ("a", "i", "g", 90), ("a", "i", "g", 80), ("a", "i", "g", 70)]
    rows += [("b", "i", None, v) for v in (50, 51, 52, 53)]
    shown = protect(table_of(rows, FLAT), parameters=RULES, **NOW)
    assert shown["a", "i"].conf_status == "A"
    alone = Parameters(minimum=3, percent=12.0, rolls_up_groups=False)
    assert protect(table_of(rows, FLAT), parameters=alone, **NOW)["a", "i"].value == 340.0


def test_losses_and_profits_do_not_hide_a_dominant_contributor():
    rows = [("a", "i", None, v) for v in (1000, -990, 5, 6)]
    rows += [(r, i, None, v) for r in "bc" for i in "ijk" for v in (50, 51, 52, 53)]
    rules = Parameters(minimum=3, percent=12.0)
    shown = protect(table_of(rows, FLAT), parameters=rules, **NOW)
    assert shown["a", "i"].value is None
    assert shown.is_publishable


def test_an_empty_table_passes():
    shown = protect(table_of([], FLAT), parameters=RULES)
    assert shown.verdict == "pass"
    assert {cell.value for cell in shown.cells.values()} == {0.0}


def test_an_unknown_method_is_refused():
    with pytest.raises(XiandaoError, match="不支持的保护方法"):
        protect(table_of(ROWS, FLAT), parameters=shipped()["default"], method="none")
