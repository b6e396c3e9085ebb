"""授权: the security administrator gives roles over organisations and takes them back."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.registry.commands import grants as commands
from xiandao.registry.methods.roles import roles
from xiandao.registry.models import Account, Grant
from xiandao.registry.queries.accounts import (
    EDIT_GRANTS,
    by_username,
    grants_managed_by,
    managed_by,
    signed_in,
)
from xiandao.registry.queries.organisations import in_reach
from xiandao.registry.web.forms import OrganisationField, day_field, tell
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

MOST_NAMES = 300


class GiveForm(forms.Form):
    """A role for an account over an organisation."""

    account = forms.CharField(
        label=gettext_lazy("账号"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "account-names", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("角色"),
        choices=lambda: [
            (code, said(role.name) + _("：") + said(role.about)) for code, role in roles().items()
        ],
    )
    organisation = OrganisationField(
        label=gettext_lazy("授权范围"), help_text=gettext_lazy("包括该组织及其全部下级")
    )
    valid_to = day_field(gettext_lazy("截止日期"), required=False)

    def clean_account(self) -> Account:
        """Return the account with that name."""
        found = by_username(self.cleaned_data["account"])
        if found is None:
            raise forms.ValidationError(_("没有这个账号"))
        return found


@page(EDIT_GRANTS, writes=True, methods=("GET", "POST"))
def grants(request: HttpRequest) -> HttpResponse:
    """Show the grants in reach, a form to give one, and the chosen one to take back."""
    rows = grants_managed_by(signed_in(request))
    form = GiveForm(request.POST if is_giving(request) else None)
    if request.method == "POST" and (
        given(request, form) if is_giving(request) else taken(request, rows)
    ):
        return HttpResponseRedirect(reverse("grants"))
    grid = grid_of(request, rows)
    if file := exports.wanted(request, grid):
        return file
    context = {
        "grid": grid,
        "form": form,
        "chosen": chosen_from(request, rows),
        "roles": roles(),
        "names": in_reach(signed_in(request), EDIT_GRANTS).in_official_order()[:MOST_NAMES],
        "accounts": managed_by(signed_in(request), EDIT_GRANTS)[:MOST_NAMES],
    }
    return answer(request, "registry/grants.html", context, status=422 if form.errors else 200)


def is_giving(request: HttpRequest) -> bool:
    """Return whether a new grant is asked for."""
    return request.method == "POST" and request.POST.get("act") == "give"


def given(request: HttpRequest, form: GiveForm) -> bool:
    """Give the role; what is wrong is said in the form."""
    if not form.is_valid():
        return False
    try:
        commands.give(**form.cleaned_data, by=signed_in(request))
    except XiandaoError as error:
        tell(form, error)
        return False
    messages.success(request, _("已授权，立即生效。"))
    return True


def taken(request: HttpRequest, rows: QuerySet[Grant]) -> bool:
    """Take the chosen grant back."""
    chosen = chosen_from(request, rows)
    if chosen is None or request.POST.get("act") != "take":
        raise Http404
    commands.take(grant=chosen, by=signed_in(request))
    messages.success(request, _("已收回，立即生效。"))
    return True


def chosen_from(request: HttpRequest, rows: QuerySet[Grant]) -> Grant | None:
    """Return the grant that the address names, if it is in reach."""
    said = request.GET.get("grant", "")
    if not said:
        return None
    known = said.isascii() and said.isdigit() and len(said) < 19
    found = rows.filter(pk=said).first() if known else None
    if found is None:
        raise Http404
    return found


def grid_of(request: HttpRequest, rows: QuerySet[Grant]) -> Grid:
    """Return the table."""

    def address(row: Grant) -> str:
        return f"?grant={row.pk}"

    columns = [
        Column("account__username", _("账号"), kind="link", url=address),
        Column("account__display_name", _("姓名")),
        Column("account__organisation__label", _("所属组织"), sortable=False),
        Column("role", _("角色"), getter=lambda row: said(row.role_name)),
        Column("organisation__label", _("授权范围"), sortable="organisation__path"),
        Column("valid_from", _("起"), kind="date"),
        Column("valid_to", _("止"), kind="date"),
        Column("granted_by__display_name", _("授权人"), sortable=False),
    ]
    states = [("now", _("有效")), ("ended", _("已结束"))]
    return Grid(
        request,
        columns,
        rows,
        name="grants",
        search=("account__username", "account__display_name", "organisation__name"),
        filters=[
            Filter("role", _("角色"), [(code, said(role.name)) for code, role in roles().items()]),
            Filter("state", _("状态"), states, apply=by_state),
        ],
        title=_("授权清单"),
        note=_("止期为失效的第一天；系统、安全、审计三类管理员与业务岗位不得由同一账号担任。"),
    )


def by_state(rows: QuerySet[Grant], state: str) -> QuerySet[Grant]:
    """Keep the grants in force, or those that are over."""
    running = Grant.objects.in_force().values("pk")
    return rows.filter(pk__in=running) if state == "now" else rows.exclude(pk__in=running)
