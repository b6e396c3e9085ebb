"""Published deciles of an industry: which files are refused, where a firm stands, what one grade better takes."""

import pytest

from xiandao.evaluate.methods.carbon_benchmark import (
    Benchmark,
    benchmarks_from,
    position,
    shipped,
)
from xiandao.terms.error import InputError

DECILES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
INDUSTRY = Benchmark("C34", "通用设备制造业", 2025, 40, 0.5, DECILES)
ROW = f"""
[[benchmark]]
code = "C34"
name = "通用设备制造业"
year = 2025
firms = 40
mean = 0.5
deciles = {list(DECILES)}
"""


def test_a_sound_file_is_read():
    book = benchmarks_from('source = "省统计公报"' + ROW)
    assert book.benchmarks == (INDUSTRY,)
    assert (book.source, book.is_demo, book.withheld) == ("省统计公报", False, ())


def test_an_industry_of_nine_firms_is_withheld_and_one_of_ten_is_not():
    nine = benchmarks_from(ROW.replace("firms = 40", "firms = 9"))
    assert (nine.benchmarks, nine.withheld) == ((), (("通用设备制造业", 2025),))
    assert len(benchmarks_from(ROW.replace("firms = 40", "firms = 10")).benchmarks) == 1


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("[[benchmark]", "EVA-640", "无法读取"),
        ("benchmark = 3", "EVA-640", "无法读取"),
        ('is_demo = "no"' + ROW, "EVA-640", "无法读取"),
        ("secret = 1" + ROW, "EVA-640", "secret"),
        (ROW.replace("firms = 40", "firms = true"), "EVA-641", "第1个行业"),
        (ROW.replace("year = 2025", ""), "EVA-641", "第1个行业"),
        (ROW + ROW, "EVA-641", "写了两次"),
        (ROW.replace("mean = 0.5", "mean = 0"), "EVA-642", "通用设备制造业"),
        (ROW.replace("mean = 0.5", "mean = nan"), "EVA-642", "通用设备制造业"),
        (ROW.replace("0.4", "0.25"), "EVA-642", "十分位"),
        (ROW.replace("0.1, ", ""), "EVA-642", "十分位"),
        (ROW.replace("0.9]", "inf]"), "EVA-642", "十分位"),
    ],
)
def test_a_file_that_is_not_sound_says_where(text, code, told):
    with pytest.raises(InputError) as caught:
        benchmarks_from(text)
    assert caught.value.code == code
    assert told in caught.value.sentence


def test_the_shipped_figures_are_marked_invented_and_hold_a_withheld_industry():
    book = benchmarks_from(shipped())
    assert book.is_demo
    assert {one.year for one in book.benchmarks} == {2024, 2025}
    assert book.withheld


@pytest.mark.parametrize(
    ("carbon", "bounds"), [(5, (90, 100)), (10, (90, 90)), (37, (63, 63)), (95, (0, 10))]
)
def test_the_percentile_is_interpolated_and_a_range_beyond_the_outer_deciles(carbon, bounds):
    found = position(carbon, 100, INDUSTRY)
    assert (found.better_low, found.better_high) == pytest.approx(bounds)


def test_with_what_one_grade_takes_the_firm_is_in_that_grade():
    firm = position(85, 100, INDUSTRY)
    assert firm.code.grade == 4
    assert position(85 - firm.code.less_carbon, 100, INDUSTRY).code.grade == 3
    assert position(85, 100 + firm.code.more_value, INDUSTRY).code.grade == 3
    assert position(85 - firm.code.less_carbon + 0.01, 100, INDUSTRY).code.grade == 4
    assert firm.over_median * 100 == pytest.approx(35)
    assert firm.over_best * 100 == pytest.approx(75)


def test_what_is_deducted_counts_and_more_than_emitted_is_refused():
    assert position(85, 100, INDUSTRY, deducted=45).code.intensity == pytest.approx(0.4)
    assert position(85, 100, INDUSTRY, deducted=85).code.grade == 1
    with pytest.raises(InputError, match="扣除量"):
        position(85, 100, INDUSTRY, deducted=86)
