"""Manual scores: with a reason, on the scale, once a unit, never for one's own matter, never after publication."""

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.commands import assessments, manual_scores
from xiandao.evaluate.models import ManualScore
from xiandao.registry.commands.acting import Refused
from xiandao.terms.error import XiandaoError


@pytest.fixture
def waiting(world, monkeypatch):
    return factory.frozen(world, monkeypatch)


def give(world, waiting, *, zone=None, by=None, score=88.0, reason="现场核查", **others):
    return manual_scores.give(
        assessment=waiting, organisation=zone or world.zone_5, score=score, reason=reason,
        by=by or world.analyst, **others,
    )  # fmt: skip


def code_of(action):
    with pytest.raises(XiandaoError) as found:
        action()
    return found.value.code


def test_a_score_is_kept_with_reason_clause_and_giver(world, waiting):
    made = give(world, waiting, score=88.456, clause="办法第八条")
    assert (made.score, made.reason, made.clause) == (88.46, "现场核查", "办法第八条")
    assert made.made_by == world.analyst


def test_what_is_taken_back_stays_in_its_row_and_leaves_room_for_another(world, waiting):
    made = give(world, waiting)
    manual_scores.take_back(manual_score=made, by=world.analyst)
    assert made.removed_by == world.analyst
    again = give(world, waiting, score=70.0)
    assert set(ManualScore.objects.values_list("pk", flat=True)) == {made.pk, again.pk}
    assert (
        code_of(lambda: manual_scores.take_back(manual_score=made, by=world.analyst)) == "EVA-626"
    )


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"reason": " \n"}, "EVA-623"),
        ({"score": 100.01}, "EVA-624"),
        ({"score": -0.01}, "EVA-624"),
        ({"score": float("nan")}, "EVA-624"),
        ({"score": float("inf")}, "EVA-624"),
    ],
)
def test_no_reason_or_a_score_beyond_the_scale_is_refused(world, waiting, others, code):
    assert code_of(lambda: give(world, waiting, **others)) == code
    assert not ManualScore.objects.exists()


def test_a_unit_has_one_score_at_a_time_and_only_units_of_the_edition_have_any(world, waiting):
    give(world, waiting)
    assert code_of(lambda: give(world, waiting, score=60.0)) == "EVA-625"
    assert code_of(lambda: give(world, waiting, zone=world.city_a)) == "EVA-621"


def test_after_publication_nothing_is_given_and_nothing_taken_back(world, waiting):
    made = give(world, waiting)
    assessments.publish(assessment=waiting, by=world.leader)
    assert code_of(lambda: give(world, waiting, zone=world.zone_1)) == "EVA-620"
    assert (
        code_of(lambda: manual_scores.take_back(manual_score=made, by=world.analyst)) == "EVA-620"
    )


@pytest.mark.parametrize("who", ["leader", "viewer", "officer", "zone_reporter", "evaluator"])
def test_only_the_keeper_gives_and_takes_back(world, waiting, who):
    made = give(world, waiting)
    by = getattr(world, who)
    with pytest.raises(Refused):
        give(world, waiting, zone=world.zone_1, by=by)
    with pytest.raises(Refused):
        manual_scores.take_back(manual_score=made, by=by)


def test_nobody_scores_the_unit_they_belong_to_or_report_for(world, waiting):
    from tests.statistics.world import person
    from xiandao.registry.models import Grant

    def granted(account, role, at):
        Grant.objects.create(account=account, role=role, organisation=at, valid_from="2020-01-01")
        return type(account).objects.get(pk=account.pk)

    insider = granted(person("insider", world.zone_5, "viewer"), "analyst", world.top)
    reporting = granted(person("reporting", world.bureau, "analyst"), "reporter", world.zone_5)
    for who in (insider, reporting):
        assert code_of(lambda by=who: give(world, waiting, by=by)) == "EVA-622"
        assert give(world, waiting, zone=world.zone_1, by=who).pk
        ManualScore.objects.all().delete()
