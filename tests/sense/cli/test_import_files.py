"""``xiandao sense import`` and ``coverage``."""

import argparse

import polars as pl
import pytest

from xiandao.sense import cli
from xiandao.terms.error import InputError

PATENTS = "公开（公告）号,发明名称,申请日,公开（公告）日,申请人,发明人,IPC分类号,备注\nCN1A,一种芯片,2019-03-01,2021-01-01,甲公司;乙公司,张三,H01L 21/02;H01L 29/78,x\n"


def run(*words):
    parser = argparse.ArgumentParser()
    cli.register(parser.add_subparsers())
    chosen = parser.parse_args(["sense", *map(str, words)])
    return chosen.run(chosen)


@pytest.fixture
def lake(tmp_path):
    return ("--lake", tmp_path / "lake", "--corpus", "c")


def test_patents_in_gb18030_go_in_by_their_filing_date(tmp_path, lake, capsys):
    (tmp_path / "专利.csv").write_bytes(PATENTS.encode("gb18030"))
    assert run("import", tmp_path / "专利.csv", *lake) == 0
    said = capsys.readouterr().out
    assert "专利，来源 file" in said
    assert "没有认出的列（未导入）：备注" in said
    found = pl.read_parquet(tmp_path / "lake/c/records/year=2019/*.parquet")
    assert found["affiliations"].to_list() == [["甲公司", "乙公司"]]
    assert found["kind"].to_list() == ["patent"]


def test_a_mapping_says_what_columns_mean(tmp_path, lake, capsys):
    (tmp_path / "a.csv").write_text("甲,乙\n芯片研究,2020\n")
    (tmp_path / "map.toml").write_text('[columns]\ntitle = "甲"\nyear = ["乙"]\n')
    assert run("import", tmp_path / "a.csv", "--columns", tmp_path / "map.toml", *lake) == 0
    assert "title←甲；year←乙" in capsys.readouterr().out


def test_refused_rows_are_where_the_account_says(tmp_path, lake, capsys):
    (tmp_path / "a.jsonl").write_text('{"title": "a", "year": 2020}\n{"year": 2020}\n')
    assert run("import", tmp_path / "a.jsonl", *lake) == 0
    said = capsys.readouterr().out
    place = said.rpartition("“")[2].partition("”")[0]
    assert '"line": 2' in (tmp_path / place).read_text()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["none.csv"], "SEN-300"),
        (["a.docx"], "SEN-301"),
        (["a.csv", "--columns", "none.toml"], "SEN-300"),
        (["a.csv", "--columns", "a.csv"], "SEN-302"),
        (["a.csv", "--source", "a:b"], "SEN-302"),
        (["a.csv"], "SEN-304"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, lake, monkeypatch, words, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("colour,year\nred,2020\n")
    (tmp_path / "a.docx").write_text("x")
    with pytest.raises(InputError) as refused:
        run("import", *words, *lake)
    assert refused.value.code == code
    assert refused.value.hint


def test_coverage_shows_years_and_writes_fields(tmp_path, lake, capsys):
    rows = [
        f'{{"title": "t{y}{i}", "year": {y}, "fields": ["f"], "abstract": {"null" if y < 2020 else f"{i}"!r}}}'.replace(
            "'", '"'
        )
        for y in (2019, 2020)
        for i in range(60)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    run("import", tmp_path / "a.jsonl", *lake)
    out = tmp_path / "coverage.csv"
    assert run("coverage", *lake, "--out", out) == 0
    said = capsys.readouterr().out
    assert "2019年：60条" in said
    assert "跳变：摘要 0.00→1.00" in said
    assert set(pl.read_csv(out)["field"]) == {"全部", "f"}


def test_an_empty_corpus_says_so(lake):
    with pytest.raises(InputError) as refused:
        run("coverage", *lake)
    assert refused.value.code == "SEN-311"
