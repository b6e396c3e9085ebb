"""Stages and steps of the 督办 kind are as its declaration says."""

import pytest

from xiandao.casework.methods.stages import next_transitions, reachable
from xiandao.terms.error import XiandaoError


def test_the_steps_from_each_stage_of_a_follow_up_are_the_declared_ones(followup):
    found = {
        name: [step.name for step in next_transitions(followup, name)] for name in followup.stages
    }
    assert found == {
        "signing": ["sign", "decline", "redirect", "withdraw"],
        "working": ["reply", "decline", "redirect", "withdraw"],
        "review": ["approve", "send_back", "withdraw"],
        "redirect": ["redirect", "withdraw"],
        "done": [],
        "withdrawn": [],
    }


@pytest.mark.slow
def test_every_stage_of_a_follow_up_can_be_reached(followup):
    assert reachable(followup, followup.start) == set(followup.stages)


def test_sending_back_needs_a_reason_and_replying_needs_evidence_only_when_asked(followup):
    assert followup.transition("send_back").needs_words
    assert not followup.transition("sign").needs_words
    reply = followup.transition("reply")
    assert (reply.needs_evidence(asked=True), reply.needs_evidence(asked=False)) == (True, False)


def test_an_unknown_step_is_refused_with_the_known_ones_named(followup):
    with pytest.raises(XiandaoError, match="签收") as caught:
        followup.transition("explode")
    assert caught.value.code == "CAS-102"


def test_a_stage_that_the_declaration_has_lost_is_shown_by_its_name(followup):
    assert followup.stage("formerly").label == "formerly"
