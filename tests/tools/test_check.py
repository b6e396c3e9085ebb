"""The tree is searched for addresses of machines and package servers, and for files of third parties."""

import pytest

from tools import check

HOST = "registry." + "npmjs" + ".org"


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(check, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.md", f"see {HOST}"),
        ("notes.md", "in /" + "root/project"),
        ("notes.md", "in /" + "home/somebody"),
        ("package-lock.json", '"resolved": "x"'),
        ("static/chart.min.js", ""),
        ("uv.lock", ""),
    ],
)
def test_what_does_not_belong_into_the_tree_is_named(checkout, name, text):
    (checkout / name).parent.mkdir(exist_ok=True)
    (checkout / name).write_text(text, encoding="utf-8")
    assert check.tree().startswith(name)


def test_the_folder_of_the_checkout_itself_is_found(checkout):
    (checkout / "a.md").write_text(f"{checkout}/somewhere", encoding="utf-8")
    assert check.tree().startswith("a.md:1")


def test_own_files_are_fine(checkout):
    (checkout / "a.py").write_text("x = 'registry.queries.organisations'\n", encoding="utf-8")
    (checkout / "b.bin").write_bytes(b"\xff\xfe")
    assert check.tree() == ""


def test_a_failing_check_fails_the_command_and_is_named(monkeypatch, capsys):
    monkeypatch.setattr(check, "CHECKS", {"good": lambda: "", "bad": lambda: "line 3 is wrong"})
    assert check.main([]) == 1
    out = capsys.readouterr().out
    assert "line 3 is wrong" in out
    assert out.splitlines()[-1] == "checks: 1 passed, 1 failed bad"
    assert check.main(["good"]) == 0
    assert check.main(["unheard"]) == 2
