"""A quantity as policy papers state it: value or range, unit, comparator, and its Chinese wording."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xiandao.terms import numeral
from xiandao.terms.error import TermError

_MONEY = ("元", "美元", "港元", "欧元")
_RATES = ("%", "百分点", "‰")


class Comparator(StrEnum):
    """How a stated value binds: at least, more than, at most, less than, exactly, about.

    >>> Comparator("ge").label, Comparator.APPROX.label
    ('不少于', '左右')
    """

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    APPROX = "approx"

    @property
    def label(self) -> str:
        """The usual Chinese wording; empty for an exact value."""
        return _LABELS[self]


_LABELS = {
    Comparator.GE: "不少于",
    Comparator.GT: "超过",
    Comparator.LE: "不超过",
    Comparator.LT: "低于",
    Comparator.EQ: "",
    Comparator.APPROX: "左右",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated amount; ``value_max`` is set for a range only.

    >>> Quantity(30, None, "个", Comparator.APPROX).label()
    '30个左右'
    >>> Quantity(15, None, "家", Comparator.GE).label()
    '不少于15家'
    >>> Quantity(2, 3, "个", Comparator.EQ).label()
    '2—3个'
    """

    value: float
    value_max: float | None
    unit: str
    comparator: Comparator = Comparator.EQ

    def __post_init__(self) -> None:
        if self.value_max is not None and self.value_max < self.value:
            raise TermError(
                "TRM-011",
                "区间的上限小于下限",
                "请把较小的数写在前面",
                {"value": self.value, "value_max": self.value_max},
            )

    def label(self) -> str:
        """Write the quantity in Chinese, large counts in 万 and 亿.

        >>> Quantity(35000, None, "家", Comparator.GT).label()
        '超过3.5万家'
        >>> Quantity(70, None, "%", Comparator.GE).label()
        '不低于70%'
        """
        figure = numeral.compact(self.value)
        if self.value_max is not None:
            figure = f"{figure}—{numeral.compact(self.value_max)}"
        amount = f"{figure}{'个' if self.unit == '百分点' else ''}{self.unit}"
        if self.comparator is Comparator.APPROX:
            return f"{amount}左右"
        if self.comparator is Comparator.GE and self.unit in _RATES:
            return f"不低于{amount}"
        return f"{self.comparator.label}{amount}"

    def is_met(self, actual: float, *, tolerance: float = 0.1) -> bool:
        """Tell whether an achieved value satisfies the stated one.

        Args:
            actual: achieved value in the same unit.
            tolerance: relative shortfall that 左右 still allows.

        >>> Quantity(30, None, "个", Comparator.APPROX).is_met(27)
        True
        >>> Quantity(30, None, "个", Comparator.GT).is_met(30)
        False
        """
        match self.comparator:
            case Comparator.GT:
                return actual > self.value
            case Comparator.LE:
                return actual <= self.value
            case Comparator.LT:
                return actual < self.value
            case Comparator.APPROX:
                return actual >= self.value * (1 - tolerance)
            case _:
                return actual >= self.value


def normalise(written: str, unit: str) -> tuple[float, str]:
    """Bring a written figure and its unit to the form that ledgers store.

    Counts are multiplied out; money stays in the 万元 or 亿元 of the text, 万亿元 becomes 亿元.

    Args:
        written: the figure with its magnitude, such as ``3.5万`` or ``一千二百亿``.
        unit: the bare unit, such as ``家`` or ``元``.

    Raises:
        TermError: the figure is not a number.

    >>> normalise("3.5万", "家"), normalise("1.2万亿", "元"), normalise("三千亿", "元")
    ((35000, '家'), (12000, '亿元'), (3000, '亿元'))
    >>> normalise("500万", "元"), normalise("百", "项")
    ((500, '万元'), (100, '项'))
    """
    value = numeral.parse(written)
    head, slash, per = unit.partition("/")
    if head in _MONEY:
        for word, power in (("亿", 8), ("万", 4)):
            if word in written:
                return number(value.scaleb(-power)), f"{word}{head}{slash}{per}"
    return number(value), unit


def number(value: Decimal) -> float:
    """Give a decimal as an int where it is whole, as a float elsewhere.

    >>> number(Decimal("30")), number(Decimal("3.2"))
    (30, 3.2)
    """
    return int(value) if value == value.to_integral_value() else float(value)
