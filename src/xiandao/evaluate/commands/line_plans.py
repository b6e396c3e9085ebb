"""What the lines of a workbook would do today: enter something, change it, nothing, or what is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from xiandao.evaluate.commands import contracts, records
from xiandao.evaluate.commands.contracts import ContractFacts
from xiandao.evaluate.commands.records import RecordFacts
from xiandao.evaluate.methods.line_columns import BOOKS, NO, YES
from xiandao.evaluate.models import Contract, IntakeKind, ZoneRecord
from xiandao.evaluate.queries.written_down import INSTITUTE, RECORD, ZONE
from xiandao.registry.queries.organisations import in_reach
from xiandao.statistics.methods.finding import Severity
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.line_intake import Line, Lines
    from xiandao.registry.models import Account, Organisation
    from xiandao.statistics.methods.marked import Mark

ENTER, CHANGE, SAME = "enter", "change", "same"
BODY_OF: Final = {IntakeKind.RECORDS: ZONE, IntakeKind.CONTRACTS: INSTITUTE}
Facts = RecordFacts | ContractFacts
Kept = ZoneRecord | Contract
Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """One line: what it does, to what, and what changes in words; ``pk`` and ``version`` of what is there already."""

    row: int
    act: str
    code: str
    name: str
    title: str
    pk: int
    version: int
    changes: list[list[str]]

    def to_json(self) -> dict[str, Any]:
        """Return the plan as it is kept beside the file."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Step:
    """One sound line with what it stands for."""

    plan: Plan
    body: Organisation
    facts: Facts
    held: Kept | None


def judged(account: Account, sheet: Lines) -> tuple[list[Step], list[Mark]]:
    """Return what each sound line does, and what is wrong with the others; nothing is changed.

    Args:
        account: whose reach tells for which bodies lines may be entered.
        sheet: the lines as read; those with a problem of their own do nothing.
    """
    kind = IntakeKind(sheet.kind)
    codes = {line.texts.get("code", "") for line in sheet.lines}
    reach = in_reach(account, RECORD).filter(kind=BODY_OF[kind])
    known = {one.code: one for one in reach if one.code in codes}
    there = _there(kind, known)
    broken = {_row_of(mark) for mark in sheet.marks if mark.severity == Severity.MUST}
    steps: list[Step] = []
    marks: list[Mark] = []
    first: dict[Key, int] = {}
    for line in sheet.lines:
        code = line.texts.get("code", "")
        if code and code not in known:
            words = _("没有代码为“%(code)s”的单位，或不在您的填报范围内") % {"code": code[:32]}
            marks.append(sheet.mark(line.row, "code", words, _("请从模板的“可选内容”中选择")))
            continue
        if line.row in broken:
            continue
        body = known[code]
        key = _key(kind, body, line.texts)
        if (before := first.setdefault(key, line.row)) != line.row:
            words = _("与第%(row)d行重复") % {"row": before}
            column = "number" if kind is IntakeKind.CONTRACTS else "title"
            marks.append(sheet.mark(line.row, column, words, _("请只保留一行")))
            continue
        held = there.get(key)
        try:
            facts = _facts(kind, line.texts, held)
        except InputError as error:
            column = str(error.details.get("field", "code"))
            marks.append(sheet.mark(line.row, column, error.sentence, error.hint))
            continue
        steps.append(_step(line, body, facts, held))
    return steps, marks


def _row_of(mark: Mark) -> int:
    return int("".join(one for one in mark.cell if one.isdigit()) or 0)


def _there(kind: IntakeKind, known: Mapping[str, Organisation]) -> dict[Key, Kept]:
    keys = [one.pk for one in known.values()]
    if kind is IntakeKind.CONTRACTS:
        held = Contract.objects.filter(organisation__in=keys, removed_at__isnull=True)
        return {(one.organisation_id, "", _folded(one.number)): one for one in held}
    rows = ZoneRecord.objects.filter(organisation__in=keys, removed_at__isnull=True)
    return {(one.organisation_id, one.kind, _folded(one.title)): one for one in rows}


def _folded(words: str) -> str:
    """Return what is the same however wide it was typed: 中试基地（一期） and 中试基地(一期) are one."""
    return " ".join(unicodedata.normalize("NFKC", words).split())


def _key(kind: IntakeKind, body: Organisation, texts: Mapping[str, str]) -> Key:
    if kind is IntakeKind.CONTRACTS:
        return (body.pk, "", _folded(texts["number"]))
    return (body.pk, texts["kind"], _folded(texts["title"]))


def _facts(kind: IntakeKind, texts: Mapping[str, str], held: Kept | None) -> Facts:
    """Return the facts of a line as the commands would keep them; a column that the file lacks leaves what is there.

    Raises:
        InputError: what ``records.sound`` and ``contracts.sound`` say.
    """

    def number(key: str) -> Decimal | None:
        if key not in texts:
            return getattr(held, key, None)
        return Decimal(texts[key]) if texts[key] else None

    def day(key: str) -> date | None:
        if key not in texts:
            return getattr(held, key, None)
        return date.fromisoformat(texts[key]) if texts[key] else None

    def word(key: str) -> str:
        return texts[key] if key in texts else str(getattr(held, key, ""))

    if kind is IntakeKind.RECORDS:
        return records.sound(
            RecordFacts(
                word("kind"), word("title"), word("role"), word("role_reason"), word("undertaker"),
                word("clause"), day("started_on"), day("finished_on"), number("amount"), word("note"),
            )
        )  # fmt: skip
    is_local = texts["is_local"] != "0" if "is_local" in texts else getattr(held, "is_local", True)
    return contracts.sound(
        ContractFacts(
            word("number"), word("title"), word("kind"), word("buyer"), day("signed_on") or date.min,
            number("amount") or Decimal(0), number("paid") or Decimal(0), word("product"), is_local, word("note"),
        )
    )  # fmt: skip


def _step(line: Line, body: Organisation, facts: Facts, held: Kept | None) -> Step:
    changes = []
    if held is not None:
        for name, after in asdict(facts).items():
            before = getattr(held, name)
            if before != after:
                changes.append([name, _words(name, before), _words(name, after)])
    act = ENTER if held is None else CHANGE if changes else SAME
    plan = Plan(
        line.row, act, body.code, body.label, facts.title, held.pk if held else 0,
        held.version if held else 0, changes,
    )  # fmt: skip
    return Step(plan, body, facts, held)


def _words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return format(value, "f")
    for book in BOOKS.values():
        for one in book.headings:
            if one.key == name and value in one.choices.values():
                return next(word for word, held in one.choices.items() if held == value)
    return "" if value is None else str(value)
