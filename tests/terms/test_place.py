"""Place codes: shape, tree and official order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.terms.error import TermError
from xiandao.terms.place import OfficialOrder, PlaceCode, PlaceLevel

CODES = st.builds(
    lambda p, c, d: f"{p:02d}{c:02d}{d if c else 0:02d}",
    st.integers(11, 99),
    st.integers(0, 99),
    st.integers(0, 99),
)


@given(CODES)
def test_every_place_lies_in_all_places_above_it(code):
    place = PlaceCode(code)
    above, steps = place, 0
    while above.parent:
        above, steps = above.parent, steps + 1
        assert above.contains(place)
        assert not place.contains(above)
    assert above == place.province
    assert steps == list(PlaceLevel).index(place.level)


@given(CODES)
def test_the_statistical_code_and_full_width_lead_to_the_same_place(code):
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
    assert PlaceCode.parse(code + "001002") == PlaceCode.parse(f" {wide} ") == PlaceCode(code)


@pytest.mark.parametrize(
    "code", ["", "33", "33010", "3301000", "33010a", "030100", "330001", "３３０１００"]
)
def test_what_has_not_the_shape_of_a_code_is_refused(code):
    with pytest.raises(TermError) as caught:
        PlaceCode(code)
    assert caught.value.code == "TRM-120"


def test_a_county_knows_itself_and_a_city_has_none():
    assert PlaceCode("330108").county == PlaceCode("330108")
    assert PlaceCode("330100").county is None
    assert PlaceCode("330000").city is None


def test_the_order_of_a_pack_beats_the_order_of_codes_and_counties_follow_their_city():
    order = OfficialOrder(("320000", "320100", "320500", "320200", "320505"))
    mixed = ["320200", "320505", "320501", "320100", "320000", "320500", "321300", "320102"]
    assert order.sort(mixed) == [
        "320000", "320100", "320102", "320500", "320505", "320501", "320200", "321300",
    ]  # fmt: skip


def test_rows_are_sorted_by_the_code_they_carry():
    rows = [{"name": "乙", "code": "330200"}, {"name": "甲", "code": "330100"}]
    ordered = OfficialOrder(("330100", "330200")).sort(rows, key=lambda row: row["code"])
    assert [row["name"] for row in ordered] == ["甲", "乙"]
