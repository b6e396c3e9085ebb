"""A live workbook: what it shows is the build, and what it recalculates is what the build would be."""

import io

import numpy as np
import pytest
from openpyxl import load_workbook

from tests.evaluate.methods.asem import framework_of, table_of
from tests.evaluate.methods.explained import TREE, example, made
from tests.evaluate.methods.sheet_formulas import Sheets, below
from xiandao.evaluate.methods import live_book as module
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.live_book import live_book
from xiandao.evaluate.methods.live_book_scaling import scaling_of
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.what_if import with_weights
from xiandao.terms.error import InputError

MINMAX = ({"use": "normalise", "method": "minmax", "lower": 1, "upper": 100},)
PLANS = (
    {"method": "arithmetic"},
    {"method": "geometric"},
    {"method": "harmonic"},
    {"method": "power", "p": 0.5},
    {"method": "arithmetic", "missing": "worst"},
    {"method": "arithmetic", "threshold": 0.4},
    {"method": "arithmetic", "threshold": 0.6, "counted": "number"},
    {"method": "arithmetic", "levels": {"4": {"method": "geometric"}}},
    {"method": "arithmetic", "nodes": {"I": {"over": "indicators"}}},
)


def weight_cell(sheets: Sheets, code: str) -> str:
    return "E" + next(cell for cell in sheets.find("权重", code) if cell.startswith("A"))[1:]


def recalculated(sheets: Sheets, code: str, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Return scores and ranks of a node as the sheet of ranks recalculates them."""
    head = next(
        cell
        for cell in sheets.find("排名", code)
        if not cell.startswith(("A", "B")) or cell[1].isalpha()
    )
    right = chr(ord(head[0]) + 1) + head[1:]
    return tuple(
        np.array([_number(sheets.value("排名", below(cell, 2 + row))) for row in range(rows)])
        for cell in (head, right)
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else np.nan


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_every_stored_value_is_what_its_formula_gives(plan):
    sheets = Sheets(live_book(made(example(rows=8, gaps=5), plan, steps=MINMAX)))
    cells = sheets.formula_cells()
    assert len(cells) > 150
    for sheet, cell in cells:
        stored, told = sheets.stored[sheet][cell].value, sheets.value(sheet, cell)
        if isinstance(told, str):
            assert (stored or "") == told, (sheet, cell)
        else:
            assert stored == pytest.approx(told, abs=1e-9), (sheet, cell)


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_a_changed_weight_recalculates_to_what_the_build_would_be(plan):
    index = made(example(rows=8, gaps=5), plan, steps=MINMAX)
    changed = {"P": 1.0, "d": 0.5, "b": 4.0}
    sheets = Sheets(live_book(index))
    for code, weight in changed.items():
        sheets.set("权重", weight_cell(sheets, code), weight)
    expected = with_weights(index, changed)
    assert not np.allclose(expected.index, index.index, equal_nan=True)
    for code in ("I", "P", "Q"):
        scores, ranks = recalculated(sheets, code, 8)
        assert scores == pytest.approx(expected.scores.column(code), abs=1e-9, nan_ok=True)
        assert ranks == pytest.approx(expected.ranks.column(code), nan_ok=True)


@pytest.mark.parametrize(
    "step",
    [
        {"method": "minmax"},
        {"method": "zscore", "mean": 50, "sd": 10},
        {"method": "efficacy"},
        {"method": "minmax", "bounds": {"a": [20.0, 60.0]}, "outside": "clip"},
        {"method": "distance_to_max"},
        {"method": "fraction_of_max", "negative": "one_minus"},
    ],
    ids=str,
)
def test_linear_normalisations_become_formulas(step):
    index = made(example(rows=9), steps=({"use": "normalise", **step},))
    for code in index.normalised.columns:
        assert scaling_of(index, code) is not None
    sheets = Sheets(live_book(index))
    scores, _ = recalculated(sheets, "I", 9)
    assert scores == pytest.approx(index.index, abs=1e-9)


def test_bounds_found_in_the_data_stay_live_and_frozen_ones_stay_numbers():
    steps = ({"use": "normalise", "method": "minmax", "bounds": {"a": [0.0, 100.0]}},)
    index = made(example(), steps=steps)
    assert scaling_of(index, "a").live == ""
    assert scaling_of(index, "b").live == "range"
    book = load_workbook(io.BytesIO(live_book(index)))
    tops = [book["归一化"].cell(row=4, column=column).data_type for column in (4, 5)]
    assert tops == ["n", "f"]


def test_what_has_no_formula_stands_as_numbers_and_says_so():
    plan = {"nodes": {"P": {"method": "topsis"}}}
    steps = ({"use": "normalise", "method": "rank"},)
    index = made(example(), plan, steps=steps)
    content = live_book(index)
    sheets = Sheets(content)
    told = "".join(str(cell.value or "") for (cell,) in sheets.formulas["说明"]["A1:A30"])
    assert "TOPSIS" in told
    assert "“发明专利”的归一化没有可写的公式" in told
    scores, _ = recalculated(sheets, "I", 12)
    assert scores == pytest.approx(index.index, abs=1e-9)


def test_names_that_look_like_formulas_stay_text():
    tree = Framework.of([Node("I", "=1+1"), Node("a", "=HYPERLINK(1)", "I")])
    table = Table(("=A1", "B"), ("a",), np.array([[1.0], [2.0]]), names=("@SUM(1)", "-2+3"))
    book = load_workbook(io.BytesIO(live_book(build(table, tree, Recipe()), title="=cmd")))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert not str(cell.value).startswith(("=1+1", "=HYPERLINK", "=A1", "=cmd")), (
                        cell
                    )
    assert book["说明"]["A1"].value == "=cmd"


def test_codes_that_look_like_patterns_share_weights_as_any_other():
    below_ = [
        Node("a", "", "P*", 2),
        Node("b", "", "P*"),
        Node("c", "", "PX"),
        Node("A", "", "PX", 3),
    ]
    tree = Framework.of(
        [Node("I"), Node("P*", parent="I"), Node("PX", parent="I", weight=4), *below_]
    )
    sheets = Sheets(live_book(made(example()[:, :4], tree=tree)))
    for code, share in {"a": 2 / 3, "b": 1 / 3, "c": 1 / 4, "A": 3 / 4, "P*": 1 / 5}.items():
        cell = weight_cell(sheets, code)
        assert sheets.value("权重", f"F{cell[1:]}") == pytest.approx(share)
        assert sheets.stored["权重"][f"F{cell[1:]}"].value == pytest.approx(share)


def test_treated_and_imputed_cells_are_marked_with_what_stood_there():
    values = example(rows=20)
    values[3, 0] = 9000.0
    values[4, 1] = np.nan
    steps = ({"use": "impute", "method": "mean"}, {"use": "treat"}, *MINMAX)
    book = load_workbook(io.BytesIO(live_book(made(values, steps=steps))))
    assert "9000" in book["处理离群值"]["D16"].comment.text
    assert book["插补缺失"]["E17"].comment.text == "原为缺失"
    assert book["插补缺失"]["E18"].comment is None


def test_the_chart_follows_the_order_after_a_change():
    index = made(example(rows=6), steps=MINMAX)
    sheets = Sheets(live_book(index))
    changed = {"P": 0.0}
    sheets.set("权重", weight_cell(sheets, "P"), 0.0)
    expected = with_weights(index, changed)
    order = [expected.scores.names[row] for row in np.argsort(-expected.index)]
    assert [sheets.value("图", f"B{4 + place}") for place in range(6)] == order


def test_a_panel_is_ranked_within_each_period():
    values = example(rows=8)
    table = Table(tuple("ABCD") * 2, TREE.indicators, values, periods=("2024",) * 4 + ("2025",) * 4)
    index = build(table, TREE, Recipe({"steps": list(MINMAX)}))
    sheets = Sheets(live_book(index))
    scores, ranks = recalculated(sheets, "I", 8)
    assert scores == pytest.approx(index.index, abs=1e-9)
    assert ranks == pytest.approx(index.ranks.column("I"))
    latest = [f"{unit}" for unit in np.array(table.units[4:])[np.argsort(-index.index[4:])]]
    assert [sheets.value("图", f"B{4 + place}") for place in range(4)] == latest


def test_a_book_that_would_be_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_CELLS", 10)
    with pytest.raises(InputError, match="CSV") as error:
        live_book(made(example()))
    assert error.value.code == "EVA-380"


@pytest.mark.slow
def test_the_standard_index_recalculates_after_a_change_of_weights(shared):
    folder = shared / "data" / "asem"
    steps = [
        {"use": "denominate"},
        {"use": "impute", "method": "group_mean", "group": "EurAsia_group"},
        {"use": "treat"},
        {"use": "normalise", "method": "minmax"},
    ]
    index = build(table_of(folder), framework_of(folder), Recipe({"steps": steps}))
    sheets = Sheets(live_book(index))
    before, _ = recalculated(sheets, "Index", 51)
    assert before == pytest.approx(index.index, abs=1e-9)
    changed = {"Conn": 3.0, "ConEcFin": 0.2, "LPI": 5.0}
    for code, weight in changed.items():
        sheets.set("权重", weight_cell(sheets, code), weight)
    expected = with_weights(index, changed)
    scores, ranks = recalculated(sheets, "Index", 51)
    assert scores == pytest.approx(expected.index, abs=1e-9)
    assert ranks == pytest.approx(expected.ranks.column("Index"))
