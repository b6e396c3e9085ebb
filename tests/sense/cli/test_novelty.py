"""``xiandao sense novelty``: lists or rows in, a table out, an account in Chinese, one message per cause."""

import polars as pl
import pytest

from xiandao.project.cli import run

PAPERS = "id,year,fields\na,2020,x|y\nb,2020,x；y\nc,2020,z\nd,2020,x;z\nd,2020,q\ne,soon,x|y\n"
ROWS = "id,year,venue\na,2020,x\na,2020,y\na,2020,y\nb,2020,x\nb,2020,y\nc,2020,z\nd,2020,x\nd,2020,z\n,2020,x\n"


@pytest.fixture
def act(tmp_path):
    def do(*words, text=PAPERS, option="--papers", out="out.parquet"):
        (tmp_path / "in.csv").write_text(text, encoding="utf-8")
        named = [option, str(tmp_path / "in.csv"), "--out", str(tmp_path / out)]
        return run(["sense", "novelty", *named, *words])

    return do


def test_papers_with_classes_give_their_novelty_and_an_account(act, tmp_path, capsys):
    assert act() == 0
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame["id"].to_list() == ["a", "b", "c", "d", "e"]
    assert frame["novelty"].to_list() == pytest.approx([1.0, 1.0, None, -1.0, None])
    assert frame["flags"].to_list() == [
        "few_works",
        "few_works",
        "one_class",
        "few_works",
        "no_year",
    ]
    told = capsys.readouterr().out
    assert "编号重复的文献：1篇，只计第一次出现的。例如：d" in told
    assert "没有可用年份的文献：1篇，不计算。例如：e" in told
    assert "5行，其中3篇有数值" in told


def test_rows_of_references_give_the_same_values(act, tmp_path, capsys):
    assert act(text=ROWS, option="--references", out="out.csv") == 0
    frame = pl.read_csv(tmp_path / "out.csv")
    assert frame["novelty"].to_list() == pytest.approx([1.0, 1.0, None, -1.0])
    told = capsys.readouterr().out
    assert "没有编号的行：1行，不计" in told
    assert "同一文献中重复的类别：1个，只计一次" in told


def test_references_are_looked_up_by_id(act, tmp_path, capsys):
    text = "id,year,references,venue\na,2020,b|c|lost,\nb,2019,,Nature\nc,2019,,Cell\n"
    assert act("--venue", "venue", text=text) == 0
    assert pl.read_parquet(tmp_path / "out.parquet")["classes"].to_list() == [2, 0, 0]
    assert "查不到来源刊物的参考文献：1条，不计。例如：lost" in capsys.readouterr().out


def test_real_patents_have_values_where_they_have_two_classes(tmp_path, shared):
    name = str(shared / "data/papers/patents_uspto_10k.parquet")
    out = tmp_path / "out.parquet"
    words = ["--papers", name, "--classes", "cpc", "--letters", "4", "--out", str(out)]
    assert run(["sense", "novelty", *words]) == 0
    frame = pl.read_parquet(out)
    judged = frame.filter(pl.col("pairs") > 0)
    assert len(frame) == 10_000
    assert judged["novelty"].null_count() == 0
    assert (judged["novelty"] <= judged["convention"]).all()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--classes", "cpc"], "SEN-003"),
        (["--letters", "-1"], "SEN-350"),
        (["--out", "out.doc"], "SEN-004"),
    ],
)
def test_every_mistake_has_its_message(act, capsys, words, code):
    assert act(*words) == 2
    assert code in capsys.readouterr().err


def test_a_column_of_nested_things_is_refused(tmp_path, capsys):
    frame = pl.DataFrame({"id": [1], "year": [2020], "fields": [[{"a": 1}]]})
    frame.write_parquet(tmp_path / "in.parquet")
    words = ["--papers", str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.csv")]
    assert run(["sense", "novelty", *words]) == 2
    assert "SEN-351" in capsys.readouterr().err


def test_venue_goes_with_papers_only(act, capsys):
    assert act("--venue", "venue", text=ROWS, option="--references") == 2
    assert "SEN-350" in capsys.readouterr().err


def test_an_empty_file_gives_an_empty_table(act, tmp_path):
    assert act(text="id,year,fields\n") == 0
    assert len(pl.read_parquet(tmp_path / "out.parquet")) == 0
