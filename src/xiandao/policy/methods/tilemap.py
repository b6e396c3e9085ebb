"""A schematic map of a province: one tile a city, so that no boundary is drawn that nobody approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from xiandao.terms.error import TermError
from xiandao.terms.pack import load_pack

CLASSES = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """One city with its place in the grid and its number."""

    name: str
    row: int
    column: int
    number: int
    shade: int

    @property
    def x(self) -> int:
        """Left edge in drawing units: tiles are 66 wide and move by half columns of 35."""
        return 4 + self.column * 35

    @property
    def y(self) -> int:
        """Top edge in drawing units."""
        return 2 + self.row * 56


@cache
def positions(pack: str) -> Mapping[str, tuple[int, int]]:
    """Return row and half-column of each city of a pack; empty where the pack has no tile map.

    >>> positions("demo")["澜州市"]
    (1, 1)
    """
    try:
        rows = load_pack(pack).table("tiles")["tiles"]
    except TermError:
        return {}
    return {name: (row, column) for name, (row, column) in rows.items()}


def tiles(pack: str, numbers: Mapping[str, int]) -> tuple[Tile, ...]:
    """Return the tiles of a province, shaded in five equal classes of the largest number.

    Args:
        pack: name of the province pack.
        numbers: city → number of records.

    >>> [tile.shade for tile in tiles("demo", {"澜州市": 8, "东屿市": 4}) if tile.number]
    [5, 3]
    """
    top = max(numbers.values(), default=0)
    made = []
    for name, (row, column) in positions(pack).items():
        number = numbers.get(name, 0)
        shade = -(-number * CLASSES // top) if top else 0
        made.append(Tile(name, row, column, number, shade))
    return tuple(made)
