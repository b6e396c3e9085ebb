"""Commissions: interests first, then the figures; the opinion is final; nobody acts for another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from xiandao.evaluate.commands import commissions
from xiandao.evaluate.models import Commission, CommissionState
from xiandao.evaluate.queries import visible
from xiandao.terms.error import XiandaoError


@pytest.fixture
def commission(world, assessment):
    return commissions.assign(assessment=assessment, evaluator=world.evaluator, by=world.analyst)


def told(world, commission, who=None):
    account = who or world.evaluator
    return {"commission": commission, "place": account, "by": account}


def declared(world, commission, **others):
    words = {"has_interest": False, "words": "与被评单位无利益关系", **others}
    return commissions.declare(**told(world, commission), **words)


def code_of(action):
    with pytest.raises(XiandaoError) as found:
        action()
    return found.value.code


def test_a_deadline_that_has_gone_by_is_refused(world, assessment):
    today = timezone.localdate()
    with pytest.raises(XiandaoError) as found:
        commissions.assign(
            assessment=assessment,
            evaluator=world.evaluator,
            due_on=today - timedelta(days=1),
            by=world.analyst,
        )
    assert (found.value.code, found.value.details["field"]) == ("EVA-553", "due_on")
    made = commissions.assign(
        assessment=assessment, evaluator=world.evaluator, due_on=today, by=world.analyst
    )
    assert made.due_on == today


def test_figures_open_only_after_interests_are_declared(world, commission):
    assert not visible.data_room(world.evaluator, commission)
    assert code_of(lambda: commissions.reproduce(**told(world, commission))) == "EVA-524"
    declared(world, commission)
    assert visible.data_room(world.evaluator, commission)
    assert not visible.data_room(world.analyst, commission)


def test_who_has_an_interest_withdraws_for_good(world, commission):
    declared(world, commission, has_interest=True, words="参股")
    assert commission.state == CommissionState.DECLINED
    assert not visible.data_room(world.evaluator, commission)
    assert code_of(lambda: declared(world, commission)) == "EVA-524"


def test_computing_again_gives_the_official_seal(world, commission):
    declared(world, commission)
    commissions.reproduce(
        **told(world, commission), own_hash=commission.assessment.result_hash.upper()
    )
    assert commission.matches


def test_a_seal_of_ones_own_that_differs_is_no_match(world, commission):
    declared(world, commission)
    commissions.reproduce(**told(world, commission), own_hash="0" * 64)
    assert not commission.matches
    assert (
        code_of(lambda: commissions.reproduce(**told(world, commission), own_hash="abc"))
        == "EVA-527"
    )


def test_an_opinion_wants_words_and_a_run_and_is_final(world, commission):
    declared(world, commission)
    assert code_of(lambda: commissions.report(**told(world, commission), words=" ")) == "EVA-525"
    assert code_of(lambda: commissions.report(**told(world, commission), words="一致")) == "EVA-526"
    commissions.reproduce(**told(world, commission))
    stale = Commission.objects.get(pk=commission.pk)
    commissions.report(**told(world, commission), words="一致")
    assert code_of(lambda: commissions.report(**told(world, stale), words="改口")) == "EVA-524"
    assert code_of(lambda: commissions.reproduce(**told(world, commission))) == "EVA-524"
    assert Commission.objects.get().report == "一致"


def test_nobody_acts_for_another_evaluator(world, commission):
    acts = told(world, commission, world.other_evaluator)
    assert code_of(lambda: commissions.declare(**acts, has_interest=False, words="无")) == "EVA-523"
    assert code_of(lambda: commissions.reproduce(**acts)) == "EVA-523"
    assert code_of(lambda: commissions.report(**acts, words="无")) == "EVA-523"


def test_an_edition_is_given_to_an_evaluator_once(world, commission):
    again = {"assessment": commission.assessment, "by": world.analyst}
    assert code_of(lambda: commissions.assign(evaluator=world.evaluator, **again)) == "EVA-521"
    assert code_of(lambda: commissions.assign(evaluator=world.viewer, **again)) == "EVA-520"


def test_a_withdrawn_edition_is_given_to_nobody(world, assessment):
    from xiandao.evaluate.commands import assessments

    assessments.withdraw(
        assessment=type(assessment).objects.get(pk=assessment.pk), reason="错", by=world.leader
    )
    given = {"assessment": assessment, "evaluator": world.evaluator, "by": world.analyst}
    assert code_of(lambda: commissions.assign(**given)) == "EVA-528"
    assert not Commission.objects.exists()
