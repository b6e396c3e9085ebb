"""What comes with the product, put into use at once: forms, indicators and rules of checking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiandao.registry.commands.acting import command, note
from xiandao.statistics.commands import forms, indicators, rules

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation


@dataclass(frozen=True, slots=True)
class Planted:
    """How much of each is new."""

    forms: int
    indicators: int
    rules: int


@command(forms.MANAGE, on="organisation")
def plant(*, organisation: Organisation, by: Account) -> Planted:
    """Put all that comes with the product into use, kept by the body, or nothing; what is there stays."""
    made = Planted(
        forms=len(forms.plant(organisation=organisation, by=by)),
        indicators=len(indicators.plant(organisation=organisation, by=by)),
        rules=len(rules.plant(organisation=organisation, by=by)),
    )
    note("启用随系统提供的报表、指标和审核规则", about=organisation)
    return made
