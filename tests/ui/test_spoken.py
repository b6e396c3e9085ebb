"""What pure code says in Chinese is told in the language of the reader; what people wrote is left alone."""

import pytest
from django.utils import translation

from xiandao.terms.error import XiandaoError
from xiandao.ui.spoken import said, said_lazy


@pytest.mark.parametrize(
    ("words", "english"),
    [
        ("滞后 9 天", "9 days late"),
        ("未启动", "Not begun"),
        ("2026年三季度", "Q3 2026"),
        ("2026年11月24日（星期二）", "2026-11-24"),
        ("“办理答复”还缺办理意见、佐证材料", "“Answer” still needs: an opinion, Evidence"),
        ("前10", "Top 10"),
        ("前沿新材料", "前沿新材料"),
        ("省科技厅的来信", "省科技厅的来信"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_sentence_is_found_word_for_word_or_by_its_gaps(words, english):
    with translation.override("en"):
        assert said(words) == english


def test_in_chinese_nothing_changes():
    with translation.override("zh-hans"):
        assert [said(words) for words in ("滞后 9 天", "甲")] == ["滞后 9 天", "甲"]


def test_what_is_lazy_follows_the_language_of_the_moment():
    word = said_lazy("滞后 9 天")
    with translation.override("en"):
        assert str(word) == "9 days late"
    assert str(word) == "滞后 9 天"


def test_an_error_is_told_with_its_hint():
    error = XiandaoError("CAS-113", "“甲.pdf”超过 25 MB", "请压缩或拆分后再上传")
    with translation.override("en"):
        assert (
            said(error) == "“甲.pdf” is larger than 25 MB (Compress or split it, then upload again)"
        )
    assert said(error) == str(error)
