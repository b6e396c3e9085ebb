"""Indicators: those that come with the product, put on the books of the body that keeps them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from xiandao.registry.commands.acting import command, note
from xiandao.statistics.methods.indicator import Direction, Indicator, shipped
from xiandao.statistics.models import IndicatorVersion

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

SIGNS: Final = MappingProxyType({Direction.HIGHER: 1, Direction.LOWER: -1, Direction.NEUTRAL: 0})


@command("statistics.manage", on="organisation")
def plant(*, organisation: Organisation, by: Account) -> list[IndicatorVersion]:
    """Enter the indicators that come with the product; a version that is there already stays as it is."""
    known = set(IndicatorVersion.objects.values_list("code", "version"))
    rows = [
        _row(one, order, organisation)
        for order, one in enumerate(shipped().values())
        if (one.code, one.version) not in known
    ]
    made = IndicatorVersion.objects.bulk_create(rows)
    note(f"载入随系统提供的指标 {len(made)} 项", about=organisation)
    return made


def _row(one: Indicator, order: int, organisation: Organisation) -> IndicatorVersion:
    return IndicatorVersion(
        code=one.code,
        version=one.version,
        name=one.name,
        name_en=one.name_en,
        group=one.group,
        pillar=one.pillar,
        meaning=one.definition,
        unit=one.unit,
        is_stock=one.is_stock,
        direction=SIGNS[one.direction],
        formula=one.formula,
        frequency=one.frequency,
        source=one.source,
        owner=one.owner,
        grade=one.grade.value,
        purpose=one.purpose,
        clause=one.clause,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        organisation=organisation,
        order=order,
    )
