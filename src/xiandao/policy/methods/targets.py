"""Targets, parameters, sizes of named sets and benefits of a paper, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xiandao.policy.methods.amounts import Amount
from xiandao.policy.methods.benefits import benefit_roles
from xiandao.policy.methods.comparing import comparator_of
from xiandao.policy.methods.folding import Folded
from xiandao.policy.methods.governing import Horizon, Timing, timing_of
from xiandao.policy.methods.judging import Place, kind_of
from xiandao.policy.methods.metrics import metric_of
from xiandao.policy.methods.segments import Parsed, Phrase, parse
from xiandao.terms.quantity import Comparator

_EDGE = "，、；：。 "
_ASPIRES = re.compile("力争|争取|争创|力求")
_LONG = 3000


@dataclass(frozen=True, slots=True)
class Finding:
    """One number of a paragraph with its reading; ``kind`` is target, parameter, scope, benefit or threshold."""

    kind: str
    metric: str
    value: float
    value_max: float | None
    unit: str
    comparator: Comparator
    year: int | None
    recurrence: str | None
    source: str
    start: int
    end: int
    baseline: float | None
    value_raw: str
    unit_raw: str
    aspiration: bool
    local: bool


def blocks(folded: Folded, start: int) -> Iterator[tuple[Folded, int]]:
    """Cut an overlong paragraph at sentence stops, so that work stays linear in its length.

    >>> from xiandao.policy.methods.folding import fold
    >>> [len(block.text) for block, _ in blocks(fold("甲" * 3500 + "。" + "乙" * 10), 0)]
    [3000, 501, 10]
    """
    text = folded.text
    at = 0
    while at < len(text):
        end = min(len(text), at + _LONG)
        if len(text) > _LONG:
            stop = text.rfind("。", at, end)
            following = text.find("。", at, end)
            end = stop + 1 if stop > at and following >= 0 else end
        yield Folded(text[at:end], folded.offsets[at:end], folded.end), max(0, start - at)
        at = end


def find_quantities(
    folded: Folded,
    start: int,
    horizon: Horizon,
    place: Place,
    ignored: list[tuple[int, int]],
    metric: str = "",
) -> tuple[list[Finding], Parsed]:
    """Read every number of one folded paragraph.

    Args:
        folded: the paragraph.
        start: index from which numbers count.
        horizon: the years in force.
        place: the surroundings.
        ignored: spans of responsibility statements.
        metric: the metric last named before this paragraph.

    Returns:
        The findings in text order, with spans in the source text, and the parsed paragraph.

    >>> from xiandao.policy.methods.folding import fold
    >>> found, _ = find_quantities(fold("到2030年，建设20个省级先导区。"), 0, Horizon(), Place(), [])
    >>> [(item.kind, item.value, item.unit, item.year, item.metric) for item in found]
    [('target', 20, '个', 2030, '省级先导区')]
    """
    parsed = parse(folded, start, ignored)
    benefits = benefit_roles(parsed)
    found: list[Finding] = []
    for phrase in sorted(parsed.phrases, key=lambda item: item.amount.start):
        if phrase.role != "head" and phrase.amount.start not in benefits:
            continue
        comparator, stated = comparator_of(parsed, phrase)
        timing = timing_of(parsed, phrase, horizon)
        kind = benefits.get(phrase.amount.start) or kind_of(
            parsed, phrase, timing, comparator, stated, place
        )
        if kind is None:
            continue
        metric = metric_of(parsed, phrase, metric)
        found.append(_finding(parsed, phrase, kind, metric, comparator, timing))
    return found, parsed


def starting_from(finding: Finding, started: Sequence[Amount]) -> Finding:
    """Give a finding the last of the stated starting values that has its unit.

    >>> from xiandao.policy.methods.amounts import find_amounts
    >>> from xiandao.policy.methods.folding import fold
    >>> found, _ = find_quantities(fold("到2030年，建设20个先导区。"), 0, Horizon(), Place(), [])
    >>> starting_from(found[0], list(find_amounts("8个"))).baseline
    8
    """
    values = [item.value for item in started if item.unit == finding.unit]
    return replace(finding, baseline=values[-1]) if values else finding


def _finding(
    parsed: Parsed, phrase: Phrase, kind: str, metric: str, comparator: Comparator, timing: Timing
) -> Finding:
    amount = phrase.amount
    left, right = (
        _extent(parsed, phrase) if kind not in ("benefit", "threshold") else phrase.segment
    )
    first, last = parsed.folded.span(left, right)
    year = timing.year if kind in ("target", "scope") or _own_year(parsed, timing, amount) else None
    return Finding(
        kind,
        metric,
        amount.value,
        amount.value_max,
        amount.unit,
        comparator,
        year,
        timing.recurrence if kind != "scope" else None,
        timing.source,
        first,
        last,
        phrase.baseline.value if phrase.baseline else None,
        amount.raw,
        amount.unit_raw,
        bool(_ASPIRES.search(parsed.text, left, right)),
        parsed.shape[phrase.segment[0] : phrase.segment[0] + 2] == "其中",
    )


def _own_year(parsed: Parsed, timing: Timing, amount: Amount) -> bool:
    """A standing rule has a year only where its own sentence names one."""
    first, _ = parsed.sentence(amount.start)
    return timing.source == "text" and (timing.mark is None or timing.mark.start >= first)


def _extent(parsed: Parsed, phrase: Phrase) -> tuple[int, int]:
    left, right = phrase.left, phrase.right
    while left < phrase.amount.start and parsed.text[left] in _EDGE:
        left += 1
    while right > phrase.amount.end and parsed.text[right - 1] in _EDGE:
        right -= 1
    opened = parsed.text.count("（", left, right) - parsed.text.count("）", left, right)
    if opened > 0 and parsed.text[right : right + 1] == "）":
        right += 1
    return left, right
