"""Flags: which values are doubtful, and why."""

import polars as pl
import pytest

from tests.sense.methods.small_graphs import graph
from xiandao.sense.methods.citation_graph import citation_graph
from xiandao.sense.methods.disruption import disruption
from xiandao.sense.methods.disruption_flags import Flag, flag_names


def flags(years, pairs, **options):
    frame = disruption(graph(years, pairs), **options).frame()
    return dict(zip(frame["id"], frame["flags"], strict=True))


def test_a_work_without_recorded_references_is_flagged_and_one_with_few_too():
    years = {f"r{number}": 1990 for number in range(5)} | {"few": 1991, "many": 1991, "end": 2010}
    pairs = [("few", "r0")] + [("many", f"r{number}") for number in range(5)]
    told = flags(years, pairs)
    assert told["r0"] == "no_references"
    assert told["few"] == "few_references"
    assert told["many"] == ""
    assert flags(years, pairs, few=6)["many"] == "few_references"


@pytest.mark.parametrize(("lost", "told"), [(4, ""), (5, "partial_references")])
def test_a_work_half_of_whose_references_are_unknown_is_flagged(lost, told):
    years = {f"r{number}": 1990 for number in range(5)} | {"f": 1991, "end": 2010}
    pairs = [("f", f"r{number}") for number in range(5)]
    pairs += [("f", f"lost{number}") for number in range(lost)]
    assert flags(years, pairs)["f"] == told


def test_a_window_that_is_not_over_and_a_young_work_are_flagged():
    told = flags(
        {"done": 2005, "open": 2006, "almost": 2007, "young": 2008, "end": 2010}, [], few=0
    )
    assert told["done"] == "no_references"
    assert told["open"] == told["almost"] == "no_references|window_incomplete"
    assert told["young"] == "no_references|window_incomplete|young"


def test_citations_known_only_up_to_a_year_count_as_the_end():
    years = {"f": 2005, "end": 2011}
    assert "window_incomplete" not in flags(years, [], until=2010)["f"]
    assert "window_incomplete" in flags(years, [], until=2009)["f"]


def test_a_work_without_a_time_is_flagged_as_such_alone():
    assert flags({"f": None, "r": 2000}, [("f", "r")], few=0)["f"] == "no_time"


def test_of_works_with_five_citers_and_the_highest_value_most_have_no_recorded_reference(shared):
    works = pl.read_parquet(shared / "data/citations/nodes.parquet")
    pairs = pl.read_parquet(shared / "data/citations/edges.parquet")
    frame = disruption(citation_graph(works, pairs)).frame()
    top = frame.filter((pl.col("cd") == 1.0) & (pl.col("n_f") >= 5))
    artefacts = top.filter(pl.col("flags").str.contains("no_references"))
    assert (len(top), len(artefacts)) == (223, 197)


def test_every_combination_of_flags_has_a_name():
    every = flag_names(pl.Series(range(64), dtype=pl.UInt8).to_numpy())
    assert every.n_unique() == 64
    assert every[63].split("|") == [str(one.name).lower() for one in Flag]
