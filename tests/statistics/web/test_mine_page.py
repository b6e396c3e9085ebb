"""我的填报: what is owed first, how little is left to fill, why something came back, what was filed before."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.statistics import world as factory
from tests.statistics.returns import approved, filed, passed
from xiandao.statistics.commands import reviews, round_reminders, rounds
from xiandao.statistics.models import FilingEvent

PAGE = "/statistics/mine"


def text_of(response):
    return response.content.decode()


def test_a_reporter_sees_the_returns_of_its_own_unit_alone(world, quick, sign_in):
    page = sign_in(world.reporter_1).get(reverse("sta_mine"))
    (task,) = page.context["tasks"]
    assert task.owed.filing.organisation == world.ent_1
    assert "剩余 5 个工作日" in text_of(page)
    assert world.ent_2.name not in text_of(page)


def test_a_zone_owes_its_own_form_and_not_the_returns_of_the_enterprises_inside_it(
    world, quick, sign_in
):
    factory.opened(world, "zone-quarter", "2026Q3")
    page = sign_in(world.zone_reporter).get(PAGE)
    assert [task.owed.filing.organisation for task in page.context["tasks"]] == [world.zone_a]
    assert world.ent_1.name not in text_of(page)


def test_what_falls_due_first_stands_first_and_has_the_one_primary_action(world, sign_in):
    later = factory.opened(world, period="2026-10", due_on=date(2026, 12, 10))
    sooner = factory.opened(world, "607-2", "2025", due_on=date(2026, 11, 30))
    page = sign_in(world.reporter_1).get(PAGE)
    assert [task.owed.filing.round for task in page.context["tasks"]] == [sooner, later]
    assert text_of(page).count("btn primary") <= 1


def test_the_page_says_how_little_is_left_to_fill(world, sign_in):
    before = factory.opened(world, period="2026-09")
    empty = sign_in(world.reporter_1).get(PAGE).context["tasks"][0].owed.burden
    values = {"r01": "120", "r42": "9000", "r100": "100"}
    factory.write(factory.filing_of(before, world.ent_1), values=values)
    factory.opened(world)
    page = sign_in(world.reporter_1).get(PAGE)
    burden = page.context["tasks"][0].owed.burden
    assert burden.to_fill == empty.to_fill - 3
    assert f"本次只需填 <b>{burden.to_fill}</b> 项" in text_of(page)


def test_a_returned_return_says_why_and_a_reminder_says_when(world, quick, sign_in):
    filing = factory.filing_of(quick, world.ent_1)
    round_reminders.remind(
        round=quick, units=[world.ent_1], words="请尽快", by=world.city_statistician_a
    )
    FilingEvent.objects.create(
        filing=filing, transition="return", before="city", after="returned",
        words="总收入少一位", by=world.city_statistician_a,
    )  # fmt: skip
    factory.write(filing, "returned")
    text = text_of(sign_in(world.reporter_1).get(PAGE))
    assert "总收入少一位" in text
    assert "2026-11-22 已催报：请尽快" in text


def test_a_unit_with_more_time_is_shown_its_own_deadline(world, quick, sign_in):
    filing = factory.filing_of(quick, world.ent_1)
    rounds.extend_unit(
        filing=filing, due_on=date(2026, 12, 4), reason="系统迁移", by=world.statistician
    )
    text = text_of(sign_in(world.reporter_1).get(PAGE))
    assert "2026-12-04" in text
    assert "本单位已延期" in text


def test_earlier_returns_keep_whether_they_were_filed_in_time_when_they_are_corrected_later(
    world, sign_in
):
    found = factory.opened(world, period="2026-09", due_on=date(2026, 11, 10))
    zone = timezone.get_current_timezone()
    filing = factory.write(
        factory.filing_of(found, world.ent_1), "approved",
        filed_at=datetime(2026, 11, 20, 9, tzinfo=zone),
    )  # fmt: skip
    event = FilingEvent.objects.create(
        filing=filing, transition="submit", before="draft", after="city", by=world.reporter_1
    )
    FilingEvent.objects.filter(pk=event.pk).update(at=datetime(2026, 11, 9, 9, tzinfo=zone))
    grid = sign_in(world.reporter_1).get(PAGE).context["grid"]
    shown = {column.key: column.value(grid.rows[0]) for column in grid.columns}
    assert (shown["filed"], shown["time"]) == (date(2026, 11, 9), "按时")


def test_what_was_missed_until_the_end_is_history_and_no_task(world, quick, sign_in):
    rounds.close(round=quick, by=world.statistician)
    page = sign_in(world.reporter_1).get(PAGE)
    assert page.context["tasks"] == []
    assert "未报（已截止）" in text_of(page)
    assert "现在没有待报出的报表" in text_of(page)


def test_an_empty_page_says_what_happens_next(world, sign_in):
    text = text_of(sign_in(world.reporter_1).get(PAGE))
    assert "报告期开放后，报表会列在这里" in text


@pytest.mark.parametrize("who", ["statistician", "city_statistician_a", "analyst", "leader"])
def test_the_page_is_for_reporters(world, sign_in, who):
    assert sign_in(getattr(world, who)).get(PAGE).status_code == 403


def test_an_overdue_return_is_red_in_the_end(world, sign_in):
    due = factory.TODAY - timedelta(days=15)
    factory.opened(world, due_on=due, opens_on=date(2026, 11, 1))
    (task,) = sign_in(world.reporter_1).get(PAGE).context["tasks"]
    assert (task.lamp.tone, task.lamp.word) == ("over", "未报")
    assert task.left.startswith("已逾期")


def test_what_was_sent_back_after_the_round_closed_is_owed_again(world, quick, sign_in):
    filing = factory.filing_of(quick, world.ent_1)
    done = approved(
        passed(filed(filing, world.reporter_1), world.city_statistician_a), world.statistician
    )
    rounds.close(round=quick, by=world.statistician)
    reviews.act(
        filing=done,
        transition="return",
        version=done.version,
        words="年报核查",
        by=world.statistician,
    )
    client = sign_in(world.reporter_1)
    page = client.get(PAGE)
    assert [task.owed.filing.pk for task in page.context["tasks"]] == [filing.pk]
    assert "年报核查" in text_of(page)
    assert "年报核查" in text_of(client.get(reverse("inbox")))
