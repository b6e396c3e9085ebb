"""Verdicts: the score that counts ranks and grades, vetoes cap or leave out, the computed result stays beside it."""

import json

import numpy as np
import pytest

from xiandao.evaluate.methods.edition import rebuilt, result_of, snapshot_of, table_of
from xiandao.evaluate.methods.manual_score import ManualScore
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.sealing import canonical, seal
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.verdict import decided_in, moved, ranked, verdict_of
from xiandao.terms.error import InputError

NODES = [{"code": "I"}, {"code": "a", "parent": "I"}, {"code": "b", "parent": "I"}]
LEVELS = [{"name": "A", "share": 0.25}, {"name": "B"}, {"name": "C", "share": 0.25}]
CAP = {
    "indicator": "b",
    "when": "<",
    "value": 1,
    "cap": "B",
    "reason": "不达标",
    "clause": "第三条",
}
OUT = {"indicator": "b", "when": "<", "value": 1, "exclude": True, "reason": "发生事故"}
VISITED = ManualScore(70.0, "现场核查", "王", "第八条")


def decided(given, *, vetoes=(), **manual):
    recipe = {
        "steps": [{"use": "normalise", "method": "minmax", "lower": 0, "upper": 100}],
        "grades": {"levels": LEVELS, "vetoes": list(vetoes)},
        "manual": manual,
    }
    values = np.array([[4.0, 0.0], [3.0, 4.0], [2.0, 2.0], [1.0, 1.0]])
    snapshot = snapshot_of(Table(tuple("wxyz"), ("a", "b"), values), NODES, recipe)
    result = result_of(rebuilt(snapshot))
    return verdict_of(result, "I", Recipe(recipe), table_of(snapshot), given)


def column(verdict, name):
    return [one[name] for one in verdict["units"]]


def test_nothing_is_decided_where_nobody_gave_a_score_and_no_veto_struck():
    never = {**CAP, "value": -1}
    assert decided({}) == {} == decided({}, vetoes=[never])


def test_a_manual_score_counts_and_moves_everybody_it_passes():
    verdict = decided({"z": ManualScore(90.0, "补证")})
    assert column(verdict, "automatic_rank") == [2, 1, 3, 4]
    assert column(verdict, "rank") == [3, 2, 4, 1]
    assert column(verdict, "automatic_grade") == ["B", "A", "B", "C"]
    assert column(verdict, "grade") == ["B", "B", "C", "A"]
    assert column(verdict, "which") == ["automatic"] * 3 + ["manual"]


@pytest.mark.parametrize(
    ("counts", "score", "which"),
    [
        ("manual", 70.0, "manual"),
        ("automatic", 12.5, "automatic"),
        ("lower", 12.5, "automatic"),
        ("mean", 41.25, "mean"),
    ],
)
def test_the_recipe_says_which_score_counts(counts, score, which):
    unit = decided({"z": VISITED}, counts=counts)["units"][3]
    assert unit["automatic"] == 12.5
    assert (unit["score"], unit["which"]) == (score, which)
    assert unit["manual"]["reason"] == "现场核查"


def test_a_veto_caps_the_grade_and_keeps_the_rank():
    top = decided({"w": ManualScore(99.0, "补证")}, vetoes=[CAP])["units"][0]
    assert (top["rank"], top["grade"]) == (1, "B")
    assert top["vetoes"][0] | {"figure": 0.0, "clause": "第三条"} == top["vetoes"][0]


def test_who_is_left_out_has_no_rank_and_the_others_close_up():
    verdict = decided({}, vetoes=[OUT])
    assert column(verdict, "rank") == [None, 1, 2, 3]
    assert column(verdict, "grade")[0] == "不参评"
    assert ranked(decided_in(verdict)) == 3


def test_equal_scores_share_a_rank():
    assert column(decided({"w": ManualScore(100.0, "因"), "z": ManualScore(100.0, "因")}), "rank") == [1, 3, 4, 1]  # fmt: skip


def test_a_verdict_is_plain_and_comes_back_whole():
    verdict = decided({"z": VISITED}, vetoes=[CAP])
    again = json.loads(canonical(verdict))
    assert seal(again) == seal(verdict)
    assert decided_in(again) == decided_in(verdict)
    assert decided_in(again)["z"].manual == VISITED


def test_a_score_beyond_the_scale_or_of_nobody_is_refused():
    for given in ({"z": ManualScore(101, "因")}, {"q": VISITED}, {"z": ManualScore(1, " ")}):
        with pytest.raises(InputError):
            decided(given)
    assert decided({"z": ManualScore(101, "因")}, upper=120)["units"][3]["score"] == 101


@pytest.mark.parametrize(
    "manual", [{"counts": "best"}, {"lower": 5, "upper": 5}, ["x"], {"more": 1}]
)
def test_a_setting_that_cannot_be_is_refused_when_the_recipe_is_made(manual):
    with pytest.raises(InputError):
        Recipe({"manual": manual})


def test_an_interval_moves_with_the_rank_and_always_holds_it():
    for low, rank, high in ((1, 1, 1), (1, 3, 6), (2, 2, 5), (6, 6, 6)):
        for final in range(1, 7):
            first, last = moved((low, high), rank, final, 6)
            assert 1 <= first <= final <= last <= 6
    assert moved((2, 4), 3, 3, 6) == (2, 4)
