"""The private server of the tests starts, answers and leaves nothing behind; without one the reason is said."""

import os
from pathlib import Path

import psycopg
import pytest

from tools import postgres


@pytest.mark.slow
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_server_answers_and_is_gone_afterwards():
    try:
        postgres.find_binaries()
    except postgres.NoServer as reason:
        pytest.skip(str(reason))
    with postgres.private_server() as address:
        with psycopg.connect(address) as connection:
            row = connection.execute(
                "select current_user, current_setting('data_directory')"
            ).fetchone()
        user, folder = row
        assert user == "xiandao"
    assert not Path(folder).parent.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2)


def test_without_server_programs_the_reason_names_them(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "FOLDERS", (str(tmp_path),))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("XIANDAO_POSTGRES_BIN", raising=False)
    with pytest.raises(postgres.NoServer, match="initdb"):
        postgres.find_binaries()


def test_the_newest_version_is_taken(monkeypatch, tmp_path):
    for version in ("9.6", "15", "16"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for name in ("initdb", "pg_ctl"):
            (folder / name).touch()
    monkeypatch.setattr(postgres, "FOLDERS", (str(tmp_path),))
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.delenv("XIANDAO_POSTGRES_BIN", raising=False)
    assert postgres.find_binaries() == tmp_path / "16" / "bin"


def test_root_without_an_account_for_the_server_is_told(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres, "SERVER_USER", "nobody-of-this-name")
    with pytest.raises(postgres.NoServer, match="nobody-of-this-name"):
        postgres.as_server_user()
