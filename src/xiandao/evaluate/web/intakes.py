"""Many records or contracts as a workbook: the template, the upload, its trial, the file marked, taking it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.evaluate.commands import intakes as commands
from xiandao.evaluate.commands.line_plans import BODY_OF, CHANGE, ENTER, SAME
from xiandao.evaluate.methods.line_book import line_book
from xiandao.evaluate.methods.line_columns import BOOKS, MOST_LINES
from xiandao.evaluate.models import Intake, IntakeKind, IntakeState
from xiandao.evaluate.queries import written_down as visible
from xiandao.evaluate.queries.written_down import RECORD
from xiandao.statistics.methods.marked import marked
from xiandao.terms.error import InputError, XiandaoError
from xiandao.ui.answers import answer, download, status_of
from xiandao.ui.exports import file_name
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

MOST_BYTES = 10 * 1024 * 1024
HOMES = {IntakeKind.RECORDS: "eva_roles", IntakeKind.CONTRACTS: "eva_conversion"}
UPLOADS = {IntakeKind.RECORDS: "eva_records_upload", IntakeKind.CONTRACTS: "eva_contracts_upload"}
TEMPLATES = {
    IntakeKind.RECORDS: "eva_records_template",
    IntakeKind.CONTRACTS: "eva_contracts_template",
}


@page(RECORD)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Offer the empty workbook with the bodies that can be chosen."""
    what = IntakeKind(kind)
    units = [(one.code, one.name) for one in _own(cast("Account", request.user), what)]
    return download(line_book(kind, units), file_name(_("%(what)s导入模板") % {"what": what.label}))


@page(RECORD, writes=True, methods=("GET", "POST"))
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a workbook; what is wrong with it as a whole is said beside the field and nothing is kept."""
    account, what = cast("Account", request.user), IntakeKind(kind)
    own = _own(account, what)
    if not own:
        raise PermissionDenied(RECORD)
    error: XiandaoError | None = None
    if request.method == "POST":
        try:
            data, name = sent(request)
            held = commands.receive(
                organisation=own[0], kind=kind, data=data, name=name, by=account
            )
        except InputError as refused:
            error = refused
        else:
            return redirect("eva_intake", held.pk)
    waiting = visible.intakes(account).filter(state=IntakeState.WAITING, kind=kind)
    context = {
        "error": error, "waiting": waiting.defer("content").first(), "most": MOST_LINES, "what": what.label,
        "template_url": reverse(TEMPLATES[what]), "home": reverse(HOMES[what]), "told": BOOKS[kind].told,
        "crumbs": _crumbs(what, _("批量导入")),
    }  # fmt: skip
    status = 200 if error is None else max(status_of(error), 422)
    return answer(request, "evaluate/intake-upload.html", context, status=status)


@page(RECORD)
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a waiting workbook would do, and what is wrong in it."""
    return answer(request, "evaluate/intake.html", _trial(_held(request, pk)))


@page(RECORD)
def marked_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file back with its cells coloured, commented and listed."""
    rows = visible.intakes(cast("Account", request.user))
    held = get_object_or_404(rows, pk=pk, state=IntakeState.WAITING)
    stem = held.name.rpartition(".")[0] or held.name
    data = marked(bytes(held.content), commands.marks_of(held))
    return download(data, f"{stem}_{_('已标注')}.xlsx")


@page(RECORD, writes=True)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the whole workbook over, or put it aside."""
    held, account = _held(request, pk), cast("Account", request.user)
    home = HOMES[IntakeKind(held.kind)]
    if request.POST.get("act") == "discard":
        commands.discard(intake=held, by=account)
        messages.info(request, _("已放弃这份文件，登记的内容没有变化"))
        return redirect(home)
    try:
        done = commands.take(intake=held, by=account)
    except XiandaoError as error:
        context = _trial(_held(request, pk)) | {"error": error}
        return answer(request, "evaluate/intake.html", context, status=max(status_of(error), 409))
    messages.success(
        request,
        _("已写入：新登记 %(new)d 项，修改 %(changed)d 项，没有变化 %(same)d 项")
        % {"new": done[ENTER], "changed": done[CHANGE], "same": done[SAME]},
    )
    return redirect(home)


def sent(request: HttpRequest) -> tuple[bytes, str]:
    """Return content and name of the file in the request.

    Raises:
        InputError: ``EVA-616`` none, ``EVA-617`` too large.
    """
    file = request.FILES.get("file")
    if file is None:
        raise InputError("EVA-616", _("没有选择文件"), _("请选择填好的模板"), {"field": "file"})
    if file.size is not None and file.size > MOST_BYTES:
        raise InputError(
            "EVA-617",
            _("文件有%(size).0f MB，超过10 MB的上限") % {"size": file.size / 1048576},
            _("请去掉图片和多余的工作表，或分批导入"),
            {"field": "file"},
        )
    return file.read(), file.name or ""


def _own(account: Account, kind: IntakeKind) -> list[Organisation]:
    return visible.entered_by(account, BODY_OF[kind])


def _held(request: HttpRequest, key: int) -> Intake:
    rows = visible.intakes(cast("Account", request.user)).defer("content")
    return get_object_or_404(rows, pk=key)


def _trial(held: Intake) -> dict[str, Any]:
    plans, marks = held.outcome.get("plans", []), commands.marks_of(held)
    kind = IntakeKind(held.kind)
    names = BOOKS[held.kind].labels
    changed = [
        plan
        | {"changes": [[names.get(name, name), old, new] for name, old, new in plan["changes"]]}
        for plan in plans
        if plan["act"] == CHANGE
    ]
    return {
        "intake": held, "marks": marks, "must": sum(mark.severity == "must" for mark in marks),
        "lines": len(held.outcome.get("lines", [])), "new": [one for one in plans if one["act"] == ENTER],
        "changed": changed, "same": sum(plan["act"] == SAME for plan in plans),
        "is_sound": held.outcome.get("is_sound", False), "waits": held.state == IntakeState.WAITING,
        "upload_url": reverse(UPLOADS[kind]), "home": reverse(HOMES[kind]), "crumbs": _crumbs(kind, _("试读结果")),
    }  # fmt: skip


def _crumbs(kind: IntakeKind, last: str) -> list[tuple[str, str]]:
    word = _("四地画像") if kind is IntakeKind.RECORDS else _("转化评价")
    return [(word, reverse(HOMES[kind])), (last, "")]
