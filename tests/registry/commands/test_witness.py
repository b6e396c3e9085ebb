"""The file outside the database: a mark for every commit, small, shared by all server processes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from xiandao.registry.commands import audit, witness
from xiandao.registry.methods.witness import Mark
from xiandao.registry.models import AuditEvent


@pytest.fixture(autouse=True)
def marks(settings, tmp_path, monkeypatch):
    settings.XIANDAO_AUDIT_CHECKPOINT = tmp_path / "deep" / "marks.jsonl"
    # The suite's SQLite lives in memory, where no marks are needed.
    monkeypatch.setattr(witness, "is_in_memory", lambda: False)
    return settings.XIANDAO_AUDIT_CHECKPOINT


@pytest.mark.django_db(transaction=True)
def test_a_mark_is_written_with_the_commit_and_not_before():
    with transaction.atomic():
        audit.append("test.event", account=None, summary="")
        assert witness.read() == []
    event = AuditEvent.objects.get()
    assert witness.read() == [Mark(1, event.row_hash)]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_mark():
    with transaction.atomic():
        audit.append("test.event", account=None, summary="")
        transaction.set_rollback(True)
    assert witness.read() == []
    assert audit.verify().holds


@pytest.mark.django_db(transaction=True)
def test_an_event_is_kept_where_the_mark_cannot_be_written(settings, caplog):
    settings.XIANDAO_AUDIT_CHECKPOINT = "/proc/no/such/place"
    audit.append("test.event", account=None, summary="")
    assert AuditEvent.objects.count() == 1
    assert "Error calling" in caplog.text


def test_the_file_stays_small_and_keeps_its_first_and_its_last_mark(marks):
    for number in range(1, 4000):
        witness.note(Mark(number, f"{number:064x}"))
    assert marks.stat().st_size <= witness.LARGEST + 100
    found = witness.read()
    assert found[0].sequence == 1
    assert found[-1].sequence == 3999


def test_several_processes_write_whole_lines(marks):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: witness.note(Mark(number, "ab")), range(1, 301)))
    assert sorted(mark.sequence for mark in witness.read()) == list(range(1, 301))
    assert [path.name for path in marks.parent.iterdir() if path.name.startswith(".")] == []
