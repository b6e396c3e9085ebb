"""The bar of the four roles: parts as wide as their share, each a link that lists what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.roles import Profile
from xiandao.evaluate.models import Role
from xiandao.evaluate.queries.roles_of import OPEN

# Below these shares of the bar a label would not fit into its part: at a desk, on a telephone.
NARROWEST, SLIM = 0.07, 0.16


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the bar: a role or what is open, how many, where its list is, whether it is the one shown."""

    part: str
    label: str
    count: int
    url: str = ""
    is_on: bool = False


def part_label(part: str) -> str:
    """Return what a part is called."""
    return _("未定位") if part == OPEN else str(Role(part).label)


def pieces_of(profile: Profile, base: str = "", chosen: str = "") -> list[Piece]:
    """Return the parts of a profile in the order of the paper, what is open last.

    Args:
        profile: how many there are of each.
        base: address whose ``part`` picks the list; none where the bar is no door.
        chosen: the part that is shown.
    """
    counts = [(one.role, one.count) for one in profile.shares]
    counts += [(OPEN, profile.open_count)] if profile.open_count else []
    return [
        Piece(part, part_label(part), count, f"{base}?part={part}" if base else "", part == chosen)
        for part, count in counts
    ]


def role_bar(pieces: Sequence[Piece], *, height: int = 18, has_labels: bool = False) -> SafeString:
    """Return the bar as SVG in per cent of its width, so that no text is ever stretched."""
    total = sum(one.count for one in pieces)
    told = _("，").join(f"{one.label}{one.count}" for one in pieces)
    if not total:
        return format_html('<span class="none">{}</span>', _("还没有登记"))
    drawn, start = [], 0.0
    for one in pieces:
        if one.count:
            width = one.count / total
            drawn.append((_piece(one, start, width, height, has_labels=has_labels),))
            start += width
    return format_html(
        '<svg class="rolebar" role="group" aria-label="{}" width="100%" height="{}">{}</svg>',
        told,
        height,
        format_html_join("", "{}", drawn),
    )


def _piece(one: Piece, start: float, width: float, height: int, *, has_labels: bool) -> SafeString:
    words = _("%(label)s%(count)d项") % {"label": one.label, "count": one.count}
    shape = format_html(
        '<rect class="fill role-{}{}" x="{}%" y="0" width="{}%" height="{}"><title>{}</title></rect>',
        one.part,
        " on" if one.is_on else "",
        f"{start * 100:.2f}",
        f"{width * 100:.2f}",
        height,
        words,
    )
    if has_labels and width >= NARROWEST:
        shape += format_html(
            '<text class="ink-{}{}" x="{}%" y="{}" text-anchor="middle">{} {}</text>',
            one.part,
            " slim" if width < SLIM else "",
            f"{(start + width / 2) * 100:.2f}",
            height // 2 + 5,
            one.label,
            one.count,
        )
    if not one.url:
        return shape
    return format_html(
        '<a href="{}" hx-get="{}" aria-label="{}">{}</a>', one.url, one.url, words, shape
    )
