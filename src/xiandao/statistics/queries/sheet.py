"""A return as its page shows it: each row with this period, last year, last period, what is known and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from xiandao.statistics.methods.filing_values import known_values
from xiandao.statistics.methods.form import PRIOR, Item
from xiandao.statistics.methods.template import shown_label
from xiandao.statistics.models import Filing, Finding
from xiandao.statistics.models.filing import WITH_UNIT
from xiandao.statistics.queries.as_filed import as_seen, findings_seen
from xiandao.statistics.queries.history import history_of
from xiandao.statistics.queries.visible import is_reporter

if TYPE_CHECKING:
    from xiandao.registry.models import Account

GRAVITY = ("must", "explain", "hint")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row: what stands in it, what the system knew, what was typed and cannot be read."""

    name: str
    value: str
    prefill: Mapping[str, str] | None
    problem: tuple[str, str] | None
    # What somebody else has kept meanwhile, where it is not what was typed here.
    theirs: str | None = None
    # The gravest level among the findings of this very cell.
    worst: str = ""

    @property
    def can_adopt(self) -> bool:
        """Whether something known waits to be adopted."""
        return self.prefill is not None and not self.value


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form."""

    item: Item
    label: str
    depth: int
    now: Cell
    prior: Cell | None
    last: str
    explanation: str
    findings: tuple[Finding, ...]
    sent_back: str | None
    wants_words: bool

    @property
    def worst(self) -> str:
        """The gravest level among the findings, empty where there is none."""
        return next((one for one in GRAVITY if any(f.severity == one for f in self.findings)), "")


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of a return."""

    filing: Filing
    sections: tuple[Section, ...]
    can_edit: bool
    has_prior: bool
    last_label: str
    filled: int
    adoptable: int
    general: tuple[Finding, ...]

    @property
    def total(self) -> int:
        """How many rows the reporter may fill."""
        return sum(not row.item.formula for section in self.sections for row in section.rows)


def sheet(
    filing: Filing,
    account: Account,
    *,
    typed: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
    problems: Mapping[str, tuple[str, str]] | None = None,
    is_conflict: bool = False,
) -> Sheet:
    """Return the page of a return.

    Args:
        filing: with its round, form and organisation.
        account: who looks.
        typed: text that was typed and could not be kept; it stands in its cells again.
        words: explanations that were typed with it.
        problems: by name of the value, sentence and hint of what cannot be read.
        is_conflict: somebody else saved first; where typed and kept text differ both are shown.
    """
    form = filing.round.form.form
    found, filing = findings_seen(account, filing), as_seen(account, filing)
    history = history_of(filing)
    last_code, last = history[0] if history else ("", {})
    build = _Builder(filing, found, typed or {}, words or {}, problems or {}, last)
    build.is_conflict = is_conflict
    rows = [build.row(item) for item in form.items]
    codes = set(form.codes)
    return Sheet(
        filing=filing,
        sections=tuple(
            Section(name, tuple(part)) for name, part in groupby(rows, lambda row: row.item.section)
        ),
        can_edit=is_reporter(account, filing.organisation) and filing.stage in WITH_UNIT,
        has_prior=any(item.has_prior for item in form.items),
        last_label=last_code,
        filled=sum(bool(row.now.value) and not row.item.formula for row in rows),
        adoptable=sum(
            row.now.can_adopt + (row.prior is not None and row.prior.can_adopt) for row in rows
        ),
        general=tuple(one for one in build.findings if one.item.removesuffix(PRIOR) not in codes),
    )


class _Builder:
    def __init__(
        self,
        filing: Filing,
        findings: Sequence[Finding],
        typed: Mapping[str, str],
        words: Mapping[str, str],
        problems: Mapping[str, tuple[str, str]],
        last: Mapping[str, Any],
    ) -> None:
        self.filing, self.typed, self.words, self.problems = filing, typed, words, problems
        self.last = last
        self.is_conflict = False
        self.findings = sorted(findings, key=lambda one: (GRAVITY.index(one.severity), one.rule))
        self.items = {item.code: item for item in filing.round.form.form.items}

    def row(self, item: Item) -> Row:
        found = tuple(one for one in self.findings if one.item.removesuffix(PRIOR) == item.code)
        words = self.words.get(item.code, self.filing.explanations.get(item.code, ""))
        marks = self.filing.marked_cells
        return Row(
            item=item,
            label=shown_label(item),
            depth=self._depth(item),
            now=self._cell(item.code, item),
            prior=self._cell(item.prior, item) if item.has_prior else None,
            last=_shown(self.last.get(item.code), item),
            explanation=words,
            findings=found,
            sent_back=marks.get(item.code, marks.get(item.prior)),
            wants_words=any(one.needs_explanation for one in found),
        )

    def _cell(self, name: str, item: Item) -> Cell:
        value = self.filing.values.get(name) or ""
        if not item.formula and name in self.typed:
            value = self.typed[name]
        known = None if item.formula else self.filing.prefill.get(name)
        found = {one.severity for one in self.findings if one.item == name}
        worst = next((level for level in GRAVITY if level in found), "")
        return Cell(name, value, known, self.problems.get(name), self._theirs(name, item), worst)

    def _theirs(self, name: str, item: Item) -> str | None:
        if not self.is_conflict or item.formula or name not in self.typed:
            return None
        kept = self.filing.values.get(name) or ""
        return None if _bare(self.typed[name]) == _bare(kept) else kept

    def _depth(self, item: Item) -> int:
        depth = 0
        while item.parent and depth < 3:
            item, depth = self.items[item.parent], depth + 1
        return depth


def _bare(text: str) -> str:
    return text.replace(",", "").strip()


def _shown(value: Any, item: Item) -> str:
    text = "" if value is None else str(value)
    return dict(item.choices).get(text, text)


def previous_values(filing: Filing) -> dict[str, Any]:
    """Return the values of the unit's period before, as numbers, for the template's column 上期."""
    history = history_of(filing)
    return dict(history[0][1]) if history else {}


def present_values(filing: Filing) -> dict[str, Any]:
    """Return the values of a return as numbers."""
    return known_values(filing.round.form.form, filing.values)
