"""批示: a leader's words become a case of the lead body, with a deadline, and stay in the item's history."""

import pytest

from tests.policy.ledgers import LONG_AGO, TODAY
from xiandao.casework.commands import cases
from xiandao.casework.methods.deadlines import deadline
from xiandao.casework.queries import inbox
from xiandao.casework.queries.clock import calendar
from xiandao.policy.commands.instructions import instruct
from xiandao.policy.queries.instructing import addressees
from xiandao.registry.models import Account, Grant, Organisation
from xiandao.terms.error import XiandaoError

WORDS = "请加快认定，月底前报进展。"


def leader_of(body, username="governor"):
    account = Account.objects.create(
        username=username, display_name="领导", organisation=body, must_change_password=False
    )
    Grant.objects.create(account=account, role="leader", organisation=body, valid_from=LONG_AGO)
    return account


@pytest.fixture
def leader(world):
    """A leader of the province."""
    return leader_of(world.province)


def test_an_instruction_lies_with_the_lead_and_under_what_the_leader_started(world, leader):
    case = instruct(item=world.items[0], words=WORDS, by=leader)
    assert (case.kind, case.stage_label, case.responsible) == (
        "policy.instruction", "待落实", world.kjt,
    )  # fmt: skip
    assert case.due_on == deadline(TODAY, 15, calendar())
    assert [task.case for task in inbox.todo(world.officer)] == [case]
    assert list(inbox.started(leader)) == [case]
    assert not inbox.todo(world.partner).exists()


def test_it_goes_from_feedback_to_its_end_on_the_leaders_desk(world, leader):
    case = instruct(item=world.items[0], words=WORDS, by=leader)
    case = cases.act(
        case, transition="feedback", version=case.version, words="已部署", by=world.officer
    )
    assert [task.case for task in inbox.todo(leader)] == [case]
    case = cases.act(case, transition="approve", version=case.version, by=leader)
    assert case.stage_label == "已办结"
    assert case.closed_at is not None


def test_it_is_kept_in_the_history_of_the_item_without_its_words(world, leader):
    instruct(item=world.items[0], words=WORDS, by=leader)
    change = world.items[0].changes.get(field="instruction")
    assert "省科技厅" in change.after
    assert WORDS not in change.after
    assert change.by == leader


def test_empty_words_are_refused(world, leader):
    with pytest.raises(XiandaoError) as refused:
        instruct(item=world.items[0], words="  ", by=leader)
    assert refused.value.code == "POL-252"


def test_without_a_lead_there_is_nobody_to_address(world, leader):
    item = world.items[0]
    item.lead, item.lead_name = None, ""
    item.save()
    with pytest.raises(XiandaoError) as refused:
        instruct(item=item, words=WORDS, by=leader)
    assert refused.value.code == "POL-253"
    # On the page the keeper of the ledger stands in, who can designate a lead.
    assert addressees(leader, item)[0] == world.jxt


def test_a_leader_instructs_only_bodies_of_the_own_line(world):
    chief = leader_of(world.kjt, "chief")
    assert addressees(chief, world.items[0]) == [world.kjt]
    with pytest.raises(XiandaoError) as refused:
        instruct(item=world.items[0], words=WORDS, responsible=world.fgw, by=chief)
    assert refused.value.code == "POL-254"


@pytest.mark.parametrize("name", ["analyst", "officer", "viewer", "stranger"])
def test_only_leaders_instruct(world, name):
    account = getattr(world, name)
    assert addressees(account, world.items[0]) == []
    with pytest.raises(XiandaoError) as refused:
        instruct(item=world.items[0], words=WORDS, by=account)
    assert refused.value.code == "REG-403"


def test_a_group_is_no_addressee(world, leader):
    Organisation.objects.filter(pk=world.kjt.pk).update(kind="group")
    world.items[0].refresh_from_db()
    assert world.kjt not in addressees(leader, world.items[0])
