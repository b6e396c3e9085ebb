"""The files of an uncertainty analysis: every run is there, drawn weights can be run again."""

import pytest

from xiandao.evaluate.methods import uncertainty_writing
from xiandao.evaluate.methods.reading import read
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.uncertainty import uncertainty
from xiandao.evaluate.methods.uncertainty_writing import lines_of, uncertainty_files
from xiandao.evaluate.methods.weight_sets import weight_sets_of
from xiandao.evaluate.methods.writing import as_csv

TREE = b"code,parent,direction,weight\nI,,,\nx,I,1,1\ny,I,1,3\n"
RECIPE = Recipe({"steps": [{"use": "normalise", "method": "minmax"}]})
DRAWN = {"factors": [{"noise": {"1": 0.5}, "sets": 8}]}


@pytest.fixture(scope="module")
def source():
    return read(b"unit,name,x,y\na,=A,1,4\nb,B,3,0\nc,C,2,3\n", TREE)


@pytest.fixture(scope="module")
def found(source):
    return uncertainty(source.table, source.framework, RECIPE, DRAWN)


def files(found, source):
    return {file.name: file for file in uncertainty_files(found, source.layout)}


def test_every_run_has_its_row_and_every_unit_its_column(found, source):
    kept = files(found, source)
    assert len(kept["replications"].rows) == found.runs == 8
    assert kept["ranks_by_run"].columns == ("run", "a", "b", "c")
    assert {"units", "sensitivity", "accounting", "convergence", "pairwise", "interactions"} <= set(
        kept
    )
    assert sum(row[3] for row in kept["accounting"].rows) == 8


def test_names_of_units_are_no_formulas(found, source):
    assert files(found, source)["units"].rows[0][1] == "'=A"


def test_weights_that_were_drawn_give_the_same_scores_when_they_are_handed_in(found, source):
    sets = weight_sets_of(as_csv(files(found, source)["weight_sets"]), source.framework)
    given = {"factors": [{"kind": "weights", "weight_sets": [dict(one) for one in sets]}]}
    again = uncertainty(source.table, source.framework, RECIPE, given)
    assert again.scores == pytest.approx(found.scores, abs=1e-12)


def test_what_is_too_large_for_a_file_is_left_out_and_told(found, source, monkeypatch):
    monkeypatch.setattr(uncertainty_writing, "MOST_CELLS", 10)
    assert "scores_by_run" not in files(found, source)
    assert any("没有写出" in line for line in lines_of(found))


def test_a_terminal_is_told_of_factors_and_of_rank_intervals(found):
    lines = "\n".join(lines_of(found))
    assert "总效应" in lines
    assert "[" in lines
