"""A score that the demonstration province gave by hand beside the computed one, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiandao.demo.story import MARK
from xiandao.evaluate.commands import manual_scores

if TYPE_CHECKING:
    from xiandao.evaluate.models import Assessment
    from xiandao.registry.models import Account

PLACE, MORE = 5, 1.8
REASON = "现场核查：中试平台当季已投入运行，报表截止前未及录入，按核查结果补评"
CLAUSE = "先导区评价评审会纪要第三条"


def tell(edition: Assessment, *, by: Account) -> None:
    """Give the unit in the fifth place of an edition that waits somewhat more than was computed."""
    standing = edition.standings.select_related("organisation").filter(rank__gte=PLACE).first()
    if standing is not None:
        manual_scores.give(
            assessment=edition,
            organisation=standing.organisation,
            score=min(standing.score + MORE, 100.0),
            reason=REASON + MARK,
            clause=CLAUSE,
            by=by,
        )
