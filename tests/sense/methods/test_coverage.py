"""Coverage by year and field."""

import polars as pl
import pytest

from xiandao.sense.methods.coverage import ALL, coverage, field_name, is_jump

LISTS = pl.List(pl.String)


def table(rows):
    schema = {
        "year": pl.Int16,
        "fields": LISTS,
        "abstract": pl.String,
        "references": LISTS,
        "affiliations": LISTS,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_shares_are_counted_by_year_and_field_and_works_without_year_last():
    rows = [
        (2020, ["cs.CL", "cs.LG"], "a", ["x"], []),
        (2020, ["cs.CL"], None, [], ["zju"]),
        (None, [], "a", [], []),
    ]
    found = coverage(table(rows))
    assert found.select(
        "field", "year", "records", "with_abstract", "with_references", "with_affiliation"
    ).rows() == [
        (ALL, 2020, 2, 1, 1, 1),
        (ALL, None, 1, 1, 0, 0),
        ("cs.CL", 2020, 2, 1, 1, 1),
        ("cs.LG", 2020, 1, 1, 1, 0),
    ]
    assert found["share_abstract"][0] == 0.5


def test_a_jump_of_abstracts_is_said_in_its_year_only():
    rows = [
        (year, [], "a" if i < has else None, [], [])
        for year, has in ((2014, 40), (2015, 42), (2016, 90), (2017, 91))
        for i in range(100)
    ]
    assert coverage(table(rows))["jumps"].to_list() == ["", "", "摘要 0.42→0.90", ""]


def test_few_works_never_jump_and_small_steps_neither():
    assert not is_jump(0, 3, 3, 3)
    assert not is_jump(5000, 10000, 5500, 10000)
    assert is_jump(9000, 10000, 2000, 10000)
    assert not is_jump(0, 0, 3, 3)


def test_a_patent_with_many_classes_of_a_subclass_is_one_record_of_it():
    found = coverage(table([(2020, ["H01L 21/02", "H01L 29/78", "G06N3/08"], None, [], [])]))
    assert dict(found.select("field", "records").rows()) == {ALL: 1, "H01L": 1, "G06N": 1}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("H01L", "H01L"),
        ("B60W 10/06", "B60W"),
        ("Computer vision", "Computer vision"),
        ("T123", "T123"),
    ],
)
def test_classes_have_subclasses_and_words_stay(code, name):
    assert field_name(code) == name


def test_an_empty_table_has_no_coverage():
    assert coverage(table([])).is_empty()


def test_the_abstracts_of_acl_jump_in_2016_and_2017(shared):
    papers = pl.read_parquet(
        shared / "data/papers/acl.parquet", columns=["year", "abstract", "affiliations"]
    )
    none = pl.lit([], dtype=LISTS)
    papers = papers.with_columns(none.alias("fields"), none.alias("references"))
    found = coverage(papers.with_columns(pl.col("affiliations").cast(LISTS)))
    jumps = {row["year"] for row in found.iter_rows(named=True) if "摘要" in row["jumps"]}
    assert {2016, 2017} <= jumps
    assert not jumps & {2018, 2020, 2022, 2023, 2024}
