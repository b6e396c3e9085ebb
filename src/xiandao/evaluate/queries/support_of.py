"""Support by rule: which rules an account may read, which one holds for an edition, what each zone gets by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiandao.evaluate.methods.edition import table_of
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.support import Support, Value, support
from xiandao.evaluate.methods.support_conditions import Facts
from xiandao.evaluate.methods.support_rule import Factor, Rule, rule_from
from xiandao.evaluate.models import Assessment, Scheme, SchemeState, SupportRule
from xiandao.evaluate.queries import visible
from xiandao.evaluate.queries.built import built
from xiandao.evaluate.queries.naming import names_of
from xiandao.evaluate.queries.ranking import editions, ranking_of

if TYPE_CHECKING:
    from xiandao.registry.models import Account

# Name of a zone, value before and after.
Change = tuple[str, Value, Value]


@dataclass(frozen=True, slots=True)
class Moved:
    """What one rule in the place of another would change in a factor: who gains, who loses, in the order of ranks."""

    factor: Factor
    gains: tuple[Change, ...]
    losses: tuple[Change, ...]
    others: tuple[Change, ...]

    @property
    def is_same(self) -> bool:
        """Return whether nothing changes for anybody."""
        return not (self.gains or self.losses or self.others)


def rules(account: Account) -> QuerySet[SupportRule]:
    """Return the rules that the account may read: published ones in its line, drafts of bodies that it keeps."""
    told = visible.in_line(account, visible.VIEW) & ~Q(approved_at=None)
    found = SupportRule.objects.filter(told | visible.kept_by(account))
    return found.select_related("organisation", "made_by", "approved_by")


def versions(account: Account, rule: SupportRule) -> list[SupportRule]:
    """Return the versions of the same rule that the account may read, the newest first."""
    return list(rules(account).filter(code=rule.code).order_by("-pk"))


def rules_for(account: Account, assessment: Assessment) -> list[SupportRule]:
    """Return the rules for editions of this scheme by the same body, the newest first."""
    found = rules(account).filter(
        scheme_code=assessment.scheme.code, organisation_id=assessment.organisation_id
    )
    return list(found.order_by("-pk"))


def rule_for(
    account: Account, assessment: Assessment, key: int | None = None
) -> SupportRule | None:
    """Return the rule that is asked for; else the one in force on the day the edition was published, or today."""
    known = rules_for(account, assessment)
    if key is not None:
        return next((one for one in known if one.pk == key), None)
    told = assessment.published_at
    day = timezone.localdate(told) if told else timezone.localdate()
    held = [one for one in known if one.approved_at and one.valid_from and one.valid_from <= day]
    then = [one for one in held if one.valid_to is None or day < one.valid_to]
    now = [one for one in known if one.state == SchemeState.IN_FORCE]
    return next(iter([*then, *now]), None)


def checked(rule: SupportRule) -> Rule:
    """Return the rule of a version, read and checked."""
    return rule_from(rule.rule)


def scheme_of(rule: SupportRule) -> Scheme | None:
    """Return the version of the scheme that the rule builds on: the one in force, else the newest."""
    found = Scheme.objects.filter(code=rule.scheme_code, organisation_id=rule.organisation_id)
    in_force = found.filter(state=SchemeState.IN_FORCE).order_by("-pk").first()
    return in_force or found.order_by("-pk").first()


def scale_of(recipe: object) -> tuple[str, ...]:
    """Return the grades that a recipe gives, the best first."""
    made = Recipe(dict(recipe)) if isinstance(recipe, dict) else None
    grading = made.grading if made is not None else None
    return tuple(level.name for level in grading.levels) if grading is not None else ()


def pillar_names(nodes: Sequence[dict[str, object]]) -> dict[str, str]:
    """Return the names of the pillars by code, in the order of the framework."""
    roots = {str(node["code"]) for node in nodes if not node.get("parent")}
    names = names_of({"nodes": nodes})
    return {
        str(one["code"]): names[str(one["code"])] for one in nodes if one.get("parent") in roots
    }


def facts_of(account: Account, assessment: Assessment) -> list[Facts]:
    """Return what an edition says of the zones that the account may see whole, the best placed first.

    Scores, ranks and grades are those that count: manual scores and vetoes are in them.
    """
    seen, computed = ranking_of(account, assessment), vetoes_of(assessment)
    scale = scale_of(assessment.snapshot["recipe"])
    return [
        Facts(
            unit=row.code,
            name=row.name,
            score=row.score,
            rank_low=row.low,
            rank_high=row.high,
            count=seen.count,
            grade=row.grade,
            band=row.band,
            scale=scale,
            pillars=dict(row.pillars),
            change=row.score_change,
            vetoes=computed.get(row.code, ())
            if row.decided is None
            else tuple(one.reason for one in row.decided.vetoes),
        )
        for row in seen.rows
    ]


def vetoes_of(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """Return why a veto struck, by code of the zone."""
    grading = Recipe(dict(assessment.snapshot["recipe"])).grading
    if grading is None or not grading.vetoes:
        return {}
    made, table = built(assessment), table_of(assessment.snapshot)
    rows = np.isin(np.array(table.units), made.scores.units)
    struck = grading.apply(made.scores.units, made.index, table.take(rows=rows)).vetoed
    found: dict[str, tuple[str, ...]] = {}
    for one in struck:
        found[one.unit] = (*found.get(one.unit, ()), one.rule.reason)
    return found


def supports(account: Account, assessment: Assessment, rule: SupportRule) -> list[Support]:
    """Return what a rule gives the zones that the account may see whole, the best placed first."""
    read = checked(rule)
    return [support(read, facts) for facts in facts_of(account, assessment)]


def latest(account: Account, rule: SupportRule) -> Assessment | None:
    """Return the newest published edition of the rule's scheme."""
    found = [
        one
        for one in editions(account)
        if one.scheme.code == rule.scheme_code and one.organisation_id == rule.organisation_id
    ]
    return visible.assessments(account).get(pk=found[0].pk) if found else None


def impact(
    account: Account, assessment: Assessment, before: SupportRule | None, after: SupportRule
) -> list[Moved]:
    """Return for whom what would change in an edition if a rule took the place of another, or of none."""
    facts, new = facts_of(account, assessment), checked(after)
    old = checked(before) if before is not None else None
    given = [support(new, one) for one in facts]
    was = [support(old, one) for one in facts] if old is not None else []
    codes = {factor.code for factor in old.factors} if old is not None else set()
    found = []
    for factor in new.factors:
        pairs = [
            (
                one.facts.name,
                was[at].of(factor.code).value if factor.code in codes else factor.base,
                one.of(factor.code).value,
            )
            for at, one in enumerate(given)
        ]
        found.append(_moved(factor, pairs))
    return found


def _moved(factor: Factor, pairs: Sequence[Change]) -> Moved:
    gains: list[Change] = []
    losses: list[Change] = []
    others: list[Change] = []
    for name, old, new in pairs:
        if old == new:
            continue
        if isinstance(old, str) or isinstance(new, str):
            others.append((name, old, new))
        else:
            (gains if new > old else losses).append((name, old, new))
    return Moved(factor, tuple(gains), tuple(losses), tuple(others))
