"""``xiandao evaluate``: every recipe of the examples, one message per cause, help in Chinese."""

import csv
import json

import pytest
from openpyxl import load_workbook

from xiandao.project.cli import run

TREE = "code,parent,direction,weight\nI,,,\nx,I,1,1\ny,I,1,1\n"
FIGURES = "unit,x,y\na,1,4\nb,3,0\nc,2,2\n"
RECIPE = '[[steps]]\nuse = "normalise"\nmethod = "minmax"\n'


def rows(path, *ids):
    with path.open(encoding="utf-8", newline="") as stream:
        return {tuple(row[name] for name in ids): row for row in csv.DictReader(stream)}


EXAMPLES = [
    ("pilot_zones", "zones", "zones"),
    ("per_mu", "firms", "firms"),
    ("panel", "zones_panel", "zones"),
]


@pytest.mark.parametrize(("recipe", "data", "framework"), EXAMPLES)
def test_every_recipe_of_the_examples_scores_every_row(root, tmp_path, recipe, data, framework):
    folder = root / "examples"
    words = [
        "--data",
        folder / f"data/{data}.csv",
        "--framework",
        folder / f"data/{framework}_framework.csv",
    ]
    recipe = folder / f"recipes/{recipe}.toml"
    assert (
        run(["evaluate", "run", *map(str, words), "--recipe", str(recipe), "--out", str(tmp_path)])
        == 0
    )
    with (tmp_path / "results.csv").open(encoding="utf-8") as stream:
        found = list(csv.reader(stream))
    assert all(cell for row in found for cell in row)
    assert len(found) == len((folder / f"data/{data}.csv").read_text("utf-8").splitlines())


def test_every_recipe_of_the_examples_is_among_those_tested(root):
    names = {path.stem for path in (root / "examples/recipes").glob("*.toml")}
    assert names == {"asem_standard", "asem_uncertainty", *(one for one, _, _ in EXAMPLES)}


@pytest.fixture
def act(tmp_path):
    def do(verb="run", *words, data=FIGURES, framework=TREE, recipe=RECIPE):
        for name, text in (
            ("data.csv", data),
            ("framework.csv", framework),
            ("recipe.toml", recipe),
        ):
            (tmp_path / name).write_text(text, encoding="utf-8")
        inputs = ["--data", tmp_path / "data.csv", "--framework", tmp_path / "framework.csv"]
        inputs += ["--recipe", tmp_path / "recipe.toml", "--out", tmp_path / "out"]
        return run(["evaluate", verb, *map(str, [*inputs, *words])])

    return do


def test_without_a_section_the_usual_uncertainty_is_tried(act, tmp_path, capsys):
    assert act("uncertainty", "--runs", "16", "--seed", "3", "--design", "sobol") == 0
    assert "Sobol" in capsys.readouterr().out
    assert set(rows(tmp_path / "out/sensitivity.csv", "factor")) == {("权重",), ("标准化方法",)}
    assert (
        json.loads((tmp_path / "out/uncertainty.json").read_text("utf-8"))["recipe"]["uncertainty"][
            "seed"
        ]
        == 3
    )


def test_given_sets_of_weights_take_the_place_of_drawn_ones(act, tmp_path):
    sets = tmp_path / "sets.csv"
    sets.write_text("set,x,y\n1,1,0\n2,0,1\n", encoding="utf-8")
    recipe = (
        RECIPE + '[[uncertainty.factors]]\nname = "w"\nkind = "weights"\nnoise = { "1" = 0.2 }\n'
    )
    assert act("uncertainty", "--weight-sets", sets, recipe=recipe) == 0
    ranks = rows(tmp_path / "out/ranks_by_run.csv", "run")
    assert [ranks[run,]["b"] for run in ("1", "2")] == ["1", "3"]


def test_one_period_of_a_panel_can_be_computed_alone(act, tmp_path):
    panel = "unit,period,x,y\na,2025,1,4\nb,2025,3,0\na,2026,1,1\nb,2026,3,3\n"
    assert act("run", "--period", "2026", data=panel) == 0
    assert rows(tmp_path / "out/ranks.csv", "unit")["b",]["I"] == "1"


def test_grades_follow_the_ranking_and_vetoes_look_at_other_columns_too(act, tmp_path):
    tree = TREE.replace("weight\n", "weight,type\n").replace("1,1\n", "1,1,\n") + "fires,,,,other\n"
    levels = '[grades]\nlevels = [{ name = "A", share = 0.4 }, { name = "B" }]\n'
    veto = '[[grades.vetoes]]\nindicator = "fires"\nwhen = ">"\nvalue = 0\ncap = "B"\nreason = "事故"\n'
    data = "unit,x,y,fires\na,1,4,0\nb,3,3,2\nc,2,2,0\n"
    assert act(data=data, framework=tree, recipe=RECIPE + levels + veto) == 0
    found = rows(tmp_path / "out/grades.csv", "unit")
    assert [
        (found[unit,]["grade"], found[unit,]["without_vetoes"], found[unit,]["vetoes"])
        for unit in "abc"
    ] == [
        ("B", "B", ""),
        ("B", "A", "事故"),
        ("B", "B", ""),
    ]


def test_stages_may_be_workbooks(act, tmp_path):
    assert act("run", "--stage-format", "xlsx") == 0
    assert load_workbook(tmp_path / "out/aggregated.xlsx")["aggregated"]["A2"].value == "a"


BAD = {
    "constant indicator": ({"data": "unit,x,y\na,1,4\nb,1,0\n"}, "x"),
    "all-missing unit": ({"data": "unit,x,y\na,,\nb,3,0\nc,1,2\n"}, "a"),
    "all-missing indicator": ({"data": "unit,x,y\na,,1\nb,,0\n"}, "x"),
    "negative weight": ({"framework": TREE.replace("y,I,1,1", "y,I,1,-1")}, "D4"),
    "cycle": ({"framework": TREE + "p,q,1,1\nq,p,1,1\n"}, "p → q → p"),
    "parent without children": (
        {"framework": TREE.replace("weight\n", "weight,type\n") + "p,I,,1,aggregate\n"},
        "“p”",
    ),
    "duplicate codes": ({"framework": TREE + "y,I,1,1\n"}, "出现了2次"),
    "duplicate unit": ({"data": FIGURES + "a,1,1\n"}, "重复"),
    "text in a number column": ({"data": FIGURES.replace("3,0", "三,0")}, "B3"),
    "infinite": ({"data": FIGURES.replace("3,0", "inf,0")}, "B3"),
    "one unit": ({"data": "unit,x,y\na,1,2\n"}, ""),
    "unknown key": ({"recipe": RECIPE + "uper = 1\n"}, "uper"),
    "unknown method": ({"recipe": RECIPE.replace("minmax", "minimax")}, "minimax"),
    "syntax": ({"recipe": "title = 先导区\n"}, "第1行"),
    "missing column": ({"data": "unit,x\na,1\nb,2\n"}, "“y”"),
    "empty": ({"data": ""}, "空"),
}


@pytest.mark.parametrize("cause", BAD)
@pytest.mark.parametrize("verb", ["run", "uncertainty"])
def test_bad_input_ends_with_two_and_one_sentence_with_a_hint(act, capsys, tmp_path, verb, cause):
    inputs, word = BAD[cause]
    assert act(verb, **inputs) == 2
    told = capsys.readouterr()
    lines = told.err.splitlines()
    (sentence,) = [line for line in lines if line.startswith("错误 EVA-")]
    assert lines[-1].startswith("提示：")
    assert word in sentence
    assert "nan" not in told.err.casefold()
    assert "Traceback" not in told.err
    assert not (tmp_path / "out").exists()


def test_many_problems_are_listed_up_to_twenty_with_their_number(act, capsys):
    data = "unit,x,y\n" + "".join(f"u{number},甲,1\n" for number in range(30))
    assert act(data=data) == 2
    lines = capsys.readouterr().err.splitlines()
    assert sum("不是数字" in line for line in lines) == 21
    assert "……另有10处" in lines
    assert any("共有30处问题" in line for line in lines)


@pytest.mark.parametrize("verb", ["run", "uncertainty"])
def test_a_file_that_is_not_there_is_named(tmp_path, capsys, verb):
    words = ["--data", "nowhere.csv", "--framework", "x", "--recipe", "y", "--out", str(tmp_path)]
    assert run(["evaluate", verb, *words]) == 2
    assert "找不到文件" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["/dev/null/x", "", " "])
def test_a_folder_that_cannot_be_made_is_told(act, capsys, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert act("run", "--out", name) == 2
    assert "EVA-446" in capsys.readouterr().err
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv", ".toml"}
    assert len(list(tmp_path.iterdir())) == 3


def test_the_methods_are_listed_with_their_options(capsys):
    assert run(["evaluate", "methods"]) == 0
    text = capsys.readouterr().out
    assert "minmax" in text
    assert "group_mean" in text
    assert run(["evaluate", "methods", "minmax"]) == 0
    assert "upper" in capsys.readouterr().out
    assert run(["evaluate", "methods", "nothing"]) == 2


def test_a_method_that_is_not_there_is_answered_with_each_name_once(capsys):
    assert run(["evaluate", "methods", "nothing"]) == 2
    names = capsys.readouterr().err.partition("可用的有：")[2].strip().split("、")
    assert "minmax" in names
    assert len(names) == len(set(names))


def test_the_uncertainty_leaves_the_record_of_the_run_in_the_same_folder_as_it_is(act, tmp_path):
    assert act("run") == 0
    before = (tmp_path / "out/recipe.json").read_bytes()
    assert act("uncertainty", "--runs", "8", "--design", "sobol") == 0
    assert (tmp_path / "out/recipe.json").read_bytes() == before


def test_results_of_an_earlier_recipe_in_the_folder_are_told(act, tmp_path, capsys):
    assert act("run", recipe='[[steps]]\nuse = "treat"\nmethod = "iqr"\n' + RECIPE) == 0
    assert "以前算出的" not in capsys.readouterr().out
    assert act("run") == 0
    told = capsys.readouterr().out
    assert "以前算出的" in told
    assert "treated.csv" in told
    assert "normalised.csv" not in told
    record = json.loads((tmp_path / "out/recipe.json").read_text("utf-8"))
    assert all((tmp_path / "out" / name).is_file() for name in record["files"])


@pytest.mark.parametrize("verb", ["run", "uncertainty", "methods"])
def test_the_help_is_chinese(capsys, verb):
    with pytest.raises(SystemExit) as end:
        run(["evaluate", verb, "--help"])
    assert end.value.code == 0
    text = capsys.readouterr().out
    assert "用法" in text
    assert "usage" not in text
