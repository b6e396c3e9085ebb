"""What a trial of weights says in one sentence: which weights, how many places, who moves most."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from xiandao.evaluate.queries.ranking import Ranking, Row
from xiandao.evaluate.queries.sandbox import Slider, Trial

MOST_NAMED = 3


def sentence(seen: Ranking, tried: Trial, sliders: Sequence[Slider]) -> str:
    """Return what the trial changes, for a reader who sees all rows or only the own ones."""
    what = told_weights(sliders)
    if not what:
        return _("权重与正式结果相同，位次不变。")
    return f"{what}{_('：')}{told_all(seen, tried) if seen.sees_all else told_own(seen, tried)}"


def told_weights(sliders: Sequence[Slider]) -> str:
    """Return which sliders were moved, those that moved most first; those that only give way are not named."""
    moved = sorted(
        (one for one in sliders if one.is_set and one.is_moved),
        key=lambda one: -abs(one.share - one.official),
    )
    parts = [
        _("%(name)s由%(before)s%%调到%(after)s%%")
        % {"name": one.name, "before": f"{one.official:.1f}", "after": f"{one.share:.1f}"}
        for one in moved[:MOST_NAMED]
    ]
    more = _("等%(count)d项") % {"count": len(moved)} if len(moved) > MOST_NAMED else ""
    return _("，").join(parts) + more


def told_all(seen: Ranking, tried: Trial) -> str:
    """Return how many places differ and who climbs and falls most."""
    if not tried.moved:
        return _("没有先导区位次变化。")
    gains = {
        row: row.rank - tried.outcomes[row.code].rank
        for row in seen.rows
        if row.code in tried.outcomes
    }
    up = max(gains, key=lambda row: gains[row])
    down = min(gains, key=lambda row: gains[row])
    parts = [_("%(count)d个先导区位次变化") % {"count": tried.moved}]
    if gains[up] > 0:
        parts.append(_("%(name)s升%(places)d位") % {"name": up.name, "places": gains[up]})
    if gains[down] < 0:
        parts.append(_("%(name)s降%(places)d位") % {"name": down.name, "places": -gains[down]})
    return _("，").join(parts) + _("。")


def told_own(seen: Ranking, tried: Trial) -> str:
    """Return what becomes of the own rows, and how many bands move; nobody else is named."""
    parts = [_own(row, tried) for row in seen.rows if row.code in tried.outcomes]
    parts.append(_("共%(count)d个先导区档次变化") % {"count": tried.moved_bands})
    return _("；").join(parts) + _("。")


def _own(row: Row, tried: Trial) -> str:
    after = tried.outcomes[row.code].rank
    told = {"name": row.name, "before": row.rank, "after": after}
    if after == row.rank:
        return _("%(name)s位次不变，仍为第%(before)d") % told
    return _("%(name)s位次由第%(before)d变为第%(after)d") % told
