"""账号: the system administrator creates, disables and resets accounts; rights are given elsewhere by somebody else."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from xiandao.registry.commands import accounts as commands
from xiandao.registry.methods.wording import masked
from xiandao.registry.models import Account
from xiandao.registry.queries.accounts import EDIT_ACCOUNTS, managed_by, signed_in
from xiandao.registry.queries.organisations import in_reach
from xiandao.registry.web.forms import OrganisationField, tell
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

MOST_NAMES = 300


class CreateForm(forms.Form):
    """A new account."""

    organisation = OrganisationField(label=gettext_lazy("所属组织"))
    username = forms.CharField(label=gettext_lazy("账号"), max_length=60)
    display_name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    phone = forms.CharField(label=gettext_lazy("联系电话"), max_length=30, required=False)


@sensitive_variables("issued")
@page(EDIT_ACCOUNTS, writes=True, methods=("GET", "POST"))
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the accounts in reach and a form for a new one; one account in detail."""
    rows = managed_by(signed_in(request))
    chosen = chosen_from(request, rows)
    form, issued = CreateForm(request.POST if is_creating(request) else None), None
    if request.method == "POST":
        issued = created(request, form) if is_creating(request) else changed(request, chosen)
        if issued is None and not form.errors:
            return HttpResponseRedirect(request.get_full_path())
    is_new = issued is not None and is_creating(request)
    grid = grid_of(request, rows)
    if file := exports.wanted(request, grid):
        return file
    context = {
        "grid": grid,
        "form": CreateForm() if is_new else form,
        "issued": issued,
        "is_new": is_new,
        "chosen": chosen,
        "held": chosen.grants.in_force().select_related("organisation") if chosen else [],
        "names": in_reach(signed_in(request), EDIT_ACCOUNTS).in_official_order()[:MOST_NAMES],
    }
    return answer(request, "registry/accounts.html", context, status=422 if form.errors else 200)


def is_creating(request: HttpRequest) -> bool:
    """Return whether a new account is asked for."""
    return request.method == "POST" and request.POST.get("act") == "create"


def chosen_from(request: HttpRequest, rows: QuerySet[Account]) -> Account | None:
    """Return the account that the address names, if it is in reach."""
    said = request.GET.get("account", "")
    if not said:
        return None
    known = said.isascii() and said.isdigit() and len(said) < 19
    found = rows.filter(pk=said).first() if known else None
    if found is None:
        raise Http404
    return found


def created(request: HttpRequest, form: CreateForm) -> commands.Issued | None:
    """Create the account; what is wrong is said in the form."""
    if not form.is_valid():
        return None
    try:
        return commands.create(**form.cleaned_data, by=signed_in(request))
    except XiandaoError as error:
        tell(form, error)
        return None


def changed(request: HttpRequest, chosen: Account | None) -> commands.Issued | None:
    """Disable, enable or reset the chosen account; only a reset has a password to show."""
    act = request.POST.get("act", "")
    if chosen is None or act not in {"disable", "enable", "reset"}:
        raise Http404
    if act == "reset":
        return commands.reset_password(account=chosen, by=signed_in(request))
    if act == "disable":
        commands.disable(account=chosen, by=signed_in(request))
        messages.success(request, _("已停用，其登录立即失效。"))
    else:
        commands.enable(account=chosen, by=signed_in(request))
        messages.success(request, _("已启用。"))
    return None


def grid_of(request: HttpRequest, rows: QuerySet[Account]) -> Grid:
    """Return the table."""

    def address(row: Account) -> str:
        return f"?account={row.pk}"

    columns = [
        Column("username", _("账号"), kind="link", url=address),
        Column("display_name", _("姓名")),
        Column("organisation__label", _("所属组织"), sortable="organisation__official_order"),
        Column("phone", _("联系电话"), getter=lambda row: masked(row.phone), sortable=False),
        Column("roles", _("角色"), getter=role_names, sortable=False, width=180),
        Column("is_active", _("状态"), getter=state_of),
        Column("last_login", _("最近登录"), kind="date"),
    ]
    states = [("1", _("启用")), ("0", _("停用"))]
    return Grid(
        request,
        columns,
        rows,
        name="accounts",
        search=("username", "display_name", "organisation__name", "organisation__short_name"),
        filters=[Filter("is_active", _("状态"), states)],
        title=_("账号清单"),
        note=_("账号由系统管理员建立，角色由安全管理员授予。"),
    )


def role_names(row: Account) -> str:
    """Return the roles of today in words."""
    held = (said(grant.role_name) for grant in row.grants.all() if grant.holds_today)
    return _("、").join(dict.fromkeys(held))


def state_of(row: Account) -> str:
    """Return whether the account may sign in, in a word."""
    if not row.is_active:
        return _("停用")
    return _("待改密码") if row.must_change_password else _("启用")
