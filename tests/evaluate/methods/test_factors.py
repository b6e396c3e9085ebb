"""Levels of factors, noise of weights, and the picker over a recipe."""

from tests.evaluate.methods.uncertain import recipe, tree
from xiandao.evaluate.methods.factors import Factor
from xiandao.evaluate.methods.factors_offered import offered
from xiandao.evaluate.methods.uncertainty_spec import spec_of


def test_labels_say_what_a_level_is():
    assert (
        Factor("x", "choice", "normalise", ({"method": "zscore"}, "off")).label(0)
        == "method=zscore"
    )
    assert Factor("x", "omit", nodes=("a",)).label(0) == "（全部保留）"
    assert Factor("x", "omit", nodes=("a",)).label(1) == "a"
    assert Factor("x", "weights", sets=5).label(2) == "第3组"
    assert Factor("x", "uniform", "aggregate.p", low=0, high=1).label(0.25) == "0.25"


def test_what_is_offered_can_be_run_as_it_stands():
    found = offered(recipe(), tree())
    spec = spec_of({"factors": list(found)}, recipe(), tree())
    assert [factor.kind for factor in spec.factors] == [
        "choice", "choice", "choice", "weights", "choice", "omit", "data", "imputed",
    ]  # fmt: skip
    assert spec.factors[3].noise == {2: 0.25}


def test_a_flat_framework_is_offered_noise_on_its_indicators():
    from xiandao.evaluate.methods.framework import Framework, Node

    flat = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    weights = next(one for one in offered(recipe(), flat) if one.get("kind") == "weights")
    assert weights["noise"] == {"1": 0.25}
