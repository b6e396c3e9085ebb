"""Names that people write differently fold to the same key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.terms.naming import folded_name


@pytest.mark.parametrize(
    "spelling",
    [
        "县（市、区）",
        "县(市、区)",
        " 县〔市、区〕",
        "县［市、区］",
        "“县”（市、区）",
        "县 (市、区)",
    ],
)
def test_brackets_blanks_and_quotes_do_not_matter(spelling):
    assert folded_name(spelling) == "县(市、区)"


def test_different_names_stay_different():
    assert folded_name("量子信息") != folded_name("量子科技")


@given(st.text("甲乙（）()〔〕·AＢc、 ", max_size=20))
def test_blanks_added_anywhere_change_nothing(name):
    assert folded_name(f" {name}\u3000") == folded_name(name)
