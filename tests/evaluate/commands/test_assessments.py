"""Freezing, publishing, withdrawing: two persons, once each, nothing changes afterwards."""

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.commands import assessments
from xiandao.evaluate.models import Assessment, AssessmentState, Standing
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import Organisation
from xiandao.terms.error import InputError, XiandaoError


def refused(action):
    with pytest.raises(XiandaoError) as found:
        action()
    return found.value.code


def test_a_frozen_edition_has_a_row_for_every_scored_zone_and_waits(world, monkeypatch):
    made = factory.frozen(world, monkeypatch)
    assert made.state == AssessmentState.FROZEN
    assert sorted(Standing.objects.filter(assessment=made).values_list("rank", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    assert made.snapshot["figures"][0][1] == "zone-quarter"


def test_what_was_frozen_cannot_be_changed(assessment):
    held = Assessment.objects.get(pk=assessment.pk)
    held.snapshot = {**held.snapshot, "values": []}
    assert refused(held.save) == "EVA-501"


def test_what_was_frozen_cannot_be_changed_within_or_right_after_it_was_made(world, monkeypatch):
    made = factory.frozen(world, monkeypatch)
    made.note = "已核对"
    made.save()
    made.result["scores"] = []
    assert refused(made.save) == "EVA-501"
    held = Assessment.objects.get(pk=made.pk)
    held.snapshot["values"][0][0] = 1.0
    assert refused(held.save) == "EVA-501"
    thin = Assessment.objects.defer("snapshot", "result").get(pk=made.pk)
    thin.note = "再核对"
    thin.save()
    assert Assessment.objects.get(pk=made.pk).note == "再核对"


def test_who_froze_it_cannot_publish_it(world, monkeypatch):
    from tests.statistics.world import person

    both = person("both", world.bureau, "analyst")
    from xiandao.registry.models import Grant

    Grant.objects.create(
        account=both, role="leader", organisation=world.top, valid_from="2020-01-01"
    )
    made = factory.frozen(world, monkeypatch, by=both)
    assert refused(lambda: assessments.publish(assessment=made, by=both)) == "EVA-509"


def test_the_second_of_two_who_publish_is_told_where_it_stands(world, monkeypatch):
    made = factory.frozen(world, monkeypatch)
    mine, yours = (Assessment.objects.get(pk=made.pk) for _ in range(2))
    assessments.publish(assessment=mine, by=world.leader)
    assert refused(lambda: assessments.publish(assessment=yours, by=world.leader)) == "EVA-512"


def test_a_period_that_waits_is_not_frozen_a_second_time(world, monkeypatch):
    first = factory.frozen(world, monkeypatch)
    assert refused(lambda: factory.frozen(world, monkeypatch)) == "EVA-551"
    assessments.withdraw(assessment=first, reason="更正来源数据", by=world.leader)
    assert factory.frozen(world, monkeypatch).pk != first.pk


def test_a_new_edition_of_a_period_takes_the_place_of_the_published_one(
    world, monkeypatch, assessment
):
    second = factory.assessed(world, monkeypatch)
    assessment.refresh_from_db()
    assert second.supersedes_id == assessment.pk
    assert assessment.state == AssessmentState.WITHDRAWN


def test_withdrawing_wants_a_reason_and_is_done_once(world, assessment):
    with pytest.raises(InputError) as found:
        assessments.withdraw(assessment=assessment, reason="  ", by=world.leader)
    assert found.value.details["field"] == "reason"
    assessments.withdraw(assessment=assessment, reason="更正", by=world.leader)
    assert (
        refused(lambda: assessments.withdraw(assessment=assessment, reason="再", by=world.leader))
        == "EVA-512"
    )


@pytest.mark.parametrize("is_invented", [True, False])
def test_figures_of_invented_zones_are_marked_whoever_freezes_them(world, monkeypatch, is_invented):
    Organisation.objects.filter(code="Z-3").update(is_demo=is_invented)
    monkeypatch.setattr(assessments, "gather", lambda scheme, span, below: (factory.table(), []))
    made = assessments.freeze(scheme=world.scheme, period="2026Q3", by=world.analyst)
    assert made.is_demo is is_invented


def test_a_draft_scheme_freezes_nothing(world, monkeypatch):
    from xiandao.evaluate.commands import schemes

    world.scheme = schemes.draft(
        scheme=world.scheme, version="2027", weights={}, reason="因", by=world.analyst
    )
    assert refused(lambda: factory.frozen(world, monkeypatch)) == "EVA-511"


@pytest.mark.parametrize("who", ["viewer", "officer", "zone_reporter", "evaluator", "leader"])
def test_only_the_keeper_freezes(world, monkeypatch, who):
    with pytest.raises(Refused):
        factory.frozen(world, monkeypatch, by=getattr(world, who))


@pytest.mark.parametrize("who", ["viewer", "officer", "zone_reporter", "evaluator", "analyst"])
def test_only_the_leader_publishes(world, monkeypatch, who):
    made = factory.frozen(world, monkeypatch)
    with pytest.raises(Refused):
        assessments.publish(assessment=made, by=getattr(world, who))
