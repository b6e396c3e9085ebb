"""Many reporting units from one workbook: read in a bounded child, tried out, taken whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from xiandao.registry.commands.acting import command, note, require
from xiandao.registry.methods.wording import one_line
from xiandao.registry.queries.organisations import by_codes
from xiandao.statistics.commands import unit_lines, units
from xiandao.statistics.commands.forms import MANAGE
from xiandao.statistics.commands.unit_lines import ENROL, MOVE, SAME
from xiandao.statistics.methods.finding import Severity
from xiandao.statistics.methods.marked import Mark
from xiandao.statistics.methods.register_intake import Line, Sheet, read_register
from xiandao.statistics.models import ReturnUploadState, Unit, UnitSheet
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation


def receive(*, organisation: Organisation, data: bytes, name: str, by: Account) -> UnitSheet:
    """Read a workbook for the register and keep what it would do: nothing of the register changes yet.

    Raises:
        InputError: ``STA-1xx`` where the file cannot be read as a list of units.
    """
    require(by, MANAGE, organisation)
    # Read before the transaction begins: nobody else's writing waits for a large file.
    sheet = read_register(data, filename=name)
    return keep(organisation=organisation, sheet=sheet, data=data, name=name, by=by)


@command(MANAGE, on="organisation")
def keep(
    *, organisation: Organisation, sheet: Sheet, data: bytes, name: str, by: Account
) -> UnitSheet:
    """Keep a workbook that was read; an earlier one of the same account that still waits is put aside."""
    waiting = organisation.unit_sheets.filter(state=ReturnUploadState.WAITING, uploaded_by=by)
    waiting.update(state=ReturnUploadState.DISCARDED, content=b"")
    made = UnitSheet.objects.create(
        organisation=organisation,
        sha256=hashlib.sha256(data).hexdigest(),
        name=one_line(name, limit=200),
        size=len(data),
        content=data,
        outcome=outcome_of(sheet, by),
        uploaded_by=by,
    )
    note(f"导入填报单位名录：{made.name}", about=made, sha256=made.sha256, lines=len(sheet.lines))
    return made


@command(MANAGE, on="sheet")
def take(*, sheet: UnitSheet, by: Account) -> dict[str, int]:
    """Write what a waiting workbook says into the register, all of it or nothing.

    Returns:
        How many units were entered, moved and left as they are.

    Raises:
        XiandaoError: ``STA-360`` it does not wait any more, ``STA-361`` it has cells that must be mended first,
            ``STA-324`` the register has changed since the trial.
        InputError: what entering and moving a unit raises.
    """
    refuse_decided(sheet)
    if not sheet.outcome["is_sound"]:
        raise XiandaoError(
            "STA-361",
            _("文件里还有必须改正的内容，一行也没有写入"),
            _("请下载标注好的文件，改正后重新上传"),
            {"status": 409},
        )
    plans, marks = unit_lines.judged(by, _read(sheet.outcome))
    if marks or [plan.to_json() for plan in plans] != sheet.outcome["plans"]:
        raise XiandaoError(
            "STA-324",
            _("试读之后名录有了变化，一行也没有写入"),
            _("请重新上传文件，按最新的名录核对"),
            {"status": 409},
        )
    done = {ENROL: 0, MOVE: 0, SAME: 0}
    bodies = by_codes({plan.code for plan in plans} | {plan.facts["zone"] for plan in plans})
    rows = Unit.objects.filter(organisation__code__in=bodies, valid_to__isnull=True)
    held = {row.organisation_id: row for row in rows.select_related("organisation", "zone")}
    for plan in plans:
        body, facts, day = (
            bodies[plan.code],
            _facts(plan.facts, bodies),
            date.fromisoformat(plan.on),
        )
        if plan.act == ENROL:
            units.enrol(organisation=body, **facts, valid_from=day, by=by)
        elif plan.act == MOVE:
            before = held[body.pk]
            new = {name: fact for name, fact in facts.items() if getattr(before, name) != fact}
            units.move(unit=before, **new, on=day, by=by)
        done[plan.act] += 1
    _decide(sheet, ReturnUploadState.TAKEN)
    note(f"采用填报单位名录文件：{sheet.name}", about=sheet, **done)
    return done


@command(MANAGE, on="sheet")
def discard(*, sheet: UnitSheet, by: Account) -> None:
    """Put a waiting workbook aside; nothing of it stays but its name and digest."""
    refuse_decided(sheet)
    _decide(sheet, ReturnUploadState.DISCARDED)
    note(f"放弃填报单位名录文件：{sheet.name}", about=sheet)


def outcome_of(sheet: Sheet, by: Account) -> dict[str, Any]:
    """Return what the trial shows: the lines as read, the marks for the file, and what each line would do."""
    plans, marks = unit_lines.judged(by, sheet)
    all_marks = sorted((*sheet.marks, *marks), key=_order)
    return {
        "sheet": sheet.name,
        "letters": dict(sheet.letters),
        "lines": [[line.row, dict(line.texts)] for line in sheet.lines],
        "marks": [asdict(mark) for mark in all_marks],
        "plans": [plan.to_json() for plan in plans],
        "is_sound": all(mark.severity != Severity.MUST for mark in all_marks),
    }


def marks_of(sheet: UnitSheet) -> list[Mark]:
    """Return what the trial found, the gravest first."""
    return [Mark(**row) for row in sheet.outcome.get("marks", [])]


def refuse_decided(sheet: UnitSheet) -> None:
    """Refuse to decide twice about one workbook."""
    held = UnitSheet.objects.select_for_update().get(pk=sheet.pk)
    if held.state != ReturnUploadState.WAITING:
        raise XiandaoError(
            "STA-360",
            _("这份文件%(state)s") % {"state": held.get_state_display()},
            _("如需再次导入，请重新上传"),
            {"status": 409},
        )


def _order(mark: Mark) -> tuple[int, int, int, str]:
    """The gravest first, then from the top to the bottom and from left to right."""
    letters = mark.cell.rstrip("0123456789")
    row = int(mark.cell[len(letters) :] or 0)
    return (
        [one.value for one in Severity].index(Severity(mark.severity)),
        row,
        len(letters),
        letters,
    )


def _read(outcome: Mapping[str, Any]) -> Sheet:
    lines = tuple(Line(row, texts) for row, texts in outcome["lines"])
    return Sheet(outcome["sheet"], outcome["letters"], lines)


def _facts(kept: Mapping[str, Any], bodies: Mapping[str, Organisation]) -> dict[str, Any]:
    land = kept["land_mu"]
    return {
        **kept,
        "zone": bodies[kept["zone"]] if kept["zone"] else None,
        "land_mu": None if land is None else Decimal(land),
    }


def _decide(sheet: UnitSheet, state: ReturnUploadState) -> None:
    sheet.state, sheet.content = state, b""
    sheet.save(update_fields=["state", "content"])
