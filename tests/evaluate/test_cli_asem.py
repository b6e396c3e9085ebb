"""``xiandao evaluate`` on the reference data: every stage to the last digit, ranks and treated cells exactly."""

import csv
import json

import pytest
from openpyxl import load_workbook

from xiandao.project.cli import run

EXACT = {"denominated", "imputed", "screened", "treated", "normalised", "aggregated", "raw"}


def rows(path, *ids):
    with path.open(encoding="utf-8", newline="") as stream:
        return {tuple(row[name] for name in ids): row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def asem(shared):
    return shared / "data" / "asem"


@pytest.fixture(scope="module")
def standard(asem, root, tmp_path_factory):
    out = tmp_path_factory.mktemp("asem")
    words = ["--data", asem / "iData.csv", "--framework", asem / "iMeta.csv", "--format", "coinr"]
    recipe = root / "examples/recipes/asem_standard.toml"
    assert (
        run(["evaluate", "run", *map(str, words), "--recipe", str(recipe), "--out", str(out)]) == 0
    )
    return out


@pytest.mark.parametrize("name", sorted(EXACT))
def test_every_stage_of_the_reference_build_is_reproduced(standard, asem, name):
    ours, theirs = rows(standard / f"{name}.csv", "uCode"), rows(asem / f"std_{name}.csv", "uCode")
    assert ours.keys() == theirs.keys()
    for key, row in theirs.items():
        for column, cell in row.items():
            mine = ours[key][column]
            if column == "uCode" or not cell:
                assert mine == cell
            else:
                assert float(mine) == pytest.approx(float(cell), abs=1e-9)


def test_the_ranks_of_the_reference_build_are_the_same_everywhere(standard, asem):
    ours, theirs = rows(standard / "ranks.csv", "uCode"), rows(asem / "std_ranks.csv", "uCode")
    assert ours == theirs


def test_the_results_are_sorted_and_named_as_in_the_reference_build(standard, asem):
    ours, theirs = (
        rows(path, "uCode") for path in (standard / "results.csv", asem / "std_results.csv")
    )
    assert list(ours) == list(theirs)
    for key, row in theirs.items():
        assert [ours[key][name] for name in ("uName", "Rank")] == [row["uName"], row["Rank"]]
        assert float(ours[key]["Conn"]) == pytest.approx(float(row["Conn"]), abs=1e-9)


def test_exactly_the_cells_of_the_reference_build_are_treated(standard, asem):
    ids = ("iCode", "uCode")
    ours, theirs = (
        rows(path, *ids)
        for path in (standard / "treated_points.csv", asem / "std_treated_points.csv")
    )
    assert {key: row["treatment"] for key, row in ours.items()} == {
        key: row["treatment"] for key, row in theirs.items()
    }


def test_the_decisions_on_treatment_and_on_units_are_those_of_the_reference_build(standard, asem):
    for name, key in (("treatment", "iCode"), ("screening", "uCode")):
        ours, theirs = rows(standard / f"{name}.csv", key), rows(asem / f"std_{name}.csv", key)
        assert ours.keys() == theirs.keys()
        for one, row in theirs.items():
            for column, cell in row.items():
                mine = ours[one][column]
                same = mine == cell or (
                    cell == "" and column == "winsorise.nwin" and mine in {"", "0"}
                )
                assert same or float(mine) == pytest.approx(float(cell), abs=1e-9), (one, column)


def test_effective_weights_are_those_of_the_reference_build(standard, asem):
    ours, theirs = (
        rows(path, "iCode")
        for path in (standard / "weights.csv", asem / "std_effective_weights.csv")
    )
    for key, row in theirs.items():
        assert ours[key]["Level"] == row["Level"]
        assert float(ours[key]["EffWeight"]) == pytest.approx(float(row["EffWeight"]), abs=1e-12)


def test_statistics_are_those_of_the_reference_build(standard, asem):
    ours, theirs = (
        rows(path, "iCode") for path in (standard / "statistics.csv", asem / "std_stats_raw.csv")
    )
    for key, row in theirs.items():
        for column, cell in row.items():
            mine = ours[key][column]
            assert mine == cell or float(mine) == pytest.approx(float(cell), abs=1e-9), (
                key,
                column,
            )


@pytest.mark.slow
def test_the_workbook_has_live_formulas(standard):
    book = load_workbook(standard / "index.xlsx")
    cells = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]
    assert sum(isinstance(value, str) and value.startswith("=") for value in cells) > 51 * 49


def test_the_record_of_a_run_gives_the_same_run_again(standard, asem, tmp_path):
    words = [
        "--data",
        asem / "iData.csv",
        "--framework",
        asem / "iMeta.csv",
        "--recipe",
        standard / "recipe.json",
        "--out",
        tmp_path,
    ]
    assert run(["evaluate", "run", *map(str, words)]) == 0
    assert (tmp_path / "aggregated.csv").read_bytes() == (standard / "aggregated.csv").read_bytes()
    first, second = (
        json.loads((folder / "recipe.json").read_text("utf-8")) for folder in (standard, tmp_path)
    )
    assert first["hash"] == second["hash"]
    assert first["recipe"] == second["recipe"]
    assert first["inputs"]["data"] == second["inputs"]["data"]
    assert first["recipe"]["steps"][3]["kurtosis"] == 3.5


def test_the_standard_sensitivity_runs_every_combination(asem, root, tmp_path, capsys):
    recipe = root / "examples/recipes/asem_uncertainty.toml"
    words = [
        "--data",
        asem / "iData.csv",
        "--framework",
        asem / "iMeta.csv",
        "--recipe",
        recipe,
        "--out",
        tmp_path,
    ]
    assert run(["evaluate", "uncertainty", *map(str, words)]) == 0
    assert "2000种组合全部运行" in capsys.readouterr().out
    indices = {
        row["factor"]: float(row["st"])
        for row in rows(tmp_path / "sensitivity.csv", "factor").values()
    }
    # The exact values of another draw of 100 sets of weights are 0.729, 0.187, 0.284 and 0.050.
    for name, value in (
        ("aggregation", 0.729),
        ("weights", 0.187),
        ("normalisation", 0.284),
        ("winsorisation", 0.050),
    ):
        assert indices[name] == pytest.approx(value, abs=0.05)
    assert len(rows(tmp_path / "ranks_by_run.csv", "run")) == 2000
    assert len(rows(tmp_path / "weight_sets.csv", "set")) == 100
    assert {row["status"] for row in rows(tmp_path / "replications.csv", "run").values()} == {"ok"}
