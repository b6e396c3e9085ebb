"""What the data of statistics say, in templates."""

from __future__ import annotations

from typing import Any

from django import template

from xiandao.statistics.queries import wording

register = template.Library()


@register.filter
def told(thing: Any) -> str:
    """``{{ round.form|told }}``: the name or the sentence of a form, row, indicator, release or finding."""
    return wording.told(thing)


@register.filter
def marked(item: Any) -> str:
    """``{{ row.item|marked }}``: the name of a row of a form, with ▲ where consent covers it."""
    return wording.marked(item)


@register.filter
def place(mark: Any) -> str:
    """``{{ mark|place }}``: the row of the form that a mark in a workbook is about."""
    return wording.place(mark)


@register.filter
def known_from(source: str) -> str:
    """``{{ cell.prefill.source|known_from }}``: where a prefilled value comes from."""
    return wording.known_from(source)
