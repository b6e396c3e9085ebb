"""``xiandao sense warn``: files in, files out, sentences, refusals."""

import argparse

import polars as pl
import pytest

from tests.sense.methods.warning_rows import quarters, table
from xiandao.sense import cli
from xiandao.sense.cli.warn import WARN, groupings, outcome, place_of, rules_of
from xiandao.sense.methods.early_warning import Watch
from xiandao.sense.methods.warning_book import KEYS, shipped
from xiandao.sense.methods.warning_words import backtest_table, warning_table
from xiandao.terms.error import InputError


def run(*words):
    parser = argparse.ArgumentParser()
    cli.register(parser.add_subparsers())
    chosen = parser.parse_args(["sense", "warn", *map(str, words)])
    return chosen.run(chosen)


def rows():
    return [
        (code, unit, "revenue", value, "甲市" if unit < "d" else "乙市")
        for unit in "abcdef"
        for code, value in quarters([100.0] * 12 + ([70.0, 70.0] if unit < "d" else [100.0, 100.0]))
    ]


@pytest.fixture
def data(tmp_path):
    place = tmp_path / "data.csv"
    table(rows(), "region").write_csv(place)
    return place


def test_warnings_and_the_back_test_are_written_with_the_shipped_rules(data, tmp_path, capsys):
    out, back = tmp_path / "out.csv", tmp_path / "back.csv"
    assert run("--data", data, "--out", out, "--backtest", back) == 0
    found = pl.read_csv(out)
    assert found.select("period", "colour", "scope", "rule").rows() == [
        ("2023Q2", "红", "甲市", "growth-falls"), ("2023Q2", "橙", "全部", "growth-falls"),
    ]  # fmt: skip
    assert len(pl.read_csv(back)) == 3 * 3
    said = capsys.readouterr().out
    assert "读入84行，采用84行" in said
    assert "2023年二季度：可判断8项，预警2条（红1、橙1、黄0、蓝0）" in said
    assert "不作判断1项（低于历史常态）：历史没有波动" in said


def test_parquet_gives_what_csv_gives_and_a_second_run_the_same_bytes(data, tmp_path):
    parquet = tmp_path / "data.parquet"
    pl.read_csv(data).write_parquet(parquet)
    outs = [tmp_path / f"{name}.csv" for name in "abc"]
    for source, out in zip((data, data, parquet), outs, strict=True):
        run("--data", source, "--out", out)
    assert len({out.read_bytes() for out in outs}) == 1


def test_a_period_of_the_past_is_judged_without_what_came_later(data, tmp_path, capsys):
    out = tmp_path / "out.csv"
    run("--data", data, "--out", out, "--period", "2023年一季度", "--by", "total")
    assert pl.read_csv(out).is_empty()
    assert "2023年一季度" in capsys.readouterr().out


def test_bad_rows_are_named_and_the_rest_is_judged(data, tmp_path, capsys):
    with data.open("a", encoding="utf-8") as file:
        file.write(
            "2023Q2,g,revenue,many,甲市\n2023Q2,h,revenue,-1,甲市\n2023-05,h,revenue,1,甲市\nx,h,revenue,1,甲市\n"
        )
    assert run("--data", data, "--out", tmp_path / "out.csv") == 0
    said = capsys.readouterr().out
    assert "第86行“many”" in said
    assert "数值为负，而该指标不应为负。例如第87行“h”" in said
    assert "未用1行：期间不能识别。例如第89行“x”" in said
    assert "月、季混用" in said
    assert len(pl.read_csv(tmp_path / "out.csv")) == 2


def test_holes_and_indicators_without_a_rule_are_told(tmp_path, capsys):
    place = tmp_path / "data.csv"
    kept = [row for row in rows() if row[0] != "2021Q3"] + [("2023Q2", "a", "odd", 1.0, "甲市")]
    table(kept, "region").write_csv(place)
    run("--data", place, "--out", tmp_path / "out.csv")
    said = capsys.readouterr().out
    assert "全部营业收入缺1期：2021Q3" in said
    assert "没有规则的指标：odd" in said


def test_a_file_without_rows_or_without_usable_rows_is_no_crash(tmp_path, capsys):
    place = tmp_path / "data.csv"
    for text in ("period,unit,indicator,value\n", "period,unit,indicator,value\n,,,\n"):
        place.write_text(text)
        assert run("--data", place, "--out", tmp_path / "out.csv") == 0
        assert "没有可用的数据" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--data", "none.csv"), "SEN-001"),
        (("--rules", "none.toml"), "SEN-001"),
        (("--period", "2026"), "SEN-372"),
        (("--period", "soon"), "SEN-372"),
        (("--by", "unit"), "SEN-373"),
        (("--by", "region+"), "SEN-373"),
        (("--by", "city"), "SEN-003"),
        (("--out", "out.xyz"), "SEN-004"),
        (("--backtest", "nowhere/back.csv"), "SEN-004"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_code(data, tmp_path, words, code):
    with pytest.raises(InputError) as told:
        run("--data", data, "--out", tmp_path / "out.csv", *words)
    assert told.value.code == code


def test_missing_and_nested_columns_are_named(tmp_path):
    place = tmp_path / "data.parquet"
    pl.DataFrame({"period": ["2026Q1"], "unit": ["a"], "indicator": ["x"]}).write_parquet(place)
    with pytest.raises(InputError, match="没有列“value”"):
        run("--data", place, "--out", tmp_path / "out.csv")
    pl.DataFrame(
        {"period": ["2026Q1"], "unit": ["a"], "indicator": ["x"], "value": [[1.0]]}
    ).write_parquet(place)
    with pytest.raises(InputError, match="“value”不是文字"):
        run("--data", place, "--out", tmp_path / "out.csv")


def test_rules_of_an_own_file_are_used_and_its_faults_told_with_their_line(data, tmp_path):
    place = tmp_path / "rules.toml"
    place.write_text('[[rules]]\ncode = "a"\nname = 3\n', encoding="utf-8")
    with pytest.raises(InputError, match="第"):
        run("--data", data, "--out", tmp_path / "out.csv", "--rules", place)
    place.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="无法打开"):
        rules_of(str(place))


def test_places_groupings_and_the_outcome_of_nothing():
    assert place_of(None) == (None, None)
    assert place_of("2026Q3") == (2026 * 4 + 2, 4)
    assert groupings(None, ["region"]) == ([(), ("region",)], ["region"])
    assert groupings("region + region", ["region"])[0] == [("region",)]
    assert outcome(Watch((), (), (), 0, (), ()), shipped()).startswith("没有可用的数据")


def test_the_help_states_every_key_of_a_rule_and_every_column():
    empty = Watch((), (), (), 0, (), ())
    names = {*warning_table(empty, shipped()).columns, *backtest_table(()).columns}
    names |= KEYS - {"code", "name", "indicators"}
    assert [name for name in names - {"red", "orange", "yellow", "blue"} if name not in WARN] == []
