"""Fronts by year: the same each time, the years before stay when one more comes, earlier runs keep their names."""

import polars as pl
import pytest

from tests.sense.methods.front_worlds import counted, papers
from xiandao.sense.methods.emergence_papers import usable_papers
from xiandao.sense.methods.emergence_terms import corpus
from xiandao.sense.methods.front_tables import (
    front_organisations,
    front_papers,
    front_tables,
    fronts_of,
)
from xiandao.sense.methods.fronts import fronts


def tables(last, **more):
    return front_tables(fronts(counted(last), range(2010, last + 1), **more))


def test_the_same_papers_give_the_same_tables_to_the_byte():
    first, second = tables(2017), tables(2017)
    assert {name: table.write_csv() for name, table in first.items()} == {
        name: table.write_csv() for name, table in second.items()
    }
    assert len(first["fronts"]) >= 6


def test_one_more_year_leaves_the_years_before_as_they_were():
    short, long = tables(2016), tables(2017)
    for name, table in short.items():
        assert table.equals(long[name].filter(pl.col("year") <= 2016)), name


def test_a_topic_keeps_its_identity_through_the_years():
    named = tables(2018)["terms"].filter(pl.col("term") == "qubit")
    assert named["year"].to_list() == [2014, 2015, 2016, 2017, 2018]
    assert named["front"].n_unique() == 1


def test_an_earlier_run_hands_its_names_on():
    earlier = tables(2016)["terms"].with_columns(pl.col("front") + "old")
    later = tables(2017, previous=fronts_of(earlier))
    for row in earlier.iter_rows(named=True):
        same = later["terms"].filter(year=row["year"], term=row["term"])
        assert same["front"].to_list() == [row["front"]]
    assert set(later["fronts"].filter(year=2017)["front"]) <= set(earlier["front"])


def test_a_run_that_begins_after_the_earlier_one_goes_on_from_its_last_year():
    earlier = tables(2016)["terms"]
    found = fronts(counted(2017), [2017], previous=fronts_of(earlier))
    assert {step.event for step in found.steps} == {"continued"}


def test_years_without_documents_have_no_fronts():
    assert fronts(counted(2014), [1990, 2030]).fronts == ()
    assert fronts(counted(2014), []).steps == ()


def test_papers_and_organisations_of_a_front_are_told():
    frame = papers(2016).with_columns(pl.Series("who", [["Lab", "Lab", " "]] * len(papers(2016))))
    found = fronts(counted(2016), [2016])
    rows = front_papers(found, frame["id"])
    sizes = dict(rows.group_by("front").len().iter_rows())
    assert sizes == {front.name: front.measures.volume for front in found.fronts}
    told = front_organisations(found, frame["who"])
    assert dict(told.select("front", "papers").iter_rows()) == sizes
    assert set(told["organisation"]) == {"Lab"}


@pytest.mark.slow
def test_real_titles_of_later_years_leave_the_years_before_as_they_were(shared):
    table = pl.read_parquet(shared / "data/papers/acl.parquet", columns=["year", "title"])
    kept, _ = usable_papers(table, text=["title"])
    short = corpus(kept.filter(pl.col("year") <= 2016), text=["title"])
    one = front_tables(fronts(short, range(2014, 2017)))
    other = front_tables(fronts(corpus(kept, text=["title"]), range(2014, 2018)))
    for name, rows in one.items():
        assert rows.equals(other[name].filter(pl.col("year") <= 2016)), name
    assert one["fronts"].height > 50
