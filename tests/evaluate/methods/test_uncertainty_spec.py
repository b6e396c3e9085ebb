"""The section of the recipe is checked before a run."""

import pytest

from tests.evaluate.methods.uncertain import AGGREGATION, recipe, tree
from xiandao.evaluate.methods.uncertainty_spec import spec_of
from xiandao.terms.error import InputError

NOISE = {"name": "权重", "noise": {"2": 0.25}, "sets": 100}
POWER = {"name": "幂", "kind": "uniform", "key": "aggregate.p", "low": 0, "high": 1}


def read(*factors, changes=None, **given):
    return spec_of({"factors": list(factors), **given}, recipe(**changes or {}), tree())


@pytest.mark.parametrize(
    ("factors", "given", "code"),
    [
        ((), {}, "EVA-300"),
        ((3,), {}, "EVA-300"),
        ((AGGREGATION, AGGREGATION), {}, "EVA-300"),
        ((AGGREGATION, AGGREGATION | {"name": "另一个"}), {}, "EVA-301"),
        ((NOISE, NOISE | {"name": "另一个"}), {}, "EVA-301"),
        ((NOISE | {"sets": 200_000},), {"design": "enumerate"}, "EVA-302"),
        ((NOISE,), {"output": "mean"}, "EVA-303"),
        ((NOISE,), {"output": "mean_rank_change:CHN"}, "EVA-303"),
        ((NOISE,), {"run": 10}, "EVA-050"),
        ((NOISE,), {"runs": "many"}, "EVA-051"),
        ((NOISE,), {"design": "grid"}, "EVA-052"),
    ],
)
def test_a_wrong_section_is_refused_with_one_cause_and_a_hint(factors, given, code):
    with pytest.raises(InputError) as told:
        read(*factors, **given)
    assert told.value.code == code
    assert told.value.hint


def test_what_is_continuous_cannot_be_enumerated():
    changes = {"aggregate": {"method": "power", "p": 1.0}}
    with pytest.raises(InputError) as told:
        read(POWER, changes=changes, design="enumerate")
    assert "连续" in told.value.sentence
    assert read(POWER, changes=changes).chosen_design == "sobol"


def test_what_is_discrete_and_not_too_much_is_enumerated_by_itself():
    spec = read(AGGREGATION, NOISE)
    assert (spec.chosen_design, spec.combinations, spec.total_runs) == ("enumerate", 200, 200)
    many = read(AGGREGATION, NOISE | {"sets": 60_000})
    assert (many.chosen_design, many.total_runs) == ("sobol", 4000)


def test_what_would_be_rebuilt_too_often_is_sampled():
    data = {"kind": "data", "errors": {"*": 0.1}, "sets": 20_000}
    assert read(data).chosen_design == "sobol"
    assert read(data | {"sets": 500}).chosen_design == "enumerate"


def test_the_output_of_one_unit_is_taken_apart():
    spec = read(AGGREGATION, output="rank:CHN")
    assert (spec.output, spec.unit) == ("rank", "CHN")


@pytest.mark.parametrize("section", [1, [], "random"])
def test_a_section_that_is_no_table_is_refused(section):
    with pytest.raises(InputError) as told:
        spec_of(section, recipe(), tree())
    assert told.value.code == "EVA-057"
