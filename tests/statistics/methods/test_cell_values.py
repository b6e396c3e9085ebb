"""What a cell says: numbers as people write them, nothing as people say it, and what must be asked back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.statistics.methods.cell_values import read_cell, read_text
from xiandao.statistics.methods.form import Item

MONEY = Item("r13", "13", "总收入", unit="千元")
HEADS = Item("r01", "01", "从业人员", kind="integer", unit="人")
HOURS = Item("r5", "5", "机时", unit="小时", decimals=1)
DAY = Item("r6", "6", "日期", kind="date")
TREND = Item("r7", "7", "态势", kind="choice", choices=(("up", "稳中向好"), ("down", "承压")))


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (0, "0"), (12, "12"), (-3, "-3"), (12.5, "12.5"), (0.1 + 0.2, "0.3"),
        ("123", "123"), ("１２３", "123"), ("1,234", "1234"), ("１，２３４，５６７．８９", "1234567.89"),
        (" 12\u00a0", "12"), ("1 234", "1234"), ("(100)", "-100"), ("（1，200）", "-1200"), ("-5", "-5"),
        ("−5", "-5"), ("'77", "77"), ("100千元", "100"), ("1.5e3", "1500"), ("\u200b8\ufeff", "8"),
    ],
)  # fmt: skip
def test_numbers_are_read_however_they_are_written(raw, value):
    assert read_cell(raw, MONEY).value == Decimal(value)


@pytest.mark.parametrize("raw", ["12%", "12万", "1.2亿", "1.234,5", "1,2,3", "十二", "abc", "=A1+1", "1e400", "NaN",
                                 "Infinity", "-inf", "1e-300", 1e15, 913301007996550000, "91330100799655058B", "9" * 39,
                                 {"x": "inf"}, {"x": "nan"}, {"d": "2026-07-01"}, {"l": "9"}, "TRUE"])  # fmt: skip
def test_what_is_no_number_beyond_doubt_is_asked_back_and_never_guessed(raw):
    meaning = read_cell(raw, MONEY)
    assert meaning.value is None
    (doubt,) = meaning.doubts
    assert doubt.severity == "must"
    assert doubt.sentence
    assert doubt.hint


def test_blank_zero_dash_and_not_applicable_are_four_different_things():
    blank, zero, dash, absent = (read_cell(raw, MONEY) for raw in ("", 0, "—", "不适用"))
    assert (blank.value, blank.doubts, blank.is_absent) == (None, (), False)
    assert (zero.value, zero.is_absent) == (Decimal(0), False)
    for said in (dash, absent):
        assert (said.value, said.is_absent, said.doubts[0].severity) == (None, True, "hint")


def test_a_magnitude_is_clear_for_people_and_unclear_for_money():
    assert read_cell("1.2万", HEADS).value == Decimal(12000)
    assert "数量级" in read_cell("1.2万", MONEY).doubts[0].sentence


def test_half_a_person_is_asked_back_and_keeps_what_was_written():
    meaning = read_cell(12.5, HEADS)
    assert (meaning.value, meaning.doubts[0].severity) == (Decimal("12.5"), "must")
    assert read_cell(12.5, HOURS).doubts == ()
    assert read_cell(12.55, HOURS).doubts[0].severity == "hint"


def test_a_number_written_as_text_is_remarked_in_a_workbook_and_not_in_csv():
    assert [doubt.severity for doubt in read_cell("12", MONEY).doubts] == ["hint"]
    assert read_cell("12", MONEY, is_text_source=True).doubts == ()


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ({"d": "2026-07-05"}, "2026-07-05"),
        ("2026年7月5日", "2026-07-05"),
        ("2026/7/5", "2026-07-05"),
    ],
)
def test_dates_are_read(raw, value):
    assert read_cell(raw, DAY).value == value


@pytest.mark.parametrize("raw", ["2月30日", "2026-02-30", "26-7-5", 45000, "明天"])
def test_what_is_no_day_is_asked_back(raw):
    meaning = read_cell(raw, DAY)
    assert (meaning.value, meaning.doubts[0].severity) == (None, "must")


def test_a_choice_is_read_by_its_label_or_its_value():
    assert read_cell("稳中向好", TREND).value == read_cell("up", TREND).value == "up"
    assert read_cell("一般", TREND).doubts[0].hint == "可选：稳中向好、承压"


def test_hidden_marks_that_turn_the_writing_round_are_taken_out_and_told():
    meaning = read_text("甲\u202e乙\u200b𡃁")
    assert (meaning.value, meaning.doubts[0].severity) == ("甲乙𡃁", "explain")


def test_a_text_of_ten_thousand_characters_is_cut_and_told():
    meaning = read_text("长" * 10_000)
    assert (len(meaning.value), meaning.doubts[0].severity) == (2000, "must")


@given(
    st.one_of(st.text(max_size=60), st.floats(), st.integers()),
    st.sampled_from([MONEY, HEADS, DAY, TREND]),
)
def test_no_cell_whatever_breaks_the_reading(raw, item):
    if isinstance(raw, float) and (raw != raw or raw in (float("inf"), float("-inf"))):
        raw = {"x": str(raw)}
    meaning = read_cell(raw, item)
    assert meaning.value is None or isinstance(meaning.value, Decimal | str)
    assert not isinstance(meaning.value, Decimal) or meaning.value.is_finite()
