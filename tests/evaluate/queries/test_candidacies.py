"""Who sees a candidacy: the candidate its draft, those above what was handed in, nobody else anything."""

import pytest

from tests.evaluate import candidates
from xiandao.evaluate.commands import candidacy_answers
from xiandao.evaluate.queries import candidacies


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Documents of one test are not those of another."""
    settings.XIANDAO_DOCUMENTS = tmp_path / "documents"


def seers(world):
    names = ("zone_reporter", "city_officer", "analyst", "leader", "viewer", "other_reporter", "evaluator", "officer")  # fmt: skip
    return {name for name in names if candidacies.candidacies(getattr(world, name)).exists()}


def test_nobody_but_the_candidate_sees_the_draft(world):
    candidates.opened(world)
    assert seers(world) == {"zone_reporter"}


def test_the_line_above_sees_it_after_it_was_handed_in_and_no_neighbour_does(world):
    candidates.submitted(world)
    assert seers(world) == {"zone_reporter", "city_officer", "analyst", "leader", "viewer"}


def test_after_a_return_those_above_look_at_what_was_handed_in(world):
    made = candidates.submitted(world)
    candidacy_answers.send_back(
        candidacy=made, words="请补充", version=made.version, by=world.city_officer
    )
    assert candidacies.shows_live(world.zone_reporter, made)
    assert not candidacies.shows_live(world.analyst, made)


def test_the_city_above_is_found_and_a_city_has_none(world):
    assert candidacies.city_of(candidates.opened(world)) == world.city_a
    own = candidates.opened(world, by=world.city_officer, at=world.city_a)
    assert candidacies.city_of(own) is None


def test_evidence_of_a_city_is_not_open_to_the_zones_below_it(world):
    made = candidates.opened(world, by=world.city_officer, at=world.city_a)
    candidates.fill(made, "plan", 1, by=world.city_officer, uploads=[candidates.paper()])
    (paper,) = made.claims.get().documents.all()
    assert candidacies.readable(world.city_officer, [paper.pk]) == {paper.pk}
    assert candidacies.readable(world.zone_reporter, [paper.pk]) == set()
