"""A form written down reads as the same form."""

from dataclasses import replace
from datetime import date

import pytest

from xiandao.statistics.methods.form import Item, Legal, load, shipped
from xiandao.statistics.methods.form_text import form_text

QUICK = shipped()["quick"]


@pytest.mark.parametrize("code", sorted(shipped()))
def test_a_shipped_form_survives(code):
    assert load(form_text(shipped()[code])) == shipped()[code]


@pytest.mark.parametrize(
    "words", ['带"引号"', "换行\n和\t制表", "反\\斜杠", "\x7f", "[items]", "#", "'''"]
)
def test_any_words_survive(words):
    form = replace(QUICK, title=words, note=words)
    assert load(form_text(form)) == form


def test_legal_block_choices_and_renamed_rows_survive():
    choice = Item("r900", "900", "类型", kind="choice", choices=(("1", "是"), ("2", "否")))
    form = replace(
        QUICK,
        version="2027",
        legal=Legal("未来快报1表", "示范省统计局", "示统制〔2026〕1号", date(2028, 6, 30)),
        items=(*QUICK.items, choice),
        migrations={"2026": {"r09": "r01"}, "版本.1": {"r02": "r80"}},
    )
    assert load(form_text(form)) == form
