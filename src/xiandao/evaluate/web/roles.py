"""四地画像 (Z一(二)): the zones by the four roles of their projects and results, and the targets by role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.commands import target_roles as commands
from xiandao.evaluate.methods.roles import ROLES, Suggestion
from xiandao.evaluate.queries.roles_of import PARTS, RolesView, TargetLine, ZoneLine, roles_of
from xiandao.evaluate.queries.written_down import ZONE, entered_by
from xiandao.evaluate.web.role_bars import part_label, pieces_of, role_bar
from xiandao.evaluate.web.telling import tell
from xiandao.evaluate.web.written_forms import RoleForm
from xiandao.policy.queries import visible as policy
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Grid
from xiandao.ui.numbers import whole
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, MANAGE = "evaluate.view", "evaluate.manage"


@page(VIEW, writes=True, methods=("GET", "POST"))
def roles(request: HttpRequest) -> HttpResponse:
    """Show one bar a zone; a zone's own people come straight to theirs. Who keeps the ledger gives targets a role."""
    account = cast("Account", request.user)
    form = RoleForm()
    if request.method == "POST":
        form = RoleForm(request.POST)
        if _give(request, account, form):
            return redirect(f"{reverse('eva_roles')}#targets")
    found = roles_of(account)
    if request.method == "GET" and len(found.zones) == 1 and not found.targets:
        return redirect("eva_roles_zone", found.zones[0].zone.code)
    grid = _grid(request, found)
    if file := exports.wanted(request, grid):
        return file
    context = {
        "view": found,
        "grid": grid,
        "bar": role_bar(pieces_of(found.total), height=30, has_labels=True),
        "legend": pieces_of(found.total),
        "groups": groups_of(account, found),
        "form": form,
        "leading": leading_words(found.total.leading),
        "may_enter": bool(entered_by(account, ZONE)),
        "crumbs": [(_("四地画像"), "")],
    }
    return answer(request, "evaluate/roles.html", context, status=422 if form.errors else 200)


def suggestion_words(found: Suggestion | None) -> str:
    """Say which role a word speaks for and which word it is; nothing where none does."""
    if found is None:
        return ""
    return _("建议%(role)s：含“%(word)s”") % {"role": part_label(found.role), "word": found.word}


def reason_words(found: Suggestion) -> str:
    """Say why a suggestion that somebody confirms was made."""
    return _("含“%(word)s”，依据%(clause)s") % {"word": found.word, "clause": found.clause}


def leading_words(leading: tuple[str, ...]) -> str:
    """Name the role or roles with the most."""
    return _("、").join(part_label(role) for role in leading)


def groups_of(account: Account, found: RolesView) -> list[dict[str, Any]]:
    """Return the targets by role, those without one last, each with what the account may do to it."""
    made = []
    for part in PARTS:
        lines = [one for one in found.targets if (one.role or PARTS[-1]) == part]
        made.append(
            {
                "part": part,
                "label": part_label(part),
                "lines": [
                    (
                        one,
                        suggestion_words(one.suggestion),
                        account.may(MANAGE, one.item.places(MANAGE)),
                    )
                    for one in lines
                ],
            }
        )
    return made


def _give(request: HttpRequest, account: Account, form: RoleForm) -> bool:
    """Give a target the role that was chosen, or the suggested one; what is wrong is said in the form."""
    item = get_object_or_404(
        policy.items(account), pk=whole(request.POST.get("item")), kind="target"
    )
    act = request.POST.get("act")
    if act == "withdraw":
        commands.withdraw(item=item, by=account)
        messages.success(request, _("已取消“%(title)s”的定位") % {"title": item.title})
        return True
    if act == "confirm":
        line = next((one for one in roles_of(account).targets if one.item == item), None)
        return line is not None and _confirm(request, account, line, form)
    if act != "give":
        raise Http404
    if not form.is_valid():
        return False
    role, reason = form.cleaned_data["role"], form.cleaned_data["role_reason"]
    try:
        commands.give(item=item, role=role, reason=reason, by=account)
    except XiandaoError as error:
        tell(form, error)
        return False
    messages.success(request, _("已定位“%(title)s”") % {"title": item.title})
    return True


def _confirm(request: HttpRequest, account: Account, line: TargetLine, form: RoleForm) -> bool:
    if line.suggestion is None:
        return False
    reason = reason_words(line.suggestion)
    commands.give(item=line.item, role=line.suggestion.role, reason=reason, by=account)
    messages.success(request, _("已定位“%(title)s”") % {"title": line.item.title})
    return True


def _concentration(line: ZoneLine) -> float | None:
    found = line.profile.concentration
    return None if found is None else round(found, 2)


def _grid(request: HttpRequest, found: RolesView) -> Grid:
    def bar(line: ZoneLine) -> SafeString:
        base = reverse("eva_roles_zone", args=[line.zone.code])
        return format_html('<div class="in-row">{}</div>', role_bar(pieces_of(line.profile, base)))

    def count(at: int) -> Any:
        return lambda line: line.profile.shares[at].count

    return Grid(
        request,
        [
            Column(
                "zone__label", _("先导区"), kind="link", width=230, is_pinned=True,
                url=lambda line: reverse("eva_roles_zone", args=[line.zone.code]),
            ),
            Column("bar", _("四地构成"), kind="html", getter=bar, export=False, sortable=False, width=260),
            *(
                Column(role, part_label(role), kind="number", getter=count(at))
                for at, role in enumerate(ROLES)
            ),
            Column("open", part_label(PARTS[-1]), kind="number", getter=lambda line: line.profile.open_count),
            Column("leading", _("主要定位"), getter=lambda line: leading_words(line.profile.leading)),
            Column(
                "concentration", _("集中度"), kind="number",
                getter=_concentration,
            ),
        ],
        list(found.zones),
        name="roles",
        search=("zone__name",) if len(found.zones) > 5 else (),
        title=_("四地画像（演示数据）") if found.is_demo else _("四地画像"),
        note=_("集中度为四项占比的平方和：四项相等时为0.25，全在一项时为1。未定位的不计入占比。"),
        empty=_("您的范围内没有先导区"),
        per_page=100,
    )  # fmt: skip
