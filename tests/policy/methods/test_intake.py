"""Bytes of every kind: what is read, what is refused, and what the refusal tells people to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.policy.methods.intake import Form, form_of, text_of
from xiandao.policy.methods.intake_characters import clean
from xiandao.terms.error import XiandaoError

TEXT = "示范省行动方案\n一、总体目标\n到2027年,建设先导区30个左右。\n二、重点任务\n省经信厅牵头负责。\n"


def refusal(data: bytes) -> XiandaoError:
    """The error that the bytes meet, checked for being a full answer."""
    with pytest.raises(XiandaoError) as caught:
        text_of(data)
    error = caught.value
    assert error.code.startswith("POL-1")
    assert error.sentence
    assert error.hint
    return error


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=["utf8", "bom8", "bom16", "16le", "16be", "bom16be", "bom32", "gb18030", "crlf", "cr"],
)
def test_every_usual_encoding_gives_the_same_text(data):
    assert text_of(data) == TEXT


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=50))
def test_chinese_text_survives_utf8_utf16_and_their_marks(words):
    text = f"一、{words}\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize("data", [b"", b"  \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00" * 100])
def test_an_empty_file_is_refused(data):
    assert refusal(data).code == "POL-101"


def test_a_file_of_fifty_megabytes_is_refused_before_anything_reads_it():
    error = refusal(b"a" * (50 * 1024 * 1024))
    assert error.code == "POL-102"
    assert "50 MB" in error.sentence


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x7fELF\x02\x01\x01\x00", "程序"),
        (b"MZ\x90\x00\x03\x00", "程序"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"{\\rtf1", "RTF"),
        (b"Rar!\x1a\x07", "RAR"),
    ],
)
def test_other_kinds_of_file_are_named_and_refused(head, word):
    error = refusal(head + bytes(range(256)) * 4)
    assert error.code == "POL-103"
    assert word in error.sentence


def test_a_picture_is_sent_to_character_recognition():
    assert "OCR" in refusal(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64).hint


def test_random_bytes_with_zeros_are_not_text():
    assert refusal(b"\x01\x02\x00\x03" * 64).code == "POL-105"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("gb18030") + TEXT.encode(),
        TEXT.encode() + TEXT.encode("gb18030"),
        TEXT.encode() + "省科技厅".encode("gb18030") + TEXT.encode(),
    ],
)
def test_two_encodings_in_one_file_are_refused_with_the_line(data):
    error = refusal(data)
    assert error.code == "POL-104"
    assert "混用" in error.sentence
    assert error.details["line"] >= 1
    assert "UTF-8" in error.hint


def test_the_line_of_the_break_is_the_first_bad_one():
    assert refusal(TEXT.encode() + TEXT.encode("gb18030")).details["line"] == 6


def test_a_utf8_text_cut_in_the_middle_of_a_character_is_not_taken_for_another_encoding():
    assert refusal(TEXT.strip().encode()[:-1]).code == "POL-104"


def test_a_mark_that_the_content_contradicts_is_refused():
    assert refusal(b"\xef\xbb\xbf" + TEXT.encode("gb18030")).code == "POL-104"


def test_traditional_text_in_big5_does_not_come_out_as_gibberish():
    big5 = "關於加快培育發展未來產業的指導意見,推動高質量發展,提出如下意見。" * 4
    assert refusal(big5.encode("big5")).code == "POL-104"


def test_bytes_that_are_no_encoding_at_all_are_refused():
    assert refusal(b"\x80\x81\xff\xfe\xfd" * 40).code == "POL-104"


def test_a_lone_surrogate_is_refused_in_every_disguise():
    assert refusal("甲乙".encode() + b"\xed\xa0\x80" + TEXT.encode()).code == "POL-104"
    assert refusal(b"\xff\xfe" + "甲".encode("utf-16-le") + b"\x00\xd8\x41\x00").code == "POL-104"
    with pytest.raises(XiandaoError) as caught:
        clean("甲\ud800乙")
    assert caught.value.code == "POL-105"


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\x9b"])
def test_control_characters_are_refused_with_their_line(char):
    with pytest.raises(XiandaoError) as caught:
        clean(f"甲\n乙{char}丙")
    assert caught.value.code == "POL-105"
    assert caught.value.details["line"] == 2


@pytest.mark.parametrize("char", ["\u202d", "\u202e"])
def test_marks_that_turn_the_writing_round_are_refused(char):
    error = refusal(f"到2027年{char}建设".encode())
    assert error.code == "POL-106"
    assert "核对" in error.hint


def test_invisible_marks_and_odd_blanks_from_the_web_are_cleaned():
    assert clean("到\u200b2027\u00ad年\ufeff,\u2066建设\u2069\u00a030个\u2028二、") == (
        "到2027年,建设 30个\n二、"
    )


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text):
    try:
        once = clean(text)
    except XiandaoError:
        return
    assert clean(once) == once
    assert "\r" not in once


def code_or_text(data: bytes) -> str:
    """The code of the refusal, or else the text."""
    try:
        return text_of(data)
    except XiandaoError as error:
        return error.code


@given(st.binary(max_size=400))
def test_whatever_the_bytes_are_they_give_clean_text_or_a_refusal(data):
    told = code_or_text(data)
    assert "\x00" not in told
    assert told.strip()


def test_plain_text_needs_no_parser_to_be_recognised():
    assert form_of(TEXT.encode()) is Form.PLAIN
    assert form_of(b"%PDF-1.4") is Form.PDF
    assert form_of(b"PK\x03\x04") is Form.DOCX
