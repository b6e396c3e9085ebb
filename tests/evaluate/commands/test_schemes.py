"""Schemes: planted once, drafted with a reason, put in force by a second person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from xiandao.evaluate.commands import schemes
from xiandao.evaluate.models import Scheme, SchemeState
from xiandao.registry.commands.acting import Refused
from xiandao.terms.error import InputError, XiandaoError


def drafted(world, version="2027", weights=None, reason="专家论证会"):
    given = {"INNOVATION": 40.0} if weights is None else weights
    return schemes.draft(
        scheme=world.scheme, version=version, weights=given, reason=reason, by=world.analyst
    )


def code_of(action):
    with pytest.raises(XiandaoError) as found:
        action()
    return found.value.code


def test_the_shipped_schemes_are_entered_once(world):
    assert len(schemes.plant(organisation=world.top, by=world.analyst)) == 1
    assert schemes.plant(organisation=world.top, by=world.analyst) == []


def test_a_draft_changes_the_named_weights_and_their_clauses_alone(world):
    made = drafted(world)
    nodes = {node["code"]: node for node in made.nodes}
    assert (nodes["INNOVATION"]["weight"], nodes["INNOVATION"]["clause"]) == (40.0, "专家论证会")
    assert (nodes["NURTURE"]["weight"], nodes["NURTURE"]["clause"]) == (40, "Z五(三)")
    assert Scheme.objects.get(pk=world.scheme.pk).nodes == world.scheme.nodes


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": " "}, "EVA-505"),
        ({"reason": ""}, "EVA-505"),
        ({"weights": {"NOBODY": 1.0}}, "EVA-507"),
        ({"weights": {"INNOVATION": -1.0}}, "EVA-010"),
        ({"version": "2026试行"}, "EVA-506"),
    ],
)
def test_a_draft_that_cannot_be_is_refused(world, changes, code):
    assert code_of(lambda: drafted(world, **changes)) == code


def test_two_clerks_who_draft_the_same_version_get_one_version_and_one_message(world):
    drafted(world)
    assert code_of(lambda: drafted(world)) == "EVA-506"
    assert Scheme.objects.filter(version="2027").count() == 1


def test_approving_ends_the_version_before_and_is_done_once(world):
    made = drafted(world)
    stale = Scheme.objects.get(pk=made.pk)
    schemes.approve(scheme=made, by=world.leader)
    world.scheme.refresh_from_db()
    assert (made.state, world.scheme.state) == (SchemeState.IN_FORCE, SchemeState.RETIRED)
    assert code_of(lambda: schemes.approve(scheme=stale, by=world.leader)) == "EVA-508"


def test_its_maker_cannot_approve(world):
    made = drafted(world)
    Scheme.objects.filter(pk=made.pk).update(made_by=world.leader)
    made.refresh_from_db()
    assert code_of(lambda: schemes.approve(scheme=made, by=world.leader)) == "EVA-509"


def test_a_version_cannot_begin_before_the_one_that_it_follows(world):
    made, began = drafted(world), world.scheme.valid_from
    day = began - timedelta(days=1)
    assert code_of(lambda: schemes.approve(scheme=made, valid_from=day, by=world.leader)) == (
        "EVA-552"
    )
    world.scheme.refresh_from_db()
    assert (world.scheme.state, world.scheme.valid_to) == (SchemeState.IN_FORCE, None)
    schemes.approve(scheme=made, valid_from=began, by=world.leader)
    assert made.state == SchemeState.IN_FORCE


@pytest.mark.parametrize("text", ["-1", "1001", "nan", "多", "", "1_0"])
def test_what_is_no_weight_is_refused(text):
    with pytest.raises(InputError):
        schemes.plain(text)


def test_a_version_is_in_force_from_its_approval_and_not_from_a_day_to_come(world):
    made = drafted(world)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert code_of(lambda: schemes.approve(scheme=made, valid_from=tomorrow, by=world.leader)) == (
        "EVA-554"
    )
    world.scheme.refresh_from_db()
    assert world.scheme.state == "in_force"


def test_a_draft_is_deleted_by_its_keeper_and_what_was_approved_never(world):
    made = drafted(world)
    with pytest.raises(Refused):
        schemes.remove(scheme=made, by=world.leader)
    schemes.remove(scheme=made, by=world.analyst)
    assert list(Scheme.objects.all()) == [world.scheme]
    assert code_of(lambda: schemes.remove(scheme=world.scheme, by=world.analyst)) == "EVA-529"
    Scheme.objects.filter(pk=world.scheme.pk).update(state=SchemeState.RETIRED)
    assert code_of(lambda: schemes.remove(scheme=world.scheme, by=world.analyst)) == "EVA-529"
    assert Scheme.objects.count() == 1


def test_a_draft_that_was_approved_meanwhile_is_not_deleted(world):
    made = drafted(world)
    stale = Scheme.objects.get(pk=made.pk)
    schemes.approve(scheme=made, by=world.leader)
    assert code_of(lambda: schemes.remove(scheme=stale, by=world.analyst)) == "EVA-529"
