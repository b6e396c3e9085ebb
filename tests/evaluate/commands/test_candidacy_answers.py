"""Answers: the city above first, then the province; never the candidate itself, and a return says why."""

import pytest

from tests.evaluate import candidates
from xiandao.evaluate.commands import candidacies, candidacy_answers
from xiandao.terms.error import XiandaoError


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Documents of one test are not those of another."""
    settings.XIANDAO_DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def made(world):
    return candidates.submitted(world)


def code_of(action):
    with pytest.raises(XiandaoError) as found:
        action()
    return found.value.code


def told(made, by, **others):
    return {"candidacy": made, "version": made.version, "by": by, **others}


def test_the_province_accepts_after_the_city_has_reviewed(world, made):
    assert code_of(lambda: candidacy_answers.accept(**told(made, world.analyst))) == "EVA-633"
    candidacy_answers.review(**told(made, world.city_officer, words="材料齐全，同意报送"))
    assert (made.state, made.reviewed_by) == ("reviewed", world.city_officer)
    candidacy_answers.accept(**told(made, world.analyst, words="同意受理"))
    assert (made.state, made.note, made.answered_by) == ("accepted", "同意受理", world.analyst)


def test_the_province_does_not_review_for_the_city_nor_does_the_candidate(world, made):
    for by in (world.analyst, world.zone_reporter):
        wanted = told(made, by, words="同意")
        assert code_of(lambda wanted=wanted: candidacy_answers.review(**wanted)) == "EVA-633"


def test_a_city_that_is_the_candidate_goes_to_the_province_and_cannot_answer_itself(world):
    own = candidates.opened(world, by=world.city_officer, at=world.city_a)
    candidacies.submit(**told(own, world.city_officer, confirmed=True))
    for verb in (candidacy_answers.review, candidacy_answers.send_back):
        wanted = told(own, world.city_officer, words="同意")
        assert code_of(lambda verb=verb, wanted=wanted: verb(**wanted)) == "EVA-633"
    assert candidacy_answers.accept(**told(own, world.analyst)).state == "accepted"


def test_who_keeps_evaluation_but_belongs_to_the_candidate_does_not_accept(world):
    from tests.statistics.world import person

    insider = person("insider", world.city_a, "analyst")
    own = candidates.opened(world, by=world.city_officer, at=world.city_a)
    candidacies.submit(**told(own, world.city_officer, confirmed=True))
    assert code_of(lambda: candidacy_answers.accept(**told(own, insider))) == "EVA-633"


def test_a_return_says_why_and_the_candidate_mends_and_hands_in_again(world, made):
    empty = told(made, world.city_officer, words=" ")
    assert code_of(lambda: candidacy_answers.send_back(**empty)) == "EVA-635"
    candidacy_answers.send_back(**told(made, world.city_officer, words="请补充空间规划"))
    assert (made.state, made.note) == ("returned", "请补充空间规划")
    candidates.fill(made, "space", 600, by=world.zone_reporter)
    candidacies.submit(**told(made, world.zone_reporter))
    (space,) = [one for one in made.outcome["claims"] if one["code"] == "space"]
    assert space["value"] == 600
    assert (made.state, made.note, made.answered_by) == ("submitted", "", None)


def test_of_two_answers_at_once_one_wins(world, made):
    before = made.version
    candidacy_answers.review(**told(made, world.city_officer, words="同意"))
    late = {"candidacy": made, "version": before, "by": world.analyst}
    assert code_of(lambda: candidacy_answers.accept(**late)) == "EVA-632"
