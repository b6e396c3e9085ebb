"""Text of foreign origin."""

import pytest

from xiandao.sense.methods.record_text import clean_text, is_absent, language_of, pieces, text_of


def test_a_title_of_ten_megabytes_is_cut_and_said():
    text, done = clean_text("标" * 3_500_000, 2_000)
    assert len(text) == 2_000
    assert done == {"cut"}


def test_control_characters_directions_and_halves_of_characters_go_away():
    text, done = clean_text("a\x00b\u202ec\ud800d\r\n\te", 100)
    assert text == "abcd e"
    assert done == {"control"}
    text.encode()


def test_markup_goes_and_what_only_looks_like_it_stays():
    assert clean_text("<jats:p>p < 0.05</jats:p> and a<b>c", 100)[0] == "p < 0.05 and a c"


@pytest.mark.parametrize("value", [None, "", " nan ", "NULL", float("nan"), [], {}])
def test_what_stands_for_nothing_is_nothing(value):
    assert is_absent(value)


def test_lists_come_in_many_shapes():
    assert pieces("张三;李四；王五;;张三", ";；") == ["张三", "李四", "王五"]
    assert pieces('["a", "b"]', ";") == ["a", "b"]
    assert pieces([{"author": {"display_name": "A"}}, {"author": {}}, None, "nan"], ";") == ["A"]
    assert pieces("[1, 2", ";") == ["[1, 2"]


def test_an_abstract_is_turned_back_from_its_index():
    assert text_of({"chips": [1, 3], "Quantum": [0], "on": [2]}) == "Quantum chips on chips"


@pytest.mark.parametrize(
    ("told", "text", "code"),
    [
        ("Chinese", "", "zh"),
        ("eng", "", "en"),
        ("zh-CN", "", "zh"),
        ("", "基于 BERT 的专利分类", "zh"),
        (None, "The state of the art", "en"),
        (None, "量子コンピュータ", "ja"),
        (None, "Zustand", None),
    ],
)
def test_the_language_is_the_one_named_or_the_one_seen(told, text, code):
    assert language_of(told, text) == code
