"""Who owes a form: the units below the body that collects it, as the register had them when the period ended."""

from __future__ import annotations

from django.db.models import Q

from xiandao.registry.methods.paths import LAST
from xiandao.statistics.methods.duty import DutyRule, UnitFacts, owes
from xiandao.statistics.models import Round, Unit


def units_owing(round_: Round) -> list[Unit]:
    """Return the units that owe the form of a round, with their organisations, in official order."""
    rule, subject, day = DutyRule.parse(round_.rule), round_.form.subject, round_.span.end
    top = round_.organisation.path
    below = Q(organisation__path__gte=top, organisation__path__lte=top + LAST)
    alive = Q(organisation__valid_to__isnull=True) | Q(organisation__valid_to__gt=day)
    found = Unit.objects.on(day).filter(below, alive, organisation__kind=subject)
    ordered = found.select_related("organisation", "zone").order_by(
        "region_code", "organisation__official_order", "organisation__code"
    )
    return [unit for unit in ordered if owes(rule, subject, facts_of(unit))]


def facts_of(unit: Unit) -> UnitFacts:
    """Return what the rule reads of a unit."""
    return UnitFacts(
        code=unit.organisation.code,
        subject=unit.organisation.kind,
        region=unit.region_code,
        zone=unit.zone.code if unit.zone else "",
        industry=unit.industry,
        is_above_size=unit.is_above_size,
        is_high_tech=unit.is_high_tech,
    )
