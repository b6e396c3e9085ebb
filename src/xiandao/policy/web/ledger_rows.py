"""Rows of the ledger as markup: one format for a whole row, because a page has hundreds of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.policy.models.item import ItemKind
from xiandao.policy.queries.ledger_index import OPEN, Entry
from xiandao.ui.lamps import lamp_html
from xiandao.ui.numbers import plain
from xiandao.ui.spoken import said

KINDS: Mapping[str, Any] = {str(value): label for value, label in ItemKind.choices}
_NOTHING = SafeString()
_ROW = (
    '<tr id="item-{}"><td class="c">{}</td>'
    '<td class="wrap pin"><a class="t" href="{}">{}</a>{}<small>{} · {} {}</small></td>'
    "<td>{}</td>"
    '<td class="wrap">{}{}<small title="{}">{}</small></td>'
    '<td>{}</td><td>{}</td><td class="wrap">{}</td><td>{}</td></tr>'
)
_SAID = '<button type="button" class="cell-edit" hx-get="{}" aria-label="{}">{}</button>'
_START = '<button type="button" class="btn small" hx-post="{}" hx-confirm="{}">{}</button>'


class RowWriter:
    """Writes the rows of one answer; words and addresses are looked up once."""

    def __init__(self) -> None:
        self._urls: dict[str, list[str]] = {}
        self._lamps: dict[tuple[str, str], SafeString] = {}

    def url(self, name: str, key: int) -> str:
        """Return the address of a page about something, from the one about number 0."""
        if name not in self._urls:
            self._urls[name] = f"{reverse(name, args=[0])}/".split("/0/")
        before, after = self._urls[name]
        return f"{before}/{key}/{after}".rstrip("/")

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The words of the rows in the reader's language."""
        return {
            "inferred": _("（推定）"),
            "same": _("同一事项，不重复计数"), "none": _("原文未写明"), "ongoing": _("持续推进"), "draft": _("暂存"),
            "missing": _("未报"), "silent": _("尚无现值"), "value": _("现值 %s"), "parties": _("配合 %s 家"),
            "report": _("填报：%s"), "follow": _("督办"), "ask": _("向%(lead)s发起督办：%(title)s？"),
        }  # fmt: skip

    def row(self, one: Entry) -> SafeString:
        """Return the whole row of an entry that has been read in full."""
        words = self.words
        parties = one.row.parties if one.row else ()
        same = _NOTHING
        if not one.counts:
            same = format_html(' <span class="chip">{}</span>', words["same"])
        return format_html(
            _ROW,
            one.pk,
            one.number,
            self.url("item", one.pk),
            one.title,
            same,
            KINDS[one.kind],
            one.clause_path,
            one.clause_heading,
            self.target(one),
            one.lead or words["none"],
            words["inferred"] if one.lead_inferred else "",
            "、".join(parties),
            words["parties"] % len(parties) if parties else "",
            one.due.isoformat() if one.due else words["ongoing"] if one.is_ongoing else "—",
            self.lamp(one.lamp.tone, str(one.lamp.word)),
            self.progress(one),
            self.cases(one),
        )

    def lamp(self, tone: str, word: str) -> SafeString:
        """Return a lamp; a page shows few different ones."""
        if (tone, word) not in self._lamps:
            self._lamps[tone, word] = lamp_html(tone, word)
        return self._lamps[tone, word]

    def target(self, one: Entry) -> SafeString:
        """Return the figure with the value that counts now."""
        row = one.row
        if row is None or not row.is_quantified:
            return _NOTHING
        value = row.standing.value
        told = self.words["value"] % plain(value) if value is not None else self.words["silent"]
        every = row.item.get_recurrence_display() if row.item.recurrence else ""
        figure = _("%(every)s%(figure)s") % {"every": every, "figure": row.item.figure}
        return format_html("{}<small>{}</small>", figure if every else row.item.figure, told)

    def progress(self, one: Entry) -> SafeString:
        """Return what was reported in the period, as a button where the account may report."""
        if not one.may_report:
            return self.said(one)
        label = self.words["report"] % one.title[:40]
        return format_html(_SAID, self.url("ledger_cell", one.pk), label, self.said(one))

    def said(self, one: Entry) -> SafeString:
        """Return the words and the value of the period; an own draft says that it is one."""
        shown = one.draft or one.report
        if shown is None:
            missing = self.words["missing"] if one.is_missing else "—"
            return format_html('<span class="muted">{}</span>', missing)
        value = mark = _NOTHING
        if shown.value is not None:
            unit = one.row.item.unit if one.row else ""
            value = format_html("<b>{} {}</b> ", plain(shown.value), unit)
        if one.draft:
            mark = format_html('<span class="chip">{}</span> ', self.words["draft"])
        return format_html("{}{}{}", mark, value, shown.words)

    def cases(self, one: Entry) -> SafeString:
        """Return the latest follow-up, or the button that starts one."""
        if one.cases:
            latest = one.cases[0]
            return format_html(
                '<a href="{}">{}</a><small>{}</small>',
                self.url("case", latest.pk), said(latest.stage_label), latest.responsible.label,
            )  # fmt: skip
        if not one.may_edit or one.lead_id is None or one.status not in OPEN:
            return _NOTHING
        asked = self.words["ask"] % {"lead": one.lead, "title": one.title[:40]}
        return format_html(_START, self.url("item_followup", one.pk), asked, self.words["follow"])
