"""One zone by the four roles: its bar, and the projects and results in the part that was clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.commands import records as commands
from xiandao.evaluate.models import RecordKind, ZoneRecord
from xiandao.evaluate.queries.roles_of import OPEN, PARTS, listed, profile_of, suggested
from xiandao.evaluate.queries.written_down import RECORD, ZONE, body
from xiandao.evaluate.web.role_bars import part_label, pieces_of, role_bar
from xiandao.evaluate.web.roles import VIEW, leading_words, reason_words, suggestion_words
from xiandao.evaluate.web.telling import tell
from xiandao.evaluate.web.written_forms import RoleForm
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.numbers import plain, whole
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.evaluate.methods.roles import Profile
    from xiandao.registry.models import Account, Organisation


@page(VIEW, writes=True, methods=("GET", "POST"))
def zone(request: HttpRequest, code: str) -> HttpResponse:
    """Show a zone; a click on a part of the bar filters the list; a suggestion is confirmed with one click."""
    account = cast("Account", request.user)
    found = body(account, ZONE, code)
    part = request.GET.get("part", "")
    if found is None or part not in ("", *PARTS):
        raise Http404
    form = RoleForm()
    if request.method == "POST":
        form = RoleForm(request.POST)
        if _settled(request, account, found, form):
            return redirect(request.get_full_path())
    may = account.may(RECORD, [found])
    grid = _grid(request, account, found, part, may=may)
    if file := exports.wanted(request, grid):
        return file
    profile = profile_of(account, found)
    base = reverse("eva_roles_zone", args=[code])
    context = {
        "zone": found, "profile": profile, "part": part, "part_label": part_label(part) if part else "",
        "bar": role_bar(pieces_of(profile, base, part), height=40, has_labels=True),
        "lines": lines_of(profile, base, part), "leading": leading_words(profile.leading), "grid": grid,
        "base": base, "form": form, "may": may, "is_demo": listed(account, found).filter(is_demo=True).exists(),
        "crumbs": [(_("四地画像"), reverse("eva_roles")), (found.label, "")],
    }  # fmt: skip
    return answer(request, "evaluate/roles-zone.html", context, status=422 if form.errors else 200)


def lines_of(profile: Profile, base: str, chosen: str) -> list[dict[str, Any]]:
    """Return the four roles: how many, which share, against the mean of all zones, what they are worth."""
    return [
        {
            "part": one.role,
            "label": part_label(one.role),
            "count": one.count,
            "share": None if one.share is None else one.share * 100,
            "mean": None if one.mean is None else one.mean * 100,
            "difference": None if one.against_mean is None else one.against_mean * 100,
            "amount": plain(one.amount),
            "url": f"{base}?part={one.role}",
            "is_on": one.role == chosen,
        }
        for one in profile.shares
    ]


def _settled(request: HttpRequest, account: Account, found: Organisation, form: RoleForm) -> bool:
    """Confirm one suggestion, or give all that were ticked one role; what is wrong is said in the form."""
    rows = listed(account, found)
    if "confirm" in request.POST:
        key, _dot, version = request.POST["confirm"].partition(".")
        record = get_object_or_404(rows, pk=whole(key))
        words = suggested(record)
        if words is None or record.role:
            raise Http404
        commands.set_role(
            record=record, role=words.role, reason=reason_words(words), version=whole(version) or 0, by=account
        )  # fmt: skip
        messages.success(request, _("已定位“%(title)s”") % {"title": record.title})
        return True
    ticked = [one.partition(".") for one in request.POST.getlist("records")]
    versions = {whole(key) or 0: whole(version) or 0 for key, _dot, version in ticked}
    chosen = list(rows.filter(pk__in=versions))
    if len(chosen) != len(versions):
        raise Http404
    if not form.is_valid():
        return False
    role, reason = form.cleaned_data["role"], form.cleaned_data["role_reason"]
    try:
        count = commands.set_roles(
            records=chosen, role=role, reason=reason, versions=versions, by=account
        )
    except XiandaoError as error:
        if error.code != "EVA-602":
            tell(form, error)
        else:
            # What was typed stays; the list below shows what the others did.
            form.add_error(
                None, _("勾选的项目中有他人刚改过的，一项也没有定位，请看过最新内容后重新勾选")
            )
        return False
    messages.success(
        request, _("已把%(n)d项定位为%(role)s") % {"n": count, "role": part_label(role)}
    )
    return True


def _grid(
    request: HttpRequest, account: Account, found: Organisation, part: str, *, may: bool
) -> Grid:
    ticks = (
        [Column("tick", "", kind="html", getter=_tick, export=False, sortable=False)] if may else []
    )
    return Grid(
        request,
        [
            *ticks,
            Column(
                "title", _("名称"), kind="link", width=300, is_pinned=True,
                url=lambda row: reverse("eva_record", args=[row.pk]),
            ),
            Column("kind", _("类别"), getter=lambda row: row.get_kind_display()),
            Column(
                "role", _("定位"), kind="html", width=210, getter=lambda row: _role(row, may=may),
                plain=lambda row: part_label(row.role or OPEN),
            ),
            Column("role_reason", _("定位理由"), width=180),
            Column("undertaker", _("承担单位"), width=180),
            Column("clause", _("依据")),
            Column("started_on", _("开始"), kind="date"),
            Column("finished_on", _("完成"), kind="date"),
            Column("amount", _("金额（万元）"), kind="number"),
        ],
        listed(account, found, part),
        name="records",
        search=("title", "undertaker"),
        filters=[Filter("kind", _("类别"), RecordKind.choices)],
        title=_("%(zone)s项目和成果") % {"zone": found.label},
        note=_("定位由人确认；建议取名称中最长的一个关键词，说明含哪个词。"),
        empty=_("这里还没有项目和成果"),
    )  # fmt: skip


def _tick(row: ZoneRecord) -> SafeString:
    words = _("选择%(title)s") % {"title": row.title}
    return format_html(
        '<input type="checkbox" name="records" value="{}.{}" form="bulk" aria-label="{}">',
        row.pk,
        row.version,
        words,
    )


def _role(row: ZoneRecord, *, may: bool) -> SafeString:
    if row.role:
        return format_html(
            '<span class="role"><i class="dot role-{}"></i>{}</span>',
            row.role,
            part_label(row.role),
        )
    words = suggested(row)
    told = suggestion_words(words) or _("没有可建议的定位")
    button = SafeString()
    if may and words is not None:
        button = format_html(
            ' <button class="btn small" type="submit" form="confirm" name="confirm" value="{}.{}">{}</button>',
            row.pk, row.version, _("确认"),
        )  # fmt: skip
    return format_html(
        '<span class="role open"><i class="dot role-open"></i>{}</span><span class="said">{}</span>{}',
        part_label(OPEN), told, button,
    )  # fmt: skip
