"""What a person or the reader says of a thing is brought into one form, or refused field by field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.policy.methods.payloads import checked_payload, figure_of, leads_of, number, year
from xiandao.terms.error import XiandaoError


@given(st.decimals(-(10**12), 10**12, places=4))
def test_a_number_survives_being_written_with_commas(value):
    assert number("value", f" {value:,} ") == float(value)


@pytest.mark.parametrize("given_text", ["三十", "NaN", "inf", "1e99", "=1+1", "12个"])
def test_what_is_no_usable_number_is_refused_with_its_field(given_text):
    with pytest.raises(XiandaoError) as refused:
        number("value_max", given_text)
    assert refused.value.details["field"] == "value_max"


@pytest.mark.parametrize("given_text", ["20", "1999", "2101", "二〇三〇", "２０３０"])
def test_what_is_no_usable_year_is_refused(given_text):
    with pytest.raises(XiandaoError):
        year(given_text)


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(XiandaoError) as refused:
        checked_payload("target", {"value": "甲", "deadline_year": "乙", "comparator": "丙"})
    assert set(refused.value.details["errors"]) == {"value", "deadline_year", "comparator"}


def test_a_target_needs_a_figure_and_a_task_does_not():
    with pytest.raises(XiandaoError) as refused:
        checked_payload("target", {"value": ""})
    assert refused.value.details["field"] == "value"
    assert checked_payload("task", {"value": ""})["value"] is None


def test_a_range_runs_upwards():
    with pytest.raises(XiandaoError) as refused:
        checked_payload("target", {"value": "30", "value_max": "20"})
    assert refused.value.details["field"] == "value_max"


def test_names_longer_than_the_ledger_holds_are_refused():
    with pytest.raises(XiandaoError) as refused:
        checked_payload("task", {"departments": ["厅" * 121]})
    assert refused.value.details["field"] == "departments"


def test_the_figure_is_written_as_officials_write_it():
    assert figure_of(
        {"value": 40000.0, "unit": "家", "comparator": "gt", "stretch_value": 50000.0}
    ) == ("超过4万家，力争5万家")


def test_several_leads_are_told_apart_but_a_name_with_a_comma_in_it_is_not_cut():
    several = {"lead": "省科技厅、省教育厅", "departments": ["省科技厅", "省教育厅"]}
    assert leads_of(several) == ("省科技厅", "省教育厅")
    name = "各市、县人民政府"
    assert leads_of({"lead": name, "departments": [name]}) == (name,)
    assert leads_of({"lead": name, "departments": []}) == (name,)
    assert leads_of({}) == ()
