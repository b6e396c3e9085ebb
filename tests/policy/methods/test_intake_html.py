"""Web pages become text: furniture goes, tables keep their cells, the encoding is believed or not."""

import pytest

from xiandao.policy.methods.intake import Form, form_of, text_of
from xiandao.terms.error import XiandaoError

PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>标题栏</title><style>p{{color:red}}</style></head>
<body><header>网站首页</header><nav><a href="/">导航</a></nav>
<article><header><h1>某省未来产业行动方案</h1></header>
<p>一、总体<b>目标</b></p><p>到2027年,<br>建设先导区30个。&nbsp;</p>
<ol start="2"><li>加快建设</li><li>加强保障</li></ol>
<table><tr><th>任务</th><th>牵头单位</th></tr><tr><td><p>建设先导区</p></td><td>省经信厅</td></tr></table>
<p style="display:none">隐藏</p><script>var x = "脚本";</script></article>
<footer>版权所有</footer></body></html>"""


def test_furniture_goes_and_the_article_stays_in_order():
    assert text_of(PAGE.format(charset="utf-8").encode()).splitlines() == [
        "某省未来产业行动方案",
        "一、总体目标",
        "到2027年,",
        "建设先导区30个。",
        "2.加快建设",
        "3.加强保障",
        "任务\t牵头单位",
        "建设先导区\t省经信厅",
    ]


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("gb2312", "gb18030"), ("utf-8", "gb18030"), ("gbk", "utf-8"), ("utf-8", "utf-16")],
)
def test_the_page_is_read_even_where_it_names_a_wrong_encoding(charset, encoding):
    text = text_of(PAGE.format(charset=charset).encode(encoding))
    assert "一、总体目标" in text


def test_a_table_used_for_layout_does_not_swallow_the_paragraphs():
    cell = "".join(f"<p>第{n}段</p>" for n in range(5))
    page = f"<html><body><table><tr><td>栏目</td><td>{cell}</td></tr></table></body></html>"
    assert text_of(page.encode()).splitlines() == ["栏目", *(f"第{n}段" for n in range(5))]


def test_the_form_is_told_by_content_and_not_by_name():
    data = PAGE.format(charset="utf-8").encode()
    assert form_of(data) is Form.HTML
    assert "版权所有" not in text_of(data, filename="paper.docx")


def told(page: str) -> str:
    """The text of the page, or the code of its refusal."""
    try:
        return text_of(page.encode())
    except XiandaoError as error:
        return error.code


def test_deep_nesting_does_not_end_the_program():
    page = "<html><body>" + "<div>" * 20000 + "一、总体目标" + "</div>" * 20000
    assert told(page) in {"一、总体目标", "POL-101", "POL-107"}


@pytest.mark.parametrize("entity", ["&#0;", "&#x202e;", "&#xd800;", "&#7;"])
def test_entities_cannot_smuggle_control_characters_in(entity):
    text = told(f"<html><body><p>甲{entity}乙</p></body></html>")
    assert text in {"POL-105", "POL-106", "POL-107", "甲乙", "甲\ufffd乙"}


def test_text_that_only_mentions_markup_is_plain_text():
    assert form_of("一、总体要求<br>".encode()) is Form.PLAIN
