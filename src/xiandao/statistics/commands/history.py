"""Returns of earlier years, taken over from the system that was used before: approved there, kept with their origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import storable
from xiandao.statistics.methods.filing_edits import read_edits
from xiandao.statistics.methods.filing_values import settled
from xiandao.statistics.models import Filing, FilingEvent, FilingStage, Round, RoundState
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

IMPORT = "import"
BATCH = 500


@command("statistics.manage", on="round")
def take_over(
    *,
    round: Round,
    returns: Mapping[Organisation, Mapping[str, str | None]],
    origin: str,
    by: Account,
    is_demo: bool = False,
) -> int:
    """Take approved returns of a past period over; nothing that was filed here is ever touched.

    Args:
        round: a round that has not been opened here.
        returns: values by unit, as text by item code.
        origin: the system or file they come from; kept with every one of them.
        by: who answers for taking them over.

    Raises:
        XiandaoError: ``STA-330`` the round was or is open for filing, or has returns already.
        InputError: ``STA-331`` no origin is named, ``STA-345`` values that cannot be read.
    """
    words = storable(origin).strip()[:300]
    if not words:
        raise InputError(
            "STA-331", _("没有写明历史数据的来源"), _("请写明原系统或文件名称"), {"field": "origin"}
        )
    held = Round.objects.select_for_update().get(pk=round.pk)
    if held.state != RoundState.PLANNED or held.filings.exists():
        raise XiandaoError(
            "STA-330",
            _("本报告期已经开放或已有填报，不能再导入历史数据"),
            _("历史数据只能导入尚未开放的报告期；已填报的内容只能由填报单位修改"),
            {"status": 409},
        )
    form, now = held.form.form, timezone.now()
    rows = [
        Filing(
            round=held,
            organisation=unit,
            stage=FilingStage.APPROVED,
            values=settled(form, {}, read_edits(form, values)).values,
            approved_at=now,
            was_approved=True,
            is_demo=is_demo,
        )
        for unit, values in returns.items()
    ]
    made = Filing.objects.bulk_create(rows, batch_size=BATCH)
    FilingEvent.objects.bulk_create(
        [
            FilingEvent(filing=row, transition=IMPORT, after=row.stage, words=words, by=by)
            for row in made
        ],
        batch_size=BATCH,
    )
    Round.objects.filter(pk=held.pk).update(state=RoundState.CLOSED, revision=F("revision") + 1)
    note(f"导入历史数据 {len(made)} 份：{held}", about=held, origin=words)
    return len(made)
