"""The spec: 109 rows, each green only through a test that names it."""

import json

import pytest

from tests.spec.marks import row
from xiandao.project import cli, spec
from xiandao.project.spec_pages import pages
from xiandao.project.spec_rows import Status
from xiandao.terms.error import InputError

MISSION = """
[[part]]
slug = "goals"
title = "目标"
title_en = "Goals"

[[row]]
id = "J27"
ref = "J三"
part = "goals"
title = "台账"
mechanism = "text to tasks"
seen_to_work_when = "56 links are found"
capability = ["policy"]
engine = "TGT"
users = "省"
star = true
"""
PLAIN = MISSION[MISSION.index("[[row]]") :].replace("J27", "Z01").replace("true", "false")


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "tests" / "spec" / "jiangsu").mkdir(parents=True)
    (tmp_path / "tests" / "spec" / "mission.toml").write_text(MISSION + PLAIN, encoding="utf-8")
    return tmp_path


def write(checkout, text: str) -> None:
    (checkout / "tests" / "spec" / "jiangsu" / "test_ledger.py").write_text(text, encoding="utf-8")


def status(checkout) -> list[str]:
    return [one.status.value for one in spec.load(checkout).rows]


def test_the_mission_has_109_rows_with_names_of_their_own_and_12_stars(root):
    rows = spec.load(root).rows
    assert len(rows) == 109
    assert len({one.id for one in rows}) == 109
    assert sum(one.star for one in rows) == 12


def test_every_row_says_what_when_and_where(root):
    mission = spec.load(root)
    slugs = {part.slug for part in mission.parts}
    assert [
        one.id
        for one in mission.rows
        if not (one.title and one.mechanism and one.seen_to_work_when)
    ] == []
    assert [one.id for one in mission.rows if one.part not in slugs or not one.capability] == []


def test_a_row_without_a_test_does_not_work_yet(checkout):
    assert status(checkout) == ["not yet", "not yet"]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ('@row("J27")', "works"),
        ('@pytest.mark.row("J27")', "works"),
        ('@row("J27", part="links")', "partly"),
        ('@row("J27", part="links")\n@row("J27")', "works"),
        ("@pytest.mark.slow", "not yet"),
    ],
)
def test_a_mark_decides_the_status_of_its_row_alone(checkout, mark, expected):
    write(checkout, f"{mark}\ndef test_links():\n    pass\n")
    assert status(checkout) == [expected, "not yet"]


def test_marks_of_a_class_and_of_a_module_count_for_their_tests(checkout):
    write(
        checkout,
        'pytestmark = row("Z01")\n@row("J27")\nclass TestLedger:\n    def test_one(self):\n        pass\n',
    )
    first, second = spec.load(checkout).rows
    assert first.proofs == second.proofs
    assert first.proofs[0].test == "tests/spec/jiangsu/test_ledger.py::TestLedger::test_one"


def test_a_marked_function_that_is_no_test_proves_nothing(checkout):
    write(checkout, '@row("J27")\ndef links():\n    pass\n')
    assert status(checkout) == ["not yet", "not yet"]


def test_a_mark_for_a_row_that_does_not_exist_is_refused(checkout):
    write(checkout, '@row("J72")\ndef test_links():\n    pass\n')
    with pytest.raises(InputError) as error:
        spec.load(checkout)
    assert "J72" in error.value.sentence


def test_pages_are_written_and_a_stale_one_is_named(checkout, monkeypatch, capsys):
    monkeypatch.setattr(spec, "ROOT", checkout)
    assert cli.run(["spec", "--check"]) == 2
    assert "index.md" in capsys.readouterr().err
    assert cli.run(["spec"]) == 0
    assert cli.run(["spec", "--check"]) == 0
    write(checkout, '@row("J27")\ndef test_links():\n    pass\n')
    assert cli.run(["spec", "--check"]) == 2
    assert "goals.md" in capsys.readouterr().err


def test_a_page_that_is_no_longer_generated_is_removed(checkout, monkeypatch):
    monkeypatch.setattr(spec, "ROOT", checkout)
    cli.run(["spec"])
    old = checkout / "docs" / "spec" / "old.md"
    old.write_text("old", encoding="utf-8")
    assert cli.run(["spec", "--check"]) == 2
    cli.run(["spec"])
    assert not old.exists()


def test_the_pages_name_the_tests_and_the_status(checkout):
    write(checkout, '@row("J27", part="links only")\ndef test_links():\n    pass\n')
    made = pages(spec.load(checkout))
    assert "◐ partly" in made["index.md"]
    assert "`tests/spec/jiangsu/test_ledger.py::test_links` — links only" in made["goals.md"]


def test_json_says_the_same_as_the_pages(checkout, monkeypatch, capfdbinary):
    monkeypatch.setattr(spec, "ROOT", checkout)
    write(checkout, '@row("J27")\ndef test_links():\n    pass\n')
    assert cli.run(["spec", "--format", "json"]) == 0
    found = json.loads(capfdbinary.readouterr().out.decode("utf-8"))
    assert found["counts"] == {"works": 1, "partly": 0, "not yet": 1}
    assert [one["status"] for one in found["rows"]] == ["works", "not yet"]


def test_outside_a_checkout_the_command_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(spec, "ROOT", tmp_path)
    assert cli.run(["spec"]) == 2
    assert "源代码目录" in capsys.readouterr().err


def test_the_mark_that_tests_use_is_the_one_that_is_read():
    assert row("J27", part="x").mark.name == "row"
    assert row("J27").mark.kwargs == {"part": ""}
    assert Status("works") is Status.WORKS
