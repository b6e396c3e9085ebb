"""What was decided of an edition: the verdict that was published, or what would be published as things stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from xiandao.evaluate.methods.bands import band_of
from xiandao.evaluate.methods.edition import framework_of, table_of
from xiandao.evaluate.methods.edition_bands import edges_for
from xiandao.evaluate.methods.grading import EXCLUDED
from xiandao.evaluate.methods.manual_score import ManualScore as Given
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.sealing import seal
from xiandao.evaluate.methods.verdict import Decided, decided_in, moved, ranked, verdict_of
from xiandao.evaluate.models import Assessment, AssessmentState, ManualScore, Standing
from xiandao.registry.queries import organisations

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.registry.models import Account, Organisation

FILES = ("statistics.file", "evaluate.record")


def manual_scores(assessment: Assessment) -> QuerySet[ManualScore]:
    """Return every manual score that was given, those taken back too, the newest first."""
    found = ManualScore.objects.filter(assessment=assessment)
    return found.select_related("organisation", "made_by", "removed_by").order_by("-made_at", "-pk")


def computed(assessment: Assessment) -> dict[str, Any]:
    """Return the verdict that follows from the frozen figures and the manual scores in force."""
    # Who gave a score is told as it was published: a person may be called otherwise since.
    was = {
        unit: one.manual.by for unit, one in decided_in(assessment.verdict).items() if one.manual
    }
    given = {
        code: Given(one.score, one.reason, was.get(code, one.made_by.display_name), one.clause)
        for one in manual_scores(assessment).filter(removed_at__isnull=True)
        if (code := one.organisation.code)
    }
    snapshot = assessment.snapshot
    root = framework_of(snapshot["nodes"]).root
    recipe = Recipe(snapshot["recipe"])
    if not given and not (recipe.grading and recipe.grading.vetoes):
        return {}
    return verdict_of(assessment.result, root, recipe, table_of(snapshot), given)


def sealed(verdict: Mapping[str, Any]) -> str:
    """Return the seal of a verdict, empty where nothing was decided."""
    return seal(verdict) if verdict else ""


def verdict_now(assessment: Assessment) -> Mapping[str, Any]:
    """Return the verdict: of an edition that waits as things stand, else as it was published."""
    if assessment.state == AssessmentState.FROZEN:
        return computed(assessment)
    return dict(assessment.verdict)


def decided(assessment: Assessment) -> dict[str, Decided]:
    """Return what is decided of each unit, nothing where there is neither a manual score nor a veto."""
    return decided_in(verdict_now(assessment))


def is_reproduced(assessment: Assessment) -> bool:
    """Return whether frozen figures and manual scores give the published verdict again."""
    return sealed(computed(assessment)) == assessment.verdict_hash


def final(
    standing: Standing, found: Mapping[str, Decided], count: int
) -> tuple[float, int, int, int, str, str]:
    """Return score, rank, interval, band and grade of a unit as they are published.

    The interval moves with the rank. Who is left out stands behind all others, without a band.

    Args:
        standing: as computed; its organisation is read.
        found: what is decided, by code of the unit.
        count: how many units have a computed rank.
    """
    one = found.get(standing.organisation.code)
    if one is None or one.score is None:
        plain = (standing.score, standing.rank, standing.rank_low, standing.rank_high)
        return (*plain, standing.band, standing.grade)
    if one.rank is None:
        return one.score, count, count, count, EXCLUDED, one.grade
    whole = ranked(found)
    low, high = moved((standing.rank_low, standing.rank_high), standing.rank, one.rank, whole)
    stays = (low, high, whole) == (standing.rank_low, standing.rank_high, count)
    band = standing.band if stays else band_of(low, high, edges=edges_for(whole)).label
    return one.score, one.rank, low, high, band, one.grade


def concerns(account: Account, unit: Organisation) -> bool:
    """Return whether a unit is the account's own matter: it belongs to it, or files for it and not from above."""
    tops = [account.organisation.path]
    for permission in FILES:
        tops += account.reach.get(permission, ())
    return any(top.startswith(unit.path) for top in tops)


def may_return(assessment: Assessment) -> bool:
    """Return whether an edition may be made official again: superseded, its revisions withdrawn, none in its place.

    One that somebody withdrew for its own sake has the reason in its note and stays withdrawn.
    """
    if assessment.state != AssessmentState.WITHDRAWN or assessment.published_at is None:
        return False
    withdrawn = assessment.revisions.filter(
        state=AssessmentState.WITHDRAWN, published_at__isnull=False
    ).exclude(note="")
    if assessment.note or not withdrawn.exists():
        return False
    return not Assessment.objects.filter(
        scheme__code=assessment.scheme.code,
        organisation_id=assessment.organisation_id,
        period=assessment.period,
        state=AssessmentState.PUBLISHED,
    ).exists()


def to_score(assessment: Assessment) -> QuerySet[Organisation]:
    """Return the units of an edition that can be given a score: those with a computed one and none given yet."""
    given = manual_scores(assessment).filter(removed_at__isnull=True)
    left = assessment.standings.exclude(organisation__in=given.values("organisation_id"))
    known = dict(left.values_list("organisation__code", "organisation__path"))
    found = organisations.below(known.values()).filter(code__in=list(known))
    return found.in_official_order()


def nowhere() -> QuerySet[Organisation]:
    """Return no unit: what a form offers before it knows the edition."""
    return organisations.below(())
