"""Editions behind the scenes: what a freeze would find, where figures come from, the data room, who may evaluate."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.data_room import room
from xiandao.evaluate.methods.edition import reproduced
from xiandao.evaluate.models import Assessment, Scheme, SchemeState, Standing
from xiandao.evaluate.queries import verdicts, visible
from xiandao.evaluate.queries.built import built
from xiandao.evaluate.queries.gathering import gather
from xiandao.evaluate.queries.naming import names_of
from xiandao.registry.queries import accounts
from xiandao.statistics.queries.forms import titles_of
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.registry.models import Account

HEAVY = ("snapshot", "result")
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Covered:
    """How an indicator is filled: the zones without a figure, and whether all figures are the same."""

    code: str
    name: str
    known: int
    missing: tuple[str, ...]
    is_constant: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a freeze would find in a period."""

    period: str
    zones: int
    indicators: tuple[Covered, ...]

    @property
    def cells(self) -> int:
        """Return how many figures there should be."""
        return self.zones * len(self.indicators)

    @property
    def missing(self) -> int:
        """Return how many of them are not there."""
        return sum(len(one.missing) for one in self.indicators)

    @property
    def constant(self) -> tuple[Covered, ...]:
        """Return the indicators that tell nobody apart."""
        return tuple(one for one in self.indicators if one.is_constant)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the figures of an indicator come from."""

    code: str
    name: str
    form: str
    form_title: str
    period: str
    unit: str


@dataclass(frozen=True, slots=True)
class Told:
    """A log of a step as it is shown: without columns in which nothing stands, the first rows of all."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    count: int


def coverage(scheme: Scheme, period: str) -> Coverage:
    """Return what a freeze of a period would find; nothing is frozen.

    Raises:
        InputError: as ``gather`` does, and where the period is none.
    """
    span = Period.parse(period)
    table, _figures = gather(scheme, span.code, scheme.organisation.parent or scheme.organisation)
    names = names_of({"nodes": scheme.nodes})
    found = []
    for place, code in enumerate(table.columns):
        column = table.values[:, place]
        gaps = np.isnan(column)
        known = column[~gaps]
        found.append(
            Covered(
                code,
                names[code],
                len(known),
                tuple(table.names[row] for row in np.flatnonzero(gaps)),
                len(known) > 1 and bool((known == known[0]).all()),
            )
        )
    return Coverage(span.code, len(table.units), tuple(found))


def sources(assessment: Assessment) -> list[Source]:
    """Return where the figures of each indicator come from."""
    names = names_of(assessment.snapshot)
    figures = assessment.snapshot["figures"]
    titles = titles_of(form for _code, form, _period, _unit in figures)
    return [
        Source(code, names.get(code, code), form, titles.get(form, form), period, unit)
        for code, form, period, unit in figures
    ]


def logs(assessment: Assessment) -> list[Told]:
    """Return what the steps have to tell, codes of units and nodes by their names."""
    made, snapshot = built(assessment), assessment.snapshot
    called = names_of(snapshot) | dict(zip(snapshot["units"], snapshot["names"], strict=False))
    found = []
    for log in made.logs:
        rows = [[named(cell, called) for cell in row] for row in islice(log.rows, MOST_ROWS)]
        kept = [at for at in range(len(log.columns)) if any(row[at] != "" for row in rows)]
        if rows:
            shown = tuple(tuple(row[at] for at in kept) for row in rows)
            found.append(
                Told(log.name, tuple(log.columns[at] for at in kept), shown, len(log.rows))
            )
    return found


def named(cell: Any, called: dict[str, str]) -> Any:
    """Return a cell of a log as it is read: a name for a code, few digits, nothing for what is missing."""
    if isinstance(cell, str):
        return called.get(cell, cell)
    if isinstance(cell, (bool, np.bool_)):
        return _("是") if cell else _("否")
    if isinstance(cell, (float, np.floating)):
        return "" if np.isnan(cell) else f"{float(cell):.6g}"
    return "" if cell is None else cell


def is_reproduced(assessment: Assessment) -> bool:
    """Return whether computing again gives the official result, and once published the verdict beside it."""
    if reproduced(assessment.snapshot) != assessment.result_hash:
        return False
    return assessment.published_at is None or verdicts.is_reproduced(assessment)


def data_room(assessment: Assessment) -> bytes:
    """Return the archive from which a third party computes the edition for itself."""
    rows = Standing.objects.filter(assessment=assessment).select_related("organisation")
    standings = [
        [
            one.organisation.code, one.organisation.label, one.score, one.rank, one.rank_low, one.rank_high,
            one.band, one.grade,
        ]
        for one in rows.order_by("rank", "organisation__code")
    ]  # fmt: skip
    told = {
        name: getattr(assessment, name)
        for name in ("title", "engine", "snapshot_hash", "result_hash", "verdict_hash")
    }
    return room(assessment.snapshot, assessment.result, standings, told, assessment.verdict)


def keeps(account: Account, assessment: Assessment) -> bool:
    """Return whether the account keeps an edition: prepares it, or decides on it."""
    return any(account.may(permission, [assessment.organisation]) for permission in visible.KEEPS)


def listed(account: Account) -> QuerySet[Assessment]:
    """Return the editions that the account may open, without what is heavy in them."""
    return visible.assessments(account).defer(*HEAVY).select_related("made_by", "published_by")


def schemes_to_freeze(account: Account) -> QuerySet[Scheme]:
    """Return the schemes in force under which the account may freeze."""
    kept = visible.kept_by(account, (visible.MANAGE,))
    return Scheme.objects.filter(kept, state=SchemeState.IN_FORCE).select_related(
        "organisation__parent"
    )


def nobody() -> QuerySet[Account]:
    """Return no account: what a form offers before it knows whom to offer."""
    return accounts.nobody()


def evaluators(account: Account, assessment: Assessment) -> QuerySet[Account]:
    """Return the accounts that may be commissioned: evaluators of the keeper's own province, not yet asked."""
    above = assessment.organisation.parent or assessment.organisation
    asked = assessment.commissions.values_list("evaluator_id", flat=True)
    found = accounts.holders(visible.REVIEW, above)
    return found.exclude(pk__in=asked).exclude(pk=account.pk)
