"""How points of a score are written in templates."""

from __future__ import annotations

from typing import Any

from django import template

from xiandao.evaluate.queries import written
from xiandao.ui.numbers import to_decimal

register = template.Library()


@register.filter
def signed(value: Any, digits: int = 2) -> str:
    """``{{ change.total|signed }}``, ``{{ change|signed:1 }}``: +1.20, −0.35, 0.00; nothing for no number."""
    number = to_decimal(value)
    return "" if number is None else written.signed(float(number), digits)


@register.filter
def figure(value: Any) -> str:
    """``{{ need.needed|figure }}``: a figure with as many decimals as its size bears."""
    number = to_decimal(value)
    return "" if number is None else written.figure(float(number))
