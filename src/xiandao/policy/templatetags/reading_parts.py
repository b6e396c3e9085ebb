"""Template tags of the reading room: the groups and cards of what was read, and who is named in them.

Written here because templates take three times as long and a paper has hundreds of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from xiandao.policy.models.reading import ProposalKind
from xiandao.ui.numbers import day
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.policy.queries.reading_room import Card, Group, Named
    from xiandao.terms.error import XiandaoError

register = template.Library()
LABEL, QUOTED = 26, 90
_NOTHING = SafeString()
_CARD = (
    '<li class="proposal{}" id="p{}" data-start="{}" data-end="{}" data-state="{}" tabindex="-1">{}'
    '<div class="p-top"><span class="kind k-{}">{}</span>{}{}<span class="p-state">{}</span></div>'
    '<p class="said">{}</p>{}{}</li>\n'
)
_GROUP = '<section class="group{}" id="g{}"{}><header><h3>{}</h3>{}</header><ol>{}</ol></section>\n'
_CONFIRM = (
    '<form hx-post="{}" hx-target="closest .group" hx-include="#filter">{}'
    '<button class="plain-link" type="submit">{}</button></form>'
)


@register.simple_tag(takes_context=True)
def reading_groups(context: Mapping[str, Any], groups: Iterable[Group]) -> SafeString:
    """``{% reading_groups groups %}``: all clauses with their cards."""
    writer = CardWriter(context)
    return SafeString("".join(writer.group(group) for group in groups))


@register.simple_tag(takes_context=True)
def reading_group(context: Mapping[str, Any], group: Group) -> SafeString:
    """``{% reading_group group %}``: one clause with its cards."""
    return CardWriter(context).group(group)


@register.simple_tag(takes_context=True)
def reading_card(context: Mapping[str, Any], card: Card) -> SafeString:
    """``{% reading_card card %}``: one thing read, with the error where what was said about it could not be taken."""
    return CardWriter(context).card(card, context.get("error"))


class CardWriter:
    """Writes the cards of one answer; words and addresses are looked up once.

    What can be done with a card is not in it: the page has that once (``reading-acts.html``), and the script puts it
    into the card that is chosen.
    """

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.paper: int = context["paper"].pk
        self.may = bool(context.get("may"))
        self.fresh = context.get("fresh")
        self.is_elsewhere = bool(context.get("is_elsewhere"))
        self._bodies: dict[Named, SafeString] = {}

    @cached_property
    def words(self) -> Mapping[str, Any]:
        """The words of the cards in the reader's language."""
        return {
            "kinds": {str(value): str(label) for value, label in ProposalKind.choices},
            "without": _("未写明时限"), "split": _("拆分得到"), "by_hand": _("人工补录"), "outside": _("条款之外"),
            "confirm": _("确认本条款全部"), "leads": _("牵头"), "helps": _("配合"), "more": _("等"),
            "unknown": _("未对应到组织"), "inferred": _("推定"),
            "inferred_about": _("原文没有写明谁牵头，按排在首位推定"),
        }  # fmt: skip

    @cached_property
    def match_url(self) -> str:
        """Where a name is matched to an organisation; empty for who may not."""
        return reverse("party_match", args=[self.paper]) if self.may else ""

    def group(self, group: Group) -> SafeString:
        """Return one clause with its cards."""
        head: SafeString | str = self.words["outside"]
        if group.clause:
            label = group.clause.label
            head = format_html(
                '<a href="#c{}" title="{}">{}</a>', group.key, label, Truncator(label).chars(LABEL)
            )
        return format_html(
            _GROUP,
            "" if group.cards else " none",
            group.key,
            SafeString(' hx-swap-oob="true"') if self.is_elsewhere else "",
            head,
            self.confirm(group) if self.may and group.waiting > 1 else "",
            SafeString("".join(self.card(card) for card in group.cards)),
        )

    def confirm(self, group: Group) -> SafeString:
        """Return the button that accepts what is shown of a clause."""
        url = reverse("clause_confirm", args=[self.paper, group.key])
        waiting = ((card.pk,) for card in group.cards if card.is_waiting)
        keys = format_html_join("", '<input type="hidden" name="pk" value="{}">', waiting)
        return format_html(_CONFIRM, url, keys, self.words["confirm"])

    def card(self, card: Card, error: XiandaoError | None = None) -> SafeString:
        """Return one thing read; the script finds its place in the text by ``data-start`` and ``data-end``."""
        row = card.proposal
        state = escape(card.state_label)
        if card.item:
            state = format_html('<a href="{}">{}</a>', reverse("item", args=[card.item]), state)
        return format_html(
            _CARD,
            " fresh" if card.pk == self.fresh else "",
            card.pk,
            row.start,
            row.end,
            row.state,
            problem(error) if error else "",
            row.kind,
            self.words["kinds"].get(row.kind, row.kind),
            format_html('<b class="figure">{}</b>', card.figure) if card.figure else "",
            self.when(card),
            state,
            Truncator(row.text).chars(QUOTED),
            self.parties(card),
            self.decided(card),
        )

    def when(self, card: Card) -> SafeString:
        """Return deadline and recurrence; a target without says so."""
        if card.when:
            return format_html('<span class="when">{}</span>', card.when)
        if card.proposal.kind == ProposalKind.TARGET:
            return format_html('<span class="when none">{}</span>', self.words["without"])
        return _NOTHING

    def decided(self, card: Card) -> SafeString:
        """Return who decided when and why, or how a thing that the reader did not find came here."""
        row = card.proposal
        if card.who:
            told = [card.who, day(card.at)]
            if row.reason and not card.is_split:
                told.append(row.reason)
            return format_html('<p class="decided">{}</p>', " · ".join(told))
        if not row.added_by_hand:
            return _NOTHING
        word = self.words["split" if row.split_from_id else "by_hand"]
        return format_html('<p class="decided">{}</p>', word)

    def parties(self, card: Card) -> SafeString:
        """Return who leads, marked where that is inferred, and who cooperates."""
        parts = []
        if card.leads:
            mark = _NOTHING
            if card.is_inferred:
                mark = format_html(
                    '<span class="inferred" title="{}">{}</span>',
                    self.words["inferred_about"],
                    self.words["inferred"],
                )
            names = self.names(card.leads)
            parts.append(format_html("{} <i>{}{}</i>", names, self.words["leads"], mark))
        if card.others:
            more = self.words["more"] if card.proposal.payload.get("others") else ""
            role = format_html(" <i>{}</i>", self.words["helps"]) if card.leads else ""
            parts.append(format_html("{}{}{}", self.names(card.others), more, role))
        return (
            format_html('<p class="parties">{}</p>', SafeString("　".join(parts)))
            if parts
            else _NOTHING
        )

    def names(self, bodies: Iterable[Named]) -> SafeString:
        """Return bodies one after the other; a paper names the same few over and over."""
        written = []
        for body in bodies:
            if body not in self._bodies:
                self._bodies[body] = self.body(body)
            written.append(self._bodies[body])
        return SafeString("、".join(written))

    def body(self, body: Named) -> SafeString:
        """Return one body; the paper's own wording is its title, and where it is unknown it can be matched."""
        shown = escape(body.label)
        if body.label != body.name:
            shown = format_html('<span title="{}">{}</span>', body.name, body.label)
        if body.is_known:
            return shown
        word = self.words["unknown"]
        if not self.match_url:
            return format_html('{}<span class="unmatched">{}</span>', shown, word)
        place = f"{self.match_url}?name={quote(body.name, safe='')}"
        return format_html('{}<a class="unmatched" href="{}" data-slot>{}</a>', shown, place, word)


def problem(error: XiandaoError) -> SafeString:
    """Return what was wrong and what helps."""
    hint = format_html("<span>{}</span>", said(error.hint)) if error.hint else ""
    return format_html(
        '<p class="notice warn" role="alert"><b>{}</b>{}</p>', said(error.sentence), hint
    )
