"""The account of an import from OpenAlex in sentences."""

from xiandao.sense.queries.openalex import OpenAlexBatch
from xiandao.sense.queries.openalex_account import openalex_lines


def test_the_account_says_what_the_works_did_not_say():
    batch = OpenAlexBatch(
        "b", "OpenAlex language:zh", "x", "openalex", "publication", "openalex",
        state="done", read=3, taken=3, total=4, restarts=1, taken_before=2,
        missing={"doi": 1, "abstract_inverted_index": 2}, misshapen={"topics": 1},
    )  # fmt: skip
    lines = openalex_lines(batch)
    assert "“OpenAlex language:zh”" in lines[0]
    assert lines[-4:] == [
        "  OpenAlex 称符合条件的作品共4条",
        "  游标失效，从头重读1次；此前已收入的2条没有再收，重读到时计入重复",
        "  作品未给出：abstract_inverted_index 2条，doi 1条",
        "  形状与文档不符，未导入：topics 1条",
    ]


def test_an_account_without_oddities_is_short():
    batch = OpenAlexBatch(
        "b",
        "OpenAlex a:1",
        "x",
        "openalex",
        "publication",
        "openalex",
        {"title": ["title"]},
        read=1,
        taken=1,
    )
    assert len(openalex_lines(batch)) == 1
