"""A table of an indicator: its totals pass the gate one by one, and what is worked out of them tells no more than they."""

import json

import polars as pl
import pytest

from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_table import Axis
from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.methods.publication import Setting, kept, publish, restored
from xiandao.statistics.methods.publication_totals import Facts, tables
from xiandao.terms.period import Period

RULES = Parameters(minimum=3, percent=10.0)
CITIES = ["x"] * 5 + ["y"] * 4 + ["z"] * 2


def seal(text):
    return f"v{len(text)}-{hash(text)}"


def facts(**columns):
    count = len(CITIES)
    income = [100.0 + 7 * n for n in range(count)]
    values = {"r13": income, "r155": [value / 10 for value in income]} | columns
    filings = pl.DataFrame({"unit": [f"u{n:02}" for n in range(count)], **values})
    units = filings.select("unit").with_columns(
        region=pl.Series(CITIES), group=pl.lit(None, pl.String)
    )
    return Facts(filings, units, (Axis.flat("region", ["x", "y", "z"]),), Period.parse("2026-09"))


def made(code="TOTAL_INCOME", **more):
    setting = {key: more.pop(key) for key in ("method", "released") if key in more}
    return publish(facts(**more), shipped()[code], Setting(RULES, seal, **setting))


def test_a_share_is_the_quotient_of_the_totals_that_are_shown():
    found = made("RD_INTENSITY")
    assert found.figures["_T",].value == pytest.approx(10)
    assert found.figures["z",].is_hidden
    assert found.figures["z",].value is None


def test_a_return_that_lacks_a_row_of_the_formula_counts_in_neither_total():
    income = [100.0 + 7 * n for n in range(len(CITIES))]
    spending = [None, *(value / 10 for value in income[1:])]
    assert made("RD_INTENSITY", r155=spending).figures["_T",].value == pytest.approx(10)
    table, _other = tables(facts(r155=spending), shipped()["RD_INTENSITY"], "value", seal=seal)
    assert "u00" not in table.unit.to_list()


def test_growth_counts_the_units_that_give_both_periods_alone():
    before = [None, *(round((100.0 + 7 * n) / 1.25, 6) for n in range(1, len(CITIES)))]
    found = made(r13__ly=before)
    for at, figure in found.figures.items():
        if figure.growth is not None:
            assert figure.growth == pytest.approx(25), at
    # One unit more in the values than in the growth: the two together must not tell what that one earns.
    assert found.figures["x",].value is None or found.figures["x",].growth is None
    assert all(figure.growth is None for figure in found.figures.values() if figure.is_hidden)


def test_the_same_returns_are_the_same_version_and_others_are_not():
    first, again = (tables(facts(), shipped()["TOTAL_INCOME"], "value", seal=seal)[0] for _ in "12")
    other = tables(facts(r13=[1.0] * len(CITIES)), shipped()["TOTAL_INCOME"], "value", seal=seal)[0]
    assert first.version == again.version != other.version


def test_what_is_kept_of_a_table_gives_the_same_table_back():
    for past in made().behind:
        # A database may keep the keys of a mapping in an order of its own.
        again = restored(json.loads(json.dumps(kept(past), sort_keys=True)), name="表")
        assert again.hidden == past.hidden
        assert again.table.coordinates() == past.table.coordinates()
        assert again.table.value.tolist() == past.table.value.tolist()
        assert again.table.unit.to_list() == past.table.unit.to_list()
        assert again.name == "表"


def test_a_rounded_table_is_not_completed_by_an_exact_one():
    rounded = made(method="round")
    assert not any(figure.is_hidden for figure in rounded.figures.values())
    exact = made(released=rounded.behind)
    assert exact.figures["z",].is_hidden


def test_neither_report_nor_representation_holds_a_number_of_a_hidden_cell():
    found = made()
    hidden = sum(100.0 + 7 * n for n in (9, 10))
    for text in (repr(found), str(found.report), str(found.patterns)):
        assert f"{hidden:.0f}" not in text
        assert "cost" not in text
