"""Estimates for returns that are outstanding after the deadline: flagged, and revised when the return arrives."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.registry.commands.acting import command, note
from xiandao.statistics.methods.computed import compute
from xiandao.statistics.methods.imputation import Plan, impute
from xiandao.statistics.models import Estimate, Filing, FilingStage, Round
from xiandao.statistics.queries import gaps
from xiandao.statistics.queries.frames import filings_frame, units_frame
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    import polars as pl

    from xiandao.registry.models import Account

COMPUTED = "computed"
PLACES = Decimal("0.0001")
BATCH = 500


@command("statistics.manage", on="round")
def estimate(*, round: Round, by: Account) -> int:
    """Estimate the amounts of every unit that has not answered; earlier estimates of this round are replaced.

    What a reporter filed is neither read nor touched here unless it is approved: an estimate stands beside an
    empty return, never in it.

    Raises:
        XiandaoError: ``STA-550`` the deadline has not passed, ``STA-540`` … as ``impute`` says.
    """
    held = Round.objects.select_for_update().select_related("form").get(pk=round.pk)
    day = timezone.localdate()
    if not gaps.is_over(held, day):
        raise XiandaoError(
            "STA-550",
            _("还没有过截止日期，不能估计缺报数据"),
            _("请在截止日期之后办理"),
            {"status": 409},
        )
    waiting = {
        row.organisation.code: row
        for row in gaps.late(held, day).select_related("organisation", "round__form")
    }
    rows = _rows(held, waiting)
    Estimate.objects.filter(filing__round=held, revised_at__isnull=True).delete()
    Estimate.objects.bulk_create(rows, batch_size=BATCH)
    Round.objects.filter(pk=held.pk).update(revision=F("revision") + 1)
    note(f"估计缺报数据：{held}", about=held, units=len({row.filing_id for row in rows}))
    return len({row.filing_id for row in rows})


def _rows(held: Round, waiting: dict[str, Filing]) -> list[Estimate]:
    import polars as pl

    if not waiting:
        return []
    form, code = held.form.form, held.form.code
    items = [item.code for item in form.items if item.is_numeric]
    owing = held.filings.exclude(stage=FilingStage.VOID).values_list(
        "organisation__code", flat=True
    )
    units = units_frame(held.span.end).filter(pl.col("unit").is_in(list(owing)))
    earlier = filings_frame(code, [held.span.previous.code])
    found = impute(
        filings_frame(code, [held.period]),
        units,
        items,
        period=held.period,
        previous=earlier if earlier.height else None,
        plan=Plan(),
    ).filter(pl.col("unit").is_in(list(waiting)))
    return [
        row
        for unit in waiting
        for row in _of_unit(found.filter(found["unit"] == unit), waiting[unit])
    ]


def _of_unit(found: pl.DataFrame, filing: Filing) -> list[Estimate]:
    """Return the estimates of a unit; a computed row follows from its parts where they are known."""
    form = filing.round.form.form
    computed = {item.code for item in form.items if item.formula}
    rows = {row["item"]: row for row in found.iter_rows(named=True)}
    parts = {
        item: Decimal(repr(row["value"])) for item, row in rows.items() if item not in computed
    }
    made = compute(form, parts)
    own = [
        _estimate(filing, item, row["value"], row["variance"], row["method"])
        for item, row in rows.items()
        if item not in made
    ]
    return own + [
        _estimate(filing, item, float(value), None, COMPUTED) for item, value in made.items()
    ]


def _estimate(
    filing: Filing, item: str, value: float, variance: float | None, method: str
) -> Estimate:
    return Estimate(
        filing=filing,
        item=item,
        value=Decimal(repr(value)).quantize(PLACES),
        standard_error=None if variance is None else variance**0.5,
        method=method,
    )
