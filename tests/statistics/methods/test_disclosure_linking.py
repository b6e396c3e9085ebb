"""A table and what was told before are one problem: what was shown stays shown, what is the same cell is one cell."""

import numpy as np
import polars as pl

from xiandao.statistics.methods.disclosure_book import Released
from xiandao.statistics.methods.disclosure_linking import link
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_table import Axis, magnitudes

CITY = Axis.flat("city", ["x", "y"])
RULES = Parameters(minimum=2)


def table(values=(3.0, 4.0, 5.0, 6.0), **about):
    frame = pl.DataFrame({"unit": list("abcd"), "city": list("xyyy"), "r1": list(values)})
    return magnitudes(frame, [CITY], measure="r1", value="r1", **about)


def cost_of(linked, code):
    at = [one[0] for one in table().coordinates()].index(code)
    return linked.problem.cost[linked.own[at]]


def test_hiding_what_was_hidden_before_costs_next_to_nothing_and_totals_cost_most():
    fresh = link(table(), RULES)
    again = link(table(), RULES, previous=[("y",)])
    assert cost_of(fresh, "_T") > cost_of(fresh, "y") > 1
    assert cost_of(again, "y") < 1 < cost_of(again, "_T")


def test_what_must_be_published_can_never_be_paid_for():
    assert np.isinf(cost_of(link(table(), RULES, must_publish=[("_T",)]), "_T"))


def test_the_same_table_released_before_adds_no_cells_and_is_known_as_shown():
    alone = link(table(), RULES)
    known = link(table(), RULES, released=[Released(table(), frozenset({("x",)}))])
    assert len(known.keys) == len(alone.keys)
    assert known.shown_before
    shown = {known.keys[number] for number in known.shown_before}
    assert len(shown) == 2


def test_a_revision_adds_the_difference_that_everybody_can_work_out():
    alone = link(table(), RULES)
    revised = link(
        table((3.0, 4.0, 5.0, 16.0), version="2"),
        RULES,
        released=[Released(table(), frozenset({("x",)}))],
    )
    assert len(revised.keys) > 2 * len(alone.keys)
    # One unit makes the whole difference: where it stands, nothing may tell it.
    assert revised.problem.hidden.sum() > alone.problem.hidden.sum()


def test_a_pattern_that_is_given_is_taken_as_it_is():
    given = link(table(), RULES, hidden=[("x",), ("y",)])
    own = given.problem.hidden[given.own]
    assert [
        code for (code,), is_hidden in zip(table().coordinates(), own, strict=True) if is_hidden
    ] == ["x", "y"]
