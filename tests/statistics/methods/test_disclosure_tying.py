"""Tables of measures that add up: parts and their total, this year and last; together they tell no more than apart."""

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from tests.statistics.methods.disclosure_attack import Truth, leaks, truth
from xiandao.statistics.methods.disclosure_book import Released
from xiandao.statistics.methods.disclosure_gate import protect
from xiandao.statistics.methods.disclosure_network import Network
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_problem import Problem
from xiandao.statistics.methods.disclosure_table import Axis, magnitudes, relations
from xiandao.statistics.methods.disclosure_tying import combined, ties

RULES = Parameters(minimum=3, percent=10.0)
SUMS = ({"r13": -1.0, "r14": 1.0, "r22": 1.0, "r82": 1.0, "r29": 1.0},)
PARTS = ("r14", "r22", "r82", "r29")
CITY = Axis.flat("city", ["x", "y", "z"])
TRADE = Axis("trade", {"a": "g", "b": "g", "c": "h", "g": "_T", "h": "_T"})


def economy(seed, units=60):
    """Firms with four kinds of income; few have the last one."""
    rng = np.random.default_rng(seed)
    columns = {name: np.round(rng.lognormal(6, 1.2, units)) for name in PARTS}
    columns["r29"] *= rng.random(units) < 0.25
    return pl.DataFrame(
        {
            "unit": [f"u{number:03}" for number in range(units)],
            "city": rng.choice(list("xyz"), units),
            "trade": rng.choice(list("abc"), units),
            **columns,
            "r13": sum(columns.values()),
        }
    )


def table_of(frame, row, axes, *, period="2026-09", measure=""):
    return magnitudes(
        frame, axes, measure=f"quick:sum({measure or row})", value=row, period=period
    )  # fmt: skip


def told(tables, sums):
    """The tables protected one after another, as they are published."""
    behind, shown = [], []
    for table in tables:
        found = protect(table, parameters=RULES, ties=ties(table, behind, sums))
        assert found.is_publishable
        behind.append(Released(table, found.suppressed, table.measure))
        shown.append(found)
    return shown


def together(tables, shown, extra, equation):
    """What an attacker knows of all tables and the equation between them; ``extra`` was never published."""
    cells, value, holders, up, sums_ = {}, {}, {}, {}, []
    for number, table in enumerate([*tables, extra]):
        own = truth(table, RULES)
        for at in table.coordinates():
            cells[number, *at] = shown[number].cells[at] if number < len(shown) else HIDDEN
            value[number, *at] = own.value.get(at, 0.0)
            holders[number, *at] = own.holders.get(at, {})
        up |= {(number, *at): need for at, need in own.up.items() if number == len(tables)}
        sums_ += [
            ((number, *whole), [(number, *part) for part in parts])
            for whole, parts in own.relations
        ]
    whole, parts = equation
    sums_ += [((whole, *at), [(part, *at) for part in parts]) for at in tables[0].coordinates()]
    return Truth(value, holders, up, sums_), SimpleNamespace(cells=cells)


HIDDEN = SimpleNamespace(value=None)


@pytest.mark.slow
@pytest.mark.parametrize("axes", [[CITY], [CITY, TRADE]], ids=["flat", "levels"])
def test_a_part_that_nobody_publishes_does_not_follow_from_the_total_and_the_other_parts(axes):
    found_before = 0
    for seed in range(4):
        frame = economy(seed)
        tables = [table_of(frame, row, axes) for row in ("r14", "r22", "r13", "r82")]
        extra = table_of(frame, "r29", axes)
        for sums, is_protected in (((), False), (SUMS, True)):
            known, shown = together(tables, told(tables, sums), extra, (2, (0, 1, 3, 4)))
            found = leaks(known, shown)
            assert not (is_protected and found), found
            found_before += len(found)
    # Without the equation the same tables give it away: the test does test something.
    assert found_before > 0


def test_this_year_less_last_year_is_protected_like_the_net_increase_itself():
    frame = economy(11).with_columns(
        before=pl.when(pl.col("unit") == "u007")
        .then(pl.col("r13") / 50)
        .otherwise(pl.col("r13") - 5)
    )
    frame = frame.with_columns(net=pl.col("r13") - pl.col("before"))
    axes = [CITY]
    now = table_of(frame, "r13", axes)
    last = table_of(frame, "before", axes, period="2025-09", measure="r13")
    net = table_of(frame, "net", axes, measure="(r13 - r13__ly)")
    city = frame.row(7, named=True)["city"]
    for sums in ((), SUMS):
        shown = told([now, last], sums)
        # One firm makes the increase of its city: both years of it must not stand side by side.
        assert shown[0][city].value is None or shown[1][city].value is None
        known, cells = together([now, last], shown, net, (0, (1, 2)))
        assert not leaks(known, cells)


def test_a_table_whose_own_figures_all_follow_from_what_was_told_is_refused_in_words():
    frame = pl.DataFrame(
        {
            "unit": list("abcdef"),
            "city": list("xxxyyy"),
            "r14": [9.0, 1, 1, 5, 5, 5],
            "r22": [50.0] * 6,
        }
    ).with_columns(r13=pl.col("r14") + pl.col("r22"))
    axes = [Axis.flat("city", ["x", "y"])]
    rules = Parameters(minimum=2, dominance=((1, 0.75),))
    before = [
        Released(table_of(frame, row, axes), frozenset(), title)
        for row, title in (("r13", "总收入表"), ("r22", "产品收入表"))
    ]
    table = table_of(frame, "r14", axes)
    sums = ({"r13": -1.0, "r14": 1.0, "r22": 1.0},)
    alone = protect(table, parameters=rules)
    assert alone.is_publishable
    found = protect(table, parameters=rules, ties=ties(table, before, sums))
    assert not found.is_publishable
    assert all(cell.value is None for cell in found.cells.values())
    sentence = found.findings[0].sentence
    assert "总收入表" in sentence
    assert "加减关系" in sentence


def test_who_reports_one_row_and_not_the_other_is_what_is_left_over():
    frame = economy(3).with_columns(r13=pl.col("r14") + pl.col("r22"))
    axes = [CITY]
    fewer = frame.filter(pl.col("unit") != "u004")
    made = combined(
        [(1.0, table_of(frame, "r13", axes)), (-1.0, table_of(fewer, "r14", axes)),
         (-1.0, table_of(frame, "r22", axes))]
    )  # fmt: skip
    assert made.unit.to_list() == ["u004"]
    sums = ({"r13": -1.0, "r14": 1.0, "r22": 1.0},)
    tables = [table_of(frame, "r13", axes), table_of(frame, "r22", axes)]
    shown = [Released(one, frozenset(), one.measure) for one in tables]
    last = table_of(fewer, "r14", axes)
    found = protect(last, parameters=RULES, ties=ties(last, shown, sums))
    at = frame.row(4, named=True)["city"]
    # What the one firm earns is the difference in its city and in the total.
    assert found[at].value is None
    assert found["_T"].value is None


def test_a_cell_that_counts_twice_in_a_relation_is_no_arc_of_a_network():
    value, need = np.array([5.0, 4, 14]), np.array([2.0, 0, 0])
    row, at, sign = relations([Axis.flat("city", ["x", "y"])])
    base = (value, value, need, need, np.full(3, -1), value, need > 0, row, at)
    assert Network.of(Problem(*base, sign)) is not None
    assert Network.of(Problem(*base, sign * np.array([2.0, 1, 1]))) is None
