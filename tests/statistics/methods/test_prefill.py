"""Prefill: what is carried over, what is not, and that each value says where it is from and of when."""

from dataclasses import replace
from datetime import date

from xiandao.statistics.methods.form import shipped
from xiandao.statistics.methods.prefill import PastReturn, burden, known

QUICK = shipped()["quick"]
ZONE = shipped()["zone-quarter"]


def past(form=QUICK, values=None, label="2026年9月", as_of=date(2026, 9, 30)):
    return PastReturn(form, values or {}, label, as_of)


def test_stocks_are_carried_over_and_flows_and_computed_rows_are_not():
    found = known(QUICK, last=past(values={"r01": "120", "r42": "9", "r14": "5", "r13": "5"}))
    assert set(found) == {"r01", "r42"}


def test_an_empty_value_of_the_last_return_is_nothing_known():
    assert known(QUICK, last=past(values={"r01": None})) == {}


def test_a_zero_is_known():
    assert known(QUICK, last=past(values={"r01": "0"}))["r01"]["value"] == "0"


def test_the_year_before_is_shown_for_its_comparable_figure_and_never_for_the_value_itself():
    found = known(QUICK, year_before=past(values={"r14": "400"}, label="2025年10月"))
    assert list(found) == ["r14__ly"]


def test_a_row_that_was_renamed_is_found_under_its_old_code():
    form = replace(QUICK, version="2027", migrations={"2026": {"r09": "r01"}})
    assert known(form, last=past(values={"r09": "88", "r01": "1"}))["r01"]["value"] == "88"


def test_another_form_lends_a_stock_that_means_the_same_and_nothing_else():
    twin = replace(ZONE, code="other", title="另表")
    other = past(twin, {"r102": "500", "r101": "7"}, "2026年三季度")
    found = known(ZONE, others=[other])
    assert found["r102"] == {"value": "500", "source": "另表 2026年三季度", "as_of": "2026-09-30"}
    items = tuple(replace(one, unit="公顷") if one.code == "r102" else one for one in twin.items)
    strange = past(replace(twin, items=items), {"r102": "500"})
    assert "r102" not in known(ZONE, others=[strange])


def test_the_own_last_return_goes_before_other_forms_and_the_register():
    own = past(ZONE, {"r101": "11"}, "2026年二季度")
    other = past(replace(ZONE, code="other"), {"r101": "22"})
    register = {"land_mu": "33", "name": "甲"}
    assert known(ZONE, last=own, others=[other], register=register)["r101"]["value"] == "11"
    assert known(ZONE, others=[other], register=register)["r101"]["value"] == "22"
    found = known(ZONE, register=register, register_day=date(2026, 11, 22))
    assert found["r101"] == {"value": "33", "source": "填报单位名录", "as_of": "2026-11-22"}
    assert found["unit.name"]["value"] == "甲"


def test_what_is_to_fill_and_what_is_carried_make_up_the_form():
    empty = burden(QUICK, {})
    full = burden(QUICK, {code: {"value": "1"} for code in QUICK.columns} | {"unit.name": {}})
    assert empty.to_fill + empty.carried == len(QUICK.columns)
    assert (full.to_fill, full.carried) == (0, len(QUICK.columns))
