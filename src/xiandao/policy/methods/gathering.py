"""Collect what the paragraphs and rows of one paper say into one reading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from xiandao.policy.methods import actors, tables
from xiandao.policy.methods.amounts import find_amounts
from xiandao.policy.methods.carrying import Carrier
from xiandao.policy.methods.deadlines import plan_period, row_deadline
from xiandao.policy.methods.document import Document
from xiandao.policy.methods.folding import Folded, fold
from xiandao.policy.methods.formulas import guides
from xiandao.policy.methods.industries import Names, find_industries
from xiandao.policy.methods.judging import Place
from xiandao.policy.methods.lexicon import any_of
from xiandao.policy.methods.linking import link_targets
from xiandao.policy.methods.making import benefit_of, measure_of, target_of
from xiandao.policy.methods.masking import blank
from xiandao.policy.methods.measures import find_measures
from xiandao.policy.methods.outline import Outline, Paragraph
from xiandao.policy.methods.records import (
    Benefit,
    Clause,
    Measure,
    Reading,
    Responsibility,
    Target,
)
from xiandao.policy.methods.statements import Statement, from_cells
from xiandao.policy.methods.targets import Finding, blocks, find_quantities, starting_from

_START = 15
_NEAR = 2000
_BULLET = 9
_NOTE = re.compile(r"[（【]?(?:备?注|附注|说明)[】）]?[：:\d]")
_CONDITIONS = re.compile(r"(?:条件|要求|情形)(?:之一)?的?[：:]$")
_OPEN_ENDED = re.compile(r"(?:时限|时间|期限)：(?:持续|长期|常年|常态)")
Row = tuple[int | None, str | None]


@dataclass(slots=True)
class Gatherer:
    """Goes through the paragraphs of one paper in order and collects what each says."""

    text: str
    document: Document
    outline: Outline
    targets: list[Target] = field(default_factory=list)
    benefits: list[Benefit] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    responsibilities: list[Responsibility] = field(default_factory=list)
    metric: str = ""
    first_leads: bool = False
    first_clause: int = 0
    conditions: int = -1

    def read(self, catalogue: Names | None) -> Reading:
        numbered = (node.start for node in self.outline.nodes[1:] if 0 <= node.level < _BULLET)
        self.first_clause = next(numbered, 0)
        lines = (item.folded.text for item in self.outline.paragraphs)
        self.first_leads = any(actors.rules_everything(line) for line in lines)
        period = plan_period(self.document.title or "")
        reference = self._reference_year(period)
        carrier = Carrier(self.outline, period[1] if period else None, reference)
        for paragraph in self.outline.paragraphs:
            self.first_leads = self.first_leads or actors.rules_what_follows(paragraph.folded.text)
            if paragraph.kind in ("heading", "text", "bullet"):
                carrier.learn_heading(paragraph)
            if paragraph.kind == "row":
                self._read_row(paragraph, carrier, reference)
            elif paragraph.kind in ("text", "bullet") or (
                paragraph.kind == "heading" and paragraph.labels
            ):
                self._read_paragraph(paragraph, carrier, reference)
        industries = find_industries(
            (item.folded for item in self.outline.paragraphs), self.text, catalogue
        )
        return Reading(
            self.text,
            self.document,
            self._clauses(),
            link_targets(self.targets),
            tuple(self.benefits),
            tuple(self.measures),
            tuple(self.responsibilities),
            industries,
        )

    def _reference_year(self, period: tuple[int, int] | None) -> int | None:
        if self.document.issued_on:
            return self.document.issued_on.year
        number = re.search(r"〔(\d{4})〕", self.document.doc_number or "")
        if number:
            return int(number[1])
        return period[0] if period else None

    def _place(self, paragraph: Paragraph, reference: int | None) -> Place:
        past = any(
            any_of("words", "past_headings").search(node.heading[:16])
            for node in self.outline.ancestors(paragraph.node)
        )
        return Place(
            past_section=past,
            preamble=paragraph.start < self.first_clause
            or bool(_NOTE.match(paragraph.folded.text)),
            conditions=self._is_condition(paragraph),
            in_row=paragraph.kind == "row",
            reference_year=reference,
        )

    def _is_condition(self, paragraph: Paragraph) -> bool:
        """Below a heading 申报条件, or after a paragraph that ends with “以下条件：”."""
        if _CONDITIONS.search(paragraph.folded.text):
            self.conditions = paragraph.node
            return False
        above = list(self.outline.ancestors(paragraph.node))
        if any(any_of("words", "condition_headings").search(node.heading[:16]) for node in above):
            return True
        listed = self.conditions >= 0 and any(
            node is self.outline.nodes[self.conditions] for node in above
        )
        self.conditions = self.conditions if listed else -1
        return listed

    def _read_paragraph(
        self, paragraph: Paragraph, carrier: Carrier, reference: int | None
    ) -> None:
        place = self._place(paragraph, reference)
        statements = actors.find_statements(paragraph.folded.text, first_leads=self.first_leads)
        when: tuple[int | None, str | None] = (None, None)
        if paragraph.labels:
            when = self._read_labels(paragraph)
        for statement in statements:
            self._add_statement(paragraph, paragraph.folded, statement)
            when = row_deadline(statement.deadline) if statement.deadline else when
        if any(_OPEN_ENDED.search(label.text) for label in paragraph.labels):
            place = replace(place, open_ended=True)
        inline = re.search(r"完成时限[：为]([^，。；）]{2,20})", paragraph.folded.text)
        when = row_deadline(inline[1]) if inline else when
        ignored = [(item.start, item.end) for item in statements if item.end - item.start > 2]
        # A statement inside a sentence (由省科技厅牵头…) ends no measure.
        apart = (item.start for item in statements if not item.spoken)
        stop = min(apart, default=len(paragraph.folded.text))
        done = 0
        for block, start in blocks(paragraph.folded, paragraph.body):
            spans = [(a - done, b - done) for a, b in ignored]
            self._read_block(paragraph, block, start, (carrier, when, place), spans, stop - done)
            done += len(block.text)

    def _read_block(
        self,
        paragraph: Paragraph,
        block: Folded,
        start: int,
        around: tuple[Carrier, tuple[int | None, str | None], Place],
        ignored: list[tuple[int, int]],
        stop: int,
    ) -> None:
        carrier, when, place = around
        end = min(stop, len(block.text)) if stop > start else len(block.text)
        horizon = carrier.horizon(paragraph, when)
        if place.open_ended:
            horizon = replace(horizon, title=None, carried=None)
        findings, parsed = find_quantities(block, start, horizon, place, ignored, self.metric)
        self._keep(paragraph, findings)
        headings = [node.heading for node in self.outline.ancestors(paragraph.node)]
        asks = not (place.past_section or place.preamble or guides(headings))
        for deed in (
            find_measures(parsed, start, end, horizon.row or horizon.carried, headings)
            if asks
            else ()
        ):
            text = self.text[deed.start : deed.end]
            self.measures.append(measure_of(deed, text, self._path(paragraph)))
        carrier.learn(paragraph, parsed, findings)

    def _read_labels(self, paragraph: Paragraph) -> tuple[int | None, str | None]:
        """Lines such as 牵头单位：… and 完成时限：… that follow a paragraph belong to it together."""
        joined = "；".join(label.text.rstrip("。；") for label in paragraph.labels)
        when: tuple[int | None, str | None] = (None, None)
        for statement in actors.find_statements(joined, first_leads=self.first_leads):
            span = Folded(
                joined, [paragraph.labels[0].offsets[0]] * len(joined), paragraph.labels[-1].end
            )
            self._add_statement(paragraph, span, statement, paragraph.labels[-1].end)
            when = row_deadline(statement.deadline) if statement.deadline else when
        alone = re.search(r"完成(?:时限|时间)：([^；]{2,20})", joined)
        return row_deadline(alone[1]) if alone else when

    def _read_row(self, paragraph: Paragraph, carrier: Carrier, reference: int | None) -> None:
        row = paragraph.row
        if row is None:
            return
        cells = {role: fold(text).text for role, text in tables.by_role(row).items()}
        statement = from_cells(
            cells, first_leads=self.first_leads, span=(0, len(paragraph.folded.text))
        )
        if statement:
            self._add_statement(paragraph, paragraph.folded, statement)
        when = row_deadline(cells["when"]) if cells.get("when") else (None, None)
        open_ended = bool(cells.get("when")) and when[0] is None
        place = replace(self._place(paragraph, reference), open_ended=open_ended)
        bases = tables.base_columns(row, self._period(paragraph), reference)
        for cell in row.cells:
            if cell.role == "task" and cell.text:
                self._read_cell(paragraph, cell, (carrier, when, place))
            elif cell.role.startswith("year:") and cell not in bases and cell.text:
                self._read_year_cell(paragraph, row, cell, (carrier, bases, place))

    def _period(self, paragraph: Paragraph) -> tuple[int, int] | None:
        above = [node.heading for node in self.outline.ancestors(paragraph.node)]
        caption = tables.caption(self.text[max(0, paragraph.start - _NEAR) : paragraph.start])
        named = (plan_period(line) for line in (caption, self.document.title or "", *above))
        return next(filter(None, named), None)

    def _read_cell(
        self,
        paragraph: Paragraph,
        cell: tables.Cell,
        around: tuple[Carrier, tuple[int | None, str | None], Place],
    ) -> None:
        folded = fold(cell.text, cell.start)
        statements = actors.find_statements(folded.text, first_leads=self.first_leads)
        ignored = [(item.start, item.end) for item in statements if item.end - item.start > 20]
        for block, start in blocks(folded, 0):
            self._read_block(paragraph, block, start, around, ignored, len(block.text))

    def _read_year_cell(
        self,
        paragraph: Paragraph,
        row: tables.Row,
        cell: tables.Cell,
        around: tuple[Carrier, tuple[tables.Cell, ...], Place],
    ) -> None:
        carrier, bases, place = around
        name = tables.by_role(row).get("task", "")
        horizon = carrier.horizon(paragraph, (int(cell.role[5:9]), None))
        folded = tables.folded_figure(row, cell)
        findings, _ = find_quantities(folded, 0, horizon, place, [], name)
        known = (blank(tables.folded_figure(row, base).text) for base in bases)
        started = [amount for text in known for amount in find_amounts(text)]
        self._keep(paragraph, [starting_from(item, started) for item in findings])

    def _keep(self, paragraph: Paragraph, findings: list[Finding]) -> None:
        path = self._path(paragraph)
        for item in findings:
            text = self.text[item.start : item.end]
            if item.kind == "benefit":
                self.benefits.append(benefit_of(item, text, path))
            if item.kind not in ("target", "parameter", "scope"):
                continue
            self.metric = item.metric
            self.targets.append(target_of(item, text, path))

    def _add_statement(
        self, paragraph: Paragraph, folded: Folded, item: Statement, until: int | None = None
    ) -> None:
        start, end = folded.span(item.start, min(item.end, len(folded.text)))
        end = until or end
        begins = self.text[paragraph.start : paragraph.end][:_START]
        self.responsibilities.append(
            Responsibility(
                self._path(paragraph),
                begins,
                item.parties,
                item.lead,
                item.inferred,
                item.others,
                item.note,
                item.deadline,
                start,
                end,
            )
        )

    def _path(self, paragraph: Paragraph) -> str:
        return self.outline.nodes[paragraph.node].path

    def _clauses(self) -> tuple[Clause, ...]:
        nodes = self.outline.nodes
        return tuple(
            Clause(
                node.path,
                node.heading,
                self.text[node.start : node.end],
                node.start,
                node.end,
                node.level,
                nodes[node.parent].path or None,
            )
            for node in nodes[1:]
        )
