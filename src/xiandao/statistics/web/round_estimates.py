"""Estimates for missing returns on the board of a round: what will be estimated, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiandao.casework.queries.clock import today
from xiandao.statistics.commands import estimates
from xiandao.statistics.methods.imputation import Method
from xiandao.statistics.models import Round
from xiandao.statistics.queries import gaps
from xiandao.statistics.queries.gaps import Gap, Standing
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@dataclass(frozen=True, slots=True)
class Estimating:
    """What would be estimated now, and what stands estimated."""

    gap: Gap
    standing: Standing

    @property
    def methods(self) -> str:
        """How many values by which method, in words."""
        return in_words(self.standing)


def estimating(found: Round) -> Estimating | None:
    """Return what the board says of estimates; nothing before the deadline or where no return is missing."""
    if not gaps.is_over(found, today()):
        return None
    shown = Estimating(gaps.gap(found, today()), gaps.standing(found))
    return shown if shown.gap.units or shown.standing.units else None


def estimated(found: Round, account: Account) -> str:
    """Estimate what is missing; return what was done in words."""
    estimates.estimate(round=found, by=account)
    done = gaps.standing(found)
    if not done.values:
        return _("没有可以估计的数据：已通过的报表太少，或没有单位缺报")
    words = ngettext(
        "已估计 %(units)d 家、%(values)d 个数据：%(methods)s",
        "已估计 %(units)d 家、%(values)d 个数据：%(methods)s",
        done.units,
    )
    return words % {"units": done.units, "values": done.values, "methods": in_words(done)}


def in_words(standing: Standing) -> str:
    """Return how many values were found by which method, in the order in which methods are tried."""
    labels = {one.value: said(one.label) for one in Method} | {
        estimates.COMPUTED: _("由其他指标计算")
    }
    return "、".join(
        _("%(method)s %(count)d 个") % {"method": label, "count": standing.methods[name]}
        for name, label in labels.items()
        if name in standing.methods
    )
