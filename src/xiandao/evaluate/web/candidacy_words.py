"""What a candidacy lacks and how far it is, in words, lamps and bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.casework.methods.lamps import Lamp, Tone, lit
from xiandao.evaluate.methods.readiness import Item
from xiandao.evaluate.methods.readiness_book import rule_of
from xiandao.evaluate.models import Candidacy, CandidacyState
from xiandao.evaluate.queries.readiness_of import Suggestion
from xiandao.evaluate.queries.written import figure
from xiandao.terms.period import Period
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Document

STATE_TONES = {
    CandidacyState.DRAFT: Tone.IDLE,
    CandidacyState.SUBMITTED: Tone.SOON,
    CandidacyState.REVIEWED: Tone.SOON,
    CandidacyState.RETURNED: Tone.LATE,
    CandidacyState.ACCEPTED: Tone.OK,
}
READY_TONES = {"成熟": Tone.OK, "基本成熟": Tone.SOON, "尚不成熟": Tone.LATE}
EXACT = 1e-12


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A row of the table: what is needed, what there is, its papers, whether it is met, what the platform knows."""

    item: Item
    about: str
    is_yes: bool
    value: float | None
    remark: str
    papers: tuple[Mapping[str, Any], ...]
    is_met: bool
    suggestion: Suggestion | None

    @property
    def needed(self) -> str:
        """What is needed, with its unit."""
        return _("有") if self.is_yes else _measured(self.item.needed, self.item.unit)

    @property
    def has(self) -> str:
        """What there is, with its unit."""
        if self.value is None:
            return _("未填")
        if self.is_yes:
            return _("有") if self.value >= self.item.needed else _("无")
        return _measured(self.value, self.item.unit)

    @property
    def lamp(self) -> Lamp:
        """Whether it is met; what must be there and is not stands out."""
        if self.is_met:
            return lit(Tone.OK, _("满足"))
        if self.value and self.item.needs_evidence and not self.papers:
            return lit(Tone.LATE if self.item.is_must else Tone.SOON, _("缺佐证"))
        return lit(Tone.LATE if self.item.is_must else Tone.SOON, _("不足"))


def state_lamp(candidacy: Candidacy) -> Lamp:
    """Return the lamp of where a candidacy stands."""
    return lit(STATE_TONES[CandidacyState(candidacy.state)], candidacy.get_state_display())


def ready_lamp(outcome: Mapping[str, Any]) -> Lamp:
    """Return the lamp of how ready it is."""
    return lit(READY_TONES[outcome["state"]], said(outcome["state"]))


def per_cent(share: float) -> str:
    """Return a share as people write it.

    >>> per_cent(0.725), per_cent(1.0)
    ('72.5%', '100%')
    """
    return f"{share * 100:.1f}".rstrip("0").rstrip(".") + "%"


def conditions_of(outcome: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the four conditions with their bars."""
    return [
        {
            **one,
            "name": said(one["name"]),
            "bar": bar(one["share"], one["threshold"], said(one["name"])),
            "shown": per_cent(one["share"]),
            "wanted": per_cent(one["threshold"]),
            "is_met": one["share"] >= one["threshold"] - EXACT,
        }
        for one in outcome["conditions"]
    ]


def bar(share: float, threshold: float, label: str) -> SafeString:
    """Return a bar from nothing to all with a mark at the threshold."""
    told = _("%(label)s%(share)s，门槛%(threshold)s") % {
        "label": label,
        "share": per_cent(share),
        "threshold": per_cent(threshold),
    }
    return format_html(
        '<svg class="meter wide {}" role="img" aria-label="{}" width="100%" height="20">'
        '<rect class="track" x="0" y="5" width="100%" height="10" rx="2"/>'
        '<rect class="value" x="0" y="5" width="{}%" height="10" rx="2"/>'
        '<line class="middle" x1="{}%" x2="{}%" y1="1" y2="19"/></svg>',
        "above" if share >= threshold - EXACT else "below",
        told,
        f"{share * 100:.2f}",
        f"{threshold * 100:.2f}",
        f"{threshold * 100:.2f}",
    )


def gaps_of(candidacy: Candidacy, outcome: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the gaps with what to do and what it adds, the musts first, then the most useful."""
    notes = candidacy.rule["notes"]
    return [
        {
            **one,
            "condition": said(one["condition"]),
            "todo": _todo(one, bool(notes.get(one["code"], {}).get("is_yes"))),
            "adds": _("成熟度+%(points)s个百分点") % {"points": f"{one['gain'] * 100:.1f}"},
        }
        for one in outcome["gaps"]
    ]


def items_of(
    candidacy: Candidacy, outcome: Mapping[str, Any], known: Mapping[str, Suggestion]
) -> list[tuple[str, list[ItemLine]]]:
    """Return the rows of the table by condition."""
    claims = {one["code"]: one for one in outcome["claims"]}
    open_ones = {one["code"] for one in outcome["gaps"]}

    def line(item: Item) -> ItemLine:
        is_met = item.code not in open_ones
        return _line(candidacy, item, claims.get(item.code), is_met, known)

    conditions = rule_of(candidacy.rule).conditions
    return [(said(one.name), [line(item) for item in one.items]) for one in conditions]


def source_of(one: Suggestion) -> str:
    """Return where a figure of the platform is from: form, period, and over how many zones where several."""
    told = f"{one.source}，{said(Period.parse(one.period).label)}"
    if one.zones > 1:
        told += _("，所辖%(count)d个先导区合计") % {"count": one.zones}
    return told


def paper_names(documents: Iterable[Document]) -> list[tuple[int, str]]:
    """Return documents as choices."""
    return [(one.pk, one.name) for one in documents]


def _line(
    candidacy: Candidacy,
    item: Item,
    claim: Mapping[str, Any] | None,
    is_met: bool,
    known: Mapping[str, Suggestion],
) -> ItemLine:
    note, held = candidacy.rule["notes"].get(item.code, {}), claim or {}
    return ItemLine(
        item,
        said(note.get("about", "")),
        bool(note.get("is_yes")),
        held.get("value"),
        held.get("remark", ""),
        tuple(held.get("papers", ())),
        is_met,
        known.get(item.code),
    )


def _measured(value: float, unit: str) -> str:
    told = {"number": figure(value), "unit": said(unit)}
    return _("%(number)s%(unit)s") % told if unit else told["number"]


def _todo(gap: Mapping[str, Any], is_yes: bool) -> str:
    told = {
        "name": said(gap["name"]),
        "more": figure(gap["lacking"]) if gap["lacking"] else "",
        "unit": said(gap["unit"]),
    }
    if not gap["lacking"]:
        return _("补齐%(name)s的佐证材料") % told
    short = _("补上%(name)s") % told if is_yes else _("%(name)s还差%(more)s%(unit)s") % told
    return _("%(short)s，并附佐证材料") % {"short": short} if gap["needs_papers"] else short
