"""组织名录: who there is, under which names, since when, and to whom they belong."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.registry.models import Organisation
from xiandao.registry.models.organisation import OrganisationKind, OrganisationQuerySet
from xiandao.registry.queries.accounts import signed_in
from xiandao.registry.queries.organisations import in_reach, path_on, subtree
from xiandao.registry.web import organisation_acts
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page

VIEW, EDIT = "registry.view", "registry.organisation.edit"


@page(VIEW, writes=True, methods=("GET", "POST"))
def organisations(request: HttpRequest) -> HttpResponse:
    """Show the organisations in reach, one of them in detail; whoever may, changes it there."""
    reach = in_reach(signed_in(request), VIEW)
    chosen = chosen_from(request, reach)
    form = None
    if request.method == "POST":
        if chosen is None:
            raise Http404
        form = organisation_acts.bound(request, chosen)
        if said := organisation_acts.perform(form, chosen, by=signed_in(request)):
            messages.success(request, said)
            return HttpResponseRedirect(request.get_full_path())
        chosen.refresh_from_db()
    grid = grid_of(request, subtree(chosen) & reach if chosen else reach)
    if file := exports.wanted(request, grid):
        return file
    context = {"grid": grid, "chosen": chosen, **detail(request, chosen, form)}
    return answer(
        request, "registry/organisations.html", context, status=422 if form is not None else 200
    )


def chosen_from(request: HttpRequest, reach: QuerySet[Organisation]) -> Organisation | None:
    """Return the organisation that the address names, if it is in reach."""
    said = request.GET.get("under", "")
    if not said:
        return None
    found = (
        reach.filter(pk=said).first()
        if said.isascii() and said.isdigit() and len(said) < 19
        else None
    )
    if found is None:
        raise Http404
    return found


def grid_of(request: HttpRequest, rows: OrganisationQuerySet) -> Grid:
    """Return the table."""
    columns = [
        Column("code", _("代码")),
        Column("name", _("名称"), kind="link", url=lambda row: f"?under={row.pk}", width=240),
        Column("short_name", _("简称")),
        Column("kind", _("类型"), getter=lambda row: row.get_kind_display()),
        Column("parent__label", _("上级"), sortable="parent__official_order"),
        Column("aliases", _("别名"), getter=alias_names, sortable=False, width=200),
        Column("valid_from", _("启用日期"), kind="date"),
        Column("valid_to", _("停用日期"), kind="date"),
    ]
    today = timezone.localdate()
    filters = [
        Filter("kind", _("类型"), OrganisationKind.choices),
        Filter(
            "state",
            _("状态"),
            [("current", _("存续")), ("closed", _("已停用"))],
            apply=lambda found, state: (
                found.current(today) if state == "current" else found.filter(valid_to__lte=today)
            ),
        ),
    ]
    ordered = rows.select_related("parent").prefetch_related("aliases").in_official_order()
    return Grid(
        request,
        columns,
        ordered,
        name="organisations",
        search=("name", "short_name", "code", "initials"),
        filters=filters,
        title=_("组织名录"),
        note=_("停用日期为不再存续的第一天；别名按文件中的写法收录，用于识别责任单位。"),
    )


def alias_names(row: Organisation) -> str:
    """Return the other names with the day on which they ended."""
    return _("、").join(
        _("%(name)s（至%(day)s）") % {"name": alias.name, "day": f"{alias.valid_to:%Y-%m-%d}"}
        if alias.valid_to
        else alias.name
        for alias in row.aliases.all()
    )


def detail(request: HttpRequest, chosen: Organisation | None, form: Any) -> dict[str, Any]:
    """Return what stands beside the table about the chosen organisation."""
    if chosen is None:
        return {"line": [], "forms": [], "crumbs": None}
    may_edit = signed_in(request).may(EDIT, [chosen])
    members = Organisation.objects.filter(groups__group=chosen).in_official_order()
    involved = Q(memberships__member=chosen)
    return {
        "line": path_on(chosen, timezone.localdate()),
        "spans": chosen.parentages.select_related("parent").order_by("-valid_from"),
        "aliases": chosen.aliases.order_by("valid_to", "name"),
        "members": members,
        "groups": Organisation.objects.filter(involved).distinct(),
        "forms": organisation_acts.offered(chosen, form) if may_edit else [],
    }
