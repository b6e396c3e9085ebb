"""Releases: who sees which, and what was told the world before; a reader's query never even loads the secret part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from xiandao.registry.queries.organisations import in_reach
from xiandao.statistics.methods.disclosure_book import Released
from xiandao.statistics.methods.disclosure_measures import Measured, Sums, related, sums_of
from xiandao.statistics.methods.disclosure_table import Coordinate
from xiandao.statistics.methods.publication import restored
from xiandao.statistics.models import Release, ReleaseState
from xiandao.statistics.queries import rules
from xiandao.statistics.queries.forms import in_use

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

VIEW, RELEASE, SECRET = "statistics.view", "statistics.release", "statistics.secret"
# What was published once is known for good, withdrawn or not.
TOLD = Q(published_at__isnull=False)


def visible(account: Account) -> QuerySet[Release]:
    """Return the releases that the account may open: published ones, and those it prepares or publishes itself."""
    own = Q(pk__in=())
    for top in account.reach.get(RELEASE, ()):
        own |= Q(organisation__path__startswith=top)
    if not account.may_somewhere(VIEW):
        return Release.objects.none()
    condition = Q(state=ReleaseState.PUBLISHED) | own
    found = Release.objects.filter(condition).defer("secret")
    return found.select_related("organisation", "made_by", "published_by")


def published(indicator: str) -> QuerySet[Release]:
    """Return the published tables of an indicator, the latest period first."""
    found = Release.objects.filter(indicator=indicator, state=ReleaseState.PUBLISHED)
    return found.defer("secret").select_related("organisation").order_by("-period", "-published_at")


def preparers(account: Account) -> QuerySet[Organisation]:
    """Return the bodies in whose name the account makes tables."""
    return in_reach(account, RELEASE).filter(path__in=account.reach.get(RELEASE, ()))


def told(
    pairs: set[Measured], sums: Sequence[Sums] = ()
) -> tuple[tuple[int, ...], tuple[Released, ...]]:
    """Return the releases that share a measure and period with a table to come or can be added up with it.

    Args:
        pairs: measure and period of every total that may be released now.
        sums: what adds up within the form of the returns.

    Returns:
        Keys of the releases, and the tables behind them.
    """
    rows = list(Release.objects.filter(TOLD).order_by("pk"))
    known = {
        (one["measure"], one["period"]) for row in rows for one in row.secret.get("tables", ())
    }
    near = related(pairs, known, sums)
    keys, tables = [], []
    for row in rows:
        behind = [
            restored(one, name=row.title)
            for one in row.secret.get("tables", ())
            if (one["measure"], one["period"]) in near
        ]
        if behind:
            keys.append(row.pk)
            tables += behind
    return tuple(keys), tuple(tables)


def sums(form: str) -> tuple[Sums, ...]:
    """Return what adds up within every return of a form, by its declaration and its active rules."""
    return sums_of(in_use(form).form, rules.active(form))


def last_pattern(
    indicator: str, rows: str, columns: str, before: Sequence[str]
) -> dict[str, frozenset[Coordinate]]:
    """Return which cells of which measure were hidden when the same table was last released.

    Args:
        indicator, rows, columns: the table.
        before: codes of earlier periods, the latest first.
    """
    found = Release.objects.filter(TOLD, indicator=indicator, rows=rows, columns=columns)
    by_period = {row.period: row for row in found.filter(period__in=before).order_by("pk")}
    row = next((by_period[code] for code in before if code in by_period), None)
    if row is None:
        return {}
    own = [one for one in row.secret.get("tables", ()) if one["period"] == row.period]
    hidden: dict[str, frozenset[Coordinate]] = {}
    for one in own:
        hidden.setdefault(one["measure"], frozenset(tuple(at) for at in one["hidden"]))
    return hidden
