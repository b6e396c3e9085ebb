"""What if: the place before and after, by the recipe run again or by this edition's standards."""

import numpy as np
import pytest

from tests.evaluate.methods.explained import TREE, example, made
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.what_if import what_if, with_weights
from xiandao.terms.error import InputError

MINMAX = ({"use": "normalise", "method": "minmax"},)


def test_a_changed_figure_gives_what_the_recipe_makes_of_it():
    values = example()
    index = made(values, steps=MINMAX)
    found = what_if(index, "U3", values={"a": 200.0})
    values[3, 0] = 200.0
    expected = made(values, steps=MINMAX)
    assert found.build.index == pytest.approx(expected.index)
    assert found.after.score == expected.index[3]


def test_frozen_standards_leave_everybody_else_where_they_are():
    index = made(example(), steps=MINMAX)
    found = what_if(index, "U3", values={"a": 200.0}, frozen=True)
    others = np.arange(12) != 3
    assert (found.build.index[others] == index.index[others]).all()
    assert found.build.normalised.column("a")[3] == 100.0


def test_a_changed_weight_gives_what_the_framework_with_it_makes():
    values = example()
    found = what_if(made(values), "U3", weights={"P": 0.5, "d": 0.0})
    expected = made(values, tree=TREE.with_weights({"P": 0.5, "d": 0.0}))
    assert found.build.index == pytest.approx(expected.index)
    assert {unit: ranks[1] for unit, ranks in found.moved.items()} == {
        unit: rank
        for unit, old, rank in zip(
            expected.scores.units,
            made(values).ranks.column("I"),
            expected.ranks.column("I"),
            strict=True,
        )
        if old != rank
    }


def test_weights_tried_by_hand_stay_when_figures_change_too():
    tried = with_weights(made(example()), {"P": 0.1})
    found = what_if(tried, "U3", changes={"a": 5})
    assert found.build.weights["P"] == 0.1


def test_the_sentence_tells_change_score_rank_and_band():
    def bands(build_):
        rank = build_.ranks.column("I")
        return rank - 1, rank + 3

    found = what_if(made(example()), "U3", changes={"a": 20}, bands=bands)
    assert found.sentence.startswith(
        f"若发明专利+20，得分{found.before.score:.1f}→{found.after.score:.1f}，位次"
    )
    low, high = found.before.rank - 1, found.before.rank + 3
    assert f"位次区间{low:g}–{high:g}→" in found.sentence


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"values": {"zz": 1.0}},
        {"weights": {"I": 1.0}},
        {"weights": {"P": -1.0}},
        {"weights": {"P": 0.0, "Q": 0.0}},
        {"values": {"a": np.inf}},
        {"values": {"a": 1.0}, "changes": {"a": 1.0}},
    ],
    ids=str,
)
def test_nonsense_is_refused(changes):
    with pytest.raises(InputError) as error:
        what_if(made(example()), "U3", **changes)
    assert error.value.code == "EVA-355"


def test_adding_to_a_missing_figure_asks_for_the_figure_itself():
    index = made(example(gaps=1), {"missing": "skip"})
    with pytest.raises(InputError, match="研发投入"):
        what_if(index, "U0", changes={"b": 1.0})
    assert (
        what_if(index, "U0", values={"b": 90.0}).after.score
        > what_if(index, "U0", values={"b": 10.0}).after.score
    )


def test_the_official_build_is_not_touched():
    index = made(example(), steps=MINMAX)
    kept = index.index.copy()
    what_if(index, "U3", values={"a": 1.0}, weights={"P": 9.0})
    assert (index.index == kept).all()
    assert build(index.stages[0].outcome.table, TREE, index.recipe).index == pytest.approx(kept)
