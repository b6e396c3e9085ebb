"""What everybody may read of an evaluation: bands, and the first few of single indicators; names alone.

Nothing here carries a score or a place: who writes a page from it cannot give one away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils import timezone

from xiandao.evaluate.methods.bands import band_of
from xiandao.evaluate.methods.edition_bands import edges_for
from xiandao.evaluate.models import Assessment, AssessmentState, Standing
from xiandao.evaluate.queries.naming import clauses_of, names_of
from xiandao.evaluate.queries.ranking import Row, row_of
from xiandao.evaluate.queries.verdicts import decided
from xiandao.terms.period import Period

HEAVY = ("snapshot", "result")
# How many are named of a pillar's weightiest indicator where the scheme says nothing.
TOP: Final = 3


@dataclass(frozen=True, slots=True)
class PublicBand:
    """A band with the units that are surely in it, in official order."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SingleRanking:
    """The first ``top`` of one indicator, in official order."""

    name: str
    pillar: str
    clause: str
    top: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicPillar:
    """A pillar with its share of the whole in per cent, and the clause that it rests on."""

    name: str
    share: float
    clause: str


@dataclass(frozen=True, slots=True)
class PublicView:
    """What is told of one edition."""

    title: str
    period: str
    body: str
    clause: str
    version: str
    published_on: date
    is_demo: bool
    recipe: Mapping[str, Any]
    count: int
    bands: tuple[PublicBand, ...]
    rankings: tuple[SingleRanking, ...]
    pillars: tuple[PublicPillar, ...]
    is_decided: bool = False


def newest() -> PublicView | None:
    """Return what is told of the newest published edition; None where nothing is published."""
    published = Assessment.objects.filter(
        state=AssessmentState.PUBLISHED, published_at__isnull=False
    )
    known = published.only("pk", "period")
    chosen = max(known, key=lambda one: (Period.parse(one.period).end, one.pk), default=None)
    if chosen is None:
        return None
    found = Assessment.objects.select_related("scheme", "organisation").get(pk=chosen.pk)
    stands = list(Standing.objects.filter(assessment=found).select_related("organisation"))
    beside = decided(found)
    rows = [row_of(one, None, beside, len(stands)) for one in stands]
    rows.sort(key=lambda one: (one.official_order, one.code))
    when = timezone.localtime(found.published_at).date() if found.published_at else date.min
    return PublicView(
        found.scheme.title,
        found.period,
        found.organisation.label,
        found.scheme.clause,
        found.scheme.version,
        when,
        found.is_demo,
        found.snapshot["recipe"],
        len(rows),
        bands_of(rows),
        rankings_of(found, {one.code: one.name for one in rows}),
        pillars_of(found.snapshot),
        bool(found.verdict),
    )


def bands_of(rows: Sequence[Row]) -> tuple[PublicBand, ...]:
    """Return the bands from the first down, each with its units in the order given; who is left out comes last."""
    count = sum(not row.is_out for row in rows)
    edges = edges_for(count)
    found: dict[tuple[int, int, str], list[str]] = {}
    for row in rows:
        if row.is_out:
            place = (count + 1, count + 1, row.band)
        else:
            band = band_of(row.low, row.high, edges=edges)
            place = (band.first, band.last or count + 1, row.band or band.label)
        found.setdefault(place, []).append(row.name)
    return tuple(PublicBand(place[2], tuple(names)) for place, names in sorted(found.items()))


def rankings_of(assessment: Assessment, names: Mapping[str, str]) -> tuple[SingleRanking, ...]:
    """Return the single rankings: of the nodes that say ``public_top``, else of each pillar's weightiest indicator.

    Never more than half of the units are named; where several share the last place that is named and not all of them
    fit, none of them is.

    Args:
        assessment: the edition.
        names: what units are called by code, in official order.
    """
    nodes, result = assessment.snapshot["nodes"], assessment.result
    called, clauses = names_of(assessment.snapshot), clauses_of(assessment.snapshot)
    pillars = pillar_by_code(nodes)
    made = []
    for code, top in singled_out(nodes).items():
        if code not in result["columns"]:
            continue
        place = result["columns"].index(code)
        ranks = {
            unit: row[place]
            for unit, row in zip(result["units"], result["ranks"], strict=True)
            if unit in names and row[place] is not None
        }
        chosen = first_of(ranks, min(top, len(names) // 2))
        if chosen:
            told = tuple(name for unit, name in names.items() if unit in chosen)
            pillar = called.get(pillars.get(code, ""), "")
            made.append(SingleRanking(called[code], pillar, clauses[code], len(told), told))
    return tuple(made)


def first_of(ranks: Mapping[str, float], top: int) -> frozenset[str]:
    """Return the units within the first ``top`` places; those who share a place stand or fall together.

    >>> sorted(first_of({"a": 1, "b": 2, "c": 2, "d": 4}, 2)), sorted(first_of({"a": 1, "b": 2}, 1))
    (['a'], ['a'])
    """
    chosen = {unit for unit, rank in ranks.items() if rank <= top}
    while len(chosen) > top:
        last = max(ranks[unit] for unit in chosen)
        chosen = {unit for unit in chosen if ranks[unit] < last}
    return frozenset(chosen)


def singled_out(nodes: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the indicators of single rankings, and how many of each are named.

    >>> nodes = [{"code": "I"}, {"code": "P", "parent": "I"}]
    >>> nodes += [{"code": "a", "parent": "P", "weight": 2}, {"code": "b", "parent": "P"}]
    >>> singled_out(nodes), singled_out([*nodes[:3], {**nodes[3], "public_top": 5}])
    ({'a': 3}, {'b': 5})
    """
    flagged = {str(one["code"]): int(one["public_top"]) for one in nodes if one.get("public_top")}
    if flagged:
        return flagged
    parents = {str(one.get("parent") or "") for one in nodes}
    pillars = pillar_by_code(nodes)
    best: dict[str, tuple[float, str]] = {}
    for one in nodes:
        code, pillar = str(one["code"]), pillars.get(str(one["code"]))
        if code in parents or not pillar:
            continue
        weight = float(one.get("weight", 1.0))
        if pillar not in best or weight > best[pillar][0]:
            best[pillar] = (weight, code)
    return {code: TOP for _weight, code in best.values()}


def pillar_by_code(nodes: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the pillar that each node stands under; the pillars themselves and the root have none."""
    parents = {str(one["code"]): str(one.get("parent") or "") for one in nodes}
    found = {}
    for code in parents:
        line = [code]
        while parents.get(line[-1]):
            line.append(parents[line[-1]])
        if len(line) > 2:
            found[code] = line[-2]
    return found


def pillars_of(snapshot: Mapping[str, Any]) -> tuple[PublicPillar, ...]:
    """Return the pillars with their shares of the whole."""
    nodes = snapshot["nodes"]
    root = next(str(one["code"]) for one in nodes if not one.get("parent"))
    pillars = [one for one in nodes if one.get("parent") == root]
    whole = sum(float(one.get("weight", 1.0)) for one in pillars) or 1.0
    called, clauses = names_of(snapshot), clauses_of(snapshot)
    return tuple(
        PublicPillar(
            called[str(one["code"])],
            float(one.get("weight", 1.0)) / whole * 100,
            clauses[str(one["code"])],
        )
        for one in pillars
    )
