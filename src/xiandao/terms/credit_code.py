"""Unified social credit codes (统一社会信用代码), 18 characters with a check character."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from xiandao.terms.error import TermError
from xiandao.terms.place import PlaceCode

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
AUTHORITIES = {
    "1": "机构编制部门",
    "2": "外交部门",
    "3": "司法行政部门",
    "4": "文化部门",
    "5": "民政部门",
    "6": "旅游部门",
    "7": "宗教部门",
    "8": "工会",
    "9": "市场监管部门",
    "A": "中央军委改革和编制办公室",
    "N": "农业农村部门",
    "Y": "其他部门",
}
_WEIGHTS = tuple(pow(3, power, 31) for power in range(LENGTH - 1))
_BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_MISTAKEN = {"I": "数字1", "O": "数字0", "Z": "数字2", "S": "数字5", "V": "字母U或Y"}
_DASHES = str.maketrans("", "", "-‐‑–—－")


def check_character(front: str) -> str:
    """The 18th character that belongs to the first 17.

    Weights are 3^(i-1) mod 31, the character is (31 - Σ mod 31) mod 31 in the alphabet.

    Source: GB 32100-2015.

    >>> check_character("91330100799655058")
    'B'
    """
    total = sum(ALPHABET.index(char) * w for char, w in zip(front, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def body_check_character(front: str) -> str:
    """The 9th character of an organisation code (组织机构代码) that belongs to its first eight.

    Source: GB 11714-1997.

    >>> body_check_character("79965505")
    '8'
    """
    pairs = zip(front, _BODY_WEIGHTS, strict=True)
    value = 11 - sum(_BODY_ALPHABET.index(char) * weight for char, weight in pairs) % 11
    return {10: "X", 11: "0"}.get(value, str(value))


@dataclass(frozen=True, slots=True, order=True)
class CreditCode:
    """A valid code in its normal form; ``parse`` reads what people type.

    Raises:
        TermError: ``TRM-130`` length, ``TRM-131`` a character that no code has, with its position,
            ``TRM-132`` the check character does not fit.

    Source: GB 32100-2015.

    >>> code = CreditCode.parse(" 9144030071526726xg ")
    >>> str(code), code.authority, str(code.place), code.body, code.warnings
    ('9144030071526726XG', '市场监管部门', '440300', '71526726X', ())
    """

    code: str

    def __post_init__(self) -> None:
        if len(self.code) != LENGTH:
            raise TermError(
                "TRM-130",
                f"统一社会信用代码应为{LENGTH}位，现有{len(self.code)}位",
                "请对照营业执照或登记证书核对，不要省略开头的数字",
                {"code": self.code, "length": len(self.code)},
            )
        for position, char in enumerate(self.code, start=1):
            if char not in ALPHABET:
                raise _bad_character(self.code, position, char)
        expected = check_character(self.code[:-1])
        if self.code[-1] != expected:
            raise TermError(
                "TRM-132",
                f"统一社会信用代码校验不通过：第{LENGTH}位是“{self.code[-1]}”，按前17位应为“{expected}”",
                "前面某一位可能抄错或两位颠倒，请对照证书逐位核对",
                {"code": self.code, "position": LENGTH, "expected": expected},
            )

    @classmethod
    def parse(cls, text: str) -> CreditCode:
        """Read a code with blanks, dashes, lower case or full-width characters.

        >>> CreditCode.parse("９１３３０１００７９９６５５０５８ｂ").code
        '91330100799655058B'
        """
        narrow = unicodedata.normalize("NFKC", text).translate(_DASHES)
        return cls("".join(narrow.split()).upper())

    @property
    def authority(self) -> str:
        """The kind of authority that registered the body."""
        return AUTHORITIES.get(self.code[0], "其他部门")

    @property
    def category(self) -> str:
        """The second character: the kind of body within its authority."""
        return self.code[1]

    @property
    def place(self) -> PlaceCode | None:
        """The place of the registering authority; none where these digits are no place code."""
        try:
            return PlaceCode(self.code[2:8])
        except TermError:
            return None

    @property
    def body(self) -> str:
        """The nine characters of the organisation code inside."""
        return self.code[8:17]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What looks odd but happens in valid old codes; never a reason to refuse.

        >>> CreditCode("91330100799655058B").warnings
        ()
        """
        found: list[str] = []
        if self.body[-1] != body_check_character(self.body[:-1]):
            found.append("第9至17位（组织机构代码）的校验位不符，部分早期代码如此，请留意核对")
        if self.place is None:
            found.append("第3至8位不是行政区划代码，请留意核对")
        return tuple(found)

    def __str__(self) -> str:
        return self.code


def _bad_character(code: str, position: int, char: str) -> TermError:
    meant = _MISTAKEN.get(char)
    guess = f"可能是{meant}" if meant else "只能使用数字和大写字母"
    return TermError(
        "TRM-131",
        f"统一社会信用代码第{position}位的“{char}”不能使用",
        f"代码中没有字母 I、O、Z、S、V，{guess}，请对照证书核对",
        {"code": code, "position": position, "character": char},
    )
