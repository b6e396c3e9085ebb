"""What the site keeps is closed to the other accounts of the machine."""

from xiandao.project import env


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
