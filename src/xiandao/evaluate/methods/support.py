"""Support by a published rule: what each unit gets, by which line on which figures, what the next line would take."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xiandao.evaluate.methods.support_conditions import Facts, Seen, seen
from xiandao.evaluate.methods.support_rule import ADD, CAP, MULTIPLY, SET, Factor, Give, Line, Rule
from xiandao.terms.error import InputError

Value = float | str
JOIN = "；"


@dataclass(frozen=True, slots=True)
class Step:
    """A line that applied: what it saw, and the value before and after it."""

    line: Line
    give: Give
    seen: tuple[Seen, ...]
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Missed:
    """A line that did not apply: what it would give, and the conditions that it still takes."""

    line: Line
    give: Give
    unmet: tuple[Seen, ...]
    value: Value

    @property
    def is_narrow(self) -> bool:
        """Return whether one condition alone stands between, and by how much can be told."""
        return len(self.unmet) == 1 and self.unmet[0].gap is not None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One factor of one unit; ``next`` are lines that would give more, the nearest first, ``risks`` those that take."""

    factor: Factor
    value: Value
    steps: tuple[Step, ...]
    next: tuple[Missed, ...]
    risks: tuple[Missed, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """What a rule gives one unit, factor by factor in the order of the rule."""

    facts: Facts
    outcomes: tuple[Outcome, ...]

    def of(self, code: str) -> Outcome:
        """Return one factor by its code."""
        return next(one for one in self.outcomes if one.factor.code == code)


@dataclass(frozen=True, slots=True)
class Reason:
    """A line that makes a difference: what it saw at either unit, and at which of them it applied."""

    line: Line
    give: Give
    first: tuple[Seen, ...]
    second: tuple[Seen, ...]
    applied_to_first: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One factor of two units, and the lines that explain why it differs; none where it does not."""

    factor: Factor
    first: Value
    second: Value
    reasons: tuple[Reason, ...]

    @property
    def differs(self) -> bool:
        """Return whether the two get something different."""
        return self.first != self.second


def support(rule: Rule, facts: Facts) -> Support:
    """Return what a rule gives one unit, with every line that applied and what the others would take.

    Lines are taken in their order. A number never falls below zero.

    Args:
        rule: checked, as ``rule_from`` gives it.
        facts: what the evaluation says of the unit.

    >>> from xiandao.evaluate.methods.support_rule import rule_from
    >>> rule = rule_from({"factors": [{"code": "land", "name": "用地指标", "kind": "coefficient", "base": 1.0}],
    ...     "lines": [{"when": [{"on": "pillar", "pillar": "N", "at_least": 85}], "clause": "Z五(三)",
    ...                "sentence": "培育", "give": [{"factor": "land", "do": "add", "value": 0.1}]}]})
    >>> given = support(rule, Facts("a", "甲区", 80.0, 1, 2, 9, pillars={"N": 82.7})).of("land")
    >>> given.value, given.next[0].value, round(given.next[0].unmet[0].gap, 1)
    (1.0, 1.1, 2.3)
    """
    told = {line.number: tuple(seen(one, facts) for one in line.when) for line in rule.lines}
    applied = [line for line in rule.lines if all(one.is_met for one in told[line.number])]
    outcomes = []
    for factor in rule.factors:
        steps = _steps(factor, applied, told)
        value = steps[-1].after if steps else factor.base
        missed = _missed(rule, factor, applied, told)
        ahead = [one for one in missed if _is_more(one, value)]
        behind = [one for one in missed if _is_less(one, value)]
        outcomes.append(
            Outcome(
                factor,
                value,
                steps,
                tuple(sorted(ahead, key=_far)),
                tuple(sorted(behind, key=_far)),
            )
        )
    return Support(facts, tuple(outcomes))


def _steps(
    factor: Factor, lines: Sequence[Line], told: Mapping[int, tuple[Seen, ...]]
) -> tuple[Step, ...]:
    found: list[Step] = []
    value = factor.base
    for line in lines:
        give = line.gives(factor.code)
        if give is not None:
            after = given(value, give)
            found.append(Step(line, give, told[line.number], value, after))
            value = after
    return tuple(found)


def given(value: Value, give: Give) -> Value:
    """Return a value after a line has done to it what it does; words are joined by ``；``, a cap replaces them.

    >>> given(1.1, Give("land", "multiply", 1.1)), given(1.3, Give("land", "cap", 1.0))
    (1.21, 1.0)
    >>> given("甲", Give("a", "add", "乙"))
    '甲；乙'
    """
    told = give.value
    if isinstance(value, str) or isinstance(told, str):
        joined = JOIN.join(one for one in (str(value), str(told)) if one)
        return joined if give.do == ADD else str(told)
    ways = {SET: told, ADD: value + told, MULTIPLY: value * told, CAP: min(value, told)}
    return max(round(ways[give.do], 10), 0.0)


def _missed(
    rule: Rule, factor: Factor, applied: Sequence[Line], told: Mapping[int, tuple[Seen, ...]]
) -> list[Missed]:
    """Return the lines that did not apply with what each would make of the factor, lines that it shuts out left out."""
    found = []
    numbers = {line.number for line in applied}
    for line in rule.lines:
        give = line.gives(factor.code)
        if give is None or line.number in numbers:
            continue
        kept = [
            one for one in rule.lines if one is line or (one in applied and one.holds_with(line))
        ]
        steps = _steps(factor, kept, told)
        unmet = tuple(one for one in told[line.number] if not one.is_met)
        found.append(Missed(line, give, unmet, steps[-1].after))
    return found


def _is_more(one: Missed, value: Value) -> bool:
    if not all(condition.is_upward for condition in one.unmet) or one.value == value:
        return False
    return isinstance(one.value, str) or isinstance(value, str) or one.value > value


def _is_less(one: Missed, value: Value) -> bool:
    if isinstance(one.value, str) or isinstance(value, str):
        return one.value != value and not all(condition.is_upward for condition in one.unmet)
    return one.value < value


def _far(one: Missed) -> tuple[int, bool, float, int]:
    gaps = [condition.gap for condition in one.unmet]
    return (
        len(gaps), None in gaps, sum(gap for gap in gaps if gap is not None), one.line.number
    )  # fmt: skip


def compare(rule: Rule, first: Facts, second: Facts) -> tuple[Difference, ...]:
    """Return every factor of two units; where they differ, the lines that make the difference with both units' figures.

    >>> from xiandao.evaluate.methods.support_rule import rule_from
    >>> rule = rule_from({"factors": [{"code": "land", "name": "用地指标", "kind": "coefficient", "base": 1.0}],
    ...     "lines": [{"when": [{"on": "grade", "among": ["A"]}], "clause": "Z五(三)", "sentence": "先进",
    ...                "give": [{"factor": "land", "do": "set", "value": 1.2}]}]})
    >>> (found,) = compare(rule, Facts("a", "甲", 90.0, 1, 1, 2, "A"), Facts("b", "乙", 80.0, 2, 2, 2, "B"))
    >>> found.first, found.second, found.reasons[0].line.number, found.reasons[0].second[0].figure
    (1.2, 1.0, 1, 'B')
    """
    one, other = support(rule, first), support(rule, second)
    return tuple(
        Difference(
            factor,
            one.of(factor.code).value,
            other.of(factor.code).value,
            _reasons(one.of(factor.code), other.of(factor.code), first, second),
        )
        for factor in rule.factors
    )


def _reasons(one: Outcome, other: Outcome, first: Facts, second: Facts) -> tuple[Reason, ...]:
    """Return the lines that applied to one unit only; of several, those without which its value would be another."""
    if one.value == other.value:
        return ()
    found = []
    for mine, theirs, is_first in ((one, other, True), (other, one, False)):
        shared = {step.line.number for step in theirs.steps}
        for step in mine.steps:
            if step.line.number not in shared:
                matters = _without(mine, step) != mine.value
                line = step.line
                reason = Reason(line, step.give, _all(line, first), _all(line, second), is_first)
                found.append((matters, reason))
    chosen = [reason for matters, reason in found if matters] or [
        reason for _matters, reason in found
    ]
    return tuple(sorted(chosen, key=lambda reason: reason.line.number))


def _without(outcome: Outcome, left_out: Step) -> Value:
    value = outcome.factor.base
    for step in outcome.steps:
        if step is not left_out:
            value = given(value, step.give)
    return value


def _all(line: Line, facts: Facts) -> tuple[Seen, ...]:
    return tuple(seen(one, facts) for one in line.when)


def divided(
    total: float, coefficients: Sequence[float], *, ordinary: Sequence[float] = (), digits: int = 2
) -> tuple[float, ...]:
    """Return parts of a total in proportion to coefficient × ordinary share, rounded so that they sum to the total.

    What rounding leaves goes to the largest remainders, the earlier unit first where they are equal.

    Args:
        total: what there is, ≥ 0.
        coefficients: one for each unit, ≥ 0.
        ordinary: ordinary shares in any unit, ≥ 0; equal where not given.
        digits: decimals of a part.

    Raises:
        InputError: ``EVA-598`` nothing to divide by, or a total that is none.

    Source: method of the largest remainder (Hamilton).

    >>> divided(100, [1.2, 1.0, 1.0], digits=0)
    (38.0, 31.0, 31.0)
    """
    shares = ordinary or [1.0] * len(coefficients)
    weights = [one * share for one, share in zip(coefficients, shares, strict=True)]
    if not 0 <= total <= 1e12 or min(weights, default=0.0) < 0 or sum(weights) <= 0:
        raise InputError(
            "EVA-598",
            f"总量{total:g}分不开",
            "总量应为不小于零的数，至少一个先导区的系数大于零",
            {"total": total},
        )
    scale = 10**digits
    units = round(total * scale)
    exact = [units * one / sum(weights) for one in weights]
    parts = [math.floor(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda at: (parts[at] - exact[at], at))
    for at in order[: units - sum(parts)]:
        parts[at] += 1
    return tuple(part / scale for part in parts)
