"""Which year governs a number: the nearest stated one, carried over commas, bullets and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xiandao.policy.methods.deadlines import Mark
from xiandao.policy.methods.segments import Parsed, Phrase

_TRAILING = re.compile(
    r"(?:以?前|底前|底|末)*(?:，)?(?:全面|全部|基本|如期|确保)?(?:完成|建成|投用|投产|达到上述|实现上述|达标|到位)"
)
_ABOVE = re.compile(r"(?:上述|以上|前述)(?:目标|任务|指标|工作)")


@dataclass(slots=True)
class Horizon:
    """What is known about time before a paragraph is read."""

    carried: int | None = None
    row: int | None = None
    row_recurrence: str | None = None
    title: int | None = None
    last: int | None = None
    explicit_carry: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """The year of a number, its recurrence, where the year comes from, and a stated past year."""

    year: int | None
    recurrence: str | None
    source: str
    mark: Mark | None


def timing_of(parsed: Parsed, phrase: Phrase, horizon: Horizon) -> Timing:
    """Find the deadline and the recurrence of one number.

    Args:
        parsed: the paragraph.
        phrase: the number.
        horizon: years in force before the paragraph.

    >>> from xiandao.policy.methods.folding import fold
    >>> from xiandao.policy.methods.segments import parse
    >>> parsed = parse(fold("到2027年，建设10个，每年新增5家；能耗较2020年下降3%"))
    >>> [(item.year, item.recurrence) for item in (timing_of(parsed, one, Horizon()) for one in parsed.phrases)]
    [(2027, None), (2027, 'annual'), (2027, None)]
    """
    at = phrase.amount.start
    yearly = _recurrence(parsed, phrase)
    mark = _governing_mark(parsed, phrase, same_sentence=yearly is not None)
    if mark is not None:
        year = _year_of(mark, parsed, phrase, horizon)
        if year is not None or mark.kind == "within":
            return Timing(year, yearly, "text", mark)
    breakdown = _breakdown(parsed, phrase)
    if breakdown is not None:
        return Timing(breakdown, yearly, "text", None)
    trailing = _trailing(parsed, at)
    if trailing is not None:
        return Timing(trailing, yearly, "text", None)
    if horizon.row is not None:
        return Timing(horizon.row, yearly, "row", None)
    yearly = yearly or horizon.row_recurrence
    if horizon.carried is not None and (yearly is None or horizon.explicit_carry):
        return Timing(horizon.carried, yearly, "carried", None)
    return Timing(horizon.title if yearly is None else None, yearly, "title", None)


def _recurrence(parsed: Parsed, phrase: Phrase) -> str | None:
    for mark in parsed.marks:
        if mark.kind == "yearly" and phrase.segment[0] <= mark.start < phrase.amount.start:
            return mark.recurrence
    return None


def _governing_mark(parsed: Parsed, phrase: Phrase, *, same_sentence: bool) -> Mark | None:
    at = phrase.amount.start
    first, _ = parsed.sentence(at)
    own = parsed.segment(at)
    for mark in reversed(_before(parsed.marks, at)):
        if same_sentence and mark.start < first:
            return None
        if mark.kind not in ("deadline", "same", "relative", "within"):
            continue
        if mark.kind == "within" and mark.start < first:
            return None
        if mark.start >= own[0] or not _is_local(parsed, mark):
            return mark
    return None


def _before(marks: list[Mark], at: int) -> list[Mark]:
    near = [mark for mark in marks if mark.start < at]
    return near[-40:]


def _is_local(parsed: Parsed, mark: Mark) -> bool:
    """A year inside brackets or after 其中 governs its own segment only."""
    left, _ = parsed.segment(mark.start)
    if parsed.shape[left : left + 2] == "其中":
        return True
    opened = parsed.shape.rfind("（", 0, mark.start)
    return (
        opened >= 0
        and parsed.shape.find("）", opened, mark.start) < 0
        and mark.start - opened < 200
        and (parsed.shape.find("）", mark.start) >= 0)
        and not _lead_in_bracket(parsed, mark, opened)
    )


def _lead_in_bracket(parsed: Parsed, mark: Mark, opened: int) -> bool:
    return mark.first_year is not None and parsed.text[max(0, opened - 8) : opened].endswith(
        ("期内", "期间", "行动期内", "周期内")
    )


def _year_of(mark: Mark, parsed: Parsed, phrase: Phrase, horizon: Horizon) -> int | None:
    if mark.kind == "same":
        earlier = [
            item.year
            for item in parsed.marks
            if item.start < mark.start and item.kind == "deadline"
        ]
        return earlier[-1] if earlier else horizon.last or horizon.carried
    if mark.kind == "relative":
        earlier = [
            item.year
            for item in parsed.marks
            if item.start < mark.start and item.kind == "deadline"
        ]
        base = earlier[-1] if earlier else horizon.last
        return base + (mark.first_year or 0) if base else None
    if mark.kind == "within":
        return None
    return _distributed(mark, parsed, phrase) or mark.year


def _distributed(mark: Mark, parsed: Parsed, phrase: Phrase) -> int | None:
    """“2025年、2026年分别达到300辆、800辆”: years and numbers pair off."""
    left, right = phrase.segment
    at = parsed.text.find("分别", left, right)
    if at < 0 or at > phrase.amount.start:
        return None
    heads = sorted(
        item.amount.start
        for item in parsed.phrases
        if item.segment == phrase.segment and item.role == "head" and item.amount.start > at
    )
    chain: list[Mark] = []
    for item in reversed(
        [one for one in parsed.marks if one.start < at and one.kind == "deadline"]
    ):
        joined = parsed.text[item.end : chain[-1].start] if chain else "、"
        if len(joined) > 4 or not any(char in joined for char in "、和及与"):
            break
        chain.append(item)
    if len(chain) != len(heads) or len(chain) < 2:
        return None
    return chain[::-1][heads.index(phrase.amount.start)].year


def _breakdown(parsed: Parsed, phrase: Phrase) -> int | None:
    """A total followed by a bracket with one number for each year takes the last of them."""
    end = phrase.amount.end
    opened = parsed.shape.find("（", end, end + 30)
    if opened < 0:
        return None
    closed = parsed.shape.find("）", opened, opened + 200)
    years = [
        mark.year
        for mark in parsed.marks
        if opened < mark.start < closed and mark.kind == "deadline" and mark.year
    ]
    return max(years) if len(years) > 1 else None


def _closes(parsed: Parsed, mark: Mark) -> bool:
    left, right = parsed.segment(mark.start)
    counted = any(mark.end <= amount.start < right for amount in parsed.amounts)
    return not counted and parsed.shape[left : left + 2] != "其中"


def _trailing(parsed: Parsed, at: int) -> int | None:
    _, right = parsed.sentence(at)
    for mark in parsed.marks:
        if mark.start < at or mark.kind != "deadline":
            continue
        if _ABOVE.search(parsed.text[max(0, mark.start - 14) : mark.start]):
            return mark.year
        if mark.start < right and _TRAILING.match(parsed.text, mark.end) and _closes(parsed, mark):
            return mark.year
    return None
