"""A command checks the right, runs in one transaction and leaves one event; a refusal is kept, what failed is not."""

import json

import pytest

from xiandao.registry.commands import organisations
from xiandao.registry.commands.acting import Refused, calling_from, command, note
from xiandao.registry.models import Account, Alias, AuditEvent


@command("registry.organisation.edit", on="organisation")
def call(*, organisation, name, by, fail=False):
    organisations.add_alias(organisation=organisation, name=name, by=by)
    note("外层", about=organisation, name=name)
    if fail:
        raise RuntimeError("stop")


@command(None)
def try_many(*, bodies, by):
    refused = 0
    for organisation in bodies:
        try:
            organisations.add_alias(organisation=organisation, name="又名", by=by)
        except Refused:
            refused += 1
    note(f"{refused} 个被拒绝")


@pytest.fixture
def since(province):
    """Return the events written after this point."""
    known = AuditEvent.objects.latest("sequence").sequence
    return lambda: list(AuditEvent.objects.filter(sequence__gt=known).order_by("sequence"))


def test_a_command_within_a_command_leaves_its_own_event_before_the_outer_one(
    province, body, since
):
    call(organisation=body("省科技厅"), name="省科委", by=province.system)
    assert [event.action for event in since()] == ["organisations.add_alias", "test_acting.call"]
    assert json.loads(since()[1].details) == {"name": "省科委"}
    assert since()[1].object_id == str(body("省科技厅").pk)


def test_when_the_outer_command_fails_nothing_of_the_inner_one_remains(province, body, since):
    with pytest.raises(RuntimeError):
        call(organisation=body("省科技厅"), name="省科委", by=province.system, fail=True)
    assert not Alias.objects.filter(name="省科委").exists()
    assert since() == []


def test_a_refusal_is_recorded_although_the_transaction_around_it_is_rolled_back(
    province, body, since, appoint
):
    local = appoint("local", body("澜州市"), "system_admin")
    known = len(since())
    with pytest.raises(Refused) as caught:
        call(organisation=body("省科技厅"), name="省科委", by=local)
    assert caught.value.code == "REG-403"
    assert caught.value.hint
    (event,) = since()[known:]
    assert (event.action, event.account, event.succeeded) == (
        "registry.organisation.edit", local, False,
    )  # fmt: skip
    assert event.object_id == str(body("省科技厅").pk)


def test_a_refusal_that_the_outer_command_lives_with_is_recorded_beside_what_was_done(
    province, body, since, appoint
):
    local = appoint("local", body("澜州市"), "system_admin")
    known = len(since())
    try_many(bodies=[body("澜州市"), body("东屿市")], by=local)
    assert [(event.action, event.succeeded) for event in since()[known:]] == [
        ("organisations.add_alias", True),
        ("test_acting.try_many", True),
        ("registry.organisation.edit", False),
    ]


def test_nothing_to_act_on_is_refused_even_to_those_who_may_elsewhere(province):
    with pytest.raises(Refused):
        call(organisation=None, name="x", by=province.system)


def test_a_disabled_account_may_do_nothing_whatever_its_grants_say(province, body):
    Account.objects.filter(pk=province.system.pk).update(is_active=False)
    with pytest.raises(Refused):
        call(organisation=body("省科技厅"), name="x", by=Account.objects.get(username="sysadmin"))


def test_a_note_outside_a_command_is_no_error():
    note("没有命令")


def test_the_address_of_the_caller_stands_in_the_event(province, body, since):
    calling_from("10.1.2.3")
    try:
        call(organisation=body("省科技厅"), name="省科委", by=province.system)
    finally:
        calling_from("")
    assert {event.address for event in since()} == {"10.1.2.3"}
