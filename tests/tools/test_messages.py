"""The collector of translatable strings finds what Django would show translated."""

import pytest

from tools.messages import (
    CATALOGUE,
    collected,
    in_errors,
    in_functions,
    in_methods,
    in_python,
    in_template,
    in_toml,
    problems,
)
from xiandao.ui.messages import read_po


def test_strings_of_python_are_found_through_every_spelling():
    source = 'a = _("甲" "乙")\nb = gettext_lazy("丙")\nc = ngettext("一个", "多个", n)\nd = other("丁")\ne = _(f)\n'
    assert list(in_python(source)) == ["甲乙", "丙", "一个\0多个"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "甲" %}', ["甲"]),
        ("{% trans '甲' as x %}{{ x }}", ["甲"]),
        ('{% include "a.html" with title=_("甲（一）") %}', ["甲（一）"]),
        ("{% blocktranslate with n=x.y %}共 {{ n }} 项{% endblocktranslate %}", ["共 %(n)s 项"]),
        (
            "{% blocktranslate count n=x %}{{ n }} 个{% plural %}{{ n }} 些{% endblocktranslate %}",
            ["%(n)s 个\0%(n)s 些"],
        ),
        ("<p>甲</p>{{ x }}", []),
    ],
)
def test_strings_of_templates_are_found_as_django_asks_for_them(source, found):
    assert list(in_template(source)) == found


def test_missing_english_and_foreign_placeholders_are_named():
    found = list(problems({"甲": "", "共 %(n)s 项": "%(m)s rows", "乙": "B"}))
    assert found == ["untranslated: 甲", "placeholders differ: 共 %(n)s 项"]


def test_errors_are_found_with_gaps_for_what_they_compute():
    source = (
        'HINT = "请重试"\n'
        'raise E("POL-001", f"“{name}”有 {n} 处错误", HINT)\n'
        'yield bad, "POL-002", "甲" if x else f"{y}乙", "丙", "field"\n'
        "raise E(\"POL-003\", f\"{who}{'已停用' if ended else '不是单位'}，不能承办\", other)\n"
    )
    assert list(in_errors(source)) == [
        "“{0}”有 {1} 处错误", "请重试", "{0}已停用，不能承办", "{0}不是单位，不能承办", "甲", "{0}乙", "丙",
    ]  # fmt: skip


def test_words_of_pure_functions_and_tables_are_found_by_name():
    source = 'T = {1: "一"}\n\ndef lamp(n):\n    """文档"""\n    return f"滞后 {n} 天" if n else "正常"\n\ndef other():\n    return "无"\n'
    assert list(in_functions(source, {"lamp", "T"})) == ["一", "滞后 {0} 天", "正常"]


def test_words_of_data_files_are_found_by_key():
    text = 'name = "x.y"\n[[stages]]\nlabel = "待签收"\nwho = "承办"\n[rule]\nstages = ["培育", "认定"]\n'
    assert list(in_toml(text, {"label", "stages"})) == ["待签收", "培育", "认定"]


def test_methods_and_their_options_are_found_as_the_catalogue_names_them():
    found = set(in_methods())
    assert {"极差标准化", "熵值法", "加权算术平均", "最差值的得分"} <= found


@pytest.mark.slow
def test_the_english_catalogue_is_complete():
    known = read_po(CATALOGUE.read_text(encoding="utf-8"))
    assert list(problems({message: known.get(message, "") for message in collected()})) == []
