"""The inbox shows what waits for an account, and its counts are the lengths of its lists."""

import pytest

from tests.casework.conftest import FOLLOWUP
from xiandao.casework.commands import cases
from xiandao.casework.queries import inbox
from xiandao.registry.models import Account, Grant


def again(account):
    """The account as a new request sees it."""
    return Account.objects.select_related("organisation").get(pk=account.pk)


def open_some(office, count, **changes):
    return [
        cases.open_case(
            kind=FOLLOWUP, title=f"事项{n}", owner=office.department, by=office.analyst,
            **{"responsible": office.zone} | changes,
        )
        for n in range(count)
    ]  # fmt: skip


def test_a_task_waits_for_everybody_of_the_body_and_for_nobody_else(office, opened):
    assert [task.case for task in inbox.todo(office.clerk)] == [opened]
    assert [task.case for task in inbox.todo(office.deputy)] == [opened]
    for person in (office.stranger, office.viewer, office.colleague):
        assert list(inbox.todo(person)) == []


def test_a_grant_from_above_does_not_put_everybodys_work_on_the_desk(office, opened, take):
    assert list(inbox.todo(office.analyst)) == []
    take(opened, "sign", office.clerk)
    take(opened, "reply", office.clerk, "已办")
    assert [task.stage for task in inbox.todo(again(office.analyst))] == ["review"]


def test_a_governments_desk_holds_what_is_addressed_to_it_and_not_its_departments_work(
    office, opened
):
    leader = Account.objects.create(
        username="leader", organisation=office.province, must_change_password=False
    )
    Grant.objects.create(account=leader, role="leader", organisation=office.province)
    assert list(inbox.todo(again(leader))) == []
    (own,) = open_some(office, 1, responsible=office.province)
    assert [task.case for task in inbox.todo(again(leader))] == [own]


def test_a_grant_at_another_body_is_a_desk_of_its_own(office, opened):
    Grant.objects.create(account=office.stranger, role="officer", organisation=office.zone)
    assert [task.case for task in inbox.todo(again(office.stranger))] == [opened]


def test_what_one_did_is_found_under_done_and_what_one_opened_under_started(office, opened, take):
    take(opened, "sign", office.clerk)
    assert [task.outcome for task in inbox.done(office.clerk)] == ["已签收"]
    assert list(inbox.done(office.deputy)) == []
    assert list(inbox.started(office.analyst)) == [opened]
    assert list(inbox.started(office.clerk)) == []


@pytest.mark.parametrize("who", ["analyst", "colleague", "clerk", "deputy", "stranger", "viewer"])
def test_every_count_is_the_length_of_its_list(office, take, who):
    first, second, third, *_rest = open_some(office, 5)
    open_some(office, 2, responsible=office.other)
    for case in (first, second):
        take(case, "sign", office.clerk)
    take(first, "reply", office.deputy, "已办")
    take(third, "withdraw", office.colleague, "已解决")
    account = again(getattr(office, who))
    lists = (inbox.todo(account), inbox.done(account), inbox.started(account))
    found = inbox.counts(account)
    assert (found.todo, found.done, found.started) == tuple(len(one) for one in lists)
    assert inbox.todo_count(account) == found.todo


def test_the_counts_cost_two_queries_and_one_for_candidacies(
    office, opened, django_assert_num_queries
):
    account = again(office.clerk)
    assert account.reach
    with django_assert_num_queries(3):
        inbox.counts(account)


def test_the_list_costs_one_query_however_long(office, django_assert_num_queries):
    open_some(office, 7)
    account = again(office.clerk)
    assert account.reach
    with django_assert_num_queries(1):
        rows = [
            (task.title, task.stage_label, task.case.owner.label, task.lamp.word)
            for task in inbox.todo(account)
        ]
    assert len(rows) == 7


def test_who_has_lost_every_grant_keeps_nothing(office, opened, take):
    take(opened, "sign", office.clerk)
    Grant.objects.filter(account=office.clerk).delete()
    account = again(office.clerk)
    assert not inbox.todo(account).exists()
    assert not inbox.done(account).exists()


def test_the_most_urgent_task_comes_first(office):
    from datetime import date

    from xiandao.casework.models import Task

    late, soon, never = open_some(office, 3)
    Task.objects.filter(case=late).update(due_on=date(2026, 1, 5))
    Task.objects.filter(case=soon).update(due_on=date(2026, 2, 5))
    Task.objects.filter(case=never).update(due_on=None)
    assert [task.case for task in inbox.todo(again(office.clerk))] == [late, soon, never]
