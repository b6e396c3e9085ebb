"""What the lines of a workbook would do to the register today: enter a unit, move one, nothing, or what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from xiandao.catalog.methods.classification import known_catalogue
from xiandao.registry.methods.names import key as spelling
from xiandao.registry.queries.organisations import in_reach
from xiandao.statistics.commands.forms import MANAGE
from xiandao.statistics.commands.units import FACTS, refuse_impossible, refuse_known
from xiandao.statistics.methods.finding import Severity
from xiandao.statistics.methods.register_book import NO, YES
from xiandao.statistics.methods.register_intake import LABELS, Line, Sheet
from xiandao.statistics.models import Unit
from xiandao.statistics.queries.register import industry_names
from xiandao.terms.error import InputError, TermError
from xiandao.terms.place import PlaceCode

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation
    from xiandao.statistics.methods.marked import Mark

ENROL, MOVE, SAME = "enrol", "move", "same"
_COLUMN_OF: Final = {"organisation": "code", "on": "valid_from"}
_MOST_CODES: Final = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """One line: what it does to which unit, with the facts as plain data and what changes in words."""

    row: int
    act: str
    code: str
    name: str
    on: str
    facts: dict[str, Any]
    changes: list[list[str]]

    def to_json(self) -> dict[str, Any]:
        """Return the plan as it is kept beside the file."""
        return asdict(self)


@dataclass(slots=True)
class Known:
    """What the lines are compared with, read in a few queries."""

    bodies: dict[str, list[Organisation]] = field(default_factory=dict)
    zones: dict[str, Organisation] = field(default_factory=dict)
    rows: dict[int, Unit] = field(default_factory=dict)


def judged(account: Account, sheet: Sheet) -> tuple[list[Plan], list[Mark]]:
    """Return what each sound line does, and what is wrong with the others; nothing is changed.

    Args:
        account: whose reach tells which organisations there are.
        sheet: the lines as read; lines with a problem of their own make no plan.
    """
    known = _known(account, sheet)
    broken = {_row_of(mark) for mark in sheet.marks if mark.severity == Severity.MUST}
    plans, marks, first = [], [], dict[int, int]()
    for line in sheet.lines:
        unit, told = _unit(line, sheet, known, first)
        if unit is not None and not told and line.row not in broken:
            plan, told = _plan(line, sheet, known, unit)
            plans += [plan] if plan else []
        marks += told
    return plans, marks


def _row_of(mark: Mark) -> int:
    return int("".join(one for one in mark.cell if one.isdigit()) or 0)


def _known(account: Account, sheet: Sheet) -> Known:
    found = Known()
    reach = in_reach(account, MANAGE)
    codes = sorted({line.texts["code"] for line in sheet.lines} - {""})
    for start in range(0, len(codes), _MOST_CODES):
        part = codes[start : start + _MOST_CODES]
        for name in ("code", "credit_code"):
            for body in reach.filter(**{f"{name}__in": part}):
                same = found.bodies.setdefault(getattr(body, name), [])
                same += [] if body in same else [body]
    for zone in reach.filter(kind="zone"):
        for name in (zone.code, zone.name, zone.short_name):
            found.zones.setdefault(spelling(name), zone)
    found.zones.pop("", None)
    keys = [body.pk for same in found.bodies.values() for body in same]
    for start in range(0, len(keys), _MOST_CODES):
        rows = Unit.objects.filter(organisation__in=keys[start : start + _MOST_CODES])
        open_rows = rows.filter(valid_to__isnull=True).select_related("organisation", "zone")
        found.rows |= {row.organisation_id: row for row in open_rows}
    return found


def _unit(
    line: Line, sheet: Sheet, known: Known, first: dict[int, int]
) -> tuple[Unit | None, list[Mark]]:
    """Return the row that the line describes, and what names nothing that is known."""
    texts, marks = line.texts, []
    body, told = _body(texts, known)
    if told:
        marks.append(sheet.mark(line.row, *told))
    elif body is not None and (before := first.setdefault(body.pk, line.row)) != line.row:
        words = _("与第%(row)d行是同一个单位") % {"row": before}
        marks.append(sheet.mark(line.row, "code", words, _("请只保留一行")))
    zone = known.zones.get(spelling(texts.get("zone", "")))
    if texts.get("zone") and zone is None:
        words = _("没有找到先导区“%(name)s”") % {"name": texts["zone"][:40]}
        hint = _("请从模板的“可选内容”中选择")
        marks.append(sheet.mark(line.row, "zone", words, hint))
    industry = _industry(texts.get("industry", ""))
    if texts.get("industry") and not industry:
        words = _("产业目录中没有“%(code)s”") % {"code": texts["industry"][:40]}
        hint = _("请从模板的“可选内容”中选择")
        marks.append(sheet.mark(line.row, "industry", words, hint))
    if body is None:
        return None, marks
    land = texts.get("land_mu")
    day = texts["valid_from"]
    unit = Unit(
        organisation=body,
        region_code=_region(texts.get("region_code") or body.region_code),
        zone=zone,
        industry=industry,
        group_code=texts.get("group_code", ""),
        is_above_size=bool(texts.get("is_above_size")),
        is_high_tech=bool(texts.get("is_high_tech")),
        land_mu=Decimal(land) if land else None,
        valid_from=date.fromisoformat(day) if day else date.min,
    )
    return unit, marks


def _body(
    texts: Mapping[str, str], known: Known
) -> tuple[Organisation | None, tuple[str, str, str] | None]:
    code, name = texts["code"], texts.get("name", "")
    if not code:
        return None, None
    found = known.bodies.get(code, [])
    if len(found) > 1:
        words = _("“%(code)s”对应%(count)d个单位") % {"code": code[:40], "count": len(found)}
        return None, ("code", words, _("请改填组织名录中的代码"))
    if not found:
        words = _("组织名录中没有“%(code)s”，或不在您的范围内") % {"code": code[:40]}
        return None, ("code", words, _("请核对代码；新单位请先在组织名录中登记"))
    body = found[0]
    names = {spelling(one) for one in (body.name, body.short_name) if one}
    if name and spelling(name) not in names:
        words = _("这个代码是“%(name)s”，与填写的名称不一致") % {"name": body.name}
        return None, ("name", words, _("请核对代码和名称；名称可以不填"))
    return body, None


def _industry(text: str) -> str:
    """Return the code of the industry that a name or code means, or nothing."""
    catalogue = known_catalogue()
    if any(one.code == text for one in catalogue.industries):
        return text
    found = catalogue.resolve(text) if text else None
    return found.code if found else ""


def _region(text: str) -> str:
    try:
        return str(PlaceCode.parse(text))
    except TermError:
        return text


def _plan(line: Line, sheet: Sheet, known: Known, unit: Unit) -> tuple[Plan | None, list[Mark]]:
    """Return what entering or moving the unit means, or why the register refuses it."""
    before = known.rows.get(unit.organisation_id)
    changes = [] if before is None else [list(one) for one in _changes(before, unit)]
    try:
        refuse_impossible(unit)
        if before is None:
            refuse_known(unit)
        elif changes and unit.valid_from <= before.valid_from:
            words = _("变更日期须晚于现有记录的起始日期 %(day)s")
            raise InputError(
                "STA-322",
                words % {"day": f"{before.valid_from:%Y-%m-%d}"},
                _("请核对日期；历史记录不作改动"),
                {"field": "on"},
            )
    except InputError as error:
        name = str(error.details.get("field", "organisation"))
        column = _COLUMN_OF.get(name, name)
        return None, [sheet.mark(line.row, column, error.sentence, error.hint)]
    act = ENROL if before is None else MOVE if changes else SAME
    facts = {name: getattr(unit, name) for name in FACTS} | {
        "zone": unit.zone.code if unit.zone else "",
        "land_mu": None if unit.land_mu is None else format(unit.land_mu, "f"),
    }
    body = unit.organisation
    day = unit.valid_from.isoformat()
    return Plan(line.row, act, body.code, body.name, day, facts, changes), []


def _changes(before: Unit, after: Unit) -> Iterator[tuple[str, str, str]]:
    for name in FACTS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield LABELS[name], _words(name, old), _words(name, new)


def _words(name: str, value: Any) -> str:
    if name == "industry" and value:
        return industry_names().get(value, str(value))
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)
