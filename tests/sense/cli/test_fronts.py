"""``xiandao sense fronts``: papers in, a folder of tables out, identities handed on, one message per cause."""

import polars as pl
import pytest

from tests.sense.methods.front_worlds import papers
from xiandao.project.cli import run

TABLES = ("fronts.csv", "terms.csv", "trend.csv", "lineage.csv", "papers.parquet")


@pytest.fixture
def act(tmp_path):
    def do(*words, last=2016, out="out", text="title", frame=None):
        table = papers(last) if frame is None else frame
        table.write_parquet(tmp_path / "in.parquet")
        named = ["--papers", str(tmp_path / "in.parquet"), "--text", text]
        return run(["sense", "fronts", *named, "--out", str(tmp_path / out), *words])

    return do


def test_two_runs_write_the_same_bytes(act, tmp_path, capsys):
    assert act(out="one") == act(out="two") == 0
    for name in TABLES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert "没有前沿的年份：2010、2011、2012" in capsys.readouterr().out


def test_the_next_year_goes_on_with_the_names_of_the_run_before(act, tmp_path):
    assert act("--years", "2014:2016", out="one") == 0
    words = ["--previous", str(tmp_path / "one"), "--years", "2015:2017"]
    assert act(*words, last=2017, out="two") == 0
    first, second = (pl.read_csv(tmp_path / name / "terms.csv") for name in ("one", "two"))
    assert set(second["front"]) <= set(first["front"])
    assert set(second["year"]) == {2015, 2016, 2017}


def test_organisations_and_abstracts_are_used_where_there_are_any(act, tmp_path):
    frame = papers(2016)
    texts = pl.Series("abstract", ["a study"] * len(frame))
    frame = frame.with_columns(texts, pl.lit("Lab; Works").alias("who"))
    assert act("--organisations", "who", frame=frame, text="title,abstract") == 0
    told = pl.read_parquet(tmp_path / "out/organisations.parquet")
    assert set(told["organisation"]) == {"Lab", "Works"}


def test_papers_without_a_year_are_counted_and_an_empty_corpus_is_no_crash(act, tmp_path, capsys):
    frame = papers(2012).with_columns(pl.lit(None, dtype=pl.Int64).alias("year"))
    assert act(frame=frame) == 0
    assert f"没有可用年份的{len(frame)}篇未计入" in capsys.readouterr().out
    assert len(pl.read_csv(tmp_path / "out/fronts.csv")) == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--years", "2016:2010"], "SEN-022"),
        (["--organisations", "who"], "SEN-003"),
        (["--previous", "nowhere"], "SEN-001"),
        (["--terms", "0"], "SEN-360"),
        (["--out", "/nowhere/at/all"], "SEN-004"),
        (["--organisations", "year"], "SEN-362"),
    ],
)
def test_every_mistake_has_its_message(act, capsys, words, code):
    assert act(*words, last=2012) == 2
    assert code in capsys.readouterr().err


def test_a_table_of_terms_that_was_tampered_with_is_refused(act, tmp_path, capsys):
    (tmp_path / "old").mkdir()
    (tmp_path / "old/terms.csv").write_text("year,front,term\nsoon,F1,qubit\n")
    assert act("--previous", str(tmp_path / "old"), last=2012) == 2
    assert "SEN-361" in capsys.readouterr().err
