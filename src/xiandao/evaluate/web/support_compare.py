"""两区支持比较: factor by factor what two zones get, and the line of the rule that makes the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.support import Difference, compare
from xiandao.evaluate.methods.support_conditions import Facts
from xiandao.evaluate.queries import support_of
from xiandao.evaluate.web.support import Chosen, back_to, chosen_of, empty, told_of
from xiandao.evaluate.web.support_words import reason_words, value_words
from xiandao.evaluate.web.wording import marked
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW = "evaluate.view"
BOTH = 2


@page(VIEW)
def support_compare(request: HttpRequest) -> HttpResponse:
    """Show two zones that the account may see whole; without two of them, ask which."""
    account = cast("Account", request.user)
    chosen = chosen_of(request, account)
    if chosen is None:
        return empty(request, account)
    known = {one.unit: one for one in support_of.facts_of(account, chosen.assessment)}
    codes = list(dict.fromkeys(code for code in request.GET.getlist("zones") if code))
    if any(code not in known for code in codes):
        raise Http404
    context = {
        **told_of(request, account, chosen),
        "zones": [(one.unit, one.name) for one in known.values()],
        "picked": [*codes, "", ""][:BOTH],
        "has_wrong_count": bool(codes) and len(codes) != BOTH,
        "crumbs": [(_("差异化支持"), back_to(chosen)), (_("两区比较"), "")],
    }
    if len(codes) == BOTH:
        first, second = (known[code] for code in codes)
        found = compare(chosen.rule, first, second)
        grid = _grid(request, chosen, found, first, second)
        if file := exports.wanted(request, grid):
            return file
        context |= {
            "first": first, "second": second, "grid": grid,
            "differs": sum(one.differs for one in found), "count": len(found),
        }  # fmt: skip
    status = 422 if context["has_wrong_count"] else 200
    return answer(request, "evaluate/support-compare.html", context, status=status)


def _grid(
    request: HttpRequest, chosen: Chosen, found: tuple[Difference, ...], first: Facts, second: Facts
) -> Grid:
    def listed(one: Difference) -> list[str]:
        return [reason_words(one.factor, reason, chosen.names) for reason in one.reasons]

    def why(one: Difference) -> SafeString | str:
        told = format_html_join("", "<li>{}</li>", ((words,) for words in listed(one)))
        return format_html("<ul>{}</ul>", told) if one.differs else _("相同")

    def plain_why(one: Difference) -> str:
        return _("；").join(listed(one)) if one.differs else _("相同")

    title = _("%(first)s与%(second)s的支持比较") % {"first": first.name, "second": second.name}
    told = f"{said(chosen.version.title)} {said(chosen.version.version)}"

    return Grid(
        request,
        [
            Column("factor__name", _("要素"), getter=lambda one: said(one.factor.name), sortable=False, width=110),
            Column(
                "first", _("甲 %(name)s") % {"name": first.name}, sortable=False, width=150,
                getter=lambda one: value_words(one.factor, one.first),
            ),
            Column(
                "second", _("乙 %(name)s") % {"name": second.name}, sortable=False, width=150,
                getter=lambda one: value_words(one.factor, one.second),
            ),
            Column(
                "why", _("规则怎样解释"), kind="html", getter=why, plain=plain_why, sortable=False, width=640
            ),
        ],
        list(found),
        name="support-compare",
        title=marked(title, chosen.assessment),
        note=_("规则：%(rule)s") % {"rule": told},
        is_numbered=False,
        row_class=lambda one: "" if one.differs else "same",
    )  # fmt: skip
