"""Titles above the header, headers of two rows, and tables in which no header can be found."""

import io

import pytest
import xlsxwriter

from xiandao.evaluate.methods.reading import read
from xiandao.evaluate.methods.reading_header import header_row, joined_header, sought_for
from xiandao.terms.error import InputError

TREE = "代码,名称,上级,方向\nI,总指数,,\nx,研发,I,正向\ny,能耗,I,逆向\n"
ROWS = "单元,x,y\n甲,１,5\n乙,2,3\n"
TITLES = "XX市2026年度综合评价（一），\n单位：万元\n\n"
SOUGHT = sought_for(["unit", "x", "y"], ["研发"], "unit")


def book(rows, merged=()):
    target = io.BytesIO()
    written = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = written.add_worksheet("数据")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    for corners, word in merged:
        sheet.merge_range(*corners, word)
    written.close()
    return target.getvalue()


def checked(source, top):
    assert source.table.units == ("甲", "乙")
    assert source.table.values.tolist() == [[1.0, 5.0], [2.0, 3.0]]
    told = [note for note in source.notes if "表头是" in note]
    assert len(told) == 1
    assert f"数据表的表头是第{top}行" in told[0]
    assert "XX市2026年度综合评价" in told[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
def test_titles_above_the_header_of_a_text_are_passed_over_and_told_once(encoding, separator):
    text = TITLES + ROWS.replace(",", separator)
    checked(read(text.encode(encoding), TREE.encode()), top=4)


def test_titles_above_the_header_of_a_workbook_are_passed_over():
    rows = [["XX市2026年度综合评价"], ["填报单位：统计局", "", "单位：万元"], ["单元", "x", "y"]]
    data = book([*rows, ["甲", "１", 5], ["乙", 2, 3]], [((0, 0, 0, 2), "XX市2026年度综合评价")])
    checked(read(data, TREE.encode()), top=3)


def test_titles_above_a_framework_are_passed_over_too():
    source = read(ROWS.encode(), f"指标体系\n{TREE}".encode())
    assert source.framework.indicators == ("x", "y")
    assert "框架表的表头是第2行，上面的1行没有当作数据：“指标体系”" in source.notes


def test_codes_below_a_row_of_pillars_are_the_header_and_merged_cells_beside_them_count():
    title, pillars = ["XX市2026年度综合评价"], ["单元", "分组", "经济", ""]
    rows = [title, pillars, ["", "", "x", "y"], ["甲", "东", 1, 5], ["乙", "西", 2, 3]]
    merged = [((1, 0, 2, 0), "单元"), ((1, 1, 2, 1), "分组"), ((1, 2, 1, 3), "经济")]
    source = read(book(rows, merged), TREE.encode())
    checked(source, top=3)
    assert source.table.groups == {"分组": ("东", "西")}


def test_a_remark_beside_the_title_is_no_column():
    source = read(f"XX市2026年度综合评价,,,单位：万元\n{ROWS}".encode(), TREE.encode())
    checked(source, top=2)
    assert source.table.groups == {}


def test_labels_serve_as_header_below_a_title():
    source = read("评价\n单元,研发,能耗\n甲,1,5\n".encode(), TREE.encode())
    assert source.table.columns == ("x", "y")


def test_problems_below_titles_are_named_by_the_rows_of_the_file():
    with pytest.raises(InputError) as caught:
        read((TITLES + ROWS.replace("5", "五")).encode(), TREE.encode())
    assert caught.value.details["problems"][0]["cell"] == "C5"
    with pytest.raises(InputError) as caught:
        read((TITLES + ROWS.replace("y", "z")).encode(), TREE.encode())
    assert [one["row"] for one in caught.value.details["problems"]] == [4]


def test_without_any_header_one_message_says_what_was_sought_and_what_is_there():
    with pytest.raises(InputError) as caught:
        read("各区\n1,2,3\n甲,4,5\n".encode(), TREE.encode())
    assert caught.value.code == "EVA-427"
    assert "第1行：“各区”；第2行：“1”“2”“3”" in caught.value.sentence
    assert "x、y" in caught.value.hint
    with pytest.raises(InputError) as caught:
        read(ROWS.encode(), "甲,乙\n丙,丁\n".encode())
    assert caught.value.code == "EVA-427"
    assert caught.value.sentence.startswith("框架表的前2行")


def test_the_first_of_equal_rows_is_the_header_and_the_twenty_first_row_is_not_looked_at():
    rows = [(3, ["unit", "x"]), (4, ["unit", "x"])]
    assert header_row(rows, "数据", SOUGHT) == 0
    with pytest.raises(InputError):
        header_row([*((at, ["题"]) for at in range(20)), (21, ["unit"])], "数据", SOUGHT)


def test_only_names_beside_other_names_come_down_into_empty_cells():
    assert joined_header([["题"]], ["", "x"], SOUGHT) == ["", "x"]
    assert joined_header([["unit"]], ["", "x"], SOUGHT) == ["unit", "x"]
    assert joined_header([["题", "", "y"]], ["", "x"], SOUGHT) == ["题", "x", "y"]
