"""One return beside the last period and last year, with what was found and what the reporter says to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xiandao.statistics.methods.filing_values import known_values
from xiandao.statistics.methods.form import PRIOR, Item
from xiandao.statistics.methods.template import shown_label
from xiandao.statistics.models import Filing, Finding
from xiandao.statistics.queries.as_filed import as_filed, filed_findings
from xiandao.statistics.queries.hints import Hint, hints_of
from xiandao.statistics.queries.history import history_of

GRAVITY = ("must", "explain", "hint")
# A change beyond this share of the earlier value is set in bold: something to look at, no rule.
NOTABLE = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Against:
    """An earlier value with the difference to it; ``share`` is None where there is nothing to divide by."""

    value: Any
    difference: Decimal | None
    share: Decimal | None

    @property
    def is_notable(self) -> bool:
        """Whether the change is large for the value it starts from."""
        return self.share is not None and abs(self.share) > NOTABLE

    @property
    def percent(self) -> str:
        """The change in per cent, with its sign."""
        if self.share is None:
            return ""
        return f"{self.share * 100:+.1f}%" if self.share else "0.0%"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the form as a reviewer reads it."""

    item: Item
    label: str
    depth: int
    value: Any
    last: Against
    year: Against
    explanation: str
    findings: tuple[Finding, ...]
    hints: tuple[Hint, ...]
    mark: str | None

    @property
    def worst(self) -> str:
        """The gravest level among the findings, empty where there is none."""
        return next((one for one in GRAVITY if any(f.severity == one for f in self.findings)), "")

    @property
    def is_discussed(self) -> bool:
        """Whether anybody has said anything to it: a rule, its class, the reporter, an earlier reviewer."""
        return bool(self.findings or self.hints or self.explanation or self.mark is not None)

    @property
    def wants_eyes(self) -> bool:
        """Whether anything was found or stands out."""
        return self.is_discussed or self.last.is_notable


@dataclass(frozen=True, slots=True)
class Comparison:
    """The page of a return under review."""

    lines: tuple[Line, ...]
    last_period: str
    year_period: str
    general: tuple[Finding, ...]

    @property
    def notable(self) -> int:
        """How many rows ask for a look."""
        return sum(line.wants_eyes for line in self.lines)


def comparison(filing: Filing) -> Comparison:
    """Return a return as it was filed, side by side with the unit's last period and the year before."""
    form = filing.round.form.form
    found, filing = filed_findings(filing), as_filed(filing)
    values = known_values(form, filing.values)
    past = dict(history_of(filing))
    last_code = next(iter(past), "")
    year_code = filing.round.span.year_before.code
    last, year = past.get(last_code, {}), past.get(year_code, {})
    hints = hints_of(filing.round).get(filing.organisation.code, ())
    findings = sorted(found, key=lambda one: GRAVITY.index(one.severity))
    codes = set(form.codes)
    items = {item.code: item for item in form.items}

    def line(item: Item) -> Line:
        now = values.get(item.code)
        before = values.get(item.prior)
        return Line(
            item=item,
            label=shown_label(item),
            depth=_depth(item, items),
            value=now,
            last=against(now, last.get(item.code)),
            year=against(now, year.get(item.code) if before is None else before),
            explanation=filing.explanations.get(item.code, ""),
            findings=tuple(one for one in findings if _is_of(one.item, item)),
            hints=tuple(one for one in hints if _is_of(one.item, item)),
            mark=filing.marked_cells.get(item.code),
        )

    return Comparison(
        tuple(line(item) for item in form.items),
        last_code,
        year_code,
        tuple(one for one in findings if one.item.removesuffix(PRIOR) not in codes),
    )


def against(now: Any, before: Any) -> Against:
    """Return an earlier value with the difference of the present one, in amount and as a share of it."""
    if not isinstance(now, Decimal) or not isinstance(before, Decimal):
        return Against(before, None, None)
    difference = now - before
    return Against(before, difference, difference / abs(before) if before else None)


def _is_of(name: str, item: Item) -> bool:
    return name.removesuffix(PRIOR) == item.code


def _depth(item: Item, items: Mapping[str, Item]) -> int:
    depth = 0
    while item.parent and depth < 3:
        item, depth = items[item.parent], depth + 1
    return depth
