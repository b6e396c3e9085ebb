"""Conditions see grades, points, rank intervals and vetoes, and tell by how much they miss."""

import pytest

from xiandao.evaluate.methods.support_conditions import Condition, Facts, can_hold, seen

ZONE = Facts(
    "z", "甲区", 82.0, 3, 7, 20, grade="B", band="前10", scale=("A", "B", "C"),
    pillars={"N": 82.7, "M": None}, change=-1.5,
)  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "met", "gap", "upward"),
    [
        (Condition("grade", among=("A",)), False, 1.0, True),
        (Condition("grade", among=("B",)), True, None, True),
        (Condition("grade", among=("C",)), False, 1.0, False),
        (Condition("band", among=("前10",)), True, None, True),
        (Condition("score", at_least=82.0), True, None, True),
        (Condition("score", at_least=80.0, below=82.0), False, 0.0, False),
        (Condition("pillar", pillar="N", at_least=85.0), False, 2.3, True),
        (Condition("pillar", pillar="M", at_least=1.0), False, None, True),
        (Condition("change", at_least=2.0), False, 3.5, True),
        (Condition("change", below=-1.0), True, None, True),
        (Condition("veto", struck=True), False, None, False),
        (Condition("veto", struck=False), True, None, True),
    ],
)
def test_a_condition_sees_the_figure_and_its_gap(condition, met, gap, upward):
    found = seen(condition, ZONE)
    assert (found.is_met, found.is_upward) == (met, upward)
    assert found.gap == (gap if gap is None else pytest.approx(gap))


@pytest.mark.parametrize(
    ("condition", "met", "gap"),
    [
        (Condition("rank", within=7), True, None),
        (Condition("rank", within=6), False, 1.0),
        (Condition("rank", within=3, surely="possible"), True, None),
        (Condition("rank", within=2, surely="possible"), False, 1.0),
        (Condition("rank", within_share=0.35), True, None),
        (Condition("rank", within_share=0.3), False, 1.0),
        (Condition("rank", beyond=2), True, None),
        (Condition("rank", beyond=3), False, 1.0),
        (Condition("rank", beyond=6, surely="possible"), True, None),
        (Condition("rank", beyond=7, surely="possible"), False, 1.0),
    ],
)
def test_rank_goes_by_the_interval_and_never_by_the_bare_rank(condition, met, gap):
    found = seen(condition, ZONE)
    assert (found.is_met, found.gap, found.figure) == (met, gap, (3, 7))


@pytest.mark.parametrize(
    ("conditions", "possible"),
    [
        ([Condition("grade", among=("A", "B")), Condition("grade", among=("B",))], True),
        ([Condition("grade", among=("A",)), Condition("grade", among=("B",))], False),
        ([Condition("veto", struck=True), Condition("veto", struck=False)], False),
        ([Condition("score", at_least=60.0), Condition("score", below=60.0)], False),
        ([Condition("pillar", pillar="N", at_least=60.0), Condition("pillar", pillar="M", below=60.0)], True),
        ([Condition("rank", within=5), Condition("rank", beyond=5)], False),
        ([Condition("rank", within=5, surely="possible"), Condition("rank", beyond=5, surely="possible")], True),
        ([Condition("rank", within=5, surely="possible"), Condition("rank", beyond=5)], False),
        ([Condition("rank", within_share=0.1), Condition("rank", beyond=5)], True),
    ],
)  # fmt: skip
def test_whether_one_zone_could_meet_all_conditions(conditions, possible):
    assert can_hold(conditions) is possible
