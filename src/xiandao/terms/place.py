"""Places of GB/T 2260: six-digit codes as values, and the official order that a pack gives them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from xiandao.terms.error import TermError
from xiandao.terms.term import Term

T = TypeVar("T")

_SHAPE = re.compile(r"[1-9]\d{5}")
_STATISTICAL_DIGITS = 12


class PlaceLevel(Term):
    """The rank of a place in the administrative tree."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"


@dataclass(frozen=True, slots=True, order=True)
class PlaceCode:
    """A GB/T 2260 code: two digits province, two digits city, two digits county.

    Functional zones (新区, 高新区) have no such code: they carry an own id and a parent code.

    Raises:
        TermError: ``TRM-120`` where the text does not have the shape of a code.

    Source: GB/T 2260.

    >>> binjiang = PlaceCode("330108")
    >>> binjiang.level.label, str(binjiang.city), str(binjiang.province)
    ('县级', '330100', '330000')
    >>> PlaceCode("330000").contains(binjiang), PlaceCode("330200").contains(binjiang)
    (True, False)
    """

    code: str

    def __post_init__(self) -> None:
        shape_fits = _SHAPE.fullmatch(self.code) is not None and self.code.isascii()
        if not shape_fits or (self.code[2:4] == "00" and self.code[4:] != "00"):
            raise TermError(
                "TRM-120",
                f"“{self.code}”不是行政区划代码",
                "请填写 GB/T 2260 的六位数字代码，例如 330100",
                {"text": self.code},
            )

    @classmethod
    def parse(cls, text: str) -> PlaceCode:
        """Read a code as people paste it: full width, blanks, or the 12 statistical digits.

        >>> str(PlaceCode.parse(" ３３０１００ ")), str(PlaceCode.parse("330106000000"))
        ('330100', '330106')
        """
        digits = "".join(unicodedata.normalize("NFKC", text).split())
        is_statistical = len(digits) == _STATISTICAL_DIGITS and digits.isdigit()
        return cls(digits[:6] if is_statistical else digits)

    @property
    def level(self) -> PlaceLevel:
        """Province, city or county."""
        if self.code[2:] == "0000":
            return PlaceLevel.PROVINCE
        return PlaceLevel.CITY if self.code[4:] == "00" else PlaceLevel.COUNTY

    @property
    def province(self) -> PlaceCode:
        """The province that the place is or lies in."""
        return PlaceCode(self.code[:2] + "0000")

    @property
    def city(self) -> PlaceCode | None:
        """The city that the place is or lies in; none for a province."""
        is_province = self.level is PlaceLevel.PROVINCE
        return None if is_province else PlaceCode(self.code[:4] + "00")

    @property
    def county(self) -> PlaceCode | None:
        """The place itself where it is a county or district."""
        return self if self.level is PlaceLevel.COUNTY else None

    @property
    def parent(self) -> PlaceCode | None:
        """The place one level up; none for a province.

        >>> PlaceCode("330108").parent, PlaceCode("330000").parent
        (PlaceCode(code='330100'), None)
        """
        if self.level is PlaceLevel.COUNTY:
            return self.city
        return self.province if self.level is PlaceLevel.CITY else None

    def contains(self, other: PlaceCode) -> bool:
        """Whether the other place is this one or lies in it."""
        return other.code.startswith(self._significant)

    @property
    def _significant(self) -> str:
        digits = {PlaceLevel.PROVINCE: 2, PlaceLevel.CITY: 4, PlaceLevel.COUNTY: 6}
        return self.code[: digits[self.level]]

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class OfficialOrder:
    """The administrative sequence in which a province lists its places (never pinyin).

    Places that the sequence leaves out follow behind those it names, by code.

    >>> order = OfficialOrder(("330200", "330100"))
    >>> order.sort(["330300", "330100", "330108", "330200", "330000"])
    ['330000', '330200', '330100', '330108', '330300']
    """

    codes: tuple[str, ...]

    def key(self, code: str) -> tuple[int, ...]:
        """Sort key of a code: its province first, then its city, then itself."""
        place = PlaceCode(code)
        chain = [place.province, place.city, place.county]
        positions: list[int] = []
        for step in chain:
            positions += (-1, 0) if step is None else (self._position(step.code), int(step.code))
        return tuple(positions)

    def sort(self, items: Iterable[T], key: Callable[[T], str] = str) -> list[T]:
        """The items in official order; ``key`` gives the code of an item."""
        return sorted(items, key=lambda item: self.key(key(item)))

    def _position(self, code: str) -> int:
        codes: Sequence[str] = self.codes
        return codes.index(code) if code in codes else len(codes)
