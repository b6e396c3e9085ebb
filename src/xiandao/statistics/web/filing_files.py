"""A return as a workbook: the template with what is known, the upload, its trial, the reporter's own file marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from xiandao.casework.queries.clock import today
from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import uploads
from xiandao.statistics.methods.filing_values import known_values
from xiandao.statistics.methods.marked import Mark, marked
from xiandao.statistics.methods.template_workbook import Filling, Prefill, template
from xiandao.statistics.models import Filing, ReturnUpload, ReturnUploadState
from xiandao.statistics.queries.sheet import present_values, previous_values
from xiandao.statistics.web.filing import FILE, VIEW, WORD, crumbs_of, owned, read
from xiandao.terms.error import InputError, XiandaoError
from xiandao.ui.answers import answer, download, status_of
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

MOST_BYTES = 10 * 1024 * 1024


@page(VIEW)
def filing_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the workbook of the return, prefilled with what was typed and what is known."""
    found = read(request, pk)
    return download(workbook_of(found), name_of(found))


def workbook_of(found: Filing) -> bytes:
    """Return the template of a return."""
    form = found.round.form.form
    texts = {name: known["value"] for name, known in found.prefill.items() if name in form.columns}
    prefilled = {
        name: Prefill(
            value, found.prefill[name].get("source", ""), found.prefill[name].get("as_of", "")
        )
        for name, value in known_values(form, texts).items()
    }
    filling = Filling(
        unit=found.organisation.code,
        unit_name=found.organisation.name,
        period=found.round.span,
        on=today(),
        values=present_values(found),
        prefilled=prefilled,
        previous=previous_values(found),
        explanations=found.explanations,
        people=found.people,
        consent=found.has_consent,
    )
    return template(form, filling)


def name_of(found: Filing) -> str:
    """Return the file name: form, unit, period, day."""
    made = f"{today():%Y%m%d}"
    return f"{found.round.form.title}_{found.organisation.label}_{found.round.period}_{made}.xlsx"


@page(FILE, writes=True, methods=("GET", "POST"))
def filing_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a workbook; what is wrong with it as a whole is said beside the field and nothing is kept."""
    found = owned(request, pk)
    error: XiandaoError | None = None
    if request.method == "POST":
        try:
            data, name = sent(request)
            upload = uploads.receive(
                filing=found, data=data, name=name, by=cast("Account", request.user)
            )
        except XiandaoError as refused:
            error = refused
        else:
            return redirect("sta_filing_trial", pk, upload.pk)
    waiting = found.uploads.filter(state=ReturnUploadState.WAITING).defer("content").first()
    crumbs = crumbs_of(request, found, _("上传工作簿"))
    context = {
        "filing": found,
        "error": error,
        "waiting": waiting,
        "crumbs": crumbs,
        "word": WORD,
    }
    status = 200 if error is None else max(status_of(error), 422)
    return answer(request, "statistics/filing-upload.html", context, status=status)


@page(FILE)
def filing_trial(request: HttpRequest, pk: int, upload: int) -> HttpResponse:
    """Show what a waiting workbook says: what is wrong in it, and what would change."""
    found = owned(request, pk)
    held = get_object_or_404(found.uploads.defer("content"), pk=upload)
    return answer(request, "statistics/filing-trial.html", trial(request, found, held))


def trial(request: HttpRequest, found: Filing, held: ReturnUpload) -> dict[str, Any]:
    """Return what the page of the trial shows."""
    marks = [Mark(**row) for row in held.outcome.get("marks", [])]
    items = {item.code: item for item in found.round.form.form.items}
    changes = [
        (items[name.removesuffix("__ly")], name.endswith("__ly"), before, after)
        for name, before, after in held.outcome.get("changes", [])
        if name.removesuffix("__ly") in items
    ]
    return {
        "filing": found,
        "word": WORD,
        "crumbs": crumbs_of(request, found, _("试读结果")),
        "upload": held,
        "marks": marks,
        "must": sum(mark.severity == "must" for mark in marks),
        "explain": sum(mark.severity == "explain" for mark in marks),
        "changes": changes,
        "is_sound": held.outcome.get("is_sound", False),
        "waits": held.state == ReturnUploadState.WAITING,
        "is_outdated": held.state == ReturnUploadState.WAITING and uploads.is_outdated(held),
    }


@page(FILE)
def filing_marked(request: HttpRequest, pk: int, upload: int) -> HttpResponse:
    """Give the reporter's own file back with its cells coloured, commented and listed."""
    found = owned(request, pk)
    held = get_object_or_404(found.uploads, pk=upload, state=ReturnUploadState.WAITING)
    marks = [Mark(**row) for row in held.outcome.get("marks", [])]
    stem = held.name.rpartition(".")[0] or held.name
    return download(marked(bytes(held.content), marks), f"{stem}_{_('已标注')}.xlsx")


@page(FILE, writes=True)
def filing_take(request: HttpRequest, pk: int, upload: int) -> HttpResponse:
    """Take the workbook's values over, or put it aside."""
    found = owned(request, pk)
    held = get_object_or_404(found.uploads, pk=upload)
    account = cast("Account", request.user)
    is_discarded = request.POST.get("act") == "discard"
    try:
        if is_discarded:
            uploads.discard(upload=held, by=account)
        else:
            uploads.take(upload=held, reason=request.POST.get("reason", ""), by=account)
    except Refused:
        raise
    except XiandaoError as error:
        held.refresh_from_db()
        context = trial(request, found, held) | {"error": error}
        status = max(status_of(error), 409)
        return answer(request, "statistics/filing-trial.html", context, status=status)
    if is_discarded:
        messages.info(request, _("已放弃这份文件，填报内容没有变化"))
    else:
        messages.success(request, _("已采用文件内容，请核对后报出"))
    return redirect("sta_filing", pk)


def sent(request: HttpRequest) -> tuple[bytes, str]:
    """Return content and name of the file in the request."""
    file = request.FILES.get("file")
    if file is None:
        raise InputError("STA-362", _("没有选择文件"), _("请选择填好的 .xlsx 模板或 .csv 文件"))
    if file.size is not None and file.size > MOST_BYTES:
        raise InputError(
            "STA-363",
            _("文件有%(mb)d MB，超过10 MB的上限") % {"mb": file.size // 1048576},
            _("请去掉图片和多余的工作表后再上传"),
        )
    return file.read(), file.name or "return.xlsx"
