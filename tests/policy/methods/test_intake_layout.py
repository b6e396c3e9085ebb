"""Printed lines become paragraphs; page numbers and running heads go."""

from xiandao.policy.methods.intake_layout import Line, glued, paragraphs, without_furniture

WIDE = "写满了整整一行的文字一直到右边为止"


def test_page_numbers_of_every_usual_shape_go():
    for number in ("— 3 —", "-12-", "3", "第 3 页", "第3页 共18页", "3/18"):
        page = [Line("甲", 0, 9, 0, 1), Line("乙", 0, 9, 5, 1), Line(number, 4, 6, 9, 1)]
        assert [line.text for line in without_furniture([page])[0]] == ["甲", "乙"]


def test_a_figure_inside_the_page_is_not_taken_for_a_page_number():
    page = [Line("甲", 0, 9, 0, 1), Line("2027", 0, 9, 5, 1), Line("乙", 0, 9, 9, 1)]
    assert [line.text for line in without_furniture([page])[0]] == ["甲", "2027", "乙"]


def test_a_first_line_that_differs_on_every_page_is_kept():
    pages = [[Line(word, 0, 9, 0, 1), Line(word * 2, 0, 9, 5, 1)] for word in "甲乙丙丁"]
    kept = [line.text for page in without_furniture(pages) for line in page]
    assert kept == ["甲", "甲甲", "乙", "乙乙", "丙", "丙丙", "丁", "丁丁"]


def test_an_indented_line_begins_a_new_paragraph_even_after_a_full_line():
    lines = [
        Line("第一段写满了整整一行", 0, 100, 0, 10),
        Line("还有一行", 0, 40, 12, 10),
        Line("第二段缩进", 20, 70, 24, 10),
    ]
    assert paragraphs([lines]) == ["第一段写满了整整一行还有一行", "第二段缩进"]


def test_a_running_head_goes_even_where_its_number_changes():
    heads = [f"公报 2026年第{n}期" for n in range(4)]
    pages = [
        [Line(h, 0, 9, 0, 1), Line(w, 0, 9, 5, 1)] for h, w in zip(heads, "甲乙丙丁", strict=True)
    ]
    assert [line.text for page in without_furniture(pages) for line in page] == list("甲乙丙丁")


def test_a_numbered_line_after_a_full_stop_is_a_paragraph_of_its_own():
    lines = [Line(WIDE + "。", 0, 180, 0, 10), Line("（二）" + WIDE, 0, 180, 14, 10)]
    assert len(paragraphs([lines])) == 2
    lines[0] = Line(WIDE, 0, 180, 0, 10)
    assert len(paragraphs([lines])) == 1


def test_a_wide_gap_parts_two_paragraphs_that_would_else_be_joined():
    tops = [0, 14, 28, 70]
    lines = [Line(WIDE, 0, 180, top, 10) for top in tops]
    assert paragraphs([lines]) == [WIDE * 3, WIDE]


def test_rows_of_a_table_are_never_joined():
    lines = [Line("任务\t单位", 0, 180, top, 10) for top in (0, 14)]
    assert paragraphs([lines]) == ["任务\t单位"] * 2


def test_no_lines_make_no_paragraphs():
    assert paragraphs([]) == paragraphs([[]]) == []
    assert without_furniture([[]]) == [[]]


def test_only_latin_words_are_parted_by_a_blank():
    assert glued("使用AI", "model") == "使用AI model"
    assert glued("到", "2027年") == "到2027年"
