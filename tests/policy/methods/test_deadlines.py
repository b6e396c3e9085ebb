"""Years are told apart by what they do, and carried as far as they govern."""

import pytest

from xiandao.policy.methods.carrying import Carrier
from xiandao.policy.methods.deadlines import find_marks, plan_period, row_deadline
from xiandao.policy.methods.folding import fold
from xiandao.policy.methods.governing import Horizon, timing_of
from xiandao.policy.methods.outline import build_outline
from xiandao.policy.methods.segments import parse


def kinds(text: str):
    return [(mark.kind, mark.year) for mark in find_marks(fold(text).text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2027年", [("deadline", 2027)]),
        ("二〇三〇年底前", [("deadline", 2030)]),
        ("2024—2026年", [("deadline", 2026)]),
        ("“十五五”期间", [("deadline", 2030)]),
        ("“十三五”以来", [("baseline", 2020)]),
        ("较2020年下降", [("baseline", 2020)]),
        ("以2022年为基期", [("baseline", 2022)]),
        ("2022年以来", [("baseline", 2022)]),
        ("从2024年起", [("start", 2024)]),
        ("2023年11月6日", [("date", 2023)]),
        ("《规划（2021—2025年）》", []),
        ("苏政发〔2023〕104号", []),
        ("同期", [("same", None)]),
        ("用三年时间", [("within", None)]),
        ("每年", [("yearly", None)]),
    ],
)
def test_each_time_expression_has_its_kind(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("行动计划（2024—2026年）", (2024, 2026)),
        ("行动方案(2024-2027年)", (2024, 2027)),
        ("“十四五”规划", (2021, 2025)),
        ("指导意见", None),
        ("2025年工作要点", (2025, 2025)),
    ],
)
def test_the_title_may_state_the_period(title, period):
    assert plan_period(title) == period


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2025年12月", (2025, None)),
        ("2025.12", (2025, None)),
        ("2024年、2025年", (2025, None)),
        ("持续推进", (None, None)),
        ("每年", (None, "annual")),
    ],
)
def test_a_deadline_cell_gives_year_or_recurrence(cell, expected):
    assert row_deadline(cell) == expected


def test_the_row_and_then_the_carried_year_and_then_the_title_step_in():
    parsed = parse(fold("建设10个平台"))
    phrase = parsed.phrases[0]
    horizon = Horizon(carried=2026, row=2025, title=2030)
    assert timing_of(parsed, phrase, horizon).year == 2025
    assert timing_of(parsed, phrase, Horizon(carried=2026, title=2030)).year == 2026
    assert timing_of(parsed, phrase, Horizon(title=2030)).source == "title"


def test_a_heading_with_a_year_is_learned_for_its_clause():
    outline = build_outline("（一）2027年目标\n建设10个平台，培育企业。")
    carrier = Carrier(outline, None)
    carrier.learn_heading(outline.paragraphs[0])
    assert carrier.horizon(outline.paragraphs[1], (None, None)).carried == 2027
