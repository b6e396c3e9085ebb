"""碳效对标: the carbon of zones against their value added, from administrative returns alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.carbon_efficiency import CarbonCode, carbon_codes
from xiandao.evaluate.queries.visible import VIEW
from xiandao.registry.queries import organisations
from xiandao.statistics.queries.walls import Use, values_of
from xiandao.terms.period import Period, PeriodKind

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

FORM: Final = "zone-quarter"
CARBON, VALUE_ADDED = "r609", "r203"
LOOK_BACK: Final = 8
# With fewer, the mean of all would tell what the others emit.
FEWEST: Final = 5
GROUP: Final = "先导区"


@dataclass(frozen=True, slots=True)
class Own:
    """A zone that the account may see, with its code."""

    name: str
    code: CarbonCode
    carbon: float
    value_added: float


@dataclass(frozen=True, slots=True)
class CarbonView:
    """What an account may see of a period: its own zones whole, of all others how many stand in each grade.

    ``mean`` is carbon of all by value added of all; ``left_out`` are own zones without usable figures.
    """

    period: str
    count: int
    mean: float
    own: tuple[Own, ...]
    grades: tuple[int, ...]
    left_out: tuple[str, ...]
    is_demo: bool

    @property
    def is_enough(self) -> bool:
        """Whether there are enough zones to compare with."""
        return self.count >= FEWEST


def carbon_of(account: Account, *, today: date) -> CarbonView | None:
    """Return the benchmark of the newest quarter of which an own zone has an approved return; None without one.

    Raises:
        XiandaoError: ``STA-451`` where the law keeps the figures from grading.
    """
    own = list(organisations.in_reach(account, VIEW).filter(kind="zone").in_official_order())
    period = newest_period(own, today)
    if not period:
        return None
    top = own[0]
    while top.parent is not None:
        top = top.parent
    zones = organisations.subtree(top).filter(kind="zone").in_official_order()
    figures = figures_of(zones, period)
    codes = benchmark(figures)
    names = {zone.code: zone.label for zone in own}
    seen = [Own(names[unit], one, *figures[unit]) for unit, one in codes.items() if unit in names]
    total = sum(value for _carbon, value in figures.values())
    grades = [one.grade for one in codes.values()]
    return CarbonView(
        period,
        len(figures),
        sum(carbon for carbon, _value in figures.values()) / total if total else float("nan"),
        tuple(seen),
        tuple(grades.count(grade) for grade in range(1, 6)),
        tuple(zone.label for zone in own if zone.code not in figures),
        any(zone.is_demo for zone in own),
    )


def newest_period(zones: Sequence[Organisation], today: date) -> str:
    """Return the newest finished quarter for which the first zone has an approved return; empty without one."""
    quarter = Period.of(PeriodKind.QUARTER, today).previous
    for _step in range(LOOK_BACK if zones else 0):
        if figures_of(zones[:1], quarter.code):
            return quarter.code
        quarter = quarter.previous
    return ""


def figures_of(zones: Iterable[Organisation], period: str) -> dict[str, tuple[float, float]]:
    """Return carbon and value added of the zones that have both, asked for at the wall once for all."""
    every = list(zones)
    known = values_of(
        Use.GRADING, units=every, form=FORM, items=(CARBON, VALUE_ADDED), period=period
    )
    found = {}
    for zone in every:
        told = known.get(zone.pk, {})
        carbon, value = number(told.get(CARBON)), number(told.get(VALUE_ADDED))
        if carbon is not None and value is not None and carbon >= 0 and value > 0:
            found[zone.code] = (carbon, value)
    return found


def benchmark(figures: Mapping[str, tuple[float, float]]) -> dict[str, CarbonCode]:
    """Return the code of each unit; none where there are too few to compare or nobody emits anything."""
    if len(figures) < FEWEST or not any(carbon for carbon, _value in figures.values()):
        return {}
    units = list(figures)
    carbon, value = np.array([figures[unit] for unit in units], dtype=np.float64).T
    codes = carbon_codes(units, carbon, value, [GROUP] * len(units))
    return {one.unit: one for one in codes}


def number(text: str | None) -> float | None:
    """Return a figure of a return; None where it is empty or none.

    >>> number("12.5"), number(""), number("无")
    (12.5, None, None)
    """
    try:
        found = Decimal(text or "")
    except InvalidOperation:
        return None
    return float(found) if found.is_finite() else None
