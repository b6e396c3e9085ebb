"""Paths of the organisation tree: six characters of base 36 a level, so that a subtree is one index range."""

from xiandao.terms.error import XiandaoError

SEGMENT = 6
LAST = "z" * SEGMENT
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def segment(number: int) -> str:
    """Return the path segment of the n-th child.

    Args:
        number: 1 for the first child; below 36 to the power of 6.

    Raises:
        XiandaoError: ``REG-010`` where the number does not fit.

    >>> segment(1), segment(36), segment(2000)
    ('000001', '000010', '0001jk')
    """
    if not 0 < number < 36**SEGMENT - 1:
        raise XiandaoError(
            "REG-010", "下级组织数量超出范围", "请联系系统管理员", {"number": number}
        )
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits.rjust(SEGMENT, "0")


def ordinal(path: str) -> int:
    """Return which child of its parent a path stands for: the inverse of ``segment`` on its last level.

    >>> ordinal("000001" + segment(2000))
    2000
    >>> ordinal("")
    0
    """
    return int(path[-SEGMENT:], 36) if path else 0


def line(path: str) -> list[str]:
    """Return the paths from the top of the tree down to this one.

    >>> line("000001000002")
    ['000001', '000001000002']
    """
    return [path[:cut] for cut in range(SEGMENT, len(path) + 1, SEGMENT)]


def level(path: str) -> int:
    """Return how many levels above and including this one there are.

    >>> level("000001000002")
    2
    """
    return len(path) // SEGMENT
