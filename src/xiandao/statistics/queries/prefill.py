"""What is known already of the units that a round asks: earlier returns, the register, administrative returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from xiandao.statistics.methods.prefill import Known, PastReturn, known
from xiandao.statistics.models import Filing, FilingStage, Purpose, Round, Unit
from xiandao.statistics.queries.register import industry_names
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation

# How many earlier rounds are searched for the latest return of a unit.
DEPTH = 13


def prefill_for(round_: Round, units: Sequence[Unit], day: date) -> dict[int, Known]:
    """Return what the returns of the units (with their organisations) begin with, by organisation."""
    form, span = round_.form.form, round_.span
    keys = [unit.organisation_id for unit in units]
    last = _latest(_rounds_before(round_, [round_.form.code]), keys)
    prior = _latest(_rounds_of(round_.form.code, span.year_before.code), keys)
    others = _others(round_, keys)
    industries = industry_names()
    return {
        unit.organisation_id: known(
            form,
            last=last.get(unit.organisation_id),
            year_before=prior.get(unit.organisation_id),
            others=others.get(unit.organisation_id, ()),
            register=register_facts(unit, unit.organisation, industries),
            register_day=day,
        )
        for unit in units
    }


def register_facts(
    unit: Unit, organisation: Organisation, industries: Mapping[str, str]
) -> dict[str, str]:
    """Return what the register says of a unit, empty facts left out."""
    facts = {
        "name": organisation.name,
        "credit_code": organisation.credit_code,
        "region": unit.region_code,
        "industry": industries.get(unit.industry, unit.industry),
        "land_mu": "" if unit.land_mu is None else f"{unit.land_mu.normalize():f}",
    }
    return {name: value for name, value in facts.items() if value}


def _others(round_: Round, keys: Sequence[int]) -> Mapping[int, list[PastReturn]]:
    """Return administrative returns of other forms; what was collected for statistics stays with its own form."""
    found: dict[int, list[PastReturn]] = {}
    rounds = Round.objects.filter(form__purpose=Purpose.ADMINISTRATION).select_related("form")
    codes = set(rounds.exclude(form__code=round_.form.code).values_list("form__code", flat=True))
    for code in sorted(codes):
        for organisation, past in _latest(_rounds_before(round_, [code]), keys).items():
            found.setdefault(organisation, []).append(past)
    for returns in found.values():
        returns.sort(key=lambda past: past.as_of, reverse=True)
    return found


def _rounds_before(round_: Round, codes: Iterable[str]) -> list[Round]:
    """Return the latest rounds of some forms that were over when the period of a round was, newest first."""
    rounds = Round.objects.filter(form__code__in=codes).exclude(pk=round_.pk).select_related("form")
    past = [one for one in rounds if _is_before(one.span, round_.span)]
    return sorted(past, key=lambda one: one.span.end, reverse=True)[:DEPTH]


def _is_before(one: Period, other: Period) -> bool:
    return one.end < other.end or (one.kind is not other.kind and one.end <= other.end)


def _rounds_of(code: str, period: str) -> list[Round]:
    return list(Round.objects.filter(form__code=code, period=period).select_related("form"))


def _latest(rounds: Sequence[Round], keys: Sequence[int]) -> dict[int, PastReturn]:
    """Return the newest approved return of each unit in the rounds, which are given newest first."""
    found: dict[int, PastReturn] = {}
    missing = set(keys)
    for one in rounds:
        if not missing:
            break
        returns = Filing.objects.filter(
            round=one, stage=FilingStage.APPROVED, organisation__in=missing
        )
        for key, values in returns.values_list("organisation", "values"):
            found[key] = PastReturn(one.form.form, values, one.span.label, one.span.end)
        missing -= found.keys()
    return found
