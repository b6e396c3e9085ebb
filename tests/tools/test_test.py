"""The test command: both phases, honest totals, pytest's own closing line at the end."""

import contextlib
import sys

import pytest

from tools import postgres
from tools import test as command

PASSED = "===== 12 passed, 1 skipped in 3.40s ====="
FAILED = "===== 1 failed, 2 passed, 1 error in 0.40s ====="


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (f"...\n{PASSED}\n", PASSED),
        ("\x1b[32m12 passed\x1b[0m\x1b[32m in 0.1s\x1b[0m\n", "12 passed in 0.1s"),
        (f"{PASSED}\nwarning: something after it\n", PASSED),
        ("no tests ran in 0.01s\n", "no tests ran in 0.01s"),
        ("Traceback: it took 5 passed exams in 3s\n", ""),
        ("", ""),
    ],
)
def test_the_closing_line_is_found(output, line):
    assert command.closing_line(output) == line


def test_counts_are_those_of_the_closing_line():
    counts = command.Outcome("x", 1, FAILED).counts
    assert counts == {"failed": 1, "passed": 2, "errors": 1}


def test_the_report_ends_with_the_closing_line_of_the_whole_suite(capsys):
    whole = command.Outcome("SQLite", 0, PASSED)
    part = command.Outcome("PostgreSQL", 0, "===== 5 passed in 1.00s =====")
    assert command.report([whole, part], 4.4) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "17 passed" in lines[-3]
    assert lines[-1] == PASSED


def test_a_failed_phase_comes_last_and_decides_the_status(capsys):
    whole = command.Outcome("SQLite", 0, PASSED)
    part = command.Outcome("PostgreSQL", 1, FAILED)
    assert command.report([whole, part], 4.4) == 1
    assert capsys.readouterr().out.splitlines()[-1] == FAILED


def test_a_phase_that_died_without_a_closing_line_is_named(capsys):
    assert command.report([command.Outcome("SQLite", 3, "")], 1.0) == 3
    assert "SQLite: failed (status 3)" in capsys.readouterr().out


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_without_a_server_the_phase_is_skipped_with_the_reason_and_fails_in_ci(
    monkeypatch, capsys, ci, status
):
    @contextlib.contextmanager
    def nothing():
        raise postgres.NoServer("no initdb on this machine")
        yield

    monkeypatch.setattr(postgres, "private_server", nothing)
    monkeypatch.setenv("CI", ci)
    assert command.on_postgres([]).status == status
    assert "no initdb on this machine" in capsys.readouterr().out


def test_the_tests_see_nothing_of_a_running_site(monkeypatch):
    monkeypatch.setenv("XIANDAO_HOME", "/srv/xiandao")
    monkeypatch.setenv("XIANDAO_DATABASE_URL", "postgresql://site")
    monkeypatch.setenv("XIANDAO_SHARED", "/srv/papers")
    kept = command.clean_surroundings()
    assert "XIANDAO_HOME" not in kept
    assert "XIANDAO_DATABASE_URL" not in kept
    assert kept["XIANDAO_SHARED"] == "/srv/papers"


def test_arguments_go_to_pytest_and_postgres_only_when_asked(monkeypatch, capsys):
    asked = []

    def pytest_instead(name, arguments, surroundings):
        asked.append((name.split()[0], list(arguments), "XIANDAO_DATABASE_URL" in surroundings))
        return command.Outcome(name, 0, PASSED)

    monkeypatch.setattr(command, "run_pytest", pytest_instead)
    monkeypatch.setattr(
        postgres, "private_server", lambda: contextlib.nullcontext("postgresql://x")
    )
    command.main(["-k", "numeral"])
    assert asked == [("SQLite", ["-k", "numeral"], False)]
    asked.clear()
    command.main(["-k", "numeral", "--postgres"])
    assert asked == [
        ("SQLite", ["-k", "numeral"], False),
        ("PostgreSQL", ["-k", "numeral", "-m", "database and not slow"], True),
    ]
    asked.clear()
    command.main([])
    assert [(name, on_server) for name, _, on_server in asked] == [
        ("SQLite", False),
        ("PostgreSQL", True),
    ]


@pytest.mark.slow
def test_a_run_passes_the_status_and_the_output_of_pytest_on(monkeypatch, capfdbinary, tmp_path):
    test = tmp_path / "test_one.py"
    test.write_text("def test_one():\n    assert 1 == 2\n", encoding="utf-8")
    outcome = command.run_pytest(
        "one", ["-p", "no:django", "-c", "/dev/null", str(test)], command.clean_surroundings()
    )
    assert outcome.status == 1
    assert outcome.counts == {"failed": 1}
    assert sys.executable
