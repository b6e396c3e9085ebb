"""Years that reach beyond their paragraph: over bullets, lead-ins and headings of one clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from xiandao.policy.methods.deadlines import find_marks
from xiandao.policy.methods.governing import Horizon
from xiandao.policy.methods.lexicon import any_of
from xiandao.policy.methods.outline import Outline, Paragraph
from xiandao.policy.methods.segments import Parsed
from xiandao.policy.methods.targets import Finding

_LEAD_IN = re.compile(r"[：:]$|如下$|以下(?:目标|任务)")


@dataclass(slots=True)
class _Known:
    year: int
    quantified: bool
    lead_in: bool


@dataclass(slots=True)
class Carrier:
    """Remembers, clause by clause, which year is in force for what follows."""

    outline: Outline
    title_year: int | None
    reference: int | None = None
    last: int | None = None
    _known: dict[int, _Known] = field(default_factory=dict)
    _headings: set[int] = field(default_factory=set)

    def horizon(self, paragraph: Paragraph, row: tuple[int | None, str | None]) -> Horizon:
        """Give what is known about time before a paragraph is read."""
        known, explicit = self._carried(paragraph)
        return Horizon(known, row[0], row[1], self.title_year, self.last, explicit)

    def learn(self, paragraph: Paragraph, parsed: Parsed, findings: list[Finding]) -> None:
        """Take over the year that the paragraph leaves in force."""
        own = [
            mark
            for mark in parsed.marks
            if mark.kind == "deadline" and mark.year and mark.year >= (self.reference or 0)
        ]
        self.last = own[-1].year if own else self.last
        for finding in findings:
            if finding.kind == "target" and finding.source == "text" and finding.year:
                self.last = max(self.last or 0, finding.year)
        node = self._scope(paragraph)
        used = [
            item.year
            for item in findings
            if item.kind in ("target", "scope")
            and item.year
            and item.source == "text"
            and not item.local
        ]
        lead_in = bool(_LEAD_IN.search(parsed.text)) or self._ends_with_lead_in(parsed)
        previous = self._known.get(node)
        if used:
            self._known[node] = _Known(used[-1], True, lead_in)
        elif own and (previous is None or lead_in or not previous.quantified):
            year = own[-1].year if lead_in else own[0].year
            if year:
                self._known[node] = _Known(year, False, lead_in)

    def learn_heading(self, paragraph: Paragraph) -> None:
        """A heading that names a year governs its clause."""
        heading = self.outline.nodes[paragraph.node].heading
        years = [mark.year for mark in find_marks(heading) if mark.kind == "deadline" and mark.year]
        if years and years[-1]:
            self._known[paragraph.node] = _Known(years[-1], False, True)

    def _carried(self, paragraph: Paragraph) -> tuple[int | None, bool]:
        node = paragraph.node
        steps = 0
        while node > 0 and steps < 12:
            known = self._known.get(node)
            if known is not None:
                return known.year, known.lead_in or paragraph.kind == "bullet" or steps > 0
            node = self.outline.nodes[node].parent
            steps += 1
        known = (
            self._known.get(0)
            if self._goals(paragraph.node) or paragraph.kind == "bullet"
            else None
        )
        return (known.year, True) if known and known.lead_in else (None, False)

    def _scope(self, paragraph: Paragraph) -> int:
        """Bullets and numbered goals pass their year on to the clause that holds them."""
        node = self.outline.nodes[paragraph.node]
        if paragraph.kind == "bullet" or (node.anonymous and node.level == 10):
            return max(node.parent, 0)
        return paragraph.node

    def _goals(self, node: int) -> bool:
        return any(
            any_of("words", "goal_headings").search(item.heading)
            for item in self.outline.ancestors(node)
        )

    @staticmethod
    def _ends_with_lead_in(parsed: Parsed) -> bool:
        return bool(re.search(r"(?:目标|任务)(?:是|为|如下)?(?:（[^（）]*）)?[：:]?$", parsed.text))
