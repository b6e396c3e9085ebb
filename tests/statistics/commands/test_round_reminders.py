"""催报: rarely, on the record, only of what is owed, only by those who collect it."""

from datetime import date

import pytest
from django.utils import timezone

from tests.statistics import world as factory
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import AuditEvent
from xiandao.statistics.commands import round_reminders, rounds
from xiandao.statistics.models import Reminder
from xiandao.terms.error import InputError, XiandaoError


def remind(found, units, by, words=""):
    return round_reminders.remind(round=found, units=units, words=words, by=by)


@pytest.fixture
def on(monkeypatch):
    """Let it be another day."""
    return lambda day: monkeypatch.setattr(timezone, "localdate", lambda *_args: day)


def test_a_reminder_is_kept_with_its_words_and_in_the_audit(world, quick):
    remind(quick, [world.ent_1, world.ent_2], world.city_statistician_a, " 请于周五前报出 ")
    rows = Reminder.objects.all()
    assert {(row.organisation, row.words) for row in rows} == {
        (world.ent_1, "请于周五前报出"), (world.ent_2, "请于周五前报出"),
    }  # fmt: skip
    assert AuditEvent.objects.filter(action="round_reminders.remind", succeeded=True).count() == 1


def test_a_unit_is_reminded_at_most_once_in_three_working_days_whoever_asks(world, quick, on):
    remind(quick, [world.ent_1], world.city_statistician_a)
    for by in (world.city_statistician_a, world.statistician):
        with pytest.raises(XiandaoError) as caught:
            remind(quick, [world.ent_1], by)
        assert caught.value.code == "STA-310"
        assert caught.value.details["status"] == 429
        assert caught.value.details["allowed_on"] == date(2026, 11, 25)
    on(date(2026, 11, 24))
    with pytest.raises(XiandaoError):
        remind(quick, [world.ent_1], world.statistician)
    on(date(2026, 11, 25))
    remind(quick, [world.ent_1], world.statistician)
    assert Reminder.objects.count() == 2


def test_those_who_rest_are_left_out_and_the_others_are_reminded(world, quick):
    remind(quick, [world.ent_1], world.statistician)
    factory.write(factory.filing_of(quick, world.ent_3), "city")
    done = remind(quick, [world.ent_1, world.ent_2, world.ent_3], world.statistician)
    assert done.sent == (world.ent_2,)
    assert done.resting == {world.ent_1.label: date(2026, 11, 25)}
    assert done.not_owing == (world.ent_3.label,)


def test_reminders_of_two_forms_do_not_count_against_each_other(world, quick):
    other = factory.opened(world, "607-2", "2025")
    remind(quick, [world.ent_1], world.statistician)
    assert remind(other, [world.ent_1], world.statistician).sent == (world.ent_1,)


@pytest.mark.parametrize("stage", ["city", "province", "approved", "void"])
def test_who_has_filed_is_not_reminded(world, quick, stage):
    factory.write(factory.filing_of(quick, world.ent_1), stage)
    with pytest.raises(XiandaoError) as caught:
        remind(quick, [world.ent_1], world.statistician)
    assert caught.value.code == "STA-310"
    assert not Reminder.objects.exists()


def test_a_closed_round_is_not_reminded_of(world, quick):
    rounds.close(round=quick, by=world.statistician)
    with pytest.raises(XiandaoError) as caught:
        remind(quick, [world.ent_1], world.statistician)
    assert caught.value.code == "STA-306"


def test_words_are_bounded(world, quick):
    with pytest.raises(InputError):
        remind(quick, [world.ent_1], world.statistician, "催" * 301)
    assert not Reminder.objects.exists()


def test_a_city_cannot_remind_the_units_of_another_and_reporters_remind_nobody(world, quick):
    for by in (world.city_statistician_b, world.reporter_1, world.analyst):
        with pytest.raises(Refused):
            remind(quick, [world.ent_1], by)
    with pytest.raises(Refused):
        remind(quick, [world.ent_1, world.ent_4], world.city_statistician_a)
    assert not Reminder.objects.exists()
