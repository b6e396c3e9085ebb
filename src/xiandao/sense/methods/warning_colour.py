"""红橙黄蓝: the four levels of a warning of operations, in the order of the law."""

from __future__ import annotations

from typing import Final

from xiandao.terms.term import Term


class Colour(Term):
    """How grave it is; declared from the gravest to the mildest."""

    RED = "red", "红", "Ⅰ级，特别严重"
    ORANGE = "orange", "橙", "Ⅱ级，严重"
    YELLOW = "yellow", "黄", "Ⅲ级，较重"
    BLUE = "blue", "蓝", "Ⅳ级，一般"


GRAVEST_FIRST: Final = tuple(Colour)


def rank(colour: Colour | None) -> int:
    """Return 1 for red to 4 for blue, 5 for none.

    >>> rank(Colour.RED), rank(None)
    (1, 5)
    """
    return GRAVEST_FIRST.index(colour) + 1 if colour else len(GRAVEST_FIRST) + 1


def mildest(colours: tuple[Colour | None, ...]) -> Colour | None:
    """Return the mildest of some colours, none where one of them is none or there are none.

    >>> mildest((Colour.RED, Colour.YELLOW)) is Colour.YELLOW, mildest((Colour.RED, None))
    (True, None)
    """
    return max(colours, key=rank, default=None)
