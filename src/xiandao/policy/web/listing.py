"""What was read in a paper as a sheet of a workbook, with every decision and who made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.ui.exports import Sheet, SheetColumn, who_reads

if TYPE_CHECKING:
    from xiandao.policy.models import Paper
    from xiandao.policy.queries.reading_room import Card


def proposal_sheet(request: HttpRequest, paper: Paper, cards: Iterable[Card]) -> Sheet:
    """Return the sheet of what was read in a paper."""
    columns = [
        SheetColumn(_("序号"), 6),
        SheetColumn(_("条款"), 22, True),
        SheetColumn(_("类别"), 8),
        SheetColumn(_("原文"), 60, True),
        SheetColumn(_("指标或事项"), 28, True),
        SheetColumn(_("目标"), 16),
        SheetColumn(_("时限"), 12),
        SheetColumn(_("牵头单位"), 22, True),
        SheetColumn(_("配合单位"), 36, True),
        SheetColumn(_("状态"), 10),
        SheetColumn(_("确认人"), 12),
        SheetColumn(_("确认时间"), 18),
        SheetColumn(_("说明"), 24, True),
    ]
    about = "　".join(filter(None, [paper.issuer, paper.doc_number, str(paper.issued_on or "")]))
    stamp = _("导出：%(by)s　%(at)s") % {
        "by": who_reads(request),
        "at": f"{timezone.localtime():%Y-%m-%d %H:%M}",
    }
    return Sheet(
        _("读出事项：%(title)s") % {"title": paper.title}, columns, rows(cards), [about, stamp]
    )


def rows(cards: Iterable[Card]) -> Iterator[list[Any]]:
    """Yield one row for each thing read."""
    for number, card in enumerate(cards, 1):
        lead = "、".join(one.name for one in card.leads)
        yield [
            number,
            card.proposal.clause.label if card.proposal.clause else "",
            str(card.proposal.get_kind_display()),
            card.proposal.text,
            card.metric,
            card.figure,
            card.when,
            _("%(lead)s（推定）") % {"lead": lead} if lead and card.is_inferred else lead,
            "、".join(one.name for one in card.others),
            card.state_label,
            card.who,
            card.at,
            card.proposal.reason,
        ]
