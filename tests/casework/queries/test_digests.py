"""Digests: lines of other capabilities in the inbox, counted like tasks."""

from datetime import date

import pytest

from xiandao.casework.queries import digests, inbox
from xiandao.casework.queries.digests import Digest


@pytest.fixture
def provided(monkeypatch):
    """No other provider than the ones a test names."""
    monkeypatch.setattr(digests, "_providers", [])
    return digests.provide


def test_lines_stand_in_the_order_of_their_deadlines_and_undated_ones_last(office, provided):
    provided(lambda _account: [Digest("甲", "/a"), Digest("乙", "/b", due_on=date(2026, 12, 4))])
    provided(lambda _account: [Digest("丙", "/c", due_on=date(2026, 11, 27))])
    assert [one.title for one in digests.digests_for(office.clerk)] == ["丙", "乙", "甲"]


def test_the_number_counts_tasks_and_lines_whatever_stands_behind_a_line(office, opened, provided):
    assert inbox.todo_count(office.clerk) == 1
    provided(lambda account: [Digest("待市级审核", "/r", 12)] if account == office.clerk else [])
    assert inbox.todo_count(office.clerk) == inbox.counts(office.clerk).todo == 2
    assert inbox.todo_count(office.stranger) == 0


def test_whoever_may_deal_with_nothing_is_given_no_line(office, provided):
    provided(lambda _account: [Digest("甲", "/a")])
    assert digests.digests_for(office.viewer) == []
    assert inbox.todo_count(office.viewer) == 0


def test_a_provider_that_registers_twice_is_asked_once(office, provided):
    def same(_account):
        return [Digest("甲", "/a")]

    provided(same)
    provided(same)
    assert len(digests.digests_for(office.clerk)) == 1
