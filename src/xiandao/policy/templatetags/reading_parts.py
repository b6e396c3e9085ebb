"""Template tags of the reading room: the parties of a thing that was read, with what is inferred or unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from xiandao.policy.queries.reading_room import Card, Named

register = template.Library()


@register.simple_tag
def parties(card: Card, *, may: bool = False) -> SafeString | str:
    """``{% parties card may=may %}``: who leads, marked where that is inferred, and who cooperates.

    Written here because a template takes three times as long and a paper has hundreds of these.
    """
    if not card.leads and not card.others:
        return ""
    url = reverse("party_match", args=[card.proposal.paper_id]) if may else ""
    parts = []
    if card.leads:
        parts.append(
            format_html("{} <i>{}{}</i>", names(card.leads, url), _("牵头"), inferred(card))
        )
    if card.others:
        more = _("等") if card.proposal.payload.get("others") else ""
        role = format_html(" <i>{}</i>", _("配合")) if card.leads else ""
        parts.append(format_html("{}{}{}", names(card.others, url), more, role))
    return format_html(
        '<p class="parties">{}</p>', format_html_join("　", "{}", ((p,) for p in parts))
    )


def inferred(card: Card) -> SafeString | str:
    """Return the mark of a lead that the paper does not name as such."""
    if not card.is_inferred:
        return ""
    about = _("原文没有写明谁牵头，按排在首位推定")
    return format_html('<span class="inferred" title="{}">{}</span>', about, _("推定"))


def names(bodies: Iterable[Named], url: str) -> SafeString:
    """Return the bodies; one that no organisation answers to says so and leads to where it is matched."""
    return format_html_join("、", "{}", ((body_html(body, url),) for body in bodies))


def body_html(body: Named, url: str) -> SafeString:
    """Return one body; the paper's own wording is its title where people say it otherwise."""
    shown: SafeString | str = body.label
    if body.label != body.name:
        shown = format_html('<span title="{}">{}</span>', body.name, body.label)
    if body.is_known:
        return format_html("{}", shown)
    word = _("未对应到组织")
    if not url:
        return format_html('{}<span class="unmatched">{}</span>', shown, word)
    place = f"{url}?name={quote(body.name, safe='')}"
    return format_html('{}<a class="unmatched" href="{}" data-slot>{}</a>', shown, place, word)
