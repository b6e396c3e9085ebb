"""Many records or contracts from one workbook: read in a bounded child, tried out, taken whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from xiandao.evaluate.commands import contracts, records
from xiandao.evaluate.commands.contracts import ContractFacts
from xiandao.evaluate.commands.line_plans import CHANGE, ENTER, SAME, Step, judged
from xiandao.evaluate.methods.line_intake import Line, Lines, read_lines
from xiandao.evaluate.models import Contract, Intake, IntakeState, ZoneRecord
from xiandao.registry.commands.acting import command, note, require
from xiandao.registry.methods.wording import one_line
from xiandao.statistics.methods.finding import Severity
from xiandao.statistics.methods.marked import Mark
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

RECORD = "evaluate.record"


def receive(
    *, organisation: Organisation, kind: str, data: bytes, name: str, by: Account
) -> Intake:
    """Read a workbook and keep what it would do: nothing is entered yet.

    Raises:
        InputError: what ``read_lines`` says where the file cannot be read.
    """
    require(by, RECORD, organisation)
    # Read before the transaction begins: nobody else's writing waits for a large file.
    sheet = read_lines(kind, data, filename=name)
    return keep(organisation=organisation, sheet=sheet, data=data, name=name, by=by)


@command(RECORD, on="organisation")
def keep(
    *, organisation: Organisation, sheet: Lines, data: bytes, name: str, by: Account
) -> Intake:
    """Keep a workbook that was read; an earlier one of the same account that still waits is put aside."""
    waiting = Intake.objects.filter(uploaded_by=by, kind=sheet.kind, state=IntakeState.WAITING)
    waiting.update(state=IntakeState.DISCARDED, content=b"")
    made = Intake.objects.create(
        organisation=organisation,
        kind=sheet.kind,
        sha256=hashlib.sha256(data).hexdigest(),
        name=one_line(name, limit=200),
        content=data,
        outcome=outcome_of(sheet, by),
        uploaded_by=by,
    )
    note(
        f"导入{made.get_kind_display()}：{made.name}",
        about=made,
        sha256=made.sha256,
        lines=len(sheet.lines),
    )
    return made


@command(RECORD, on="intake")
def take(*, intake: Intake, by: Account) -> dict[str, int]:
    """Enter what a waiting workbook says, all of it or nothing.

    Returns:
        How many lines were entered, changed and left as they are.

    Raises:
        XiandaoError: ``EVA-618`` it does not wait any more, ``EVA-619`` it has cells that must be mended first, or
            something changed since the trial.
    """
    refuse_decided(intake, by)
    if not intake.outcome["is_sound"]:
        raise XiandaoError(
            "EVA-619",
            _("文件里还有必须改正的内容，一行也没有写入"),
            _("请下载标注好的文件，改正后重新上传"),
            {"status": 409},
        )
    steps, marks = judged(by, _read(intake))
    if marks or [step.plan.to_json() for step in steps] != intake.outcome["plans"]:
        raise XiandaoError(
            "EVA-619",
            _("试读之后登记的内容有了变化，一行也没有写入"),
            _("请重新上传文件，按最新的内容核对"),
            {"status": 409},
        )
    done = {ENTER: 0, CHANGE: 0, SAME: 0}
    for step in steps:
        _carry_out(step, by)
        done[step.plan.act] += 1
    _decide(intake, IntakeState.TAKEN)
    note(f"采用导入文件：{intake.name}", about=intake, **done)
    return done


@command(RECORD, on="intake")
def discard(*, intake: Intake, by: Account) -> None:
    """Put a waiting workbook aside; nothing of it stays but its name and digest."""
    refuse_decided(intake, by)
    _decide(intake, IntakeState.DISCARDED)
    note(f"放弃导入文件：{intake.name}", about=intake)


def outcome_of(sheet: Lines, by: Account) -> dict[str, Any]:
    """Return what the trial shows: the lines as read, the marks for the file, and what each line would do."""
    steps, marks = judged(by, sheet)
    every = sorted((*sheet.marks, *marks), key=_order)
    return {
        "sheet": sheet.sheet,
        "letters": dict(sheet.letters),
        "lines": [[line.row, dict(line.texts)] for line in sheet.lines],
        "marks": [asdict(mark) for mark in every],
        "plans": [step.plan.to_json() for step in steps],
        "is_sound": all(mark.severity != Severity.MUST for mark in every),
    }


def marks_of(intake: Intake) -> list[Mark]:
    """Return what the trial found, the gravest first."""
    return [Mark(**row) for row in intake.outcome.get("marks", [])]


def refuse_decided(intake: Intake, by: Account) -> None:
    """Refuse to decide twice about one workbook, or about somebody else's.

    Raises:
        XiandaoError: ``EVA-618``.
    """
    held = Intake.objects.select_for_update().get(pk=intake.pk)
    if held.state != IntakeState.WAITING or held.uploaded_by_id != by.pk:
        raise XiandaoError(
            "EVA-618",
            _("这份文件%(state)s") % {"state": held.get_state_display()},
            _("如需再次导入，请重新上传"),
            {"status": 409},
        )


def _carry_out(step: Step, by: Account) -> None:
    plan, facts, held = step.plan, step.facts, step.held
    if plan.act == SAME:
        return
    if isinstance(facts, ContractFacts):
        if isinstance(held, Contract):
            contracts.change(contract=held, facts=facts, version=plan.version, by=by)
        else:
            contracts.add(organisation=step.body, facts=facts, by=by)
    elif isinstance(held, ZoneRecord):
        records.change(record=held, facts=facts, version=plan.version, by=by)
    else:
        records.add(organisation=step.body, facts=facts, by=by)


def _order(mark: Mark) -> tuple[int, int, int, str]:
    """The gravest first, then from the top to the bottom and from left to right."""
    letters = mark.cell.rstrip("0123456789")
    row = int(mark.cell[len(letters) :] or 0)
    gravity = [one.value for one in Severity].index(Severity(mark.severity))
    return (gravity, row, len(letters), letters)


def _read(intake: Intake) -> Lines:
    told: Mapping[str, Any] = intake.outcome
    lines = tuple(Line(row, texts) for row, texts in told["lines"])
    return Lines(intake.kind, told["sheet"], told["letters"], lines)


def _decide(intake: Intake, state: IntakeState) -> None:
    intake.state, intake.content = state, b""
    intake.save(update_fields=["state", "content"])
