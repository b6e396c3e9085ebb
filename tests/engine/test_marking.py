"""Marks on a workbook: colour, comment, list; text stays text."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from xiandao.engine.marking import AUTHOR, Listing, Spot, UnmarkableError, mark, table_book

LISTING = Listing("清单", ("序号", "问题"), (6, 40), [(1, "=1+1")])


def made():
    book = Workbook()
    book.active.title = "甲"
    book["甲"]["A1"].comment = Comment("自己的批注", "张三")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_spot_is_coloured_and_keeps_the_comment_that_was_there():
    book = load_workbook(
        io.BytesIO(
            mark(made(), spots=[Spot("甲", "A1", "一"), Spot("甲", "A1", "二")], listing=LISTING)
        )
    )
    assert book["甲"]["A1"].fill.fgColor.rgb == "FFFDE2DF"
    assert book["甲"]["A1"].comment.text == "一\n二\n——\n自己的批注"
    assert book["甲"]["A1"].comment.author == AUTHOR
    assert (book["清单"]["B2"].value, book["清单"]["B2"].data_type) == ("=1+1", "s")


def test_marking_again_takes_the_old_marks_away():
    once = mark(made(), spots=[Spot("甲", "B2", "一")], listing=LISTING)
    book = load_workbook(io.BytesIO(mark(once, spots=[], listing=LISTING)))
    assert book["甲"]["B2"].comment is None
    assert book["甲"]["A1"].comment.text == "自己的批注"
    assert book.sheetnames == ["甲", "清单"]


def test_a_missing_sheet_cannot_be_marked():
    with pytest.raises(UnmarkableError):
        mark(made(), spots=[Spot("乙", "A1", "一")], listing=LISTING)


def test_rows_of_text_become_a_workbook_without_control_characters():
    book = load_workbook(io.BytesIO(table_book("CSV", [["=1+1", "a\x00b"]])))
    assert [(cell.value, cell.data_type) for cell in book["CSV"][1]] == [("=1+1", "s"), ("ab", "s")]
