"""What people write is bounded and can be stored by every database."""

import pytest

from xiandao.casework.methods.words import checked
from xiandao.terms.error import InputError


def test_blanks_around_and_foreign_line_ends_go():
    assert checked(" 甲\r\n乙\r丙 \n") == "甲\n乙\n丙"


@pytest.mark.parametrize("text", ["甲\x00乙", "甲\ud800乙", "字" * 5001])
def test_what_no_database_keeps_is_refused(text):
    with pytest.raises(InputError) as caught:
        checked(text)
    assert caught.value.code == "CAS-106"
