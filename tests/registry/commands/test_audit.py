"""The stored trail cannot be changed, and what was done to it behind the site's back is named."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from tests.registry.conftest import build_province
from tests.registry.triggers import without_triggers
from xiandao.registry.commands import audit, witness
from xiandao.registry.methods.witness import Mark, written
from xiandao.registry.models import AuditEvent, AuditHead


@pytest.fixture(autouse=True)
def marks(settings, tmp_path):
    settings.XIANDAO_AUDIT_CHECKPOINT = tmp_path / "marks.jsonl"
    return settings.XIANDAO_AUDIT_CHECKPOINT


@pytest.fixture
def province(db):
    """The province written for one test alone: for the others the trail is empty."""
    return build_province()


@pytest.fixture
def trail(db, marks):
    """Ten events, each marked outside."""
    for number in range(1, 11):
        event = audit.append("test.event", account=None, summary=f"第 {number} 件")
        with marks.open("a") as stream:
            stream.write(written(Mark(event.sequence, event.row_hash)) + "\n")


def rows(**which):
    return AuditEvent.objects.filter(**which)


def test_an_untouched_trail_holds(trail):
    report = audit.verify()
    assert (report.holds, report.rows) == (True, 10)
    assert "完好" in audit.told(report)[0]


def test_an_empty_trail_holds(db):
    assert audit.verify().holds


@pytest.mark.parametrize("algorithm", ["sm3", "sha256"])
def test_either_digest_seals_the_trail_and_both_may_follow_each_other(db, settings, algorithm):
    audit.append("test.event", account=None, summary="甲")
    settings.XIANDAO_AUDIT_ALGORITHM = algorithm
    audit.append("test.event", account=None, summary="乙")
    assert audit.verify().holds
    assert rows(sequence=2).get().algorithm == algorithm


@pytest.mark.parametrize(
    "change",
    [
        lambda: rows(sequence=3).update(summary="别的"),
        lambda: rows(sequence=3).get().save(),
        lambda: rows(sequence=3).delete(),
        lambda: AuditEvent.objects.all().delete(),
        lambda: rows(sequence=3).get().delete(),
        lambda: connection.cursor().execute("UPDATE reg_audit_event SET summary = 'x'"),
        lambda: connection.cursor().execute("DELETE FROM reg_audit_event WHERE sequence = 10"),
    ],
    ids=["update", "save", "delete", "delete-all", "delete-one", "sql-update", "sql-delete"],
)
def test_the_database_refuses_to_change_or_remove_an_event(trail, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert audit.verify().holds


@pytest.mark.parametrize(
    ("change", "at", "words"),
    [
        (lambda: rows(sequence=4).update(summary="第 5 件"), 4, "内容被改动"),
        (lambda: rows(sequence=4).update(account_name="sysadmin"), 4, "内容被改动"),
        (lambda: rows(sequence=4).update(succeeded=False), 4, "内容被改动"),
        (lambda: rows(sequence=4).update(previous_hash="0" * 64), 4, "链接不符"),
        (lambda: rows(sequence=4).update(algorithm="md5"), 4, "算法"),
        (lambda: rows(sequence=4).delete(), 4, "缺少第 4 条"),
        (lambda: rows(sequence__gt=8).delete(), 9, "尾部缺失"),
        (lambda: AuditEvent.objects.all().delete(), 1, "尾部缺失"),
        (lambda: AuditHead.objects.all().delete(), 10, "链头"),
    ],
    ids=["text", "name", "result", "link", "digest", "removed", "cut", "emptied", "head"],
)
def test_what_was_done_behind_the_back_of_the_site_is_named(trail, change, at, words):
    with without_triggers():
        change()
    report = audit.verify()
    assert report.broken_at == at
    assert words in report.reason
    assert f"第 {at} 条" in audit.told(report)[0]


def test_a_cut_tail_is_named_by_the_head_even_without_marks(trail, marks):
    marks.unlink()
    with without_triggers():
        rows(sequence__gt=7).delete()
    assert audit.verify().broken_at == 8


def test_a_restored_old_backup_is_named_by_the_marks(trail):
    with without_triggers():
        rows(sequence__gt=7).delete()
    last = rows(sequence=7).get()
    AuditHead.objects.update(sequence=7, row_hash=last.row_hash)
    assert audit.verify().broken_at == 8


def test_a_tail_that_was_cut_and_grown_again_is_named_where_it_was_cut(trail):
    with without_triggers():
        rows(sequence__gt=7).delete()
    AuditHead.objects.update(sequence=7, row_hash=rows(sequence=7).get().row_hash)
    for number in range(5):
        audit.append("test.event", account=None, summary=f"新 {number}")
    report = audit.verify()
    assert report.broken_at == 8
    assert "检查点" in report.reason


def test_two_marks_that_contradict_each_other_are_named(trail, marks):
    with marks.open("a") as stream:
        stream.write(written(Mark(6, "f" * 64)) + "\n")
    report = audit.verify()
    assert report.broken_at == 6
    assert "两个不同的摘要" in report.reason


def test_marks_that_were_rotated_away_still_count(trail, marks):
    marks.rename(marks.with_name(marks.name + ".1"))
    with without_triggers():
        rows(sequence__gt=7).delete()
    AuditHead.objects.update(sequence=7, row_hash=rows(sequence=7).get().row_hash)
    assert audit.verify().broken_at == 8


def test_what_somebody_else_wrote_cannot_forge_lines_or_break_the_writing(db):
    event = audit.append(
        "test.event",
        account=None,
        summary="甲\n2026-01-01 sysadmin 登录\x00\u202e\ud800" + "长" * 500,
        subject=("t" * 90, "9" * 90),
        details={"words": "\x00\ud800\n"},
        address="10.0.0.1, 10.0.0.2" + "x" * 90,
    )
    event.refresh_from_db()
    assert "\n" not in event.summary
    assert len(event.summary) == 400
    assert len(event.object_type) <= 60
    assert json.loads(event.details)["words"].endswith("\n")
    assert audit.verify().holds


def test_many_events_are_written_in_their_order_under_one_lock(db, django_assert_num_queries):
    audit.append("first", account=None, summary="")
    entries = [audit.Entry(f"e{number}", None, "") for number in range(50)]
    # savepoint, lock of the head, rows, head, release
    with django_assert_num_queries(5):
        audit.append_all(entries)
    assert list(AuditEvent.objects.values_list("action", flat=True))[1:] == [
        entry.action for entry in entries
    ]
    assert audit.verify().holds


def test_verifying_is_itself_recorded(trail, province):
    report = audit.verify_recorded(by=province.audit)
    event = AuditEvent.objects.latest("sequence")
    assert report.holds
    assert (event.action, event.account) == ("audit.verify", province.audit)
    assert audit.verify().holds


def test_a_report_is_data_too(trail):
    told = audit.described(audit.verify())
    assert told["holds"] is True
    assert json.loads(json.dumps(told))["rows"] == 10
    assert witness.read()[-1].sequence == 10
