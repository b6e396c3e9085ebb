"""`xiandao demo` as a newcomer meets it."""

import os
import shutil
import socket
import sqlite3
import sys

import pytest

pytestmark = pytest.mark.slow


def rows(home, sql: str) -> list[tuple]:
    with sqlite3.connect(home / "xiandao.sqlite3") as database:
        return database.execute(sql).fetchall()


def test_it_prints_the_ledger_it_read_and_says_that_all_is_invented(built):
    _, told = built
    assert "示范省未来产业培育行动方案" in told
    assert "30个左右" in told
    assert "不少于50个" in told
    assert "演示数据" in told


def test_every_item_was_confirmed_by_a_person_before_it_entered_the_ledger(built):
    home, _ = built
    assert rows(home, "select count(*) from pol_proposal where state = 'proposed'") == [(0,)]
    assert rows(home, "select count(*) from pol_proposal where decided_by_id is null") == [(0,)]


def test_what_was_built_went_through_commands_and_the_audit_chain_holds(built, xiandao):
    home, _ = built
    done = xiandao("audit", "verify", home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert rows(home, "select count(*) from reg_audit_event")[0][0] > 50


def test_invented_organisations_and_reports_say_that_they_are(built):
    home, _ = built
    assert rows(home, "select count(*) from reg_organisation where not is_demo") == [(0,)]
    words = [text for (text,) in rows(home, "select words from pol_progress")]
    assert words
    assert all("演示数据" in text for text in words)


def test_a_second_start_keeps_what_people_did(built, xiandao, tmp_path):
    home = tmp_path / "kept"
    shutil.copytree(built[0], home)
    with sqlite3.connect(home / "xiandao.sqlite3") as database:
        database.execute("update pol_item set division = '新处室' where number = 1")
    done = xiandao("demo", "--no-serve", home=home)
    assert done.returncode == 0, done.stderr
    assert rows(home, "select division from pol_item where number = 1") == [("新处室",)]
    assert rows(home, "select count(*) from pol_paper") == [(1,)]


def test_fresh_starts_over(built, xiandao, tmp_path):
    home = tmp_path / "fresh"
    shutil.copytree(built[0], home)
    with sqlite3.connect(home / "xiandao.sqlite3") as database:
        database.execute("update pol_item set division = '新处室' where number = 1")
    assert xiandao("demo", "--no-serve", "--fresh", home=home).returncode == 0
    assert rows(home, "select division from pol_item where number = 1") != [("新处室",)]


def test_a_busy_port_is_said_before_anything_is_built(xiandao, tmp_path, socket_enabled):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = xiandao("demo", "--port", str(port), home=tmp_path / "busy")
    assert done.returncode == 2
    assert f"端口 {port} 已被占用" in done.stderr
    assert f"--port {port + 1}" in done.stderr
    assert not (tmp_path / "busy").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "空"), (bytes(range(256)) * 8, ""), ("今天天气很好".encode(), "")],
)
def test_a_file_that_is_no_policy_paper_is_refused_and_leaves_nothing(
    xiandao, tmp_path, content, sentence
):
    paper = tmp_path / "paper.txt"
    paper.write_bytes(content)
    home = tmp_path / "home"
    done = xiandao("demo", "--no-serve", "--paper", str(paper), home=home)
    assert done.returncode == 2
    assert "错误" in done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    if (home / "xiandao.sqlite3").exists():
        assert rows(home, "select count(*) from pol_paper") == [(0,)]


def test_a_missing_file_is_said_with_its_name(xiandao, tmp_path):
    done = xiandao("demo", "--no-serve", "--paper", "没有这个.txt", home=tmp_path / "home")
    assert done.returncode == 2
    assert "没有这个.txt" in done.stderr


@pytest.mark.parametrize(
    ("name", "links", "pack"), [("jiangsu", 56, "江苏"), ("zhejiang", 2, "浙江")]
)
def test_a_paper_of_ones_own_is_read_and_waits_for_a_person(
    xiandao, shared, tmp_path, name, links, pack
):
    home = tmp_path / "own"
    paper = shared / "policies" / f"{name}.txt"
    done = xiandao("demo", "--no-serve", "--paper", str(paper), home=home)
    assert done.returncode == 0, done.stderr
    assert f"责任单位对应 {links} 条" in done.stdout
    assert rows(home, "select count(*) from pol_item") == [(0,)]
    assert pack in rows(home, "select name from reg_organisation where kind = 'province'")[0][0]


def test_the_server_is_a_fresh_process_not_a_child_of_the_one_that_built(monkeypatch):
    from xiandao.demo import cli

    called = []
    monkeypatch.setattr(cli.os, "execv", lambda path, command: called.append((path, command)))
    monkeypatch.setenv("XIANDAO_BIND", "")
    cli.serve(8199)
    ((path, command),) = called
    assert path == sys.executable
    assert command[1:3] == ["-m", "gunicorn"]
    assert os.environ["XIANDAO_BIND"] == "127.0.0.1:8199"
