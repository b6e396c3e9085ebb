"""Selective editing: how much a mistake in one return would move the totals, and how far a review has to go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max

from xiandao.statistics.methods.filing_values import known_values
from xiandao.statistics.models import Filing, FilingStage, Round
from xiandao.statistics.queries.history import history_of

AN_HOUR = 3600
# What is told in words: so many reviews remove at least this share of the expected effect.
SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Curve:
    """Reviewing the first ``count`` of ``waiting`` returns removes ``share`` (0 to 1) of the expected effect."""

    waiting: int
    count: int
    share: float

    @property
    def percent(self) -> str:
        """The share in whole per cent, rounded down: what is promised is kept."""
        return f"{int(self.share * 100)}%"


def score_of(filing: Filing) -> float:
    """Return the score of a return in per cent of the predicted totals: its largest over the items.

    Predicted is the value of the unit's last return, else its 上年同期可比数; a unit that was never seen before is
    predicted to report nothing, so that a newcomer with large figures is looked at first.
    """
    import numpy as np

    from xiandao.statistics.methods.editing import global_scores, local_scores

    form = filing.round.form.form
    totals = predicted_totals(filing.round)
    items = [item for item in form.items if item.is_numeric and totals.get(item.code, 0.0) > 0]
    if not items:
        return 0.0
    values = known_values(form, filing.values)
    history = history_of(filing)
    before = history[0][1] if history else {}
    reported = np.array([_number(values.get(item.code)) for item in items])
    expected = np.nan_to_num([_expected(item, before, values) for item in items])
    # The rest of the population as one row that reports what was predicted: the total then is that of all.
    rest = np.maximum([totals[item.code] for item in items] - np.abs(expected), 0.0)
    local = local_scores(np.stack([reported, rest]), np.stack([expected, rest]), np.ones(2))
    return round(float(global_scores(local)[0]), 6)


def predicted_totals(round_: Round) -> dict[str, float]:
    """Return by item the sum of what the units reported for the last period that has approved returns."""
    before = _round_before(round_)
    if before is None:
        return {}
    counted = before.filings.counted().aggregate(n=Count("pk"), at=Max("updated_at"))
    key = f"sta-totals-{before.pk}-{counted['n']}-{counted['at']}".replace(" ", "_")
    found: dict[str, float] | None = cache.get(key)
    if found is None:
        found = _totals(before)
        cache.set(key, found, AN_HOUR)
    return found


def curve(scores: Sequence[float]) -> Curve | None:
    """Return how many reviews remove most of the expected effect; None where nothing is expected."""
    import numpy as np

    from xiandao.statistics.methods.editing import review

    total = sum(scores)
    if not total > 0:
        return None
    removed = 1 - review(np.array(scores)).remaining / (total / 100)
    count = int(np.argmax(removed >= SHARE)) + 1
    return Curve(len(scores), count, float(removed[count - 1]))


def _round_before(round_: Round) -> Round | None:
    rounds = Round.objects.filter(form__code=round_.form.code, filings__stage=FilingStage.APPROVED)
    start = round_.span.start
    earlier = [one for one in rounds.distinct().order_by() if one.span.start < start]
    return max(earlier, key=lambda one: one.span.start, default=None)


def _totals(round_: Round) -> dict[str, float]:
    from xiandao.statistics.queries.frames import filings_frame

    frame = filings_frame(round_.form.code, [round_.period])
    numeric = [item.code for item in round_.form.form.items if item.is_numeric]
    return {name: float(frame[name].abs().sum()) for name in numeric if name in frame.columns}


def _expected(item: Any, before: Mapping[str, Any], values: Mapping[str, Any]) -> float:
    known = _number(before.get(item.code))
    return known if known == known else _number(values.get(item.prior))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, Decimal) else float("nan")
