"""Of two clerks at the same moment exactly one wins, on a real database file and on PostgreSQL."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection, connections

from tests.casework.conftest import FOLLOWUP, build_office
from xiandao.casework.commands import cases, reminders
from xiandao.casework.models import Case, CaseEvent, Task
from xiandao.registry.models import Account, AuditEvent
from xiandao.terms.error import XiandaoError


@pytest.fixture
def opened(transactional_db):
    office = build_office()
    return cases.open_case(
        kind=FOLLOWUP, title="竞办", owner=office.department, responsible=office.zone,
        by=office.analyst,
    )  # fmt: skip


@pytest.fixture
def apart(opened, tmp_path):
    """Run functions in threads with connections of their own; memory is copied to a file that two can write to."""

    def run(*verbs):
        with ThreadPoolExecutor(len(verbs)) as pool:
            return list(pool.map(_closing, verbs))

    # A context of its own: the name must be back before the database is cleaned, or memory would be closed.
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            file = tmp_path / "race.sqlite3"
            with closing(sqlite3.connect(file)) as copy:
                connection.connection.backup(copy)
            patch.setitem(connections.settings["default"], "NAME", str(file))
        yield run


def _closing(verb):
    try:
        return verb()
    finally:
        connection.close()


def contest(apart, pk, *acts):
    """Let every act read the case first and only then write; return what each came to."""
    together = threading.Barrier(len(acts))

    def one(act):
        def verb():
            case = Case.objects.select_related("owner", "responsible").get(pk=pk)
            together.wait(timeout=20)
            try:
                act(case)
            except XiandaoError as error:
                return error
            return None

        return verb

    return apart(*(one(act) for act in acts))


def state_of(apart, pk):
    def read():
        return (
            Case.objects.values_list("stage", "version", "reminded_on").get(pk=pk),
            list(CaseEvent.objects.filter(case_id=pk).values_list("transition", flat=True)),
            Task.objects.filter(case_id=pk, done_at__isnull=True).count(),
            AuditEvent.objects.filter(action="cases.act").count(),
        )

    return apart(read)[0]


def clerk(name):
    return Account.objects.select_related("organisation").get(username=name)


@pytest.mark.parametrize("_round", range(3))
def test_of_two_clerks_one_wins_and_the_other_keeps_the_words(apart, opened, _round):
    results = contest(
        apart,
        opened.pk,
        lambda case: cases.act(case, transition="sign", version=1, by=clerk("clerk")),
        lambda case: cases.act(
            case, transition="decline", version=1, words="不属职责", by=clerk("deputy")
        ),
    )
    lost = [error for error in results if error is not None]
    assert [error.code for error in lost] == ["CAS-409"]
    (stage, version, _reminded), events, tasks, audited = state_of(apart, opened.pk)
    assert (version, tasks, len(events), audited) == (2, 1, 2, 1)
    if results[0] is None:
        assert (stage, events, lost[0].details["words"]) == (
            "working",
            ["open", "sign"],
            "不属职责",
        )
    else:
        assert (stage, events) == ("redirect", ["open", "decline"])


def test_of_eight_who_sign_at_once_one_signs(apart, opened):
    acts = [
        lambda case, name=name: cases.act(case, transition="sign", version=1, by=clerk(name))
        for name in ["clerk", "deputy"] * 4
    ]
    results = contest(apart, opened.pk, *acts)
    assert sorted(error.code if error else "" for error in results) == ["", *["CAS-409"] * 7]
    assert state_of(apart, opened.pk)[1] == ["open", "sign"]


def test_of_two_reminders_at_once_one_is_sent(apart, opened):
    results = contest(
        apart,
        opened.pk,
        lambda case: reminders.remind(case, by=clerk("analyst")),
        lambda case: reminders.remind(case, by=clerk("colleague")),
    )
    assert sorted(error.code if error else "" for error in results) == ["", "CAS-429"]
    assert state_of(apart, opened.pk)[1] == ["open", "remind"]
