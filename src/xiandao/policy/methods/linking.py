"""Links between targets of one paper: floor and stretch, and the same target said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from xiandao.policy.methods.records import Target

_STRETCH = re.compile(r"力争|争取|努力|力求")


_ASIDE = re.compile(r"[\s（）()“”\"、，的]|全省|全市|省级|未来产业$")


def link_targets(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Mark stretch values and repetitions.

    Args:
        targets: targets in text order.

    Returns:
        The same targets; ``stretch_value`` is set on the floor, ``same_as`` holds the index of the
        first statement of the same number.

    >>> from xiandao.terms.quantity import Comparator
    >>> def make(text, value):
    ...     known = ("企业", value, None, Comparator.GT, "家", 2027, None, "target", "", 0, 1)
    ...     return Target(text, *known)
    >>> linked = link_targets([make("突破4万家", 40000), make("力争达到5万家", 50000), make("突破4万家", 40000)])
    >>> [(item.stretch_value, item.same_as) for item in linked]
    [(50000, None), (None, None), (None, 0)]
    """
    linked = list(targets)
    first: dict[tuple[object, ...], int] = {}
    for at, target in enumerate(linked):
        before = linked[at - 1] if at else None
        if before and _is_stretch(before, target):
            linked[at - 1] = replace(before, stretch_value=target.value)
        name = _name(target.metric)
        key = (
            name,
            target.value,
            target.value_max,
            target.unit,
            target.deadline_year,
            target.recurrence,
        )
        if key in first and name:
            linked[at] = replace(target, same_as=first[key])
        else:
            first.setdefault(key, at)
    return tuple(linked)


def _is_stretch(floor: Target, stretch: Target) -> bool:
    return (
        stretch.unit == floor.unit
        and stretch.metric == floor.metric
        and stretch.deadline_year == floor.deadline_year
        and stretch.value > floor.value
        and stretch.clause == floor.clause
        and stretch.recurrence == floor.recurrence
        and bool(_STRETCH.match(stretch.text))
    )


def _name(metric: str) -> str:
    return _ASIDE.sub("", metric)
