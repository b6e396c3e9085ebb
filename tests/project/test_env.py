"""What the site keeps is closed to the other accounts of the machine."""

import pytest

from xiandao.project import env
from xiandao.terms.error import XiandaoError


def test_the_data_folder_and_the_signing_key_are_made_for_their_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("XIANDAO_SECRET_KEY", raising=False)
    home = tmp_path / "var"
    first = env.secret_key(home)
    assert (home.stat().st_mode & 0o777, (home / "secret_key").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
    assert env.secret_key(home) == first
    assert len(first) > 50


@pytest.mark.parametrize(("said", "number"), [(None, 0), ("", 0), (" 2 ", 2)])
def test_a_number_is_read_from_its_variable(monkeypatch, said, number):
    monkeypatch.delenv("XIANDAO_TRUSTED_PROXIES", raising=False)
    if said is not None:
        monkeypatch.setenv("XIANDAO_TRUSTED_PROXIES", said)
    assert env.count("TRUSTED_PROXIES") == number


@pytest.mark.parametrize("said", ["-1", "yes", "１", "1.5"])
def test_what_is_no_number_stops_the_start(monkeypatch, said):
    monkeypatch.setenv("XIANDAO_TRUSTED_PROXIES", said)
    with pytest.raises(XiandaoError, match="XIANDAO_TRUSTED_PROXIES"):
        env.count("TRUSTED_PROXIES")
