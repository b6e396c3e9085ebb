"""录入: a file or a pasted text becomes a paper in the reading room; what is wrong stands beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.policy.commands import papers as commands
from xiandao.policy.methods.intake import MOST_BYTES
from xiandao.policy.models import Paper
from xiandao.policy.queries import visible
from xiandao.policy.web.reading import go
from xiandao.registry.queries.organisations import in_reach
from xiandao.terms.error import InputError, XiandaoError
from xiandao.ui.answers import answer, status_of
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

ADD = commands.ADD
PASTED = "粘贴文本.txt"


def keepers(account: Account) -> list[Organisation]:
    """Return the bodies that a new ledger may belong to: the tops of what the account may add for, then its own."""
    tops = account.reach.get(ADD, ())
    found = list(in_reach(account, ADD).filter(path__in=tops).in_official_order())
    own = account.organisation
    if own not in found and account.may(ADD, [own]):
        found.append(own)
    return found


@page(ADD, writes=True, methods=("GET", "POST"))
def paper_add(request: HttpRequest) -> HttpResponse:
    """Show the form; take a paper in, or say beside the field what cannot be read and what to do."""
    account = cast("Account", request.user)
    choices = keepers(account)
    context: dict[str, Any] = {"keepers": choices, "text": request.POST.get("text", "")}
    if request.method == "GET":
        return answer(request, "policy/paper-add.html", context)
    keeper = next((one for one in choices if one.code == request.POST.get("keeper")), None)
    context["keeper"] = keeper or choices[0]
    try:
        data, filename = handed_in(request)
        paper = commands.add(
            data=data, filename=filename, kept_by=commands.KeptBy(context["keeper"]), by=account
        )
    except XiandaoError as error:
        if status_of(error) == 403:
            raise
        context["error"] = error
        context["field"] = "file" if request.FILES.get("file") else "text"
        context["known"] = known_paper(account, error)
        status = max(status_of(error), 422) if status_of(error) == 400 else status_of(error)
        return answer(
            request,
            "policy/paper-add.html",
            context,
            fragment="policy/paper-add-said.html",
            status=status,
        )
    return go(request, reverse("reading", args=[paper.pk]))


def handed_in(request: HttpRequest) -> tuple[bytes, str]:
    """Return bytes and name of the file, else of the pasted text."""
    sent = request.FILES.get("file")
    if sent is not None:
        if sent.size and sent.size > MOST_BYTES:
            raise InputError(
                "POL-102",
                _("文件有 %(size).0f MB，超过 20 MB 的上限") % {"size": sent.size / 1024 / 1024},
                _("政策文件正文通常不到 1 MB：请去掉附图、附件，或只导入正文部分"),
                {"status": 413},
            )
        return sent.read(), sent.name or PASTED
    text = request.POST.get("text", "")
    if not text.strip():
        raise InputError(
            "POL-101",
            _("还没有选择文件，也没有粘贴正文"),
            _("请拖入或选择一份文件，或把正文粘贴到下面"),
        )
    return text.encode("utf-8", "replace"), PASTED


def known_paper(account: Account, error: XiandaoError) -> Paper | None:
    """Return the paper that was taken in before, if the account may open it."""
    key = error.details.get("paper")
    return visible.papers(account).defer("text").filter(pk=key).first() if key else None
