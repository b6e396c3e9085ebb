"""The indicator catalogue: what is shipped can be computed from the forms that are shipped, and says where it comes from."""

from datetime import date

import pytest

from xiandao.statistics.methods import form, indicator
from xiandao.terms.error import InputError

SHIPPED = indicator.shipped()
COMPUTED = [one for one in SHIPPED.values() if one.is_computed]
ONE = """
[[indicator]]
code = "{code}"
name = "研发费用"
name_en = "R&D"
pillar = "创新能力"
definition = "合计"
unit = "千元"
unit_measure = "CNY"
source = "{source}"
owner = "统计部门"
clause = "Z五(三)"
valid_from = 2026-01-01
{more}
"""


def one(code="RD", source="quick", more='formula = "sum(r155)"'):
    return ONE.format(code=code, source=source, more=more)


def test_the_four_heads_of_the_zhejiang_paper_all_have_indicators():
    heads = {found.pillar for found in SHIPPED.values() if found.clause == "Z五(三)"}
    assert heads == {"创新能力", "产业培育", "创新主体", "要素保障"}


def test_the_six_indicators_per_mu_are_all_there():
    six = {found.name for found in SHIPPED.values() if found.pillar == "亩均效益"}
    assert six == {
        "亩均税收", "亩均增加值", "全员劳动生产率", "单位能耗增加值", "单位排放增加值", "研发经费与主营业务收入之比",
    }  # fmt: skip


@pytest.mark.parametrize("found", COMPUTED, ids=lambda found: found.code)
def test_a_shipped_formula_names_rows_that_its_form_has(found):
    assert indicator.unknown_rows(found, form.shipped()[found.source].columns) == ()


@pytest.mark.parametrize("found", COMPUTED, ids=lambda found: found.code)
def test_an_indicator_keeps_the_purpose_and_the_rhythm_of_its_form(found):
    source = form.shipped()[found.source]
    assert (found.purpose, found.frequency) == (source.purpose, source.frequency)


def test_a_money_indicator_says_the_power_of_ten_of_its_unit():
    powers = {
        "亿元": 8,
        "万元": 4,
        "千元": 3,
        "万元/亩": 4,
        "万元/人": 4,
        "万元/吨标准煤": 4,
        "万元/吨": 4,
    }
    for found in SHIPPED.values():
        assert found.unit_mult == powers.get(found.unit, 0), found.code


@pytest.mark.parametrize(
    ("code", "value", "label"),
    [
        ("CARBON_LEVEL", 0.6, "低碳"),
        ("CARBON_LEVEL", 0.61, "中碳"),
        ("CARBON_LEVEL", 2.0, "中碳"),
        ("CARBON_LEVEL", 2.01, "高碳"),
        ("CARBON_GRADE", 0.6, "1级"),
        ("CARBON_GRADE", 0.8, "2级"),
        ("CARBON_GRADE", 1.2, "3级"),
        ("CARBON_GRADE", 2.0, "4级"),
        ("CARBON_GRADE", 2.1, "5级"),
    ],
)
def test_carbon_marks_follow_the_published_limits(code, value, label):
    assert SHIPPED[code].band(value).label == label


def test_an_indicator_without_grades_gives_none():
    assert SHIPPED["RD_SPEND"].band(1.0) is None


def test_values_outside_the_valid_range_are_told_apart():
    share = SHIPPED["RD_STAFF_SHARE"]
    assert (share.accepts(100), share.accepts(100.1), share.accepts(-0.1)) == (True, False, False)


def test_an_indicator_of_a_register_has_no_formula_to_compute():
    with pytest.raises(InputError) as caught:
        _ = SHIPPED["DISRUPTIVE_SIGNALS"].parsed
    assert caught.value.code == "STA-503"


def test_a_version_holds_between_its_two_days():
    (found,) = indicator.load(one(more='formula = "sum(r155)"\nvalid_to = 2026-12-31'))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [found.holds_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[indicator", "STA-501"),
        ('[[indicator]]\ncode = "X1"', "STA-501"),
        (one(more='formula = "sum(r155)"\nsurprise = 1'), "STA-501"),
        (one(more='formula = "sum(r155)"\ngrade = "secret"'), "STA-501"),
        (one(code="lower"), "STA-502"),
        (one(source="register:x"), "STA-502"),
        (one(more='frequency = "week"'), "STA-502"),
        (one(more='purpose = "anything"'), "STA-502"),
        (one(more="valid_min = 2\nvalid_max = 1"), "STA-502"),
        (one(more="valid_to = 2025-01-01"), "STA-502"),
        (one() + one(), "STA-504"),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(text, code):
    with pytest.raises(InputError) as caught:
        indicator.load(text)
    assert caught.value.code == code
    assert caught.value.hint


def test_two_versions_of_an_indicator_may_stand_side_by_side():
    later = one(more='formula = "sum(r155)"\nversion = "2"').replace("2026-01-01", "2027-01-01")
    assert [found.version for found in indicator.load(one() + later)] == ["1", "2"]
