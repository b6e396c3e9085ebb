"""``xiandao sense disruption``: files in, one file out, an account in Chinese, one message per cause."""

import polars as pl
import pytest

from xiandao.project.cli import run

WORKS = "id,year\nr,1990\nf,2000\na,2001\nb,2002\nc,2003\n007,not yet\n"
PAIRS = "citing,cited\nf,r\na,f\nb,f\nb,r\nc,r\nc,lost\nf,f\na,f\n"


@pytest.fixture
def act(tmp_path):
    def do(*words, works=WORKS, pairs=PAIRS, out="out.parquet"):
        (tmp_path / "n.csv").write_text(works, encoding="utf-8")
        (tmp_path / "e.csv").write_text(pairs, encoding="utf-8")
        named = ["--nodes", "n.csv", "--edges", "e.csv", "--out", out]
        named = [word if word.startswith("--") else str(tmp_path / word) for word in named]
        return run(["sense", "disruption", *named, *words])

    return do


def test_csv_files_give_a_parquet_file_and_an_account(act, tmp_path, capsys):
    assert act("--window", "5") == 0
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame.columns == ["id", "cd", "n_f", "n_b", "n_r", "cd_nok", "flags"]
    assert frame["id"].to_list() == ["r", "f", "a", "b", "c", "007"]
    row = frame.row(1, named=True)
    assert (row["n_f"], row["n_b"], row["n_r"], row["cd"], row["cd_nok"]) == (1, 1, 1, 0.0, 0.0)
    assert frame["cd"].to_list() == [None, 0.0, 0.0, 0.0, None, None]
    told = capsys.readouterr().out
    assert "文献6行，使用6篇" in told
    assert "没有可用时间的文献：1篇" in told
    assert "例如：lost" in told
    assert "重复的引用：1条" in told
    assert "文献引用自己：1条，不计。例如：f" in told


def test_years_with_a_decimal_point_are_years(act, tmp_path):
    assert act(works="id,year\nr,1990.0\nf,2000.0\na,2001.0\nb,2002.0\nc,\n007,\n") == 0
    found = pl.read_parquet(tmp_path / "out.parquet").row(1, named=True)
    assert (found["n_f"], found["n_b"], found["n_r"]) == (1, 1, 0)


def test_the_files_that_are_read_are_not_written_over(act, tmp_path, capsys):
    for own in ("n.csv", "e.csv"):
        assert act(out=own) == 2
        assert "要读取的文件" in capsys.readouterr().err
    assert (tmp_path / "e.csv").read_text() == PAIRS


def test_parquet_with_other_column_names_and_dates_gives_csv(tmp_path, act):
    works = pl.DataFrame({"doi": [1, 2], "on": ["2000-01-31", "2005-01-31"]})
    works.with_columns(pl.col("on").str.to_date()).write_parquet(tmp_path / "w.parquet")
    pl.DataFrame({"source": [2], "target": [1]}).write_parquet(tmp_path / "p.pq")
    words = ["--nodes", str(tmp_path / "w.parquet"), "--edges", str(tmp_path / "p.pq")]
    words += ["--id", "doi", "--time", "on", "--citing", "source", "--cited", "target"]
    assert act(*words, out="out.csv") == 0
    frame = pl.read_csv(tmp_path / "out.csv")
    assert frame["n_f"].to_list() == [1, 0]
    assert frame["cd"].to_list() == [1.0, None]


def test_the_acl_network_from_files_has_the_known_sums(tmp_path, shared, act):
    folder = shared / "data/citations"
    words = ["--nodes", str(folder / "nodes.parquet"), "--edges", str(folder / "edges.parquet")]
    assert act(*words) == 0
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame.select("n_f", "n_b", "n_r").sum().row(0) == (25_613, 33_823, 1_645_620)
    assert frame["cd"].count() == 14_570


def test_an_empty_corpus_gives_an_empty_table(tmp_path, act):
    assert act(works="id,year\n", pairs="citing,cited\n") == 0
    assert len(pl.read_parquet(tmp_path / "out.parquet")) == 0


@pytest.mark.slow
def test_a_title_of_ten_megabytes_and_broken_encoding_do_no_harm(tmp_path, act, capsys):
    works = f'id,year,title\nf,2000,"{"长" * 3_500_000}"\nc,2001,x\n'
    assert act(works=works, pairs="citing,cited\nc,f\n") == 0
    (tmp_path / "bad.csv").write_bytes(b"id,year,title\nf,2000,\xb0\xa1\nc,2001,\xff\n")
    capsys.readouterr()
    assert act("--nodes", str(tmp_path / "bad.csv")) == 0
    assert pl.read_parquet(tmp_path / "out.parquet")["id"].to_list() == ["f", "c"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--time", "date"], "SEN-003", "没有列“date”"),
        (["--nodes", "nowhere.csv"], "SEN-001", "找不到文件“nowhere.csv”"),
        (["--window", "2.5"], "SEN-012", "窗口不能是2.5年"),
        (["--out", "out.docx"], "SEN-004", "out.docx"),
        (["--out", "/nowhere/at/all/out.csv"], "SEN-004", "请先建立所在的文件夹"),
    ],
)
def test_every_cause_has_its_message_and_status_two(act, capsys, words, code, said):
    assert act(*words) == 2
    told = capsys.readouterr().err
    assert code in told
    assert said in told


def test_a_missing_column_is_told_with_those_there_are(act, capsys):
    assert act(works="name,year\nf,2000\n") == 2
    assert "name、year" in capsys.readouterr().err


def test_a_file_that_is_no_table_is_refused(act, tmp_path, capsys):
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 nothing")
    assert act("--nodes", str(tmp_path / "broken.parquet")) == 2
    assert "SEN-002" in capsys.readouterr().err
    assert act(works="") == 2
    assert "SEN-002" in capsys.readouterr().err


def test_help_states_the_columns_and_the_window(capsys):
    with pytest.raises(SystemExit) as stopped:
        run(["sense", "disruption", "--help"])
    assert stopped.value.code == 0
    told = "".join(capsys.readouterr().out.split())
    assert "window_incomplete" in told
    assert "本文时间＜引用者时间≤本文时间＋年数" in told
