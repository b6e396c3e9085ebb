"""One clause on the first screen: its own words with the figure marked, and all that hangs on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from xiandao.policy.methods.tilemap import Tile, tiles
from xiandao.policy.methods.tracking import CountingRule, counting_rules
from xiandao.policy.models import Change, Clause, Counted, Paper, Progress
from xiandao.policy.queries import visible
from xiandao.policy.queries.leading import designated
from xiandao.policy.queries.ledger import LedgerRow, rows
from xiandao.policy.queries.opening import best, first

if TYPE_CHECKING:
    from xiandao.registry.models import Account

RECORDS_SHOWN = 6
ITEMS_SHOWN = 20
WORDS_AROUND = 60
TILE_WIDTH, TILE_HEIGHT = 66, 52


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the paper with one part of it marked."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class ClauseView:
    """The chosen clause with its items, and the chosen item with what was counted and reported."""

    clause: Clause
    rows: tuple[LedgerRow, ...]
    total: int
    row: LedgerRow | None
    quote: Quote
    rule: CountingRule | None
    records: tuple[Counted, ...]
    counting: tuple[Counted, ...]
    tiles: tuple[Tile, ...]
    progress: Progress | None
    evidence: int
    designated: Change | None = None
    may_report: bool = False
    may_edit: bool = False

    @property
    def places(self) -> int:
        """How many places the counted records lie in."""
        return len({record.place for record in self.counting if record.place})

    @property
    def map_width(self) -> int:
        """Width of the tile map in drawing units."""
        return max((tile.x + TILE_WIDTH + 4 for tile in self.tiles), default=0)

    @property
    def map_height(self) -> int:
        """Height of the tile map in drawing units."""
        return max((tile.y + TILE_HEIGHT + 4 for tile in self.tiles), default=0)


def quote(text: str, start: int, end: int) -> Quote:
    """Return the sentence around a span: to the nearest stop before and behind, the span marked."""
    stops = "。；;\n"
    left = max((text.rfind(stop, 0, start) for stop in stops), default=-1) + 1
    ends = [place for stop in stops if (place := text.find(stop, end)) >= 0]
    right = min(ends, default=len(text) - 1) + 1
    first = max(left, start - 3 * WORDS_AROUND)
    before = ("…" if first > left else "") + text[first:start].lstrip()
    return Quote(before, text[start:end], shortened(text[end:right].rstrip(), 3 * WORDS_AROUND))


def shortened(text: str, limit: int) -> str:
    """Return a text of at most ``limit`` characters, cut behind a mark of punctuation where there is one, with …."""
    if len(text) <= limit:
        return text
    cut = max(text.rfind(mark, limit // 2, limit) for mark in "，,、。；;")
    return text[: cut + 1 if cut >= 0 else limit] + "…"


def shown_clause(
    account: Account,
    paper: Paper,
    *,
    pack: str,
    today: date,
    clause: int | None = None,
    item: int | None = None,
) -> ClauseView | None:
    """Return the clause to show: the one asked for, else that of the item, else where there is most to see."""
    items = visible.items(account).filter(paper=paper)
    if clause is None and item is not None:
        clause = items.filter(pk=item).values_list("clause_id", flat=True).first()
    if clause is None:
        clause, item = first(account, items)
    chosen = paper.clauses.filter(pk=clause).first() if clause else None
    chosen = chosen or paper.clauses.order_by("order").first()
    if chosen is None:
        return None
    below = [chosen.pk, *paper.clauses.filter(parent=chosen).values_list("pk", flat=True)]
    here = list(
        items.filter(clause_id__in=below).order_by("start", "number").values_list("pk", flat=True)
    )
    shown = [*here[:ITEMS_SHOWN], *([item] if item in here else [])]
    found = rows(items.filter(pk__in=shown).order_by("start", "number"), today=today)
    row = next((one for one in found if one.item.pk == item), None)
    row = row or best(found)
    return view_of(account, paper, chosen, tuple(found), row, pack, len(here))


def view_of(
    account: Account,
    paper: Paper,
    clause: Clause,
    found: tuple[LedgerRow, ...],
    row: LedgerRow | None,
    pack: str,
    total: int,
) -> ClauseView:
    """Put the chosen clause together with what its chosen item counts and reports."""
    if row is None or row.item.start is None or row.item.end is None:
        text = paper.text[clause.start : clause.end]
        said = Quote(shortened(text, 4 * WORDS_AROUND), "", "")
    else:
        said = quote(paper.text, row.item.start, row.item.end)
    if row is None:
        return ClauseView(clause, found, total, None, said, None, (), (), (), None, 0)
    rule = counting_rules().get(row.item.counting_rule)
    known = row.item.counted.select_related("document").order_by("-counted_on", "name")
    counting = tuple(record for record in known if rule and record.stage in rule.stages)
    records = (*counting, *(record for record in known if record not in counting))
    places = Counter(record.place for record in counting if record.place)
    latest = (
        visible.progress(account)
        .filter(item=row.item)
        .select_related("reported_by", "organisation")
        .order_by("-period_end")
        .first()
    )
    return ClauseView(
        clause=clause,
        rows=found,
        total=total,
        row=row,
        quote=said,
        rule=rule,
        records=records,
        counting=counting,
        tiles=tiles(pack, places) if places else (),
        progress=latest,
        evidence=latest.evidence.count() if latest else 0,
        designated=designated(row.item),
        may_report=account.may_somewhere("policy.item.report"),
        may_edit=account.may("policy.item.edit", [paper.organisation]),
    )
