"""``xiandao sense terms`` and ``emergence``: files in, files out, sentences, refusals."""

import argparse
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from xiandao.sense import cli
from xiandao.sense.cli.emergence import years_of
from xiandao.sense.cli.files import columns_of
from xiandao.terms.error import InputError


def run(*words):
    parser = argparse.ArgumentParser()
    cli.register(parser.add_subparsers())
    chosen = parser.parse_args(["sense", *map(str, words)])
    return chosen.run(chosen)


@pytest.fixture
def papers(tmp_path):
    rows = [(year, f"Quantum chips, part{year}x") for year in range(2000, 2006) for _ in range(8)]
    rows += [(year, "other matter") for year in range(2000, 2006) for _ in range(200)]
    rows += [(None, "lost")]
    place = tmp_path / "papers.parquet"
    pl.DataFrame(rows, schema=["year", "title"], orient="row").write_parquet(place)
    return place


def test_terms_writes_term_year_df(papers, tmp_path, capsys):
    out = tmp_path / "terms.parquet"
    assert run("terms", "--papers", papers, "--text", "title", "--out", out) == 0
    found = pl.read_parquet(out)
    assert found.columns == ["term", "year", "df"]
    assert ("quantum chips", 2003, 8) in found.rows()
    assert "没有可用年份的1篇" in capsys.readouterr().out


def test_emergence_scores_every_candidate_of_each_year(papers, tmp_path, capsys):
    wanted, out = tmp_path / "wanted.csv", tmp_path / "ranking.csv"
    wanted.write_text("year,term\n2004,chips\n2005,nothing such\n")
    words = ("--years", "2004:2005", "--candidates", wanted, "--out", out)
    assert run("emergence", "--papers", papers, *words) == 0
    found = pl.read_csv(out)
    assert found.columns == ["year", "term", "score"]
    assert {(2004, "chips"), (2005, "nothing such")} <= set(found.select("year", "term").rows())
    assert "排在最后" in capsys.readouterr().out


def test_candidates_keep_their_spelling_and_are_looked_up_without_it(papers, tmp_path):
    wanted, out = tmp_path / "wanted.csv", tmp_path / "ranking.csv"
    wanted.write_text("year,term\n2004,Quantum-Chips\n2004,quantum chips\n2004,quantum chips\n")
    words = ("--years", "2004", "--candidates", wanted, "--out", out)
    assert run("emergence", "--papers", papers, *words) == 0
    found = pl.read_csv(out)
    both = found.filter(pl.col("term").is_in(["Quantum-Chips", "quantum chips"]))
    assert both.height == 2
    assert both["score"].n_unique() == 1


def test_candidates_of_years_that_are_not_ranked_are_counted(papers, tmp_path, capsys):
    wanted, out = tmp_path / "wanted.csv", tmp_path / "ranking.csv"
    wanted.write_text("year,term\n1980,chips\n2004,chips\n")
    words = ("--years", "2003:2005", "--candidates", wanted, "--out", out)
    assert run("emergence", "--papers", papers, *words) == 0
    assert "有1个候选术语的年份（1980）不在排序范围内" in capsys.readouterr().out


def test_an_empty_corpus_gives_an_empty_ranking(tmp_path, capsys):
    place, out = tmp_path / "none.parquet", tmp_path / "ranking.csv"
    schema = {"year": pl.Int64, "title": pl.String}
    pl.DataFrame(schema=schema).write_parquet(place)
    assert run("emergence", "--papers", place, "--years", "2010:2012", "--out", out) == 0
    assert out.read_text().strip() == "year,term,score"
    assert "读取文献0篇" in capsys.readouterr().out


def test_papers_that_all_lack_a_year_are_told(tmp_path, capsys):
    place, out = tmp_path / "none.csv", tmp_path / "ranking.csv"
    place.write_text("year,title\n,chips\nnan,chips\n")
    assert run("emergence", "--papers", place, "--out", out) == 0
    assert "没有可用年份的2篇" in capsys.readouterr().out


@pytest.mark.slow
def test_a_title_of_ten_megabytes_is_one_document(tmp_path):
    long = " ".join(f"w{n}x" for n in range(1_400_000))
    rows = [(2020, long)] + [(2020, "quantum chips"), (2020, "other matter")] * 60
    place, out = tmp_path / "long.parquet", tmp_path / "ranking.csv"
    pl.DataFrame(rows, schema=["year", "title"], orient="row").write_parquet(place)
    assert run("emergence", "--papers", place, "--out", out) == 0
    assert len(pl.read_csv(out)) < 10


def test_help_states_parameters_and_defaults(capsys):
    with pytest.raises(SystemExit):
        run("emergence", "--help")
    told = capsys.readouterr().out.replace("\n", "").replace(" ", "")
    for word in ("岭惩罚200", "逐年衰减0.9", "默认abstract", "0.25", "surprise_2v3"):
        assert word in told


def test_how_han_characters_are_read_can_be_chosen(tmp_path):
    place, out = tmp_path / "papers.csv", tmp_path / "terms.csv"
    place.write_text("year,title\n2020,量子计算\n", encoding="utf-8")
    words = ("--papers", place, "--text", "title", "--min-df", 1, "--out", out)
    run("terms", *words, "--han", "whole")
    assert pl.read_csv(out)["term"].to_list() == ["量子计算"]
    run("terms", *words)
    assert "子计算" in pl.read_csv(out)["term"]


def test_author_keywords_are_a_list_of_terms_that_do_not_touch(tmp_path):
    place, out = tmp_path / "papers.parquet", tmp_path / "terms.csv"
    pl.DataFrame({"year": [2020], "keywords": [["deep nets", None, "chips"]]}).write_parquet(place)
    run("terms", "--papers", place, "--text", "keywords", "--min-df", 1, "--out", out)
    assert pl.read_csv(out)["term"].to_list() == ["chips", "deep", "deep nets", "nets"]


@pytest.mark.parametrize(
    ("year", "title"), [([[1]], ["a"]), ([2020], [b"a"]), ([2020], [[1]]), ([b"1"], ["a"])]
)
def test_columns_that_are_no_text_and_no_year_are_refused(tmp_path, year, title):
    place = tmp_path / "papers.parquet"
    pl.DataFrame({"year": year, "title": title}).write_parquet(place)
    words = ("--papers", place, "--text", "title", "--out", tmp_path / "x.csv")
    for verb in ("terms", "emergence"):
        with pytest.raises(InputError) as caught:
            run(verb, *words)
        assert caught.value.code == "SEN-005"


def test_rows_that_are_not_utf8_are_counted_and_named(tmp_path, capsys):
    place = tmp_path / "papers.csv"
    place.write_bytes(b"year,title\n2020,quantum\n2020,\xff\xfe\n2021,chip\n")
    words = ("--text", "title", "--min-df", 1, "--out", tmp_path / "x.csv")
    run("terms", "--papers", place, *words)
    assert "有1行含不是 UTF-8 的字符，已用替换符代替。例如第3行" in capsys.readouterr().out


def test_emergence_also_tells_of_rows_that_are_not_utf8(tmp_path, capsys):
    place = tmp_path / "papers.csv"
    place.write_bytes(b"year,title\n2020,quantum\n2020,\xff\xfe\n")
    run("emergence", "--papers", place, "--out", tmp_path / "x.csv")
    assert "有1行含不是 UTF-8 的字符" in capsys.readouterr().out


def test_no_verb_writes_over_a_file_that_it_reads(papers, tmp_path):
    wanted, same = tmp_path / "wanted.csv", tmp_path / "other name.parquet"
    wanted.write_text("year,term\n2004,chips\n")
    same.symlink_to(papers)
    before = papers.read_bytes()
    for words in (
        ("terms", "--papers", papers, "--text", "title", "--out", same),
        ("emergence", "--papers", papers, "--out", papers),
        ("emergence", "--papers", papers, "--candidates", wanted, "--out", wanted),
    ):
        with pytest.raises(InputError, match="要读取的文件"):
            run(*words)
    assert papers.read_bytes() == before
    assert wanted.read_text().startswith("year,term")


def test_a_folder_is_no_file_to_write(papers, tmp_path):
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(InputError, match="是文件夹"):
        run("emergence", "--papers", papers, "--out", tmp_path / "x.csv")


def test_years_of_candidates_may_have_a_decimal_point(papers, tmp_path):
    wanted, out = tmp_path / "wanted.csv", tmp_path / "ranking.csv"
    wanted.write_text("year,term\n2004.0,nothing such\n")
    words = ("--years", "2004", "--candidates", wanted, "--out", out)
    assert run("emergence", "--papers", papers, *words) == 0
    assert "nothing such" in pl.read_csv(out)["term"]


def test_a_missing_column_is_named(papers, tmp_path):
    with pytest.raises(InputError) as caught:
        run("terms", "--papers", papers, "--out", tmp_path / "x.csv")
    assert caught.value.code == "SEN-003"
    assert "abstract" in caught.value.sentence


@pytest.mark.parametrize("told", ["2010-2012", "2012:2010", "x", ""])
def test_years_that_are_no_range_are_refused(told):
    with pytest.raises(InputError, match="年份范围"):
        years_of(told, 2000, 2020)


def test_lists_of_columns_take_both_commas():
    assert columns_of("title，abstract, title") == ["title", "abstract"]
    with pytest.raises(InputError):
        columns_of(" , ")


def test_candidates_without_a_year_are_refused(papers, tmp_path):
    wanted = tmp_path / "wanted.csv"
    wanted.write_text("year,term\n,chips\n")
    with pytest.raises(InputError) as caught:
        run("emergence", "--papers", papers, "--candidates", wanted, "--out", tmp_path / "x.csv")
    assert caught.value.code == "SEN-023"


def test_naming_the_verbs_loads_no_heavy_library():
    code = (
        "import argparse, sys; from xiandao.sense import cli;"
        "cli.register(argparse.ArgumentParser().add_subparsers());"
        "print(sorted({'numpy', 'polars', 'numba', 'django'} & set(sys.modules)))"
    )
    source = Path(cli.__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]"
