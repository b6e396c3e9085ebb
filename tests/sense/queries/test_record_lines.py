"""Lines in any encoding, and in several."""

import pytest

from xiandao.sense.queries.record_lines import encoding_of, is_utf8, lines_of
from xiandao.terms.error import InputError


def written(tmp_path, data):
    place = tmp_path / "lines.txt"
    place.write_bytes(data)
    return place


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_each_encoding_is_read(tmp_path, encoding):
    text = "题名,年份\n量子计算的研究,2020\n模,2021\n"
    found = list(lines_of(written(tmp_path, text.encode(encoding))))
    assert "".join(one.text for one in found) == text
    assert [one.number for one in found] == [1, 2, 3]
    assert {one.state for one in found} == {""}


def test_a_line_in_another_encoding_is_read_and_marked(tmp_path):
    data = "未来产业研究\n".encode() * 3 + "脑机接口的进展\n".encode("gb18030") + "尾\n".encode()
    found = list(lines_of(written(tmp_path, data)))
    assert [one.state for one in found] == ["", "", "", "other", ""]
    assert found[3].text == "脑机接口的进展\n"


def test_a_line_of_utf8_in_a_file_of_gb18030_is_read_and_marked(tmp_path):
    data = "量子计算的研究\n".encode("gb18030") * 3 + "脑机接口的进展\n".encode()
    assert [(one.text, one.state) for one in lines_of(written(tmp_path, data))][-1] == (
        "脑机接口的进展\n",
        "other",
    )


def test_a_line_in_no_encoding_is_marked_and_the_next_one_is_read(tmp_path):
    found = list(lines_of(written(tmp_path, b'ok\ncaf\xe9\xff"\nok\n')))
    assert [one.state for one in found] == ["", "broken", ""]


def test_a_stray_null_does_not_make_a_text_binary(tmp_path):
    found = list(lines_of(written(tmp_path, "标题 a\x00b\n第二行\n".encode())))
    assert [one.state for one in found] == ["", ""]


def test_what_is_no_text_is_refused(tmp_path):
    with pytest.raises(InputError) as refused:
        list(lines_of(written(tmp_path, bytes(range(256)) * 40)))
    assert refused.value.code == "SEN-305"


def test_an_empty_file_has_no_lines(tmp_path):
    assert list(lines_of(written(tmp_path, b""))) == []
    assert encoding_of(b"") == "utf-8"
    assert not is_utf8(b"\xff")


def test_a_line_without_end_is_not_held_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("xiandao.sense.queries.record_lines.LONGEST_LINE", 10)
    found = list(lines_of(written(tmp_path, b"x" * 35 + b"\nok\n")))
    assert [(one.text, one.state) for one in found] == [("", "long"), ("ok\n", "")]


def test_letters_with_accents_are_no_chinese_characters(tmp_path):
    data = (
        "Müller and José\n".encode("cp1252") + "“quoted”\n".encode("cp1252") + "量子计算\n".encode()
    )
    found = list(lines_of(written(tmp_path, data)))
    assert [one.text for one in found] == ["Müller and José\n", "“quoted”\n", "量子计算\n"]
    assert [one.state for one in found] == ["latin", "latin", ""]


def test_a_null_in_a_mixed_file_costs_no_more_than_its_line(tmp_path):
    data = "量子计算的研究\n".encode() * 5 + "脑机\x00接口的进展\n".encode("gb18030")
    assert [one.state for one in lines_of(written(tmp_path, data))][:5] == [""] * 5
