"""Differencing: what several releases tell together, and that the gate does not let it happen."""

from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics.methods.disclosure_attack import Truth, leaks, truth
from xiandao.statistics.methods.disclosure_book import Link, Released, keys_of
from xiandao.statistics.methods.disclosure_differencing import check
from xiandao.statistics.methods.disclosure_gate import protect
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_table import Axis, magnitudes
from xiandao.terms.error import XiandaoError

RULES = Parameters(minimum=3)
CITY = Axis.flat("region", ["a", "b", "c"])
INDUSTRY = Axis.flat("industry", ["i", "j", "k"])
SIZE = Axis.flat("size", ["s", "l"])
NOW = {"seconds": 0.0, "clock": lambda: 0.0}


def returns(per_cell=4, **changed):
    """Four enterprises in each city × industry, of both sizes; some values may be set by unit."""
    rows = [
        {"unit": f"{r}{i}{n}", "region": r, "industry": i, "size": "sl"[n % 2], "v": 50.0 + n}
        for r in "abc"
        for i in "ijk"
        for n in range(per_cell)
    ]
    return pl.DataFrame([{**row, "v": float(changed.get(row["unit"], row["v"]))} for row in rows])


def table(frame, *axes, **about):
    return magnitudes(frame, axes, measure="r1", value="v", **{"period": "2026-06", **about})


def test_two_tables_that_differ_by_one_enterprise_give_it_away():
    everybody = table(returns(), CITY, INDUSTRY)
    without = table(returns().filter(pl.col("unit") != "ai0"), CITY, INDUSTRY, population="old")
    found = check(without, set(), [Released(everybody, frozenset(), "全部")], RULES)
    assert {one.kind for one in found} == {"difference"}
    assert {"全部" in one.sentence for one in found} == {True}
    shown = protect(without, parameters=RULES, released=[Released(everybody, frozenset())], **NOW)
    assert shown.is_publishable
    assert {("a", "i"), ("a", "_T"), ("_T", "i"), ("_T", "_T")} <= shown.suppressed
    assert check(without, shown.suppressed, [Released(everybody, frozenset())], RULES) == ()


def test_two_tables_that_differ_by_many_enterprises_do_not():
    everybody = table(returns(), CITY)
    fewer = table(returns().filter(pl.col("industry") != "i"), CITY, population="without i")
    released = [Released(everybody, frozenset())]
    assert check(fewer, set(), released, RULES) == ()
    assert protect(fewer, parameters=RULES, released=released).suppressed == frozenset()


def test_a_revision_of_one_return_does_not_show_by_subtraction():
    first = table(returns(), CITY, version="1")
    final = table(returns(bj2=90), CITY, version="2")
    released = [Released(first, frozenset(), "初步数")]
    assert {one.kind for one in check(final, set(), released, RULES)} == {"difference"}
    shown = protect(final, parameters=RULES, released=released, **NOW)
    assert shown.is_publishable
    assert shown["b"].value is None
    assert shown["_T"].value is None


def test_a_revision_of_many_returns_is_published():
    first = table(returns(), CITY, version="1")
    changed = {f"{r}{i}{n}": 60 for r in "abc" for i in "ijk" for n in range(4)}
    shown = protect(
        table(returns(**changed), CITY, version="2"),
        parameters=RULES,
        released=[Released(first, frozenset())],
    )
    assert shown.suppressed == frozenset()


def test_a_revision_must_carry_a_version():
    first = Released(table(returns(), CITY), frozenset())
    with pytest.raises(XiandaoError, match="前后不一致"):
        protect(table(returns(ai0=99), CITY), parameters=RULES, released=[first])


def test_a_total_less_the_published_cities_gives_the_last_city():
    few = returns().filter((pl.col("region") != "a") | pl.col("unit").is_in(["ai0", "aj0"]))
    cities = table(few, CITY)
    hidden = frozenset({("a",), ("_T",)})
    province = table(few, INDUSTRY)
    found = check(province, set(), [Released(cities, hidden, "分市")], RULES)
    assert [(one.codes, one.kind) for one in found if one.codes] == [((("region", "a"),), "total")]
    assert "减去其余各项" in found[0].sentence
    shown = protect(province, parameters=RULES, released=[Released(cities, hidden)], **NOW)
    assert shown.is_publishable
    assert shown["_T"].value is None


def test_another_breakdown_of_the_same_cells_does_not_open_them():
    few = returns().filter(
        (pl.col("region") != "a") | (pl.col("industry") != "i") | (pl.col("unit") == "ai0")
    )
    first = table(few, CITY, INDUSTRY)
    shown = protect(first, parameters=RULES, **NOW)
    second = table(few, CITY, SIZE)
    released = [Released(first, shown.suppressed)]
    again = protect(second, parameters=RULES, released=released, **NOW)
    assert again.is_publishable
    assert check(second, again.suppressed, released, RULES) == ()


def test_a_month_hidden_behind_two_years_to_date_is_found():
    few = returns().filter((pl.col("region") != "a") | pl.col("unit").is_in(["ai0", "aj0"]))
    june = table(few, CITY)
    may_to_date = table(returns(), CITY, period="2026-05 ytd")
    more = (
        pl.concat([returns(), few]).group_by("unit", "region").agg(pl.col("v").sum()).sort("unit")
    )
    june_to_date = table(more, CITY, period="2026-06 ytd")
    ties = [
        Link(whole, (one, other))
        for whole, one, other in zip(
            keys_of(june_to_date), keys_of(may_to_date), keys_of(june), strict=True
        )
    ]
    hidden = frozenset({("a",), ("b",)})
    released = [Released(june, hidden, "当月"), Released(may_to_date, frozenset(), "1—5月")]
    found = check(june_to_date, set(), released, RULES, links=ties)
    assert (("region", "a"),) in {one.codes for one in found}
    shown = protect(june_to_date, parameters=RULES, released=released, links=ties, **NOW)
    assert shown.is_publishable
    assert shown["a"].value is None


def test_a_cell_shown_in_the_last_file_is_not_promised_again():
    few = returns().filter((pl.col("region") != "a") | pl.col("unit").is_in(["ai0", "aj0"]))
    cities = table(few, CITY)
    shown = protect(cities, parameters=RULES, released=[Released(cities, frozenset())], **NOW)
    assert shown["a"].value is None


def test_a_singleton_that_knows_its_own_value_cannot_solve_its_row():
    rows = returns().filter(
        ~((pl.col("region") == "a") & pl.col("industry").is_in(["i", "j"]))
        | pl.col("unit").is_in(["ai0", "aj0"])
    )
    pair_only = {("a", "i"), ("a", "j"), ("b", "i"), ("b", "j")}
    first = table(rows, CITY, INDUSTRY)
    assert {one.codes for one in check(first, pair_only, [], RULES)} == {
        (("industry", "i"), ("region", "a")),
        (("industry", "j"), ("region", "a")),
    }
    shown = protect(first, parameters=RULES, **NOW)
    assert shown.is_publishable
    assert shown.suppressed > {("a", "i"), ("a", "j")}


def test_sentences_and_findings_hold_no_number():
    everybody = table(returns(ai0=4711), CITY, INDUSTRY)
    without = table(returns(ai0=4711)[1:], CITY, INDUSTRY, population="old")
    for one in check(without, set(), [Released(everybody, frozenset())], RULES):
        assert "47" not in repr(one)
    assert "4711" not in repr(Released(everybody, frozenset()))


@pytest.mark.slow
@settings(max_examples=25)
@given(st.sets(st.integers(0, 35), max_size=8), st.integers(0, 10**6))
def test_whatever_was_dropped_between_two_releases_the_pair_is_safe(dropped, seed):
    frame = returns()
    values = frame["v"].sample(fraction=1.0, shuffle=True, seed=seed)
    frame = frame.with_columns(v=values * (1 + seed % 7))
    first = table(frame, CITY, INDUSTRY)
    shown = protect(first, parameters=RULES, **NOW)
    released = [Released(first, shown.suppressed)]
    rest = frame.filter(~pl.int_range(pl.len()).is_in(sorted(dropped)))
    second = table(rest, CITY, SIZE, population="rest")
    again = protect(second, parameters=RULES, released=released, **NOW)
    assert again.is_publishable
    assert check(second, again.suppressed, released, RULES) == ()


def together(pairs):
    """What is true and what is shown of several tables of one population, cells of equal meaning taken as one."""
    joined, shown = Truth({}, {}, {}, []), SimpleNamespace(cells={})
    for one, protected in pairs:
        known = truth(one, RULES)
        names = [axis.name for axis in one.axes]

        def meaning(codes, names=names):
            return frozenset(pair for pair in zip(names, codes, strict=True) if pair[1] != "_T")

        for part in ("value", "holders", "up"):
            mapping = getattr(known, part)
            getattr(joined, part).update({meaning(codes): v for codes, v in mapping.items()})
        for whole, parts in known.relations:
            joined.relations.append((meaning(whole), [meaning(part) for part in parts]))
        for codes, cell in protected.cells.items():
            if shown.cells.get(meaning(codes), cell).value is None:
                assert cell.value is None, "one table shows what another one hides"
            shown.cells[meaning(codes)] = cell
    return joined, shown


@pytest.mark.slow
@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(*(st.sampled_from(x) for x in ("abc", "ijk", "sl")), st.integers(1, 900)),
        max_size=40,
    )
)
def test_an_independent_attacker_with_both_tables_recovers_nothing(rows):
    frame = pl.DataFrame(
        [
            {"unit": f"u{n}", "region": r, "industry": i, "size": s, "v": float(v)}
            for n, (r, i, s, v) in enumerate([("a", "i", "s", 5), *rows])
        ]
    )
    first, second = table(frame, CITY, INDUSTRY), table(frame, CITY, SIZE)
    shown = protect(first, parameters=RULES, **NOW)
    again = protect(second, parameters=RULES, released=[Released(first, shown.suppressed)], **NOW)
    if again.is_publishable:
        assert leaks(*together([(first, shown), (second, again)])) == []
    else:
        assert {cell.value for cell in again.cells.values()} == {None}
