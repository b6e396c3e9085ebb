"""How numbers and dates are written on screen: thousands commas, no idle zeros, ISO dates."""

import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

SCALES = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def whole(said: str | None) -> int | None:
    """Return the whole number that an address or a form names; nothing where it is none that a database can hold.

    >>> whole("12"), whole("-1"), whole("１２"), whole("9" * 19), whole(None)
    (12, None, None, None, None)
    """
    is_one = said is not None and said.isascii() and said.isdigit() and len(said) < 19
    return int(said or 0) if is_one else None


def to_decimal(value: Any) -> Decimal | None:
    """Return the number behind a value, None where there is none."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def plain(value: Any) -> str:
    """Write a number with thousands commas and without idle zeros; anything else as it is, None as nothing.

    >>> plain("12000.500"), plain(0), plain(None)
    ('12,000.5', '0', '')
    """
    number = to_decimal(value)
    if number is None:
        return "" if value is None else str(value)
    if abs(number) >= Decimal(10) ** 30:
        return f"{number:.6E}"
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scaled(value: Any, unit: str) -> str:
    """Write an amount that is kept in yuan in the unit of the table, with at most two decimals.

    >>> scaled(18_200_000, "万元"), scaled(1_234_500_000, "亿元")
    ('1,820', '12.35')
    """
    number = to_decimal(value)
    if number is None:
        return ""
    shown = (number / SCALES.get(unit, Decimal(1))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{shown:,.2f}" if unit == "亿元" else plain(shown)


def day(value: Any) -> str:
    """Write a date as 2026-11-22, an instant with its local hour and minute."""
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")
