"""The sandbox: unmoved sliders give the official result exactly, moved ones another, impossible ones a word beside them."""

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.models import Standing
from xiandao.evaluate.queries import sandbox
from xiandao.terms.error import InputError

UNTOUCHED = ["60", "50", "25", "25", "40", "33", "33", "33"]
UNCERTAIN = {
    **factory.RECIPE,
    "uncertainty": {"design": "auto", "seed": 1, "factors": [{"name": "权重", "kind": "weights", "noise": {"1": 0.2, "2": 0.2}, "sets": 40}]},
}  # fmt: skip


def placed(**others):
    return [str(others.get(f"w{place}", value)) for place, value in enumerate(UNTOUCHED)]


def test_sliders_stand_at_the_official_shares(assessment):
    weights, problems = sandbox.weights_from(assessment, ())
    every = sandbox.flat(sandbox.sliders(assessment, weights, problems))
    assert [str(one.notch) for one in every] == UNTOUCHED
    assert [one.place for one in every] == list(range(8))
    assert not any(one.is_moved for one in every)
    assert sum(one.effective for one in every if not one.below) == pytest.approx(100)


def test_a_slider_left_where_it_stood_keeps_its_weight_to_the_last_digit(assessment):
    weights, problems = sandbox.weights_from(assessment, UNTOUCHED)
    assert problems == {}
    assert weights == sandbox.official_shares(assessment)
    assert weights["FUTURE_SHARE"] == pytest.approx(100 / 3)


def test_untouched_weights_give_the_official_result(assessment):
    tried = sandbox.trial(assessment, sandbox.official_shares(assessment))
    for row in Standing.objects.filter(assessment=assessment).select_related("organisation"):
        outcome = tried.outcomes[row.organisation.code]
        assert outcome.score == pytest.approx(row.score, abs=1e-9)
        assert (outcome.rank, outcome.low, outcome.high, outcome.band) == (
            row.rank, row.rank_low, row.rank_high, row.band,
        )  # fmt: skip
    assert (tried.moved, tried.moved_bands) == (0, 0)


def test_all_weight_on_one_pillar_gives_its_score(assessment):
    weights, problems = sandbox.weights_from(assessment, placed(w0=100, w4=0))
    assert problems == {}
    tried = sandbox.trial(assessment, weights)
    for row in Standing.objects.filter(assessment=assessment).select_related("organisation"):
        assert tried.outcomes[row.organisation.code].score == pytest.approx(
            dict(row.pillars)["INNOVATION"]
        )
    assert tried.moved > 0


def test_intervals_are_worked_out_around_the_new_weights(world, monkeypatch):
    world.scheme = factory.scheme(world, "2027", UNCERTAIN)
    made = factory.assessed(world, monkeypatch)
    tried = sandbox.trial(made, sandbox.weights_from(made, placed(w0=50, w4=50))[0])
    assert tried.has_intervals
    assert any(one.low < one.high for one in tried.outcomes.values())
    assert all(one.low <= one.rank <= one.high for one in tried.outcomes.values())


@pytest.mark.parametrize("text", ["-1", "101", "nan", "inf", "多", "", "9" * 5000])
def test_what_is_no_weight_is_told_beside_its_slider(assessment, text):
    _weights, problems = sandbox.weights_from(assessment, placed(w3=text))
    assert list(problems) == ["RD_INSTITUTIONS"]


def test_a_pillar_without_any_weight_is_told_at_its_first_indicator(assessment):
    _weights, problems = sandbox.weights_from(assessment, placed(w5=0, w6=0, w7=0))
    assert problems == {"FUTURE_REVENUE": "“产业培育”下面至少一项权重要大于零"}


def test_another_number_of_weights_is_refused(assessment):
    with pytest.raises(InputError) as refused:
        sandbox.weights_from(assessment, ["1", "2"])
    assert refused.value.code == "EVA-550"
