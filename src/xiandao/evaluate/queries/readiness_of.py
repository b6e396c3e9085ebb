"""How ready a candidacy is, as plain data that can be kept: total, conditions, gaps, claims and their papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from xiandao.evaluate.methods.readiness import Claim as Has
from xiandao.evaluate.methods.readiness import Gap, readiness
from xiandao.evaluate.methods.readiness_book import rule_of
from xiandao.evaluate.methods.sealing import seal
from xiandao.evaluate.queries.candidacies import claims_of
from xiandao.evaluate.queries.gathering import NO_ZONE, administrative
from xiandao.registry.queries import organisations
from xiandao.statistics.methods.observation import Cut
from xiandao.statistics.queries.forms import titles_of
from xiandao.statistics.queries.observations import observations
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period, PeriodKind

if TYPE_CHECKING:
    from xiandao.evaluate.models import Candidacy, Claim
    from xiandao.registry.models import Organisation

LOOK_BACK = 4
# No approved returns yet; returns that change faster than they are read.
UNREAD = ("STA-533", "STA-534")
# Stands for the papers that a trial supposes.
SUPPOSED = ("1",)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A figure that the platform has of an item: of which form and period, over how many zones."""

    value: float
    source: str
    period: str
    zones: int


def outcome_of(candidacy: Candidacy, claims: Sequence[Claim] | None = None) -> dict[str, Any]:
    """Return readiness, gaps and claims as they are now, sealed."""
    kept = claims_of(candidacy) if claims is None else claims
    plain = [
        {
            "code": one.code, "value": one.value, "remark": one.remark,
            "papers": [
                {"pk": paper.pk, "name": paper.name, "sha256": paper.sha256}
                for paper in sorted(one.documents.all(), key=lambda paper: paper.pk)
            ],
        }
        for one in kept
    ]  # fmt: skip
    rule, has = rule_of(candidacy.rule), _has(plain)
    found = readiness(rule, has)
    told = {
        "total": found.total, "state": found.state, "failed": list(found.failed),
        "conditions": [
            {"code": one.code, "name": one.name, "share": found.conditions[one.code], "threshold": one.threshold}
            for one in rule.conditions
        ],
        "gaps": [_gap(gap, has) for gap in found.gaps], "claims": plain,
    }  # fmt: skip
    return {**told, "seal": seal(told)}


def supposed(
    candidacy: Candidacy, outcome: Mapping[str, Any], codes: Iterable[str]
) -> tuple[float, str]:
    """Return readiness and state with some gaps closed, papers included."""
    rule, has = rule_of(candidacy.rule), _has(outcome["claims"])
    items = {item.code: item for condition in rule.conditions for item in condition.items}
    for code in codes:
        if code in items:
            has[code] = Has(max(has.get(code, Has(0.0)).value, items[code].needed), SUPPOSED)
    found = readiness(rule, has)
    return found.total, found.state


def suggestions(
    candidacy: Candidacy, *, today: date, only: str | None = None
) -> dict[str, Suggestion]:
    """Return what the platform knows of items: newest administrative figures of the zones of the candidate.

    Args:
        only: code of the one item that is asked about; None for all.

    Raises:
        InputError: ``EVA-503`` an indicator that was collected for statistics.
    """
    wanted = {
        code: administrative(note["indicator"])
        for code, note in candidacy.rule["notes"].items()
        if note.get("indicator") and only in {None, code}
    }
    if not wanted:
        return {}
    figures = _figures([one.code for one in wanted.values()], candidacy.organisation, today)
    titles = titles_of({one.source for one in wanted.values()})
    found = {}
    for code, one in wanted.items():
        if one.code in figures:
            period, values = figures[one.code]
            source = titles.get(one.source, one.source)
            found[code] = Suggestion(sum(values), source, period, len(values))
    return found


def _figures(
    codes: list[str], candidate: Organisation, today: date
) -> dict[str, tuple[str, list[float]]]:
    """Return, by indicator, the newest period that has figures and those of each zone below the candidate."""
    zones = organisations.subtree(candidate).filter(kind="zone").values_list("code", flat=True)
    known = set(zones) - set(NO_ZONE)
    if not known or not codes:
        return {}
    periods = [Period.of(PeriodKind.QUARTER, today)]
    while len(periods) < LOOK_BACK:
        periods.append(periods[-1].previous)
    try:
        frame = observations(codes, [one.code for one in periods], [Cut(zone=True)])
    except XiandaoError as error:
        # A suggestion is a convenience: without returns, or while they are changing, the page does without.
        if error.code in UNREAD:
            return {}
        raise
    found: dict[tuple[str, str], list[float]] = {}
    for row in frame.iter_rows(named=True):
        if row["zone"] in known and row["value"] is not None:
            found.setdefault((row["indicator"], row["period"]), []).append(float(row["value"]))
    newest: dict[str, tuple[str, list[float]]] = {}
    for one in periods:
        for code in codes:
            if code not in newest and (code, one.code) in found:
                newest[code] = (one.code, found[code, one.code])
    return newest


def _has(claims: Iterable[Mapping[str, Any]]) -> dict[str, Has]:
    return {
        one["code"]: Has(float(one["value"]), tuple(str(paper["pk"]) for paper in one["papers"]))
        for one in claims
    }


def _gap(gap: Gap, has: Mapping[str, Has]) -> dict[str, Any]:
    papers = has.get(gap.item.code, Has(0.0)).evidence
    return {
        "code": gap.item.code, "name": gap.item.name, "condition": gap.condition, "unit": gap.item.unit,
        "lacking": gap.lacking, "needs_papers": gap.item.needs_evidence and not papers,
        "gain": gap.gain, "is_must": gap.item.is_must,
    }  # fmt: skip
