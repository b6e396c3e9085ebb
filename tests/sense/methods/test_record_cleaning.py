"""Rows become records, or say why not."""

import datetime

import pytest

from xiandao.sense.methods.record_cleaning import ODD, clean_record
from xiandao.sense.methods.record_columns import recognise
from xiandao.sense.methods.record_schema import COLUMNS, record_table


def cleaned(row, kind="publication"):
    return clean_record(row, recognise(list(row)), source="s", kind=kind, latest=2026)


def test_a_whole_record_fits_the_lake():
    found = cleaned(
        {
            "title": "Deep learning for chips", "doi": "https://doi.org/10.1000/AB", "id": "7", "year": "2021.0",
            "month": "May", "authors": "Li, Wei; Wang, Fang", "keywords": "chips；learning",
            "references": "10.1000/CD; W9; Smith 2010, no number", "venue": "Journal", "categories": "cs.AR cs.LG",
        }
    )  # fmt: skip
    record = found.record
    assert (record["id"], found.by) == ("s:10.1000/ab", "doi")
    assert (record["year"], record["month"], record["date"]) == (2021, 5, None)
    assert record["authors"] == ["Li, Wei", "Wang, Fang"]
    assert record["fields"] == ["cs.AR", "cs.LG"]
    assert record["references"] == ["s:10.1000/cd", "s:W9"]
    assert found.odd == ("reference_unreadable",)
    assert set(record) | {"batch", "row"} == set(COLUMNS)
    assert record_table([record | {"batch": "b", "row": 1}]).num_rows == 1


def test_the_own_number_counts_where_there_is_no_doi_and_content_where_there_is_neither():
    assert cleaned({"title": "A", "id": 7.0, "doi": "none"}).record["id"] == "s:7"
    assert cleaned({"title": "A", "id": None}).by == "content"


def test_a_row_that_says_nothing_is_no_record():
    assert cleaned({"title": " \x00 ", "abstract": "NaN"}).record is None


@pytest.mark.parametrize(
    ("row", "year", "odd"),
    [
        ({"year": float("nan")}, None, "year_missing"),
        ({"year": "2031"}, None, "year_future"),
        ({"year": 12}, None, "date_unreadable"),
        ({"year": 1066}, None, "year_ancient"),
        ({"date": "sometime"}, None, "date_unreadable"),
        ({"year": None, "date": "2019-05-06"}, 2019, None),
        ({"year": 2020, "date": "2019-12-30"}, 2020, "year_differs"),
        ({"doi": "see web", "year": 2020}, 2020, "doi_unreadable"),
    ],
)
def test_years_that_cannot_be_are_counted_and_the_work_is_kept(row, year, odd):
    found = cleaned({"title": "T"} | row)
    assert found.record["year"] == year
    assert odd is None or odd in found.odd


def test_the_time_of_a_patent_is_its_priority_then_its_filing():
    row = {
        "发明名称": "芯片",
        "申请日": "2018.05.06",
        "公开日": "2020-01-02",
        "优先权日": "2017-04-03",
        "年": 2020,
    }
    assert cleaned(row, "patent").record["date"] == datetime.date(2017, 4, 3)
    assert cleaned(row | {"优先权日": ""}, "patent").record["date"] == datetime.date(2018, 5, 6)
    assert cleaned(row | {"优先权日": "", "申请日": None}, "patent").record["year"] == 2020


def test_classes_of_patents_keep_their_blanks_and_add_up():
    row = {"title": "T", "IPC": "H01L 21/02; G06N 3/08", "CPC": "G06N 3/08|Y02E 10/50"}
    assert cleaned(row, "patent").record["fields"] == ["H01L 21/02", "G06N 3/08", "Y02E 10/50"]


def test_every_oddity_has_a_sentence():
    long = "x " * 60_000
    found = cleaned(
        {"title": long, "abstract": long + "\x01", "authors": [f"n{i}" for i in range(6000)]}
    )
    assert set(found.odd) == {"title_cut", "abstract_cut", "list_cut", "control", "year_missing"}
    assert set(found.odd) <= set(ODD)


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("A. Li and B. Wang", ["A. Li", "B. Wang"]),
        ("张三，李四、王五", ["张三", "李四", "王五"]),
        ("Wei Li, Fang Wang", ["Wei Li", "Fang Wang"]),
        ("Li, Wei", ["Li, Wei"]),
    ],
)
def test_authors_are_told_apart(told, names):
    assert cleaned({"title": "T", "author": told}).record["authors"] == names


def test_a_work_of_openalex_brings_its_institutions_and_abstract():
    row = {
        "id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/ABC", "title": "Graph networks",
        "publication_year": 2021, "publication_date": "2021-03-04",
        "authorships": [{"author": {"display_name": "Li Wei"}, "institutions": [{"display_name": "ZJU"}]}],
        "primary_location": {"source": {"display_name": "Nature"}}, "topics": [{"display_name": "GNN"}],
        "abstract_inverted_index": {"graphs": [2], "We": [0], "study": [1]},
        "referenced_works": ["https://openalex.org/W2"],
    }  # fmt: skip
    found = cleaned(row)
    record = found.record
    assert (record["authors"], record["affiliations"], record["venue"]) == (
        ["Li Wei"],
        ["ZJU"],
        "Nature",
    )
    assert (record["abstract"], record["date"]) == ("We study graphs", datetime.date(2021, 3, 4))
    assert record["references"] == ["s:W2"]
    assert found.alias == "s:W1"
