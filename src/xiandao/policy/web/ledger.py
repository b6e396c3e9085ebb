"""任务台账 (Z四(六), J四(三)): the grid, its workbook, its print, and reporting in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from xiandao.policy.commands import exports, progress
from xiandao.policy.methods.ledger_cells import amount
from xiandao.policy.methods.ledger_columns import COLUMNS
from xiandao.policy.methods.pacing import BEHIND, about
from xiandao.policy.models.paper import short_name
from xiandao.policy.queries import ledger_index, visible
from xiandao.policy.queries.official import official_rows
from xiandao.policy.web.ledger_grid import DELAYED, LedgerGrid, period_of
from xiandao.policy.web.ledger_rows import RowWriter
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period, PeriodKind
from xiandao.ui.answers import answer, download
from xiandao.ui.numbers import whole
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.policy.models import Item
    from xiandao.policy.queries.ledger_index import Entry
    from xiandao.registry.models import Account

MOST_PRINTED = 2000


@page("policy.view")
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the ledger with its filters; the address holds them all."""
    grid = LedgerGrid(request)
    seen = grid.rows
    counted = [one for one in seen if one.counts]
    tally = ledger_index.tally(counted)
    behind = sum(one.lamp.word == BEHIND for one in counted)
    context = {
        "grid": grid,
        "period": grid.period,
        "has_next": grid.period.next.start <= grid.today,
        "delayed": sum(tally.get(tone, 0) for tone in DELAYED),
        "behind": behind,
        "soon": tally.get("soon", 0) - behind,
        "total": len(counted),
        "repeated": len(seen) - len(counted),
        "missing": sum(one.is_missing for one in seen),
        "has_items": bool(grid.entries) or bool(grid.search_text),
        "may_import": grid.account.may_somewhere("policy.item.report"),
        "print_url": grid.print_url,
        "pace_about": about(),
    }
    return answer(request, "policy/ledger.html", context)


@page("policy.view", writes=True, methods=("GET",))
def ledger_export(request: HttpRequest) -> HttpResponse:
    """Give the official workbook of exactly what the address filters."""
    grid = LedgerGrid(request)
    data, name = exports.ledger_file(
        keys=[one.pk for one in grid.rows],
        scope=grid.conditions(),
        period=quarter_of(grid.period),
        by=grid.account,
    )
    return download(data, name)


@page("policy.view")
def ledger_print(request: HttpRequest) -> HttpResponse:
    """Show the official table of what the address filters, made for A3 paper."""
    grid = LedgerGrid(request)
    keys = [one.pk for one in grid.rows][:MOST_PRINTED]
    rows = exports.in_order(
        official_rows(
            grid.account,
            visible.items(grid.account).filter(pk__in=keys),
            period=quarter_of(grid.period),
            today=grid.today,
        ),
        keys,
    )
    context = {
        "grid": grid, "columns": COLUMNS, "period": grid.period, "cut": len(grid.rows) - len(rows),
        "rows": [replace(row, source=short_name(row.source)) for row in rows],
        "made_at": timezone.localtime(),
    }  # fmt: skip
    return answer(request, "policy/ledger-print.html", context)


@page("policy.item.report", writes=True, methods=("GET", "POST"))
def ledger_cell(request: HttpRequest, pk: int) -> HttpResponse:
    """Show, open and save one cell of the period's progress."""
    account = cast("Account", request.user)
    item = get_object_or_404(visible.items(account).select_related("organisation", "lead"), pk=pk)
    period = period_of(request)
    if request.method == "POST":
        return saved(request, item, period, account)
    entry = entry_of(account, item, period)
    if request.GET.get("show"):
        return HttpResponse(RowWriter().progress(entry))
    return answer(request, "policy/ledger-cell.html", cell_context(entry, item, period))


def saved(request: HttpRequest, item: Item, period: Period, account: Account) -> HttpResponse:
    """Save the cell; what cannot be saved comes back with what was written, beside what is there now."""
    said = {name: request.POST.get(name, "") for name in ("words", "value", "version")}
    try:
        progress.report(
            item=item,
            period=period.code,
            words=said["words"][:5000],
            value=amount(said["value"], places=4),
            version=whole(said["version"]) or 0,
            is_draft=request.POST.get("draft") == "1",
            by=account,
        )
    except XiandaoError as error:
        if error.code == "REG-403":
            raise
        entry = entry_of(account, item, period)
        context = cell_context(entry, item, period) | {"error": error, "said": said}
        status = int(error.details.get("status", 422))
        return answer(request, "policy/ledger-cell.html", context, status=status)
    response = HttpResponse(RowWriter().progress(entry_of(account, item, period)))
    response["HX-Trigger-After-Settle"] = "ledger:saved"
    return response


def entry_of(account: Account, item: Item, period: Period) -> Entry:
    """Return the entry of one item, read in full."""
    (entry,) = ledger_index.entries(
        account, period=period, today=timezone.localdate(), only=item.pk
    )
    ledger_index.fill(account, [entry], period=period, today=timezone.localdate())
    return entry


def cell_context(entry: Entry, item: Item, period: Period) -> dict[str, Any]:
    """Return what the form of a cell needs; an own draft is taken up where it was left."""
    shown = entry.draft or entry.report
    said = {
        "words": shown.words if shown else "",
        "value": "" if shown is None or shown.value is None else f"{shown.value.normalize():f}",
        "version": entry.report.version if entry.report else 0,
    }
    return {
        "entry": entry, "item": item, "period": period, "said": said, "report": entry.report,
        "current_version": entry.report.version if entry.report else 0,
    }  # fmt: skip


def quarter_of(period: Period) -> Period:
    """Return the quarter of a period; the official table has quarters."""
    return (
        period if period.kind is PeriodKind.QUARTER else Period.of(PeriodKind.QUARTER, period.end)
    )
