"""Two tables cut along different axes: the enterprise that only both together tell apart stays hidden."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.statistics.methods.disclosure_book import Released
from xiandao.statistics.methods.disclosure_crossing import crossing
from xiandao.statistics.methods.disclosure_differencing import check
from xiandao.statistics.methods.disclosure_gate import protect
from xiandao.statistics.methods.disclosure_linking import link
from xiandao.statistics.methods.disclosure_overlap import attacked, covered
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_problem import Budget
from xiandao.statistics.methods.disclosure_table import Axis, magnitudes

RULES = Parameters(minimum=3)
NOW = {"seconds": 0.0, "clock": lambda: 0.0}
COUNTY = Axis.flat("region", ["k", "l", "m"])
ZONE = Axis.flat("zone", ["z", "y", "out"])


def firms(outside=1):
    """Seven firms in each county; all of k and l but some stand in the zone of their county."""
    return pl.DataFrame(
        [
            {
                "unit": f"{county}{n}",
                "region": county,
                "zone": zone if n >= outside else "out",
                "v": 40.0 + 3 * n,
            }
            for county, zone in (("k", "z"), ("l", "y"), ("m", "out"))
            for n in range(7)
        ]
    )


def table(frame, axis, **about):
    return magnitudes(frame, [axis], measure="r1", value="v", **{"period": "2026-06", **about})


def test_a_county_less_its_zone_is_found_to_be_one_enterprise():
    counties = [Released(table(firms(), COUNTY), frozenset(), "分县")]
    found = check(table(firms(), ZONE), set(), counties, RULES)
    assert [(one.kind, one.codes) for one in found] == [("overlap", ())]
    assert "《分县》" in found[0].sentence
    assert not any(sign.isdigit() for sign in found[0].sentence)


def test_the_gate_hides_the_zone_rather_than_the_enterprise_beside_it():
    counties = [Released(table(firms(), COUNTY), frozenset(), "分县")]
    shown = protect(table(firms(), ZONE), parameters=RULES, released=counties, **NOW)
    assert shown.verdict == "pass"
    assert {("z",), ("y",)} <= shown.suppressed
    assert check(table(firms(), ZONE), shown.suppressed, counties, RULES) == ()


def test_many_enterprises_beside_the_zone_hide_nothing():
    counties = [Released(table(firms(3), COUNTY), frozenset(), "分县")]
    shown = protect(table(firms(3), ZONE), parameters=RULES, released=counties, **NOW)
    assert (shown.verdict, shown.suppressed) == ("pass", frozenset())


def test_a_revision_in_between_does_not_open_the_difference():
    counties = [Released(table(firms(), COUNTY, version="1"), frozenset(), "分县")]
    raised = firms().with_columns(
        v=pl.when(pl.col("unit").is_in(["m1", "m2", "m3"])).then(60.0).otherwise("v")
    )
    shown = protect(table(raised, ZONE, version="2"), parameters=RULES, released=counties, **NOW)
    assert {("z",), ("y",)} <= shown.suppressed or not shown.is_publishable


@pytest.mark.parametrize("about", [{"period": "2026-07"}, {"measure": "r2"}])
def test_tables_about_different_things_do_not_cross(about):
    other = magnitudes(
        firms(), [ZONE], value="v", **{"measure": "r1", "period": "2026-06", **about}
    )
    assert crossing(table(firms(), COUNTY), other) is None


def test_a_value_that_was_revised_is_a_piece_of_each_table():
    again = firms().with_columns(v=pl.when(pl.col("unit") == "m1").then(1.0).otherwise("v"))
    found = crossing(table(firms(), COUNTY), table(again, ZONE))
    cells = {
        number: sum(len(parts) for n, _, parts in found.sums if n == number) for number in (0, 1)
    }
    alone = found.pieces.unit.to_list().count("m1")
    assert (cells, alone) == ({0: 6, 1: 6}, 2)


def test_what_is_hidden_besides_is_attacked_again():
    counties = [Released(table(firms(), COUNTY), frozenset(), "分县")]
    linked = link(table(firms(), ZONE), RULES, released=counties)
    bare = linked.problem.hidden
    assert attacked(linked, bare).failures
    hidden, audit = covered(linked, bare, Budget(1.0))
    assert audit.is_passed
    assert attacked(linked, hidden).is_passed
    assert hidden[bare].all()


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from("klm"), st.sampled_from(["z", "y", "out"])),
        min_size=9,
        max_size=40,
    )
)
def test_no_difference_of_sets_of_cells_is_one_enterprise(places):
    """Subtract every sum of shown counties from every sum of shown zones: what is left is nobody or several."""
    frame = pl.DataFrame(
        [
            {"unit": f"u{n}", "region": county, "zone": zone, "v": 50.0 + n % 5}
            for n, (county, zone) in enumerate(places)
        ]
    )
    first, second = table(frame, COUNTY), table(frame, ZONE)
    shown = protect(first, parameters=RULES, **NOW)
    again = protect(second, parameters=RULES, released=[Released(first, shown.suppressed)], **NOW)
    if not (shown.is_publishable and again.is_publishable):
        return
    told = [
        {n for n, (county, zone) in enumerate(places) if code in (county, zone)}
        for axis, protected in ((COUNTY, shown), (ZONE, again))
        for code in axis.nodes[:-1]
        if protected.cells[(code,)].value is not None
    ]
    for one in told:
        for other in told:
            if other < one:
                assert len(one - other) >= RULES.minimum


def test_a_table_of_the_same_returns_that_is_cut_finer_has_every_cell_of_the_coarser_one():
    frame = pl.DataFrame({"unit": list("abcd"), "region": list("pqrs"), "r1": [3.0, 4, 5, 6]})
    fine = Axis("region", {"p": "x", "q": "x", "r": "y", "s": "y", "x": "_T", "y": "_T"})
    coarse = frame.with_columns(region=pl.Series(list("xxyy")))
    other = Axis(
        "region", {"p": "x", "q": "z", "r": "y", "s": "y", "x": "_T", "y": "_T", "z": "_T"}
    )

    def told(rows, axis, version="1"):
        return magnitudes(rows, [axis], measure="r1", value="r1", version=version)

    towns, cities = told(frame, fine), told(coarse, Axis.flat("region", ["x", "y"]))
    assert crossing(towns, cities) is None
    assert crossing(cities, towns) is None
    # Another version, or a town that stands elsewhere: the two tables together tell pieces apart.
    assert crossing(towns, told(coarse, Axis.flat("region", ["x", "y"]), "2")) is not None
    assert crossing(told(frame, other), cities) is not None
