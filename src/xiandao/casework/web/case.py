"""One case: how it stands, what happened, and the form for what can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from xiandao.casework.commands import cases, evidence, reminders
from xiandao.casework.methods import kinds
from xiandao.casework.methods.deadlines import escalation, escalation_steps, spoken
from xiandao.casework.methods.stages import RESPONSIBLE
from xiandao.casework.queries import cases as questions
from xiandao.casework.queries import rights
from xiandao.casework.queries.clock import calendar, today
from xiandao.casework.queries.sheets import sheet
from xiandao.casework.queries.subjects import subject_of
from xiandao.registry.queries import documents, organisations
from xiandao.terms.error import InputError, XiandaoError
from xiandao.ui.answers import answer, download, status_of
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.casework.models import Case
    from xiandao.registry.models import Account, Document, Organisation

WORDS_SHOWN = 6000


def seen(request: HttpRequest, pk: int) -> Case:
    """Return the case where the account may see it; else it does not exist for them (404)."""
    return get_object_or_404(questions.visible_to(cast("Account", request.user)), pk=pk)


def shown(
    request: HttpRequest,
    case: Case,
    *,
    error: XiandaoError | None = None,
    files: list[Document] | None = None,
) -> HttpResponse:
    """Render the case; after an error with everything that was filled in."""
    account, kind = cast("Account", request.user), kinds.get(case.kind)
    task = questions.open_task(case)
    choices = rights.choices(account, case)
    may_assign = task is not None and rights.may_assign(account, case)
    # The ladder is for the body that was asked; the owner's own tasks have none.
    with_body = task is not None and kind.stage(case.stage).who == RESPONSIBLE
    step = escalation(task.due_on if task else None, today(), calendar())
    context: dict[str, Any] = {
        "case": case,
        "kind": kind,
        "subject": subject_of(case),
        "due": spoken(case.due_on) if case.due_on else "",
        "task": task,
        "task_due": spoken(task.due_on) if task and task.due_on else "",
        "timeline": questions.timeline(case),
        "choices": choices,
        "reassigns": any(choice.step.reassigns for choice in choices),
        "bodies": _bodies(account) if any(choice.step.reassigns for choice in choices) else [],
        "may_attach": account.may("document.add", [account.organisation]),
        "may_remind": rights.may_remind(account, case),
        "colleagues": _colleagues(task.organisation) if task and may_assign else [],
        "ladder": escalation_steps() if with_body else (),
        "rung": step,
        "error": error,
        "words": request.POST.get("words", "")[:WORDS_SHOWN],
        "reassign_to": request.POST.get("reassign_to", ""),
        "files": files or [],
    }
    return answer(request, "casework/case.html", context, status=status_of(error) if error else 200)


def _bodies(account: Account) -> list[str]:
    ended = Q(valid_to__isnull=False, valid_to__lte=today())
    bodies = organisations.in_reach(account, "registry.view").exclude(ended).exclude(kind="group")
    return list(bodies.order_by("official_order", "code").values_list("name", flat=True)[:500])


def _colleagues(organisation: Organisation) -> list[Account]:
    return list(organisation.accounts.filter(is_active=True).order_by("username")[:100])


@page(rights.ACT)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one case."""
    return shown(request, seen(request, pk))


@page(rights.ACT, writes=True)
def case_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the step of the button that was pressed; a refusal hands back words and files."""
    account, found = cast("Account", request.user), seen(request, pk)
    files = _kept(request, account)
    try:
        files += evidence.store(request.FILES.getlist("evidence"), by=account)
        step = kinds.get(found.kind).transition(request.POST.get("transition", ""))
        cases.act(
            found,
            transition=step.name,
            version=_whole(request.POST.get("version", "")),
            words=request.POST.get("words", ""),
            evidence=files,
            reassign_to=_body(request.POST.get("reassign_to", "")) if step.reassigns else None,
            by=account,
        )
    except XiandaoError as error:
        return shown(request, seen(request, pk), error=error, files=files)
    messages.success(request, _("已办理：%(step)s") % {"step": said(step.label)})
    return redirect("case", pk=pk)


def _kept(request: HttpRequest, account: Account) -> list[Document]:
    """Return the files of an earlier attempt that the form still holds: only the account's own."""
    wanted = [
        text for text in request.POST.getlist("kept")[:50] if text.isascii() and text.isdigit()
    ]
    own = documents.visible_to(account).filter(uploaded_by=account)
    return list(own.filter(pk__in=[int(text) for text in wanted if len(text) < 19]))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _body(name: str) -> Organisation | None:
    said = name.replace("\x00", "").strip()[:120]
    if not said:
        return None
    found = organisations.resolve(said, today())
    if found is None:
        raise InputError(
            "CAS-112", f"没有找到名为“{said[:60]}”的单位", "请输入单位全称，或从列表中选择"
        )
    return found


@page(rights.ACT, writes=True)
def case_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the body that has the task."""
    found = seen(request, pk)
    try:
        reminders.remind(
            found, words=request.POST.get("words", ""), by=cast("Account", request.user)
        )
    except XiandaoError as error:
        return shown(request, seen(request, pk), error=error)
    messages.success(request, _("已催办%(who)s") % {"who": found.responsible.label})
    return redirect("case", pk=pk)


@page(rights.ACT, writes=True)
def case_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the open task to a person of the body that has it."""
    found = seen(request, pk)
    task = questions.open_task(found)
    people = _colleagues(task.organisation) if task else []
    wanted = request.POST.get("to", "")
    to = next((person for person in people if str(person.pk) == wanted), None)
    try:
        if to is None:
            raise InputError("CAS-111", _("没有选择经办人"), _("请从本单位人员中选择"))
        reminders.assign(found, to=to, by=cast("Account", request.user))
    except XiandaoError as error:
        return shown(request, seen(request, pk), error=error)
    messages.success(request, _("已指派%(who)s办理") % {"who": to.display_name})
    return redirect("case", pk=pk)


@page(rights.ACT)
def case_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the official sheet of the case, one page for the printer."""
    found = seen(request, pk)
    return answer(request, "casework/sheet.html", {"case": found, "sheet": sheet(found)})


@page(rights.ACT, writes=True, methods=("GET",))
def case_file(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Hand out a piece of evidence; who opened it is recorded, hence a GET that writes."""
    found, data = evidence.content(seen(request, pk), document, by=cast("Account", request.user))
    return download(data, found.name, found.media_type)
