"""``xiandao policy``: papers in, readings out, without a database; every bad file gets a sentence and status 2."""

import io
import json
import os
import subprocess
import sys
import zipfile

import pytest

from xiandao.project import cli

PAPER = (
    "某省人民政府关于培育未来产业的意见\n一、总体目标\n到2030年，建设20个以上省级先导区。\n"
    "二、重点任务\n加强统筹协调，推进先导区建设。（省科技厅牵头，省经信厅配合）\n"
)


@pytest.fixture
def paper(tmp_path):
    file = tmp_path / "某省 意见.txt"
    file.write_text(PAPER, encoding="utf-8")
    return str(file)


def printed(capfdbinary) -> str:
    return capfdbinary.readouterr().out.decode("utf-8")


def test_json_has_the_keys_that_programs_rely_on(paper, capfdbinary):
    assert cli.run(["policy", "read", paper, "--format", "json"]) == 0
    found = json.loads(printed(capfdbinary))
    assert {
        "document",
        "clauses",
        "targets",
        "benefits",
        "measures",
        "responsibilities",
        "industries",
    } <= set(found)
    target = found["targets"][0]
    assert (target["value"], target["comparator"], target["unit"], target["deadline_year"]) == (
        20,
        "ge",
        "个",
        2030,
    )
    assert found["responsibilities"][0]["lead"] == "省科技厅"


def test_text_shows_title_target_and_who_answers(paper, capfdbinary):
    assert cli.run(["policy", "read", paper]) == 0
    text = printed(capfdbinary)
    assert text.startswith("某省人民政府关于培育未来产业的意见\n")
    assert "不少于20个（2030年）" in text
    assert "牵头 省科技厅；配合 省经信厅" in text


def test_a_workbook_is_written_to_the_file_named(paper, tmp_path):
    out = tmp_path / "台账.xlsx"
    assert cli.run(["policy", "read", paper, "--format", "xlsx", "--out", str(out)]) == 0
    assert zipfile.is_zipfile(out)


def test_a_workbook_is_not_thrown_at_a_terminal(paper, monkeypatch, capsys):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert cli.run(["policy", "read", paper, "--format", "xlsx"]) == 2
    assert "--out" in capsys.readouterr().err


def test_standard_input_is_read_and_standard_output_is_utf8_in_any_locale():
    done = subprocess.run(
        [sys.executable, "-m", "xiandao", "policy", "read", "-", "--format", "json"],
        input=PAPER.encode("gb18030"),
        env=os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout.decode("utf-8"))["document"]["title"].startswith("某省")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "POL-101"),
        (b"x" * (21 * 1024 * 1024), "POL-102"),
        (b"\x89PNG\r\n\x1a\n", "POL-103"),
        ("你好".encode(), "POL-0"),
    ],
    ids=["empty", "too large", "a picture", "no policy"],
)
def test_a_file_that_is_no_paper_is_refused_with_a_sentence_and_a_hint(
    tmp_path, capsys, content, code
):
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    assert cli.run(["policy", "read", str(file)]) == 2
    streams = capsys.readouterr()
    assert f"错误 {code}" in streams.err
    assert "提示：" in streams.err
    assert streams.out == ""


def test_a_file_that_is_missing_or_a_folder_is_named(tmp_path, capsys):
    assert cli.run(["policy", "read", str(tmp_path / "没有.txt")]) == 2
    assert "没有.txt" in capsys.readouterr().err
    assert cli.run(["policy", "read", str(tmp_path)]) == 2
    assert "文件夹" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_named(paper, tmp_path, capsys):
    assert cli.run(["policy", "read", paper, "--out", str(tmp_path / "none" / "a.txt")]) == 2
    assert "POL-194" in capsys.readouterr().err


def test_a_huge_standard_input_is_not_swallowed_whole(monkeypatch, capsys):
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size=-1):
            assert size > 0
            Endless.taken += size
            return b"x" * size

    monkeypatch.setattr(sys, "stdin", type("Input", (), {"buffer": Endless()})())
    assert cli.run(["policy", "read", "-"]) == 2
    assert Endless.taken < 64 * 1024 * 1024
    assert "POL-102" in capsys.readouterr().err


def test_html_goes_through_the_bounded_child_process(tmp_path, monkeypatch, capfdbinary):
    from xiandao.engine import sandbox

    asked = []
    monkeypatch.setattr(
        sandbox, "run_limited", lambda path, data, **options: asked.append(path) or PAPER
    )
    file = tmp_path / "a.html"
    file.write_text(f"<html><body>{PAPER}</body></html>", encoding="utf-8")
    assert cli.run(["policy", "read", str(file)]) == 0
    assert asked == ["xiandao.policy.methods.intake:text_of"]
    assert "某省" in printed(capfdbinary)


def test_two_papers_are_compared_side_by_side(paper, tmp_path, capfdbinary):
    other = tmp_path / "b.txt"
    other.write_text(PAPER.replace("20个", "30个"), encoding="utf-8")
    assert cli.run(["policy", "compare", paper, str(other)]) == 0
    text = printed(capfdbinary)
    assert "20个" in text
    assert "30个" in text
    assert cli.run(["policy", "compare", paper, str(other), "--format", "json"]) == 0
    pair = json.loads(printed(capfdbinary))["targets"][0]
    assert (pair["left"]["value"], pair["right"]["value"], pair["state"]) == (20, 30, "changed")
