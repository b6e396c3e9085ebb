"""From figure to score and back with this edition's treatment and bounds."""

import numpy as np
import pytest

from tests.evaluate.methods.explained import TREE, example, made
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.indicator_lines import line_of
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

STEPS = ({"use": "treat"}, {"use": "normalise", "method": "minmax"})


def test_each_unit_s_own_figure_gives_its_own_score():
    values = example(rows=20)
    values[7, 0] = 5000.0
    index = made(values, steps=STEPS)
    for code in TREE.indicators:
        line = line_of(index, 0, code)
        given = [line.score(figure) for figure in index.stages[0].outcome.table.column(code)]
        assert given == pytest.approx(index.normalised.column(code))


def test_a_score_leads_back_to_the_figure():
    index = made(example(rows=20), steps=STEPS)
    for code in ("a", "e"):
        line = line_of(index, 0, code)
        for score in (0.0, 12.5, 50.0, 99.0):
            assert line.score(line.figure(score)) == pytest.approx(score)
        assert np.isnan(line.figure(101.0))


def test_beyond_the_best_unit_the_score_stays():
    line = line_of(made(example(), steps=STEPS), 0, "a")
    assert line.score(1e9) == 100.0
    assert line.score(-1e9) == 0.0


def test_figures_are_divided_by_the_unit_s_own_denominator():
    tree = Framework.of([Node("I"), Node("a", parent="I", denominator="people")])
    table = Table(
        ("A", "B", "C"),
        ("a",),
        np.array([[10.0], [40.0], [90.0]]),
        denominators={"people": np.array([1.0, 2.0, 3.0])},
    )
    steps = [{"use": "denominate"}, {"use": "normalise", "method": "minmax"}]
    index = build(table, tree, Recipe({"steps": steps}))
    assert line_of(index, 1, "a").score(60.0) == pytest.approx(100.0)
    assert line_of(index, 1, "a").figure(50.0) == pytest.approx(40.0)


def test_scores_that_turn_around_have_no_line():
    steps = ({"use": "normalise", "method": "target_range", "low": 40.0, "high": 50.0},)
    index = made(example(rows=20), steps=steps)
    with pytest.raises(InputError, match="发明专利") as error:
        line_of(index, 0, "a")
    assert error.value.code == "EVA-354"
