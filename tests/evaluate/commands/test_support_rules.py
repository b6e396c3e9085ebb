"""Support rules: planted once, drafted with a reason, put in force by a second person, never changed after."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.evaluate import supports
from xiandao.evaluate.commands import support_rules
from xiandao.evaluate.models import SchemeState, SupportRule
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import AuditEvent
from xiandao.terms.error import XiandaoError


@pytest.fixture
def rule(world):
    supports.graded(world)
    return supports.in_force(world)


def drafted(world, rule, **changes):
    told = {"version": "2027", "values": {"line.1.give.0": 1.3}, "reason": "年度论证会"} | changes
    return support_rules.draft(rule=rule, by=world.analyst, **told)


def code_of(action):
    with pytest.raises(XiandaoError) as found:
        action()
    return found.value.code


def test_the_shipped_rules_are_entered_once_as_drafts(world):
    (made,) = support_rules.plant(organisation=world.bureau, by=world.analyst)
    assert (made.state, made.scheme_code) == (SchemeState.DRAFT, "zhejiang-zones")
    assert support_rules.plant(organisation=world.bureau, by=world.analyst) == []


def test_a_draft_changes_the_named_values_and_leaves_the_rule_in_force(world, rule):
    made = drafted(world, rule)
    assert made.rule["lines"][0]["give"][0]["value"] == 1.3
    assert made.rule["lines"][0]["reason"] == "年度论证会"
    assert made.rule["lines"][1] == rule.rule["lines"][1]
    assert SupportRule.objects.get(pk=rule.pk).rule == supports.rule()
    assert AuditEvent.objects.filter(action="support_rules.draft").count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": " "}, "EVA-505"),
        ({"reason": ""}, "EVA-505"),
        ({"version": "2026试行"}, "EVA-506"),
        ({"values": {"line.9.give.0": 1.0}}, "EVA-592"),
        ({"values": {"line.1.give.0": -1.0}}, "EVA-596"),
        ({"values": {"factor.land": -1.0}}, "EVA-591"),
    ],
)
def test_a_draft_that_cannot_be_is_refused(world, rule, changes, code):
    assert code_of(lambda: drafted(world, rule, **changes)) == code
    assert SupportRule.objects.count() == 1


def test_approving_ends_the_version_before_and_is_done_once(world, rule):
    made = drafted(world, rule)
    stale = SupportRule.objects.get(pk=made.pk)
    support_rules.approve(rule=made, by=world.leader)
    rule.refresh_from_db()
    assert (made.state, rule.state) == (SchemeState.IN_FORCE, SchemeState.RETIRED)
    assert rule.valid_to == made.valid_from
    assert code_of(lambda: support_rules.approve(rule=stale, by=world.leader)) == "EVA-597"


def test_its_maker_cannot_approve_and_who_may_not_publish_neither(world, rule):
    made = drafted(world, rule)
    with pytest.raises(Refused):
        support_rules.approve(rule=made, by=world.analyst)
    SupportRule.objects.filter(pk=made.pk).update(made_by=world.leader)
    made.refresh_from_db()
    assert code_of(lambda: support_rules.approve(rule=made, by=world.leader)) == "EVA-509"


@pytest.mark.parametrize(("days", "code"), [(1, "EVA-554"), (-1, "EVA-552")])
def test_a_version_begins_neither_to_come_nor_before_the_one_that_it_follows(
    world, rule, days, code
):
    made, day = drafted(world, rule), timezone.localdate() + timedelta(days=days)
    assert code_of(lambda: support_rules.approve(rule=made, valid_from=day, by=world.leader)) == (
        code
    )
    rule.refresh_from_db()
    assert rule.state == SchemeState.IN_FORCE


def test_a_rule_that_asks_for_what_the_scheme_does_not_give_is_not_approved(world):
    made = supports.drafted(world)
    assert code_of(lambda: support_rules.approve(rule=made, by=world.leader)) == "EVA-593"


def test_what_was_approved_cannot_be_changed(world, rule):
    rule.rule = supports.rule(lines=supports.RULE["lines"][:1])
    assert code_of(rule.save) == "EVA-599"
    rule.refresh_from_db()
    rule.title = "另一个名称"
    assert code_of(rule.save) == "EVA-599"


def test_a_rule_ends_with_a_reason_and_once(world, rule):
    assert code_of(lambda: support_rules.retire(rule=rule, reason=" ", by=world.leader)) == (
        "EVA-505"
    )
    support_rules.retire(rule=rule, reason="政策到期", by=world.leader)
    assert (rule.state, rule.valid_to) == (SchemeState.RETIRED, timezone.localdate())
    assert code_of(lambda: support_rules.retire(rule=rule, reason="再停", by=world.leader)) == (
        "EVA-597"
    )


@pytest.mark.parametrize("who", ["zone_reporter", "city_officer", "viewer", "evaluator", "officer"])
def test_nobody_else_drafts_approves_or_ends(world, rule, who):
    account = getattr(world, who)
    made = drafted(world, rule)
    for act in (
        lambda: support_rules.plant(organisation=world.bureau, by=account),
        lambda: support_rules.draft(rule=rule, version="x", values={}, reason="x", by=account),
        lambda: support_rules.approve(rule=made, by=account),
        lambda: support_rules.retire(rule=rule, reason="x", by=account),
    ):
        with pytest.raises(Refused):
            act()
