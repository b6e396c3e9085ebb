"""The target of a ledger row as one text, 「30个左右·2027年」, written and read back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xiandao.terms.error import TermError

_RECURRING: Final = {"": "", "annual": "每年", "quarterly": "每季", "monthly": "每月"}
_BEFORE: Final = {
    "ge": "不少于",
    "gt": "超过",
    "le": "不超过",
    "lt": "低于",
    "eq": "",
    "approx": "",
}
_WORDS: Final = {
    "不少于": "ge", "不低于": "ge", "不小于": "ge", "至少": "ge", "≥": "ge", ">=": "ge",
    "超过": "gt", "高于": "gt", ">": "gt", "不超过": "le", "不高于": "le", "不多于": "le", "≤": "le",
    "<=": "le", "低于": "lt", "少于": "lt", "<": "lt", "约": "approx", "≈": "approx", "": "eq",
}  # fmt: skip
_RATES: Final = ("%", "‰")
_FIGURE = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?"
# In 「3亿元」 the magnitude belongs to the unit.
_SCALE = r"[万亿](?!元)"
_BEFORE_WORDS = "|".join(sorted(filter(None, _WORDS), key=len, reverse=True))
_SHAPE = re.compile(
    rf"(?P<every>每年|每季度?|每月)?(?P<before>{_BEFORE_WORDS})?"
    rf"(?P<value>{_FIGURE})(?:(?P<low>[万亿])?[—–~-]+(?P<most>{_FIGURE}))?(?P<scale>{_SCALE})?"
    r"(?P<unit>[^\d\s,;·]{0,20}?)(?P<after>左右|以上|以内)?"
    rf"(?:[(,;]力争(?P<stretch>{_FIGURE})(?P<more>{_SCALE})?[^\d\s·]{{0,21}}?\)?)?"
    r"(?:[·/](?P<year>20\d\d)年?)?"
)
_SCALES: Final = {None: Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
# 「1.25万家」 is written with its magnitude, 「12345家」 with every digit.
_MOST_PLACES: Final = 2
_AFTER: Final = {"左右": "approx", "以上": "ge", "以内": "le"}
_HINT: Final = "请按「30个左右·2027年」「不少于15项」「每年2—3家」的写法填写"


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """The figure of a target: number or range, unit, comparator, stretch, recurrence, year."""

    value: Decimal
    value_max: Decimal | None = None
    unit: str = ""
    comparator: str = "eq"
    stretch: Decimal | None = None
    recurrence: str = ""
    year: int | None = None


def target_text(figure: TargetFigure) -> str:
    """Write a target as the official table shows it: quantity, unit, year.

    >>> target_text(TargetFigure(Decimal(30), unit="个", comparator="approx", year=2027))
    '30个左右·2027年'
    >>> target_text(TargetFigure(Decimal(70), unit="%", comparator="ge", stretch=Decimal(75)))
    '不低于70%（力争75%）'
    >>> target_text(TargetFigure(Decimal(1_000_000), unit="吨", comparator="approx"))
    '100万吨左右'
    """
    before = _BEFORE.get(figure.comparator, "")
    if figure.comparator == "ge" and figure.unit in _RATES:
        before = "不低于"
    amount = "—".join(_written((figure.value, figure.value_max), figure.unit))
    text = f"{_RECURRING.get(figure.recurrence, '')}{before}{amount}{figure.unit}"
    if figure.comparator == "approx":
        text += "左右"
    if figure.stretch is not None:
        (stretch,) = _written((figure.stretch,), figure.unit)
        text += f"（力争{stretch}{figure.unit}）"
    return f"{text}·{figure.year}年" if figure.year else text


def _written(values: tuple[Decimal | None, ...], unit: str) -> list[str]:
    """Write numbers as papers do, all with one magnitude (10万—20万) or all with every digit."""
    given = [value for value in values if value is not None]
    for word in _magnitudes(unit):
        scaled = [value / _SCALES[word] for value in given]
        if all(abs(one) >= 1 and -_exponent(one) <= _MOST_PLACES for one in scaled):
            return [f"{plain(one)}{word}" for one in scaled]
    return [plain(value) for value in given]


def _magnitudes(unit: str) -> tuple[str, ...]:
    """Return what may stand before the unit: nothing before 万元 and 元, which have their own, 万 before 亿元."""
    if unit in _RATES or unit.startswith(("万", "元")):
        return ()
    return ("万",) if unit.startswith("亿") else ("亿", "万")


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def read_target(text: str) -> TargetFigure | None:
    """Read a target back; nothing where the text is empty.

    Raises:
        TermError: ``POL-271`` the text is not a target in the form of the table.

    >>> figure = read_target("每年不少于１５项")
    >>> figure.value, figure.unit, figure.comparator, figure.recurrence
    (Decimal('15'), '项', 'ge', 'annual')
    >>> read_target("3.5万家·2030年").value
    Decimal('35000')
    """
    # A blank between two digits may separate two numbers: it is not taken away.
    folded = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", unicodedata.normalize("NFKC", text))
    if folded in {"", "-", "—", "无"}:
        return None
    found = _SHAPE.fullmatch(folded)
    if found is None:
        raise TermError("POL-271", f"“{text[:40]}”不是可识别的目标", _HINT, {"text": text[:200]})
    before, after = found["before"] or "", found["after"]
    scale = _SCALES[found["scale"]]
    most = found["most"]
    low = _SCALES[found["low"]] if found["low"] else scale
    figure = TargetFigure(
        value=number(found["value"], low),
        value_max=number(most, scale) if most else None,
        unit=found["unit"],
        comparator=_AFTER[after] if after and not before else _WORDS[before],
        stretch=number(found["stretch"], _SCALES[found["more"]]) if found["stretch"] else None,
        recurrence={
            "每年": "annual",
            "每季": "quarterly",
            "每季度": "quarterly",
            "每月": "monthly",
        }.get(found["every"] or "", ""),
        year=int(found["year"]) if found["year"] else None,
    )
    if figure.value_max is not None and figure.value_max < figure.value:
        raise TermError(
            "POL-272", "区间的上限小于下限", "请把较小的数写在前面", {"text": text[:200]}
        )
    return figure


def number(text: str, scale: Decimal = _SCALES[None]) -> Decimal:
    """Return the number of a text with or without thousands commas, times the scale.

    >>> number("1,200.5")
    Decimal('1200.5')
    """
    return Decimal(plain(Decimal(text.replace(",", "")) * scale))


def plain(value: Decimal) -> str:
    """Write a number without exponent and idle zeros.

    >>> plain(Decimal("1200.500")), plain(Decimal("1E+3"))
    ('1200.5', '1000')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
