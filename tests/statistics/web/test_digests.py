"""Lines of the inbox: what a reporter owes, what waits for a reviewer, counted with the tasks."""

from datetime import datetime

import pytest
from django.utils import timezone

from tests.statistics import world as factory
from xiandao.casework.queries.digests import digests_for
from xiandao.casework.queries.inbox import todo_count
from xiandao.statistics.commands import round_reminders, rounds
from xiandao.statistics.models import FilingEvent
from xiandao.statistics.queries.waiting import queues


def titles(account):
    return [one.title for one in digests_for(account)]


def moment(day):
    return datetime(2026, 11, day, 9, tzinfo=timezone.get_current_timezone())


def test_a_reporter_has_one_line_for_each_return_it_owes_and_the_number_counts_them(world, quick):
    factory.opened(world, "607-2", "2025")
    assert sorted(titles(world.reporter_1)) == [
        "企业月度快报 2026年10月 · 待报出",
        "企业研究开发活动及相关情况 2025年 · 待报出",
    ]
    assert todo_count(world.reporter_1) == 2


def test_a_line_ends_when_the_return_is_filed_or_the_round_closes(world, quick):
    factory.write(factory.filing_of(quick, world.ent_1), "city")
    assert titles(world.reporter_1) == []
    assert len(titles(world.reporter_2)) == 1
    rounds.close(round=quick, by=world.statistician)
    assert titles(world.reporter_2) == []


def test_a_returned_return_says_so_with_the_reason_and_a_reminder_is_in_the_same_line(world, quick):
    filing = factory.filing_of(quick, world.ent_1)
    for words in ("先前的原因", "总收入少一位"):
        FilingEvent.objects.create(
            filing=filing, transition="return", before="city", after="returned", words=words,
            by=world.city_statistician_a,
        )  # fmt: skip
    factory.write(filing, "returned")
    round_reminders.remind(
        round=quick, units=[world.ent_1], words="请尽快", by=world.city_statistician_a
    )
    (line,) = digests_for(world.reporter_1)
    assert line.title == "企业月度快报 2026年10月 · 退回修改"
    assert line.words == "退回原因：总收入少一位\n2026-11-22 催报：请尽快"
    assert (line.lamp.tone, line.lamp.word) == ("soon", "退回")


def test_a_reviewer_has_one_line_for_each_round_with_how_many_wait_in_its_own_reach(world, quick):
    for unit, day in ((world.ent_1, 18), (world.ent_2, 20), (world.ent_4, 20)):
        factory.write(factory.filing_of(quick, unit), "city", filed_at=moment(day))
    (line,) = digests_for(world.city_statistician_a)
    assert line.title == "企业月度快报 2026年10月 · 待市级审核 2 家"
    assert (line.count, line.due_on.isoformat()) == (2, "2026-11-23")
    assert [one.count for one in digests_for(world.city_statistician_b)] == [1]
    assert titles(world.statistician) == []
    assert todo_count(world.city_statistician_a) == 1


def test_the_province_waits_for_what_the_cities_passed(world, quick):
    filing = factory.write(factory.filing_of(quick, world.ent_1), "province", filed_at=moment(18))
    for number in (1, 2):
        event = FilingEvent.objects.create(
            filing=filing, transition="pass", before="city", after="province",
            by=world.city_statistician_a, words=str(number),
        )  # fmt: skip
        FilingEvent.objects.filter(pk=event.pk).update(at=moment(19))
    (queue,) = queues(world.statistician)
    assert (queue.stage, queue.count, queue.due_on.isoformat()) == ("province", 1, "2026-11-26")
    assert titles(world.statistician) == ["企业月度快报 2026年10月 · 待省级审核 1 家"]
    assert titles(world.city_statistician_a) == []


@pytest.mark.parametrize("who", ["analyst", "leader", "viewer"])
def test_who_neither_files_nor_reviews_has_no_line(world, quick, who):
    factory.write(factory.filing_of(quick, world.ent_1), "city", filed_at=moment(18))
    assert titles(getattr(world, who)) == []


def test_the_lines_cost_few_queries_because_every_page_asks_for_their_number(
    world, quick, django_assert_max_num_queries
):
    factory.opened(world, "607-2", "2025")
    account = world.reporter_1
    assert account.reach
    # One for what it owes, one of evaluation for a candidacy that came back.
    with django_assert_max_num_queries(2):
        digests_for(account)
    account = world.statistician
    assert account.reach
    with django_assert_max_num_queries(2):
        digests_for(account)
