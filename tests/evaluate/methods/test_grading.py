"""Grades by quota and threshold, vetoes, manual scores, bands: who gets what and why."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.evaluate.methods import bands, grading
from xiandao.evaluate.methods.grading_threshold import grade_by_threshold
from xiandao.evaluate.methods.manual_score import ManualScore, with_manual
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.vetoes import rules_from
from xiandao.terms.error import InputError

PARKS = [
    {"name": "A", "share": 0.2},
    {"name": "B", "share": 0.3},
    {"name": "C"},
    {"name": "D", "share": 0.05, "rounding": "ceil"},
]
LINES = [{"name": "优", "at_least": 90}, {"name": "良", "at_least": 80}, {"name": "中"}]


def grades(scores, levels=PARKS, raw=None, **options):
    units = [f"p{place}" for place in range(len(scores))]
    table = (
        None
        if raw is None
        else Table(tuple(units), ("a",), np.reshape(np.array(raw, float), (-1, 1)))
    )
    return grading.from_data({"levels": levels, **options}).apply(
        units, np.array(scores, float), table
    )


def refused(code, call):
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.code == code
    assert caught.value.hint


def test_quotas_of_parks_are_rounded_down_at_the_top_and_up_at_the_bottom():
    found = grades(range(13, 0, -1))
    assert "".join(found.grades) == "AABBBCCCCCCCD"
    assert found.counts == (("A", 2, 2), ("B", 3, 3), ("C", -1, 7), ("D", 1, 1))


def test_parks_of_four_and_five_stars_are_a_outside_the_quota():
    found = grades([1, 10, 9, 8, 7, 6, 5, 4, 3, 2], always=["p0"])
    assert "".join(found.grades) == "AABBCCCCCD"
    of_all = grades([1, 10, 9, 8, 7, 6, 5, 4, 3, 2], always=["p0"], quota_of="all")
    assert "".join(of_all.grades) == "AAABBBCCCD"
    refused("EVA-169", lambda: grades([1, 2], always=["x"]))


@pytest.mark.parametrize(
    ("ties", "expected"), [("down", "ABBBCCCCDD"), ("up", "AAABBBCCCC"), ("order", "AABBBCCCCD")]
)
def test_equal_scores_stay_together_unless_the_list_decides(ties, expected):
    # Down: the tied pair misses A and counts towards B, the tied pair at the end is D as a whole.
    scores = [10, 9, 9, 8, 7, 6, 5, 4, 1, 1]
    found = grades(scores, ties=ties).grades
    assert "".join(found) == expected


def test_scores_that_differ_by_rounding_are_a_tie():
    found = grades([0.3, 0.1 + 0.2, 0.2, 0.1, 0.05])
    assert found.grades[0] == found.grades[1]


def test_units_without_a_score_are_neither_graded_nor_counted():
    found = grades([5, np.nan, 4, 3, 2, 1])
    assert "".join(found.grades) == "ABCCD"
    assert found.grades[1] == ""


@settings(max_examples=30)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=40))
def test_no_quota_is_exceeded_and_nobody_stands_above_a_better_unit(scores):
    found = grades(scores)
    size = len(scores)
    assert found.grades.count("A") <= 0.2 * size
    assert found.grades.count("B") <= 0.3 * size
    assert found.grades.count("D") >= 0.05 * size
    places = ["ABCD".index(grade) for grade in found.grades]
    for one, first in zip(scores, places, strict=True):
        for other, second in zip(scores, places, strict=True):
            assert one != other or first == second
            assert one <= other or first <= second


def test_thresholds_are_reached_by_who_has_exactly_the_score():
    assert grades([95, 90, 89.99, 80, 0], levels=LINES, method="threshold").grades == (
        "优",
        "优",
        "良",
        "良",
        "中",
    )


def test_a_threshold_is_also_reached_by_who_misses_it_by_rounding_only():
    assert grade_by_threshold(np.array([0.1 + 0.7]), ["合格", "不合格"], at_least=[0.8]) == (
        "合格",
    )


VETO = {
    "indicator": "a",
    "when": ">=",
    "value": 1,
    "cap": "C",
    "reason": "发生安全事故",
    "clause": "第十二条",
}


def test_a_veto_caps_the_grade_and_tells_its_clause():
    found = grades(range(10, 0, -1), raw=[1] + [0] * 9, vetoes=[VETO])
    assert "".join(found.grades) == "CABBBCCCCD"
    assert found.before[0] == "A"
    assert [(one.unit, one.figure, one.rule.clause) for one in found.vetoed] == [
        ("p0", 1.0, "第十二条")
    ]


def test_the_place_of_a_capped_unit_is_filled_again_only_where_the_rule_says_so():
    found = grades(range(10, 0, -1), raw=[1] + [0] * 9, vetoes=[VETO], refill=True)
    assert "".join(found.grades) == "CAABBBCCCD"


def test_an_excluded_unit_is_not_ranked_and_a_low_grade_is_not_raised_by_a_cap():
    rule = {key: value for key, value in VETO.items() if key != "cap"} | {"exclude": True}
    found = grades(range(6, 0, -1), raw=[1, 0, 0, 0, 0, 0], vetoes=[rule])
    assert found.grades == (grading.EXCLUDED, "A", "B", "C", "C", "D")
    low = grades(range(6, 0, -1), raw=[0, 0, 0, 0, 0, 1], vetoes=[VETO])
    assert low.grades[-1] == "D"
    assert len(low.vetoed) == 1


def test_a_missing_figure_strikes_only_where_the_rule_says_so():
    raw = [np.nan] + [0] * 5
    assert grades(range(6, 0, -1), raw=raw, vetoes=[VETO]).vetoed == ()
    assert len(grades(range(6, 0, -1), raw=raw, vetoes=[VETO | {"missing": "strike"}]).vetoed) == 1


def test_wrong_rules_are_refused_before_anything_is_graded():
    refused("EVA-168", lambda: grading.from_data({"levels": PARKS[:1]}))
    refused("EVA-168", lambda: grading.from_data({"levels": [PARKS[0], PARKS[0] | {"share": 0.1}]}))
    refused(
        "EVA-168",
        lambda: grading.from_data(
            {"levels": [{"name": "A", "share": 0.2}, {"name": "B", "share": 0.2}]}
        ),
    )
    refused(
        "EVA-168",
        lambda: grading.from_data(
            {"levels": [{"name": "A", "share": 0.9}, {"name": "B"}, {"name": "C", "share": 0.2}]}
        ),
    )
    refused("EVA-168", lambda: grading.from_data({"levels": LINES[::-1], "method": "threshold"}))
    refused("EVA-168", lambda: grading.from_data({"levels": ["A", "B"]}))
    refused("EVA-050", lambda: grading.from_data({"levels": PARKS, "colour": "red"}))
    refused("EVA-052", lambda: grading.from_data({"levels": PARKS, "ties": "sideways"}))
    refused(
        "EVA-170", lambda: grading.from_data({"levels": PARKS, "vetoes": [VETO | {"cap": "Z"}]})
    )
    refused(
        "EVA-170",
        lambda: grading.from_data({"levels": PARKS, "vetoes": [VETO | {"exclude": True}]}),
    )
    refused("EVA-053", lambda: rules_from([{"indicator": "a"}], ["A"]))
    refused("EVA-171", lambda: grades([2, 1], vetoes=[VETO]))
    refused("EVA-171", lambda: grades([2, 1], raw=[1, 2], vetoes=[VETO | {"indicator": "b"}]))


def test_both_scores_are_kept_and_the_rule_says_which_counts():
    given_by_people = {
        "a": ManualScore(60.0, "现场核查", by="专家组"),
        "b": ManualScore(90.0, "补充材料"),
    }
    units, automatic = ["a", "b", "c"], np.array([80.0, 70.0, np.nan])
    cases = {"manual": [60, 90], "automatic": [80, 70], "lower": [60, 70], "mean": [70, 80]}
    for which, expected in cases.items():
        both = with_manual(units, automatic, given_by_people, which=which)
        assert [one.counts for one in both[:2]] == expected
        assert [one.automatic for one in both[:2]] == [80, 70]
        assert both[0].manual.by == "专家组"
        assert np.isnan(both[2].counts)
    lacking = with_manual(
        ["c"], np.array([np.nan]), {"c": ManualScore(50.0, "无自动评分")}, which="lower"
    )
    assert (lacking[0].counts, lacking[0].which) == (50.0, "manual")


def test_manual_scores_need_a_reason_and_stay_on_the_scale():
    automatic = np.array([80.0])
    refused("EVA-172", lambda: with_manual(["a"], automatic, {"a": ManualScore(60.0, " ")}))
    refused("EVA-173", lambda: with_manual(["a"], automatic, {"b": ManualScore(60.0, "核查")}))
    refused("EVA-173", lambda: with_manual(["a"], automatic, {"a": ManualScore(101.0, "核查")}))
    refused("EVA-173", lambda: with_manual(["a"], automatic, {}, which="best"))


@pytest.mark.parametrize(
    ("best", "worst", "label", "is_narrow"),
    [(1, 10, "前10", True), (10, 11, "前20", False), (11, 20, "11–20", True), (21, 50, "21–50", True),
     (51, 90, "51名以后", True), (1, 90, "全部名次", False)],
)  # fmt: skip
def test_a_band_holds_the_whole_rank_interval(best, worst, label, is_narrow):
    band = bands.band_of(best, worst)
    assert (band.label, band.is_narrow) == (label, is_narrow)
    assert band.first <= best
    assert band.last == 0 or worst <= band.last


def test_a_band_needs_rising_edges_and_a_real_interval():
    refused("EVA-174", lambda: bands.band_of(1, 2, edges=(10, 10)))
    refused("EVA-174", lambda: bands.band_of(3, 2))
    refused("EVA-174", lambda: bands.band_of(0, 2))
