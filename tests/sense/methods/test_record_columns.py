"""Columns as data bases and people call them."""

import pytest

from xiandao.sense.methods.record_columns import (
    check_columns,
    columns_chosen,
    kind_of,
    recognise,
    source_of,
)
from xiandao.sense.methods.record_names import NAMES
from xiandao.terms.error import InputError

LAYOUTS = {
    "acl": "id year month title abstract venue authors affiliations language doi",
    "arxiv": "id date year title abstract primary_cat categories",
    "openalex": "id doi title publication_year publication_date authorships abstract_inverted_index "
    "referenced_works topics language",
    "cnki": "SrcDatabase-来源库 Title-题名 Author-作者 Organ-单位 Source-文献来源 Keyword-关键词 Summary-摘要 PubTime-发表时间 Year-年",
    "wanfang": "题名 作者 作者单位 刊名 年 关键词 中图分类号 摘要",
    "wos": "PT AU AF TI SO LA DE ID AB C1 CR PY PD DI UT WC SC",
}
EXPECTED = {
    "title", "abstract",
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_the_data_bases_export_is_recognised(layout):
    found = recognise(LAYOUTS[layout].split())
    assert found.fields.keys() >= EXPECTED
    assert found.fields.keys() & {"year", "date", "publication_date"}
    assert set(found.unknown) <= {"PT", "SrcDatabase-来源库"}


def test_the_tags_of_web_of_science_mean_what_they_mean_there():
    fields = recognise(LAYOUTS["wos"].split()).fields
    assert fields["id"] == ("UT",)
    assert fields["keywords"] == ("DE", "ID")
    assert recognise(["ID", "标题"]).fields["id"] == ("ID",)


def test_a_patent_office_has_three_dates():
    headers = [
        "公开（公告）号",
        "发明名称",
        "申请日",
        "公开（公告）日",
        "优先权日",
        "申请人",
        "发明人",
        "IPC分类号",
    ]
    fields = recognise(headers).fields
    assert fields["application_date"] == ("申请日",)
    assert fields["publication_date"] == ("公开（公告）日",)
    assert fields["priority_date"] == ("优先权日",)
    assert kind_of(headers) == "patent"


def test_sources_are_told_by_their_columns():
    told = {name: source_of(LAYOUTS[name].split()) for name in LAYOUTS if name != "acl"}
    assert told == {name: name for name in told}
    assert source_of(["title", "year"]) == "file"


def test_what_somebody_chose_comes_before_what_is_recognised():
    found = recognise(["title", "题目全称"], {"title": ("题目全称",)})
    assert found.fields["title"] == ("题目全称",)
    assert "title" not in found.unknown


def test_a_chosen_column_that_is_missing_is_named_with_those_there_are():
    with pytest.raises(InputError, match="没有列“题”") as refused:
        check_columns(["甲", "乙"], {"title": ("题",)}, "a.csv")
    assert refused.value.code == "SEN-303"
    assert "甲、乙" in refused.value.hint


def test_a_file_without_title_and_abstract_is_refused():
    with pytest.raises(InputError) as refused:
        check_columns(["year"], {}, "a.csv")
    assert refused.value.code == "SEN-304"


@pytest.mark.parametrize("told", [{"colour": "x"}, {"title": 3}, {"title": [1]}, {"columns": "x"}])
def test_a_wrong_mapping_is_refused(told):
    with pytest.raises(InputError) as refused:
        columns_chosen(told)
    assert refused.value.code == "SEN-302"


def test_no_name_means_two_things():
    names = [name for some in NAMES.values() for name in some]
    assert len(names) == len(set(names))
