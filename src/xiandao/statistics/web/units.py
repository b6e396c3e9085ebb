"""填报单位名录: who reports, from when to when and where it belongs; entering one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.casework.methods.lamps import Lamp, Tone, lit
from xiandao.casework.queries.clock import today
from xiandao.statistics.commands import units as commands
from xiandao.statistics.models import Unit
from xiandao.statistics.queries import register as questions
from xiandao.statistics.queries.register import MANAGE, MOST_OFFERED, REMIND
from xiandao.statistics.web.rounds_forms import tell
from xiandao.statistics.web.units_forms import AddForm
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@page(REMIND, writes=True, methods=("GET", "POST"))
def units(request: HttpRequest) -> HttpResponse:
    """List the units in reach; whoever manages forms enters one here."""
    account = cast("Account", request.user)
    may_keep = account.may_somewhere(MANAGE)
    form = AddForm(account) if may_keep else None
    if request.method == "POST":
        if not may_keep:
            raise PermissionDenied(MANAGE)
        form = AddForm(account, request.POST)
        made = _add(form, account)
        if made is not None:
            messages.success(request, _("已列入填报单位名录"))
            return redirect("sta_unit", made.pk)
    grid = _grid(request, account)
    if file := exports.wanted(request, grid):
        return file
    bad = form is not None and form.is_bound
    context = {
        "grid": grid,
        "form": form,
        "has_rows": bad or questions.latest(account).exists(),
        "offered": questions.candidates(account)[:MOST_OFFERED] if may_keep else (),
        "places": sorted(questions.place_names(account).items()) if may_keep else (),
        "rounds": questions.open_rounds(account) if may_keep else (),
    }
    return answer(request, "statistics/units.html", context, status=422 if bad else 200)


def lamp_of(unit: Unit) -> Lamp:
    """Return whether a row holds today, as a lamp."""
    day = today()
    if unit.valid_to is not None and unit.valid_to <= day:
        return lit(Tone.IDLE, _("已退出"))
    if unit.valid_from > day:
        return lit(Tone.SOON, _("未到起始日期"))
    if unit.valid_to is not None:
        return lit(Tone.SOON, _("将退出"))
    return lit(Tone.OK, _("在册"))


def industry_names() -> dict[str, str]:
    """Return what the industries are called in the reader's language, by their codes."""
    return {code: said(name) for code, name in questions.industry_names().items()}


def yes_or_no(flag: bool) -> str:
    """Return a flag in words."""
    return _("是") if flag else _("否")


def _add(form: AddForm, account: Account) -> Unit | None:
    if not form.is_valid():
        return None
    try:
        made: Unit = commands.enrol(**form.arguments(), by=account)
    except XiandaoError as error:
        tell(form, error)
        return None
    return made


def _grid(request: HttpRequest, account: Account) -> Grid:
    return Grid(
        request,
        _columns(account),
        questions.latest(account),
        name="units",
        search=("organisation__name", "organisation__short_name", "organisation__code", "organisation__credit_code"),
        filters=_filters(account),
        title=_("填报单位名录"),
        note=_("每个单位显示最新一条记录，点开可看以前的归属。名录用于确定谁应当填报，不含报表数据。"),
        empty=_("您的范围内还没有填报单位"),
    )  # fmt: skip


def _columns(account: Account) -> list[Column]:
    places, industries = questions.place_names(account), industry_names()
    return [
        Column(
            "organisation__name", _("名称"), kind="link", width=240, is_pinned=True,
            url=lambda row: reverse("sta_unit", args=[row.pk]),
        ),
        Column("organisation__credit_code", _("统一社会信用代码")),
        Column("region_code", _("所在地"), getter=lambda row: places.get(row.region_code, row.region_code)),
        Column(
            "zone", _("先导区"), width=170, sortable="zone__official_order",
            getter=lambda row: row.zone.label if row.zone else "",
        ),
        Column("industry", _("未来产业"), getter=lambda row: industries.get(row.industry, row.industry)),
        Column("group_code", _("集团")),
        Column("is_above_size", _("规上"), align="center", getter=lambda row: yes_or_no(row.is_above_size)),
        Column("is_high_tech", _("高企"), align="center", getter=lambda row: yes_or_no(row.is_high_tech)),
        Column("land_mu", _("用地（亩）"), kind="number"),
        Column("valid_from", _("起"), kind="date"),
        Column("valid_to", _("止"), kind="date"),
        Column("state", _("状态"), kind="lamp", sortable=False, getter=lamp_of),
    ]  # fmt: skip


def _filters(account: Account) -> list[Filter]:
    flags = [("1", _("是")), ("0", _("否"))]
    return [
        Filter("kind", _("类型"), [("enterprise", _("企业")), ("zone", _("先导区"))], _of_kind),
        Filter("region", _("地区"), lambda: _regions(account), _in_region),
        Filter("zone", _("先导区"), lambda: _zones(account), _in_zone),
        Filter("industry", _("未来产业"), lambda: _industries(account)),
        Filter("is_above_size", _("规上"), flags),
        Filter("is_high_tech", _("高企"), flags),
        Filter("state", _("状态"), [("held", _("在册")), ("ended", _("已退出"))], _in_state),
    ]


def _regions(account: Account) -> list[tuple[str, str]]:
    names = questions.place_names(account)
    codes = set(questions.latest(account).order_by().values_list("region_code", flat=True))
    found = codes | {f"{code[:4]}00" for code in codes}
    return [(code, names.get(code, code)) for code in sorted(found)]


def _zones(account: Account) -> list[tuple[str, str]]:
    rows = questions.latest(account).exclude(zone=None).order_by("zone__official_order")
    pairs = rows.values_list("zone__code", "zone__name")
    return list(dict.fromkeys(pairs))


def _industries(account: Account) -> list[tuple[str, str]]:
    rows = questions.latest(account).order_by().values_list("industry", flat=True)
    there = set(rows)
    return [(code, name) for code, name in industry_names().items() if code in there]


def _of_kind(rows: QuerySet[Unit], value: str) -> Any:
    return rows.filter(organisation__kind=value)


def _in_region(rows: QuerySet[Unit], value: str) -> Any:
    return rows.filter(region_code__startswith=value[:4] if value.endswith("00") else value)


def _in_zone(rows: QuerySet[Unit], value: str) -> Any:
    return rows.filter(zone__code=value)


def _in_state(rows: QuerySet[Unit], value: str) -> Any:
    held = Q(valid_to__isnull=True) | Q(valid_to__gt=today())
    return rows.filter(held if value == "held" else ~held)
