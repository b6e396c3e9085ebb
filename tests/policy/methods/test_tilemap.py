"""The schematic map: every city of a pack has one place, nobody's tile hides another's."""

import pytest

from xiandao.policy.methods.tilemap import positions, tiles
from xiandao.terms.pack import load_pack, pack_names


@pytest.mark.parametrize("pack", pack_names())
def test_every_city_of_the_province_has_a_tile_of_its_own(pack):
    cities = [
        place.name
        for place in load_pack(pack).places
        if place.code.code.endswith("00") and not place.code.code.endswith("0000")
    ]
    assert set(positions(pack)) == set(cities)
    by_row: dict[int, list[int]] = {}
    for row, column in positions(pack).values():
        by_row.setdefault(row, []).append(column)
    for columns in by_row.values():
        assert all(b - a >= 2 for a, b in zip(sorted(columns), sorted(columns)[1:], strict=False))


def test_shades_follow_the_number_and_zero_has_none():
    shades = {tile.name: tile.shade for tile in tiles("demo", {"澜州市": 10, "东屿市": 1})}
    assert shades["澜州市"] == 5
    assert shades["东屿市"] == 1
    assert shades["云汀市"] == 0


def test_a_province_without_a_map_has_no_tiles():
    assert tiles("nowhere", {"甲": 1}) == ()
