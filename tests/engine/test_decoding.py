"""Bytes to characters: the usual encodings are told apart, and what fits none is refused under the given codes."""

import pytest

from xiandao.engine.decoding import TextRules, decode
from xiandao.terms.error import InputError

RULES = TextRules("Z-1", "Z-2", "请上传文本")
TABLE = TextRules("Z-1", "Z-2", "请上传文本", is_prose=False)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-32"]
)
def test_the_usual_encodings_are_told_apart(encoding):
    assert decode("未来产业,先导区,2026".encode(encoding), RULES) == "未来产业,先导区,2026"


@pytest.mark.parametrize(
    ("data", "code"), [(b"\x80\x81\xff" * 40, "Z-1"), (b"\x01\x02\x00\x03" * 64, "Z-2")]
)
def test_what_fits_none_is_refused_under_the_given_codes(data, code):
    with pytest.raises(InputError) as refused:
        decode(data, RULES)
    assert refused.value.code == code
    assert refused.value.hint


def test_a_table_of_names_is_no_misread_prose():
    names = "资产总计\n负债合计\n利润总额\n" * 10
    assert decode(names.encode("gb18030"), TABLE) == names
    with pytest.raises(InputError):
        decode(names.encode("gb18030"), RULES)
