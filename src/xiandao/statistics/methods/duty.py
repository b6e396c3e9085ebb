"""Who owes which form, until when, and how far a return is: completeness and timeliness, never a ranking of people."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from xiandao.terms.calendar import WorkingCalendar
from xiandao.terms.error import InputError
from xiandao.terms.period import Period
from xiandao.terms.term import Term

_FLAGS: Final = ("above_size", "high_tech")
_LISTS: Final = ("industries", "zones", "regions")
_KINDS: Final = MappingProxyType(
    {"month": "month", "quarter": "quarter", "half": "half", "year": "year"}
)


class Completeness(Term):
    """How far a return is, as the board shows it."""

    MISSING = "missing", "未报", "还没有报出"
    FILED = "filed", "已报", "已报出，正在审核"
    RETURNED = "returned", "退回", "审核退回，等填报单位修改"
    APPROVED = "approved", "通过", "审核通过，进入汇总"


class Timeliness(Term):
    """Whether a return was there in time."""

    RUNNING = "running", "未到期"
    ON_TIME = "on_time", "按时"
    LATE = "late", "逾期"
    UNKNOWN = "unknown", "—", "历史数据没有报出日期"


_STAGES: Final = MappingProxyType(
    {
        "draft": Completeness.MISSING,
        "returned": Completeness.RETURNED,
        "city": Completeness.FILED,
        "province": Completeness.FILED,
        "approved": Completeness.APPROVED,
    }
)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the register knows of a unit on the day that counts; ``zone`` is the code of its zone or empty."""

    code: str
    subject: str
    region: str
    zone: str = ""
    industry: str = ""
    is_above_size: bool = False
    is_high_tech: bool = False


@dataclass(frozen=True, slots=True)
class DutyRule:
    """Which units owe a form; what is empty asks nothing."""

    above_size: bool = False
    high_tech: bool = False
    industries: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> DutyRule:
        """Read a rule as a round keeps it.

        Args:
            raw: ``above_size`` and ``high_tech`` (true: only such units), ``industries``, ``zones`` (codes) and
                ``regions`` (GB/T 2260 codes; a city covers its counties).

        Raises:
            InputError: ``STA-301`` where it says something that no rule can say.

        >>> DutyRule.parse({"above_size": True, "regions": ["990100"]}).raw
        {'above_size': True, 'regions': ['990100']}
        """
        wrong = [name for name in raw if name not in _FLAGS + _LISTS]
        wrong += [name for name in _FLAGS if not isinstance(raw.get(name, False), bool)]
        wrong += [name for name in _LISTS if not _is_list_of_text(raw.get(name, []))]
        if wrong:
            raise InputError(
                "STA-301",
                "填报范围的写法有误",
                "请从规上、高新技术企业、产业、先导区、地区中选择",
                {"field": "rule", "wrong": wrong},
            )
        industries, zones, regions = (frozenset(raw.get(name, [])) for name in _LISTS)
        above_size, high_tech = (raw.get(name, False) for name in _FLAGS)
        return cls(above_size, high_tech, industries, zones, regions)

    @property
    def raw(self) -> dict[str, Any]:
        """The rule as a round keeps it, without what asks nothing."""
        flags = {name: True for name in _FLAGS if getattr(self, name)}
        return flags | {name: sorted(getattr(self, name)) for name in _LISTS if getattr(self, name)}

    def covers(self, unit: UnitFacts) -> bool:
        """Return whether the unit falls under the rule.

        >>> unit = UnitFacts("E-1", "enterprise", "990101", zone="Z-A", is_above_size=True)
        >>> DutyRule(regions=frozenset({"990100"})).covers(unit), DutyRule(high_tech=True).covers(unit)
        (True, False)
        """
        in_region = any(unit.region.startswith(significant(code)) for code in self.regions)
        return (
            (unit.is_above_size or not self.above_size)
            and (unit.is_high_tech or not self.high_tech)
            and (unit.industry in self.industries or not self.industries)
            and (unit.zone in self.zones or not self.zones)
            and (in_region or not self.regions)
        )


def owes(rule: DutyRule, subject: str, unit: UnitFacts) -> bool:
    """Return whether a unit owes a form that is filled by ``subject`` (``enterprise`` or ``zone``).

    >>> owes(DutyRule(), "zone", UnitFacts("E-1", "enterprise", "990101"))
    False
    """
    return unit.subject == subject and rule.covers(unit)


def significant(region: str) -> str:
    """Return the part of a region code that all places inside it share.

    Source: GB/T 2260, two digits each for province, city and county.

    >>> significant("990100"), significant("990000"), significant("990101")
    ('9901', '99', '990101')
    """
    found = region
    while len(found) > 2 and found.endswith("00"):
        found = found[:-2]
    return found


def fits(frequency: str, period: Period) -> bool:
    """Return whether a period is one for which a form of the frequency is collected.

    >>> fits("month", Period.parse("2026-10")), fits("quarter", Period.parse("2026-10"))
    (True, False)
    """
    return period.kind.value == _KINDS.get(frequency)


def due_after(period: Period, frequency: str, calendar: WorkingCalendar) -> date:
    """Return the usual deadline of a form: so many working days after its period has ended.

    >>> due_after(Period.parse("2026-10"), "month", WorkingCalendar()).isoformat()
    '2026-11-13'
    """
    days: int = settings()["due_after"][frequency]
    return calendar.add_working_days(period.end, days)


def reminder_gap() -> int:
    """Return how many working days lie between two reminders of one unit for one form.

    >>> reminder_gap()
    3
    """
    gap: int = settings()["reminder"]["gap"]
    return gap


def completeness(stage: str) -> Completeness | None:
    """Return how far a return at a stage is; None for one that was made void and is owed no more.

    >>> completeness("province").label, completeness("void") is None
    ('已报', True)
    """
    return _STAGES.get(stage)


def timeliness(stage: str, filed_on: date | None, due_on: date, today: date) -> Timeliness:
    """Return whether a return was, or still can be, in time.

    Args:
        stage: where the return stands.
        filed_on: the day it was first filed, None where it never was.
        due_on: the last day that is in time, with any extension of the unit.
        today: the day that is asked about.

    An approved return without that day was taken over from an earlier system: nothing is said of it.
    A return that was filed in time and sent back later counts as in time: the check took the days.

    >>> due = date(2026, 11, 13)
    >>> timeliness("city", date(2026, 11, 13), due, date(2026, 11, 22)).label
    '按时'
    >>> timeliness("draft", None, due, date(2026, 11, 22)).label
    '逾期'
    """
    if filed_on is None and stage == "approved":
        return Timeliness.UNKNOWN
    if filed_on is not None:
        return Timeliness.ON_TIME if filed_on <= due_on else Timeliness.LATE
    return Timeliness.LATE if today > due_on else Timeliness.RUNNING


@cache
def settings() -> Mapping[str, Any]:
    """Return the working days of ``data/duty.toml``, read once.

    >>> settings()["due_after"]["year"]
    40
    """
    text = files("xiandao.statistics").joinpath("data/duty.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
