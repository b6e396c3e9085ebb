"""Turn what was found in a paragraph into the records of a reading."""

from __future__ import annotations

from xiandao.policy.methods.measures import Deed
from xiandao.policy.methods.records import Benefit, Measure, Target
from xiandao.policy.methods.targets import Finding


def benefit_of(item: Finding, text: str, path: str) -> Benefit:
    """Keep a number of a benefit rule; its arguments are what was found, its text, its clause.

    >>> from xiandao.terms.quantity import Comparator
    >>> found = Finding(
    ...     "benefit", "奖励", 500, None, "万元", Comparator.LE, None, None, "", 3, 9,
    ...     None, "500", "万元", False, False,
    ... )
    >>> benefit_of(found, "最高500万元", "一").value
    500
    """
    return Benefit(
        text=text,
        value=item.value,
        value_max=item.value_max,
        unit=item.unit,
        comparator=item.comparator,
        clause=path,
        start=item.start,
        end=item.end,
    )


def target_of(item: Finding, text: str, path: str) -> Target:
    """Keep a number that binds; its arguments are what was found, its text, its clause."""
    return Target(
        text=text,
        metric=item.metric,
        value=item.value,
        value_max=item.value_max,
        comparator=item.comparator,
        unit=item.unit,
        deadline_year=item.year,
        recurrence=item.recurrence,
        kind=item.kind,
        clause=path,
        start=item.start,
        end=item.end,
        baseline=item.baseline,
        value_raw=item.value_raw,
        unit_raw=item.unit_raw,
        year_source=item.source if item.year else "",
        aspiration=item.aspiration,
    )


def measure_of(deed: Deed, text: str, path: str) -> Measure:
    """Keep a measure or milestone; its arguments are what was found, its text, its clause."""
    return Measure(
        clause=path,
        text=text,
        start=deed.start,
        end=deed.end,
        verb=deed.verb,
        object=deed.object,
        quantified=deed.quantified,
        milestone=deed.milestone,
        deadline_year=deed.year,
    )
