"""The tables that the demonstration prints."""

from xiandao.demo.summary import cell, table, width


def test_columns_stay_aligned_when_chinese_and_latin_mix():
    text = table(("条款", "数"), [("一（二）", "30"), ("a", "5")], (10, 4))
    at = {width(line[: line.rindex(line.split()[-1])]) for line in text.splitlines()}
    assert at == {12}


def test_a_long_text_is_cut_with_an_ellipsis():
    assert cell("未来产业先导区建设", 9).startswith("未来产…")
    assert width(cell("未来产业先导区建设", 9)) == 9
