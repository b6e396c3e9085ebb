"""Up to four units beside each other: pillars, indicators with the best of each line, and why one is ahead."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from xiandao.evaluate.methods.comparison import MOST_UNITS, side_by_side
from xiandao.evaluate.methods.waterfall import waterfall
from xiandao.evaluate.queries import visible
from xiandao.evaluate.queries.built import built
from xiandao.evaluate.queries.naming import names_of
from xiandao.evaluate.queries.ranking import Row, row_of
from xiandao.evaluate.queries.reasons import number
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.models import Assessment
    from xiandao.registry.models import Account

LEAST_UNITS = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """What one unit has in one line: figure, score, and whether it is the best or the worst of those compared."""

    value: float | None
    score: float | None
    is_best: bool
    is_worst: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator or pillar of all units compared; ``spread`` is between the best and the worst score."""

    code: str
    name: str
    pillar: str
    unit: str
    cells: tuple[Cell, ...]
    median: float | None
    spread: float


@dataclass(frozen=True, slots=True)
class Lead:
    """Why one unit is ahead of another: the difference, and the indicators that add to it and take from it most."""

    ahead: str
    behind: str
    points: float
    gains: tuple[tuple[str, float], ...]
    losses: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Units beside each other, the best placed first."""

    rows: tuple[Row, ...]
    pillars: tuple[Line, ...]
    indicators: tuple[Line, ...]
    leads: tuple[Lead, ...]


def comparison(account: Account, assessment: Assessment, codes: Sequence[str]) -> Comparison:
    """Return units beside each other; only those that the account may see whole.

    Raises:
        InputError: ``EVA-530`` not two to four of them, ``EVA-531`` one that is not among the rows it may see.
    """
    wanted = list(dict.fromkeys(codes))
    if not LEAST_UNITS <= len(wanted) <= MOST_UNITS:
        raise InputError(
            "EVA-530",
            _("并排比较需要2至4个先导区，现在选了%(count)s个") % {"count": len(wanted)},
            _("请回到排名勾选2至4个先导区再比较"),
            {"zones": wanted[:20], "status": 422},
        )
    seen = {
        one.organisation.code: one
        for one in visible.standings(account, assessment).filter(organisation__code__in=wanted)
    }
    unknown = [code for code in wanted if code not in seen]
    if unknown:
        raise InputError(
            "EVA-531",
            _("有先导区不在可以比较的范围内"),
            _("只能比较本批次中您有权查看得分的先导区，请回到排名重新勾选"),
            {"zones": unknown[:20], "status": 404},
        )
    made, names = built(assessment), names_of(assessment.snapshot)
    rows = tuple(row_of(one) for one in sorted(seen.values(), key=lambda one: (one.rank, one.pk)))
    tree = made.framework
    pillars = tree.children[tree.root]
    return Comparison(
        rows,
        _lines(made, rows, pillars, names),
        _lines(made, rows, tree.indicators, names),
        tuple(_lead(made, names, ahead, behind) for ahead, behind in pairwise(rows)),
    )


def _lines(
    made: Build, rows: Sequence[Row], codes: Sequence[str], names: dict[str, str]
) -> tuple[Line, ...]:
    tree = made.framework
    profiles = side_by_side(made, [row.code for row in rows])
    found = []
    for code in codes:
        entries = [one.of(code) for one in profiles]
        scores = [number(entry.standing.score) for entry in entries]
        known = [score for score in scores if score is not None]
        low, high = (min(known), max(known)) if known else (0.0, 0.0)
        differs = high - low > 1e-9
        cells = tuple(
            Cell(
                number(entry.standing.figure),
                score,
                differs and score == high,
                differs and score == low,
            )
            for entry, score in zip(entries, scores, strict=True)
        )
        above = tree[code].parent
        pillar = names[above] if above in names and above != tree.root else ""
        found.append(
            Line(
                code, names[code], pillar, tree[code].unit, cells, number(entries[0].median), high - low
            )
        )  # fmt: skip
    return tuple(found)


def _lead(made: Build, names: dict[str, str], ahead: Row, behind: Row, count: int = 3) -> Lead:
    found = waterfall(made, ahead.code, against=behind.code)
    changes = [one for one in found.gaps if not one.is_rest]
    gains = [(names[one.code], one.points) for one in reversed(changes) if one.points > 0]
    losses = [(names[one.code], one.points) for one in changes if one.points < 0]
    return Lead(
        ahead.name,
        behind.name,
        found.end - found.start,
        tuple(gains[:count]),
        tuple(losses[:count]),
    )
