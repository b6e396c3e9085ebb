"""报表: what is asked, on what legal ground, checked how; a new version comes as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms as fields
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.casework.methods.lamps import Lamp, Tone, lit
from xiandao.casework.queries.clock import today
from xiandao.registry.queries.organisations import in_reach
from xiandao.statistics.commands import forms as commands
from xiandao.statistics.methods.form_workbook import form_workbook
from xiandao.statistics.methods.template_workbook import Filling, template
from xiandao.statistics.models import FormState, FormVersion
from xiandao.statistics.queries import forms as questions
from xiandao.statistics.queries.wording import told
from xiandao.statistics.web.form_view import changes_of, lines_of, rules_of
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period, PeriodKind
from xiandao.ui import exports
from xiandao.ui.answers import answer, download, problem, status_of
from xiandao.ui.exports import file_name
from xiandao.ui.filters import Filter
from xiandao.ui.grids import Column, Grid
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, MANAGE = "statistics.view", "statistics.manage"
MOST_BYTES = 5 * 1024 * 1024
TONES = {FormState.DRAFT: Tone.SOON, FormState.IN_USE: Tone.OK, FormState.RETIRED: Tone.IDLE}


class ImportForm(fields.Form):
    """The definition of a form as a workbook."""

    workbook = fields.FileField(
        label=gettext_lazy("报表定义工作簿"),
        help_text=gettext_lazy("xlsx，不超过5MB；可先下载现行报表的定义，在其上修改版本号和指标"),
        widget=fields.FileInput(attrs={"accept": ".xlsx"}),
    )


@page(VIEW)
def forms(request: HttpRequest) -> HttpResponse:
    """List the forms, the version in use of each first."""
    account = cast("Account", request.user)
    grid = _grid(request)
    if file := exports.wanted(request, grid):
        return file
    context = {"grid": grid, "form": ImportForm() if account.may_somewhere(MANAGE) else None}
    return answer(request, "statistics/forms.html", context)


@page(MANAGE, writes=True)
def form_import(request: HttpRequest) -> HttpResponse:
    """Keep a workbook as a draft version; what is wrong with it is told by sheet and cell."""
    account = cast("Account", request.user)
    form, error = ImportForm(request.POST, request.FILES), None
    body = in_reach(account, MANAGE).filter(path__in=account.reach.get(MANAGE, ())).first()
    if form.is_valid() and body is not None:
        sent = form.cleaned_data["workbook"]
        try:
            if sent.size > MOST_BYTES:
                form.add_error("workbook", _("文件超过5MB"))
            else:
                made = commands.import_workbook(organisation=body, data=sent.read(), by=account)
                messages.success(request, _("已存为草案，请与现行版本对照后启用"))
                return redirect("sta_form", made.pk)
        except XiandaoError as refused:
            error = refused
    context = {"grid": _grid(request), "form": form, "problem": error}
    status = status_of(error) if error else 422
    return answer(request, "statistics/forms.html", context, status=status)


@page(VIEW, writes=True, methods=("GET", "POST"))
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version of a form; whoever manages forms puts a draft into use here."""
    account = cast("Account", request.user)
    row = _found(account, pk)
    if request.method == "POST":
        if not account.may(MANAGE, row.places(MANAGE)):
            raise PermissionDenied(MANAGE)
        try:
            commands.publish(form=row, by=account)
        except XiandaoError as error:
            return problem(request, error, back=reverse("sta_form", args=[row.pk]))
        messages.success(request, _("已启用，今后建立的报告期使用这一版"))
        return redirect("sta_form", row.pk)
    versions = [one for one in visible(account) if one.code == row.code]
    other = next(
        (one for one in versions if one.state == FormState.IN_USE and one.pk != row.pk), None
    )
    context = {
        "row": row,
        "definition": row.form,
        "is_trial": not row.is_lawful_on(today()),
        "lamp": lamp_of(row),
        "lines": lines_of(row.form),
        "rules": rules_of(row),
        "versions": versions,
        "other": other,
        "changes": changes_of(other.form, row.form) if other else [],
        "may_publish": row.state == FormState.DRAFT and account.may(MANAGE, row.places(MANAGE)),
        "crumbs": [(_("报表"), reverse("sta_forms")), (told(row), "")],
    }
    return answer(request, "statistics/form.html", context)


@page(VIEW)
def form_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Offer the definition of a form, or a blank template of it, as a workbook."""
    row = _found(cast("Account", request.user), pk)
    if kind == "definition":
        return download(form_workbook(row.form), file_name(row.title, row.version, _("报表定义")))
    period = Period.of(PeriodKind(row.frequency), today()).previous
    blank = template(row.form, Filling("", "", period, today()))
    return download(blank, file_name(row.title, period.code, _("空白模板")))


def visible(account: Account) -> list[FormVersion]:
    """Return the versions that the account may open: drafts only where it manages forms."""
    rows = questions.known_to(account).order_by("code", "-created_at", "-pk")
    return [
        row
        for row in rows
        if row.state != FormState.DRAFT or account.may(MANAGE, row.places(MANAGE))
    ]


def lamp_of(row: FormVersion) -> Lamp:
    """Return the lamp of a version: its state."""
    return lit(TONES[FormState(row.state)], row.get_state_display())


def legal_lamp(row: FormVersion) -> Lamp:
    """Return the lamp of the legal block: without a complete one in force the form is on trial."""
    if row.is_lawful_on(today()):
        return lit(Tone.OK, _("批准有效"))
    return lit(Tone.IDLE, _("未经批准，试填"))


def _found(account: Account, pk: int) -> FormVersion:
    for row in visible(account):
        if row.pk == pk:
            return row
    raise Http404


def _grid(request: HttpRequest) -> Grid:
    rows: list[Any] = visible(cast("Account", request.user))
    return Grid(
        request,
        [
            Column(
                "title", _("报表"), kind="link", width=260, is_pinned=True, getter=told,
                url=lambda row: reverse("sta_form", args=[row.pk]),
            ),
            Column("table_no", _("表号")),
            Column("version", _("版本")),
            Column("frequency", _("报告期别"), getter=lambda row: row.get_frequency_display()),
            Column("subject", _("填报对象"), getter=lambda row: row.get_subject_display()),
            Column("purpose", _("用途"), getter=lambda row: row.get_purpose_display()),
            Column(
                "legal", _("批准"), sortable=False, kind="lamp", getter=legal_lamp,
            ),
            Column("items", _("指标项"), kind="number", sortable=False, getter=lambda row: len(row.form.items)),
            Column("state", _("状态"), kind="lamp", getter=lamp_of),
        ],
        rows,
        name="forms",
        search=("title", "code", "table_no"),
        filters=[Filter("state", _("状态"), FormState.choices)],
        title=_("报表"),
        note=_("没有表号、制定机关、批准文号和有效期的报表标“未经批准，试填”，填报单位可以拒绝填报。"),
        empty=_("还没有报表"),
    )  # fmt: skip
