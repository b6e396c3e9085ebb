"""A work of OpenAlex becomes a row, whatever it lacks."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sense.openalex_server import work
from xiandao.sense.methods.openalex_works import SELECTED, abstract_text, work_row
from xiandao.sense.methods.record_cleaning import clean_record
from xiandao.sense.methods.record_columns import recognise

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def recorded(one):
    value = work_row(one).value
    return clean_record(
        value, recognise(list(value)), source="openalex", kind="publication", latest=2026
    )


def test_a_work_becomes_a_record_with_everything_it_says():
    record = recorded(work(7)).record
    assert record["id"] == "openalex:10.1234/w7"
    assert (record["title"], record["abstract"], record["language"]) == (
        "Title 7",
        "Chips learn",
        "en",
    )
    assert (record["year"], record["month"], str(record["date"])) == (2007, 3, "2007-03-05")
    assert (record["authors"], record["affiliations"]) == (["Li Wei"], ["Lake University"])
    assert (record["keywords"], record["venue"]) == (["Chip"], "Journal of Chips")
    assert record["fields"] == ["Engineering", "Chips, small", "Computer Science", "Learning"]
    assert record["references"] == ["openalex:W1", "openalex:W2"]


def test_a_documented_work_lacks_nothing_and_has_nothing_new():
    found = work_row(work(7))
    assert (found.missing, found.misshapen, found.unknown) == ((), (), ())


def test_the_words_of_the_paper_stand_where_no_institution_was_recognised():
    authorships = [
        {
            "author": {"display_name": "王伟"},
            "institutions": [],
            "raw_affiliation_strings": ["湖城大学"],
        }
    ]
    record = recorded(
        work(7, authorships=authorships, display_name="芯片学习", language=None)
    ).record
    assert (record["authors"], record["affiliations"]) == (["王伟"], ["湖城大学"])
    assert record["title"] == "芯片学习"


def test_places_that_nobody_names_leave_no_trace():
    assert abstract_text({"b": [9], "a": [0, 4], "c": "x", "d": [True, None, "1"]}) == "a a b"


def test_older_works_say_title_and_keyword():
    found = work_row({"title": "Old", "keywords": [{"keyword": "chip"}]})
    assert (found.value["title"], found.value["keywords"]) == ("Old", ["chip"])
    assert "display_name" not in found.missing


def test_absent_misshapen_and_new_keys_are_told_apart():
    found = work_row(work(7, doi=None, topics="none", publication_year="2007", colour=1))
    assert (found.missing, found.unknown) == (("doi",), ("colour",))
    assert set(found.misshapen) == {"topics", "publication_year"}


@given(st.dictionaries(st.sampled_from([*SELECTED, "title"]), JSON))
def test_no_work_of_any_shape_breaks_the_import(one):
    recorded(one)


@settings(max_examples=20)
@given(JSON, JSON)
def test_no_authorship_or_topic_of_any_shape_breaks_the_import(inner, other):
    authorship = {
        "author": inner,
        "institutions": [inner, other],
        "raw_affiliation_strings": [other],
    }
    shapes = {
        "authorships": [authorship, inner],
        "topics": [{"field": inner}, other],
        "keywords": [inner],
    }
    assert recorded(work(7, primary_location={"source": inner}, **shapes)).record is not None
