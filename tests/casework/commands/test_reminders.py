"""Reminders go to bodies and are rare; a task can be given to a person."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from xiandao.casework.commands import reminders
from xiandao.casework.models import Case
from xiandao.casework.queries import inbox
from xiandao.registry.commands.acting import Refused
from xiandao.terms.error import XiandaoError


@pytest.fixture
def on_day(monkeypatch):
    """Make it ten in the morning of a day."""

    def move(day):
        moment = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


def test_a_reminder_is_recorded_and_moves_nothing(office, opened):
    reminders.remind(opened, words="请尽快签收", by=office.analyst)
    case = Case.objects.get(pk=opened.pk)
    assert (case.stage, case.version, case.reminded_on) == ("signing", 1, timezone.localdate())
    assert case.events.last().transition == "remind"


def test_the_second_reminder_waits_three_working_days_over_the_holiday(office, opened, on_day):
    on_day(date(2026, 9, 30))
    reminders.remind(opened, by=office.analyst)
    for day in (date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 9)):
        on_day(day)
        with pytest.raises(XiandaoError) as caught:
            reminders.remind(Case.objects.get(pk=opened.pk), by=office.colleague)
        assert caught.value.code == "CAS-429"
        assert "2026年10月10日" in caught.value.hint
    on_day(date(2026, 10, 10))
    reminders.remind(Case.objects.get(pk=opened.pk), by=office.analyst)
    assert opened.events.filter(transition="remind").count() == 2


def test_of_two_reminders_from_the_same_view_one_is_sent(office, opened):
    stale = Case.objects.get(pk=opened.pk)
    reminders.remind(Case.objects.get(pk=opened.pk), by=office.analyst)
    with pytest.raises(XiandaoError) as caught:
        reminders.remind(stale, by=office.colleague)
    assert caught.value.code == "CAS-429"
    assert opened.events.filter(transition="remind").count() == 1


def test_only_the_owner_reminds_and_only_while_the_other_body_has_the_task(office, opened, take):
    with pytest.raises(Refused):
        reminders.remind(opened, by=office.clerk)
    take(opened, "sign", office.clerk)
    take(opened, "reply", office.clerk, "已办")
    with pytest.raises(XiandaoError) as caught:
        reminders.remind(Case.objects.get(pk=opened.pk), by=office.analyst)
    assert caught.value.code == "CAS-110"


def test_passing_on_lets_the_new_body_be_reminded_at_once(office, opened, take):
    reminders.remind(opened, by=office.analyst)
    take(opened, "redirect", office.analyst, "转办", reassign_to=office.other)
    reminders.remind(Case.objects.get(pk=opened.pk), by=office.analyst)
    assert opened.events.filter(transition="remind").count() == 2


def test_an_assigned_task_is_on_the_desk_of_that_person_alone(office, opened):
    reminders.assign(opened, to=office.deputy, by=office.clerk)
    assert [task.case for task in inbox.todo(office.deputy)] == [opened]
    assert list(inbox.todo(office.clerk)) == []
    assert opened.events.last().words == office.deputy.display_name


def test_nobody_outside_the_body_can_be_assigned_or_assign(office, opened):
    with pytest.raises(XiandaoError) as caught:
        reminders.assign(opened, to=office.stranger, by=office.clerk)
    assert caught.value.code == "CAS-111"
    with pytest.raises(Refused):
        reminders.assign(opened, to=office.clerk, by=office.stranger)
    with pytest.raises(Refused):
        reminders.assign(opened, to=office.clerk, by=office.colleague)


def test_a_closed_case_has_nothing_to_assign(office, opened, take):
    take(opened, "withdraw", office.analyst, "已解决")
    with pytest.raises(XiandaoError) as caught:
        reminders.assign(Case.objects.get(pk=opened.pk), to=office.clerk, by=office.clerk)
    assert caught.value.code == "CAS-111"
