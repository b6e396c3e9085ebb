"""Freezing, publishing, withdrawing: two persons, once each, nothing changes afterwards."""

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.commands import assessments, manual_scores
from xiandao.evaluate.methods.edition import reproduced
from xiandao.evaluate.methods.sealing import seal
from xiandao.evaluate.models import Assessment, AssessmentState, Standing
from xiandao.evaluate.queries import verdicts
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


def scored(world, made, zone="zone_5", score=99.0):
    return manual_scores.give(
        assessment=made, organisation=getattr(world, zone), score=score, reason="现场核查",
        clause="办法第八条", by=world.analyst,
    )  # fmt: skip


def test_without_manual_scores_and_vetoes_nothing_is_decided(assessment):
    assert (assessment.verdict, assessment.verdict_hash) == ({}, "")


def test_publication_fixes_the_verdict_and_leaves_the_computed_result(world, monkeypatch):
    made = factory.frozen(world, monkeypatch)
    result, sealed_before = made.result, made.result_hash
    scored(world, made)
    taken = scored(world, made, "zone_6", 10.0)
    manual_scores.take_back(manual_score=taken, by=world.analyst)
    assessments.publish(assessment=made, by=world.leader)
    made = Assessment.objects.get(pk=made.pk)
    assert (made.result, made.result_hash) == (result, sealed_before)
    assert reproduced(made.snapshot) == made.result_hash
    assert made.verdict_hash == seal(made.verdict)
    rows = {one["unit"]: one for one in made.verdict["units"]}
    first = rows["Z-5"]
    assert (first["score"], first["rank"], first["which"]) == (99.0, 1, "manual")
    assert (
        first["automatic_rank"]
        == Standing.objects.get(assessment=made, organisation=world.zone_5).rank
    )
    assert first["manual"] == {
        "score": 99.0, "reason": "现场核查", "clause": "办法第八条", "by": world.analyst.display_name,
    }  # fmt: skip
    assert rows["Z-6"]["manual"] is None
    assert verdicts.is_reproduced(made)


def test_a_published_verdict_cannot_be_changed_and_a_waiting_one_can(world, monkeypatch):
    made = factory.frozen(world, monkeypatch)
    made.verdict = {"units": []}
    made.save()
    assessments.publish(assessment=made, by=world.leader)
    assert made.verdict == {}
    for name, value in (("verdict", {"units": []}), ("verdict_hash", "0" * 64)):
        held = Assessment.objects.get(pk=made.pk)
        setattr(held, name, value)
        assert refused(held.save) == "EVA-501"


def test_who_gave_or_took_back_a_score_cannot_publish(world, monkeypatch):
    from tests.statistics.world import person
    from xiandao.registry.models import Grant

    both = []
    for name in ("giver", "taker"):
        account = person(name, world.bureau, "analyst")
        Grant.objects.create(
            account=account, role="leader", organisation=world.top, valid_from="2020-01-01"
        )
        both.append(type(account).objects.get(pk=account.pk))
    made = factory.frozen(world, monkeypatch)
    one = manual_scores.give(
        assessment=made, organisation=world.zone_5, score=90.0, reason="因", by=both[0]
    )
    manual_scores.take_back(manual_score=one, by=both[1])
    for who in both:
        assert refused(lambda by=who: assessments.publish(assessment=made, by=by)) == "EVA-509"
    assert assessments.publish(assessment=made, by=world.leader).verdict == {}


def test_who_publishes_has_seen_what_is_published(world, monkeypatch):
    made = factory.frozen(world, monkeypatch)
    seen = verdicts.sealed(verdicts.computed(made))
    scored(world, made)
    publish = {"assessment": made, "by": world.leader}
    assert refused(lambda: assessments.publish(**publish, seen=seen)) == "EVA-628"
    seen = verdicts.sealed(verdicts.computed(made))
    assert assessments.publish(**publish, seen=seen).verdict_hash == seen


def test_the_edition_that_a_withdrawn_revision_superseded_is_official_again_when_somebody_says_so(
    world, monkeypatch, assessment
):
    second = factory.assessed(world, monkeypatch)
    back = {"assessment": assessment, "reason": "新批次数据有误", "by": world.leader}
    assert refused(lambda: assessments.reinstate(**back)) == "EVA-627"
    assessments.withdraw(assessment=second, reason="数据有误", by=world.leader)
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.WITHDRAWN
    assert refused(lambda: assessments.reinstate(**{**back, "reason": " "})) == "EVA-513"
    assessments.reinstate(**back)
    assert (assessment.state, assessment.note) == (
        AssessmentState.PUBLISHED,
        "恢复公布：新批次数据有误",
    )
    assert refused(lambda: assessments.reinstate(**back)) == "EVA-627"


def test_what_was_withdrawn_for_its_own_sake_never_returns(world, monkeypatch, assessment):
    second = factory.frozen(world, monkeypatch)
    assessments.withdraw(assessment=assessment, reason="错", by=world.leader)
    assessments.publish(assessment=second, by=world.leader)
    assessments.withdraw(assessment=second, reason="也错", by=world.leader)
    for one in (assessment, second):
        one.refresh_from_db()
        back = {"assessment": one, "reason": "因", "by": world.leader}
        assert refused(lambda told=back: assessments.reinstate(**told)) == "EVA-627"


def test_who_froze_it_cannot_bring_it_back(world, monkeypatch, assessment):
    second = factory.assessed(world, monkeypatch)
    assessments.withdraw(assessment=second, reason="错", by=world.leader)
    Assessment.objects.filter(pk=assessment.pk).update(made_by=world.leader)
    back = {"assessment": assessment, "reason": "因", "by": world.leader}
    assert refused(lambda: assessments.reinstate(**back)) == "EVA-509"


def test_a_period_has_one_official_edition_whatever_came_between(world, monkeypatch, assessment):
    second = factory.assessed(world, monkeypatch)
    assessments.withdraw(assessment=second, reason="错", by=world.leader)
    third = factory.frozen(world, monkeypatch)
    assert third.supersedes_id is None
    assessments.reinstate(assessment=assessment, reason="因", by=world.leader)
    assessments.publish(assessment=third, by=world.leader)
    official = Assessment.objects.filter(state=AssessmentState.PUBLISHED)
    assert [one.pk for one in official] == [third.pk]
    assert third.supersedes_id == assessment.pk
