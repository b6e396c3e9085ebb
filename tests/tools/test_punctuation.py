"""Chinese sentences get full-width punctuation; code, numbers, English and patterns keep theirs."""

import pytest

from tools import punctuation

COMMA, COLON, OPEN, CLOSE, SEMICOLON = "\uff0c", "\uff1a", "\uff08", "\uff09", "\uff1b"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("已停止,请重试", f"已停止{COMMA}请重试"),
        ("提示:", f"提示{COLON}"),
        ("甲;乙", f"甲{SEMICOLON}乙"),
        ("第 3 条,库中有 {n} 条", f"第 3 条{COMMA}库中有 {{n}} 条"),
        ("资金(万元)", f"资金{OPEN}万元{CLOSE}"),
        ("容差(%)", f"容差{OPEN}%{CLOSE}"),
        ("共 1,200 家,12:30 更新", f"共 1,200 家{COMMA}12:30 更新"),
        ("a, b: c (d)", "a, b: c (d)"),
        ("policy (政策): a word", "policy (政策): a word"),
        ("{'、'.join(known)}", "{'、'.join(known)}"),
        ("需要:git", f"需要{COLON}git"),
        ("目录: the catalogue", "目录: the catalogue"),
    ],
)
def test_marks_become_full_width_where_they_belong_to_chinese(text, wanted):
    assert punctuation.widen(text) == wanted


def test_a_source_keeps_its_code_patterns_and_documents():
    source = (
        '"""目录: what (目录) is,\n好,的"""\n'
        'import re\nA = re.compile(r"年,月?")  # 年,月\nB = f"{A}号,{len(\'甲\')}条"\nC = ("甲", "乙")\n'
    )
    assert punctuation.widen_python(source) == source.replace("号,", f"号{COMMA}")


@pytest.mark.parametrize(
    "literal",
    ['"牵头(?:负责)?$"', '"[省市区].{1,24}(厅|局)"', '"千(?![瓦米])"', '"(推定)"', 'b"x"', '"年?"'],
)
def test_a_pattern_is_no_sentence(literal):
    assert punctuation.widen_python(f"A = {literal}\n") == f"A = {literal}\n"


def test_a_template_keeps_its_tags():
    page = '<a href="/x,y" title="甲,乙">{% translate "好,请" %}{{ a|default:"无" }}</a>'
    assert punctuation.widen_markup(page) == page.replace("甲,乙", f"甲{COMMA}乙").replace(
        "好,请", f"好{COMMA}请"
    )


def test_files_named_are_put_right_and_stay_so(tmp_path, capsys):
    file = tmp_path / "说明.md"
    file.write_text("先装好,再运行\n", encoding="utf-8")
    assert punctuation.main(["--fix", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == f"先装好{COMMA}再运行\n"
    capsys.readouterr()
    punctuation.main(["--fix", str(file)])
    assert capsys.readouterr().out == ""
