"""The disruption index: equal to its definition and to cdindex, with its parts, flags, windows and bad input."""

import json
import math
import os
import subprocess
import sys
from datetime import date

import cdindex
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sense.methods.small_graphs import by_definition, edges, graph, nodes
from xiandao.sense.methods.citation_graph import citation_graph
from xiandao.sense.methods.disruption import blocks, disruption, window_bounds
from xiandao.sense.methods.disruption_kernel import LAST_MARK, citer_counts
from xiandao.terms.error import InputError

YEARS = st.one_of(st.none(), st.integers(1995, 2006))
ENDS = st.integers(0, 22)


@st.composite
def noisy(draw):
    """Works some of which have no year; citations with unknown ends, repeats, self-loops and later works."""
    years = dict(enumerate(draw(st.lists(YEARS, max_size=20))))
    return years, draw(st.lists(st.tuples(ENDS, ENDS), max_size=120))


def parts(found):
    counts = zip(found.n_f.tolist(), found.n_b.tolist(), found.n_r.tolist(), strict=True)
    return dict(zip(found.ids.to_list(), counts, strict=True))


def value(n_f, n_b, n_r):
    return (n_f - n_b) / (n_f + n_b + n_r) if n_f + n_b + n_r else math.nan


@given(noisy(), st.integers(1, 8), st.sampled_from([1, 2]))
def test_counts_are_those_of_the_definition_on_any_graph_with_noise(world, window, threads):
    years, pairs = world
    found = disruption(graph(years, pairs), window=window, threads=threads)
    wanted = by_definition(years, pairs, window)
    assert parts(found) == wanted
    np.testing.assert_array_equal(found.cd, [value(*wanted[one]) for one in years])


@given(noisy(), st.integers(1, 8), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(world, window, chance):
    years, pairs = world
    works = list(years)
    chance.shuffle(works)
    shuffled = chance.sample(pairs, len(pairs))
    found = disruption(graph({work: years[work] for work in works}, shuffled), window=window)
    assert parts(found) == by_definition(years, pairs, window)


def test_values_on_the_acl_network_are_those_of_cdindex(shared):
    works = pl.read_parquet(shared / "data/citations/nodes.parquet")
    pairs = pl.read_parquet(shared / "data/citations/edges.parquet")
    found = disruption(citation_graph(works, pairs))
    assert (found.n_f.sum(), found.n_b.sum(), found.n_r.sum()) == (25_613, 33_823, 1_645_620)
    peer = cdindex.Graph()
    for one, year in works.select("id", "year").iter_rows():
        peer.add_vertex(one, year)
    for citing, cited in pairs.iter_rows():
        peer.add_edge(citing, cited)
    chosen = range(0, len(works), 3)
    wanted = [peer.cdindex(works["id"][place], 5) for place in chosen]
    np.testing.assert_allclose(
        found.cd[list(chosen)], np.array(wanted, float), rtol=0, atol=1e-12, equal_nan=True
    )


# Funk and Owen-Smith's example, as cdindex ships it.
EXAMPLE_YEARS = {
    "0Z": 1992, "1Z": 1992, "2Z": 1993, "3Z": 1993, "4Z": 1995, "5Z": 1997,
    "6Z": 1998, "7Z": 1999, "8Z": 1999, "9Z": 1998, "10Z": 1997,
}  # fmt: skip
EXAMPLE_PAIRS = [
    ("4Z", "2Z"), ("4Z", "0Z"), ("4Z", "1Z"), ("4Z", "3Z"), ("5Z", "2Z"), ("6Z", "2Z"), ("6Z", "4Z"),
    ("7Z", "4Z"), ("8Z", "4Z"), ("9Z", "4Z"), ("9Z", "1Z"), ("9Z", "3Z"), ("10Z", "4Z"),
]  # fmt: skip


def test_the_example_of_funk_and_owen_smith_comes_out():
    found = disruption(graph(EXAMPLE_YEARS, EXAMPLE_PAIRS), window=5)
    assert parts(found)["4Z"] == (3, 2, 1)
    assert found.cd[4] == pytest.approx(1 / 6)
    assert found.cd_nok[4] == pytest.approx(1 / 5)


@pytest.mark.parametrize(("year", "counts"), [(2000, 0), (2001, 1), (2005, 1), (2006, 0)])
def test_the_window_starts_after_the_work_and_includes_its_last_year(year, counts):
    found = disruption(graph({"f": 2000, "c": year}, [("c", "f")]), window=5)
    assert found.n_f.tolist() == [counts, 0]
    assert math.isnan(found.cd[0]) is (counts == 0)


@pytest.mark.parametrize(
    ("when", "window", "inside"),
    [
        (date(2017, 2, 28), 5, True),
        (date(2017, 3, 1), 5, False),
        (date(2012, 2, 29), 5, False),
        (date(2012, 3, 1), 5, True),
        (date(2012, 8, 29), 0.5, True),
        (date(2012, 8, 30), 0.5, False),
    ],
)
def test_windows_of_dates_end_on_the_anniversary(when, window, inside):
    works = nodes({"f": date(2012, 2, 29), "c": when}, "on")
    found = disruption(citation_graph(works, edges([("c", "f")]), time="on"), window=window)
    assert found.n_f.tolist() == [int(inside), 0]


@pytest.mark.parametrize("window", [0, -1, 2.5, math.nan, math.inf, 1e300])
def test_a_window_that_is_no_number_of_years_is_refused(window):
    with pytest.raises(InputError) as caught:
        disruption(graph({"f": 2000}, []), window=window)
    assert caught.value.code == "SEN-012"


@pytest.mark.parametrize("years", [{}, {"a": None}, {"a": 2000}])
def test_a_graph_without_citations_has_rows_and_no_values(years):
    frame = disruption(graph(years, [])).frame()
    assert frame.columns == ["id", "cd", "n_f", "n_b", "n_r", "cd_nok", "flags"]
    assert frame["cd"].null_count() == len(years) == len(frame)


def test_the_frame_has_null_where_there_is_no_citer_and_zero_where_only_references_are_cited():
    years = {"r": 1990, "f": 2000, "c": 2001, "lonely": 2000}
    frame = disruption(graph(years, [("f", "r"), ("c", "r")])).frame()
    assert frame["cd"].to_list() == [None, 0.0, None, None]
    assert frame["cd_nok"].to_list() == [None] * 4
    assert frame["n_r"].to_list() == [0, 1, 0, 0]


def test_marks_start_anew_before_their_two_bytes_run_over():
    # All but the last three works have the same empty neighbourhood; each uses up a mark.
    many = LAST_MARK + 10
    years = dict.fromkeys(range(many), 2000) | {many: 2001, many + 1: 2001}
    pairs = [(0, 1), (many, 1), (many - 1, 2), (many + 1, 2), (many + 1, many - 1)]
    found = disruption(graph(years, pairs), threads=1)
    assert parts(found)[0] == (0, 0, 1)
    assert parts(found)[many - 1] == (0, 1, 0)
    assert found.n_r.sum() == 1


def test_one_block_over_more_works_than_marks_gives_the_same_as_many_blocks():
    chance = np.random.default_rng(3)
    works = LAST_MARK + 500
    years = dict(enumerate(np.sort(chance.integers(1990, 2003, works)).tolist()))
    pairs = list(zip(*chance.integers(0, works, (2, 3 * works)).tolist(), strict=True))
    made = graph(years, pairs)
    low, high = window_bounds(made, 5)
    found = np.zeros((works, 3), np.int32)
    lists = (made.starts, made.references, made.begins, made.citers)
    citer_counts(0, works, low, high, *lists, found)
    whole = disruption(made, threads=2)
    assert len(blocks(made, 2)) > 20
    np.testing.assert_array_equal(found[made.number, 2], whole.n_r)
    np.testing.assert_array_equal(found[made.number, 0], whole.n_f)


def test_lines_say_how_many_values_bear_a_warning():
    found = disruption(graph({"r": 1990, "f": 2000, "c": 2001}, [("f", "r"), ("c", "f")]))
    assert found.lines() == ["CD（窗口5年）：1篇有值，其中1篇带提示；2篇窗口内没有引用者，值为空"]


@pytest.mark.slow
@pytest.mark.parametrize("home", ["writable", "nowhere"])
def test_kernels_run_where_the_package_cannot_be_written(tmp_path, root, home):
    copied = tmp_path / "package"
    subprocess.run(["cp", "-r", str(root / "src"), str(copied)], check=True)
    for folder in copied.rglob("__pycache__"):
        subprocess.run(["rm", "-rf", str(folder)], check=True)
        # A file where the cache folder would be: not even the superuser can write into it.
    (copied / "xiandao/sense/methods/__pycache__").write_text("")
    keep = tmp_path / "home"
    keep.mkdir() if home == "writable" else keep.write_text("")
    program = (
        "import json; import polars as pl; from xiandao.sense.methods.citation_graph import citation_graph;"
        "from xiandao.sense.methods.disruption import disruption;"
        "g = citation_graph(pl.DataFrame({'id': [1, 2], 'year': [1, 2]}), pl.DataFrame({'citing': [2], 'cited': [1]}));"
        "print(json.dumps(disruption(g).n_f.tolist()))"
    )
    world = os.environ | {
        "PYTHONPATH": str(copied), "HOME": str(keep), "XDG_CACHE_HOME": str(keep / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", program], env=world, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [1, 0]
    assert any(keep.rglob("*.nbi")) is (home == "writable")
