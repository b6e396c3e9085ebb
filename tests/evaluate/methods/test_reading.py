"""Data and framework from files: what offices hand in is understood or refused by the cell."""

import io
import math

import numpy as np
import pytest
import xlsxwriter

from xiandao.evaluate.methods.reading import of_period, read
from xiandao.terms.error import InputError

TREE = "代码,名称,上级,权重,方向,计量单位,分母,目标值\nI,总指数,,,,,,\nx,研发,I,1,正向,亿元,,3.5\ny,能耗,I,2,逆向,吨,人口,\n"
FIGURES = "单元,名称,人口,x,y\n甲,甲区,10,1,5\n乙,乙区,20,2,\n丙,丙区,5,3,NA\n"


def told(data, framework=TREE, **options):
    return read(data.encode(), framework.encode(), **options)


def refused(data, framework=TREE, **options):
    with pytest.raises(InputError) as caught:
        told(data, framework, **options)
    return caught.value


def problems(error):
    return [(one["code"], one["cell"]) for one in error.details["problems"]]


def test_chinese_headers_make_a_framework_and_a_table():
    source = told(FIGURES)
    assert source.framework["y"].direction == -1
    assert source.framework["y"].denominator == "人口"
    assert source.framework["x"].marks == {"target": 3.5}
    assert source.framework.shares()["y"] == pytest.approx(2 / 3)
    assert source.table.names == ("甲区", "乙区", "丙区")
    assert source.table.denominators["人口"].tolist() == [10, 20, 5]
    assert np.isnan(source.table.values[1:, 1]).all()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_that_offices_write_gives_the_same_table(encoding):
    source = read(FIGURES.encode(encoding), TREE.encode(encoding))
    assert source.table.units == ("甲", "乙", "丙")
    assert source.notes == ()


def test_a_unit_called_na_stays_while_na_in_a_figure_is_missing():
    source = told("uCode,uName,x,y,人口\nNA,Namibia,1,2,3\nAU,NA,NA,1,1\n")
    assert source.table.units == ("NA", "AU")
    assert source.table.names == ("Namibia", "NA")
    assert math.isnan(source.table.column("x")[1])


def test_na_as_the_parent_of_the_index_is_an_empty_cell_of_r():
    source = told(FIGURES, TREE.replace("总指数,,", "总指数,NA,"))
    assert source.framework.root == "I"


def test_na_may_be_the_code_of_a_node():
    framework = "code,parent,direction\nNA,,\nx,NA,1\n"
    assert told("unit,x\na,1\nb,2\n", framework).framework.root == "NA"


def test_semicolons_and_decimal_commas_are_understood_and_told():
    source = told("单元;人口;x;y\n甲;10;1,5;2\n乙;20;2,25;3\n")
    assert source.table.column("x").tolist() == [1.5, 2.25]
    assert any("分号" in note for note in source.notes)
    assert any("小数点" in note for note in source.notes)


def test_a_text_among_figures_is_named_by_its_cell():
    error = refused("单元,人口,x,y\n甲,10,1,5\n乙,20,约3,1\n")
    assert error.code == "EVA-411"
    assert problems(error) == [("EVA-411", "C3")]
    assert "第3行“x”列（C3）不是数字：“约3”" in error.sentence


def test_all_problems_are_told_together():
    error = refused("单元,人口,x,y\n甲,十,1,inf\n甲,20,1e400,1\n=1+1,1,1,1\n,1,1,1\n")
    assert error.code == "EVA-410"
    assert {code for code, _ in problems(error)} == {
        "EVA-411",
        "EVA-412",
        "EVA-414",
        "EVA-415",
        "EVA-416",
    }
    assert "共有6处问题" in error.sentence


def test_two_columns_of_one_name_are_refused():
    assert refused("单元,人口,x,y,x\n甲,1,1,1,1\n").code == "EVA-413"


def test_a_lacking_column_is_named_with_its_near_namesake():
    error = refused("单元,人口,X,y\n甲,1,1,1\n乙,1,2,3\n")
    assert error.code == "EVA-419"
    assert "“X”" in error.hint


def test_a_lacking_denominator_is_named():
    assert refused("单元,x,y\n甲,1,1\n").code == "EVA-421"


def test_a_lacking_unit_column_is_refused_with_the_headers_that_would_do():
    error = refused("人口,x,y\n1,1,1\n")
    assert error.code == "EVA-417"
    assert "单元代码" in error.hint


def test_a_header_without_rows_is_refused():
    assert refused("单元,人口,x,y\n").code == "EVA-425"


def test_a_row_longer_than_the_header_is_refused_because_of_thousands_separators():
    error = refused("单元,人口,x,y\n甲,10,1,234,5\n")
    assert error.code == "EVA-409"


def test_the_tree_is_checked_with_the_cells_of_its_table():
    error = refused(FIGURES, "代码,上级,权重,方向\nI,,,\nx,I,-1,1\ny,J,1,1\n")
    assert ("EVA-017", "C3") in problems(error)
    assert ("EVA-013", "B4") in problems(error)


def test_a_cycle_a_childless_parent_and_a_code_that_stands_twice_are_told_once_each():
    ring = "code,parent,weight,direction\nI,,1,1\nA,B,1,1\nB,A,1,1\nx,I,1,1\n"
    assert refused("unit,x\na,1\n", ring).code == "EVA-015"
    childless = "code,parent,weight,direction,type\nI,,1,1,上级\nP,I,1,,上级\nx,I,1,1,指标\n"
    assert refused("unit,x\na,1\n", childless).code == "EVA-016"
    twice = "code,parent,weight,direction\nI,,1,1\nx,I,1,1\nx,I,1,1\n"
    assert refused("unit,x\na,1\n", twice).code == "EVA-012"


def test_directions_are_words_or_numbers_and_nothing_else():
    error = refused(FIGURES, TREE.replace("逆向", "上升").replace("正向", ""))
    assert [code for code, _ in problems(error)] == ["EVA-420", "EVA-420"]


def test_a_sibling_without_a_weight_is_refused_where_others_have_one():
    assert refused(FIGURES, TREE.replace("I,2,", "I,,")).code == "EVA-423"


def test_siblings_without_any_weight_weigh_the_same_and_that_is_told():
    source = told(FIGURES, TREE.replace("I,2,", "I,,").replace("I,1,", "I,,"))
    assert source.framework.shares() == {"x": 0.5, "y": 0.5}
    assert any("等权" in note for note in source.notes)


def test_an_unknown_type_is_refused():
    assert (
        refused("unit,x\na,1\n", "code,parent,direction,type\nI,,,\nx,I,1,东西\n").code == "EVA-422"
    )


def test_columns_of_which_the_framework_says_nothing_are_told_and_stop_nothing():
    source = told("单元,人口,x,y,地带,备用\n甲,1,1,1,东部,1\n乙,1,2,2,西部,2\n")
    assert source.table.groups == {"地带": ("东部", "西部")}
    assert any("“备用”" in note for note in source.notes)


def test_a_column_headed_with_the_name_of_an_indicator_is_that_indicator():
    source = told("单元,人口,研发,y\n甲,1,7,1\n乙,1,2,2\n")
    assert source.table.column("x").tolist() == [7, 2]


def test_a_unit_without_a_single_figure_is_told():
    source = told("单元,人口,x,y\n甲,1,,\n乙,1,2,2\n")
    assert any("“甲”的所有指标都缺失" in note for note in source.notes)


def test_further_numbers_of_the_framework_are_marks():
    source = told(
        "unit,x\na,1\nb,2\n", "code,parent,direction,pass_mark,remark\nI,,,,\nx,I,1,0.6,好\n"
    )
    assert source.framework["x"].marks == {"pass_mark": 0.6}
    assert any("“remark”列没有用到" in note for note in source.notes)


def test_a_panel_keeps_units_by_period_and_a_period_can_be_taken():
    source = told("单元,年份,人口,x,y\n甲,2025,1,1,1\n甲,2026,1,2,2\n")
    assert source.table.is_panel
    assert of_period(source.table, "2026").values.tolist() == [[2, 2]]
    with pytest.raises(InputError, match="2025、2026") as caught:
        of_period(source.table, "2027")
    assert caught.value.code == "EVA-447"


def workbook(**sheets):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(line, place, cell, None, "#DIV/0!")
                else:
                    sheet.write(line, place, cell)
    book.close()
    return target.getvalue()


def test_a_workbook_with_both_sheets_serves_as_data_and_as_framework():
    book = workbook(
        说明=[["随便"]],
        数据=[["单元", "年份", "x"], ["001", 2026, 1.25], ["002", 2026, ""]],
        框架=[["代码", "上级", "方向"], ["I", "", ""], ["x", "I", 1]],
    )
    source = read(book, book)
    assert source.table.units == ("001", "002")
    assert source.table.periods == ("2026", "2026")
    assert source.table.column("x")[0] == 1.25


def test_an_error_value_of_a_workbook_is_named_by_its_cell():
    data = workbook(数据=[["单元", "人口", "x", "y"], ["甲", 1, "=1/0", 2], ["乙", 1, 1, 2]])
    with pytest.raises(InputError) as caught:
        read(data, TREE.encode())
    assert problems(caught.value) == [("EVA-426", "C2")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EVA-400"),
        (b"\n\n", "EVA-400"),
        (b"PK\x03\x04broken", "EVA-431"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EVA-402"),
        (b"a,b\n\x00,1", "EVA-407"),
        (b"<html></html>", "EVA-402"),
        (b'"a,b\n1,2', "EVA-408"),
        (b"\xff\xfe\x00\xd8\x00\x00", "EVA-406"),
    ],
)
def test_a_file_that_is_no_table_ends_with_its_code(content, code):
    with pytest.raises(InputError) as caught:
        read(content, TREE.encode())
    assert caught.value.code == code
