"""Taking the ledger workbook back in: hand in, look at what would change, then save all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.policy.commands import imports
from xiandao.policy.methods.ledger_columns import INFERRED
from xiandao.policy.methods.ledger_findings import KINDS, Kind, RowDiff
from xiandao.policy.methods.workbook_grid import MOST_BYTES
from xiandao.policy.models.upload import UploadState
from xiandao.policy.queries import visible
from xiandao.policy.queries.importing import Comparison, comparison
from xiandao.registry.queries.organisations import resolve_many
from xiandao.terms.error import InputError, XiandaoError
from xiandao.ui.answers import answer, download, status_of
from xiandao.ui.numbers import whole
from xiandao.ui.page import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xiandao.policy.models import Upload
    from xiandao.registry.models import Account

PER_PAGE = 200
SHOWN: tuple[Kind, ...] = ("error", "stale", "changed", "new")


@page("policy.item.report", writes=True, methods=("GET", "POST"))
def ledger_import(request: HttpRequest) -> HttpResponse:
    """Take a workbook; what is wrong with it as a whole is said beside the field and nothing is kept."""
    account = cast("Account", request.user)
    error: XiandaoError | None = None
    if request.method == "POST":
        try:
            data, name = sent(request)
            upload = imports.take(data, name=name, by=account)
        except InputError as refused:
            error = refused
        else:
            return redirect("upload", upload.pk)
    waiting = visible.uploads(account).filter(state=UploadState.WAITING).defer("content", "cells")
    context = {"error": error, "waiting": waiting, "most_mb": MOST_BYTES // 1048576}
    return answer(request, "policy/import.html", context, status=status(error))


def sent(request: HttpRequest) -> tuple[bytes, str]:
    """Return content and name of the file in the request."""
    file = request.FILES.get("file")
    if file is None:
        raise InputError("POL-261", "没有选择文件", "请选择从台账页导出并填好的 .xlsx 工作簿")
    if file.size is not None and file.size > MOST_BYTES:
        raise InputError(
            "POL-262",
            f"文件有{file.size / 1048576:.0f} MB，超过10 MB的上限",
            "请去掉图片和多余的工作表，或分批导入",
        )
    return file.read(), file.name or "台账.xlsx"


def status(error: XiandaoError | None) -> int:
    """Return the status of the page: 422 where the file was refused."""
    return 200 if error is None else max(status_of(error), 422)


@page("policy.item.report")
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the workbook would change; nothing is saved yet."""
    held, found = compared(request, pk)
    if found is None:
        return answer(
            request, "policy/import-done.html", {"upload": held, "counts": counts_of(held)}
        )
    return answer(request, "policy/import-diff.html", context_of(request, held, found))


def compared(request: HttpRequest, pk: int) -> tuple[Upload, Comparison | None]:
    """Return the account's workbook with its comparison, none for one that was decided on."""
    account = cast("Account", request.user)
    held = get_object_or_404(visible.uploads(account).defer("content"), pk=pk)
    if held.state != UploadState.WAITING:
        return held, None
    return held, comparison(account, held, today=timezone.localdate())


def context_of(request: HttpRequest, held: Upload, found: Comparison) -> dict[str, object]:
    """Return what the page of differences shows; the rows that need a person stand first."""
    diff = found.diff
    wanted = request.GET.get("kind", "")
    kinds = [kind for kind in SHOWN if wanted in (kind, "")] or SHOWN
    rows = [row for kind in kinds for row in diff.of(kind)]
    counts = diff.counts
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page", ""))
    return {
        "upload": held,
        "uploaded": found.uploaded,
        "made_at": found.uploaded.made_at[:16].replace("T", " "),
        "period": found.period,
        "diff": diff,
        "counts": [(kind, label, counts[kind]) for kind, label in KINDS.items()],
        "total": len(diff.rows),
        "kind": wanted if wanted in SHOWN else "",
        "page": shown,
        "strangers": unknown_leads(shown.object_list),
        "errors": diff.errors,
        "to_save": counts["changed"] + counts["new"],
        "stale": counts["stale"],
        "missing": diff.missing,
        "stale_lines": [row.line for row in diff.of("stale")],
    }


def unknown_leads(rows: Iterable[RowDiff]) -> set[str]:
    """Return the leads that rows would write and that no organisation answers to."""
    named = {one.after for row in rows for one in row.changes if one.key == "lead" and one.after}
    names = {name: name.removesuffix(INFERRED) for name in named}
    known = resolve_many(names.values())
    return {name for name in named if known.get(names[name]) is None}


def counts_of(held: Upload) -> list[tuple[str, int]]:
    """Return what became of the rows of a workbook that was saved."""
    names = {
        "changed": _("修改"),
        "new": _("新增"),
        "kept": _("保留系统内容"),
        "unchanged": _("未改动"),
    }
    return [(label, held.outcome.get(key, 0)) for key, label in names.items() if held.outcome]


@page("policy.item.report", writes=True)
def upload_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the workbook; where that is refused, the differences are shown again with the reason."""
    account = cast("Account", request.user)
    held = get_object_or_404(visible.uploads(account), pk=pk)
    everywhere = request.POST.get("all", "")
    choices: dict[int, imports.Choice] = {}
    lines = request.POST.get("stale_lines", "").split(",")
    for line in lines:
        said = request.POST.get(f"line-{line}") or everywhere
        number = whole(line)
        if number is not None and said in ("mine", "keep"):
            choices[number] = "mine" if said == "mine" else "keep"
    try:
        outcome = imports.confirm(upload=held, choices=choices, by=account)
    except XiandaoError as error:
        _held, found = compared(request, pk)
        if found is None:
            raise
        context = context_of(request, held, found) | {"error": error}
        return answer(
            request, "policy/import-diff.html", context, status=max(status_of(error), 409)
        )
    messages.success(
        request,
        _(
            "已导入：修改 %(changed)s 项，新增 %(new)s 项，保留系统内容 %(kept)s 项，未改动 %(unchanged)s 项"
        )
        % outcome,
    )
    return redirect("upload", pk)


@page("policy.item.report", writes=True)
def upload_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a waiting workbook up."""
    account = cast("Account", request.user)
    held = get_object_or_404(visible.uploads(account).defer("content"), pk=pk)
    imports.discard(upload=held, by=account)
    messages.success(request, _("已放弃导入，台账没有变化"))
    return redirect("ledger_import")


@page("policy.item.report")
def upload_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the clerk's own file back with its problems marked in it."""
    account = cast("Account", request.user)
    held = get_object_or_404(visible.uploads(account).filter(state=UploadState.WAITING), pk=pk)
    found = comparison(account, held, today=timezone.localdate())
    data = imports.marked(held, sheet=found.uploaded.sheet, problems=problems(found))
    name = held.name.removesuffix(".xlsx").removesuffix("_标注")
    return download(data, f"{name}_标注.xlsx")


def problems(found: Comparison) -> list[imports.CellError]:
    """Return the errors, and beside them what others have changed meanwhile."""
    stale = [
        imports.CellError(
            change.key, change.address, change.after, f"导出后他人已改，系统现在是“{change.before[:200]}”",
            "请与同事核对后，在导入页选择以谁的为准，或重新导出填写",
        )
        for row in found.diff.of("stale")
        for change in row.changes
    ]  # fmt: skip
    return [*found.diff.errors, *stale]
