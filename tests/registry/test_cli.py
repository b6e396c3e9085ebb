"""``xiandao audit verify`` says whether the trail holds, in words, as data and by its exit status."""

import json

import pytest

from tests.registry.triggers import without_triggers
from xiandao.project.cli import run
from xiandao.registry.commands import audit
from xiandao.registry.models import AuditEvent


@pytest.fixture(autouse=True)
def marks(settings, tmp_path):
    settings.XIANDAO_AUDIT_CHECKPOINT = tmp_path / "marks.jsonl"


@pytest.fixture
def trail(db):
    for number in range(3):
        audit.append("test.event", account=None, summary=f"{number}")


def test_a_sound_trail_gives_status_0(trail, capsys):
    assert run(["audit", "verify"]) == 0
    assert "审计链完好：共 3 条" in capsys.readouterr().out


def test_a_broken_trail_gives_status_1_and_names_the_first_break(trail, capsys):
    with without_triggers():
        AuditEvent.objects.filter(sequence=2).update(summary="x")
    assert run(["audit", "verify"]) == 1
    assert "第 2 条断开：内容被改动" in capsys.readouterr().out


def test_the_report_is_also_data(trail, capsys):
    with without_triggers():
        AuditEvent.objects.filter(sequence=3).delete()
    assert run(["audit", "verify", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["holds"], report["broken_at"], report["rows"]) == (False, 3, 2)


def test_without_tables_the_reason_and_a_hint_are_said(monkeypatch, capsys):
    from django.db import DatabaseError

    def fail():
        raise DatabaseError("no such table")

    monkeypatch.setattr(audit, "verify", fail)
    assert run(["audit", "verify"]) == 2
    said = capsys.readouterr().err
    assert "REG-401" in said
    assert "manage migrate" in said
