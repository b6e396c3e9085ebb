"""对照: two papers, or two readings of one paper, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.catalog.methods.classification import known_catalogue
from xiandao.policy.methods import reading as reader
from xiandao.policy.methods.compare import ClausePair, Comparison, TargetPair, compare
from xiandao.policy.methods.differences import Piece, differences
from xiandao.policy.methods.kept_reading import reading_from
from xiandao.policy.methods.records import Reading
from xiandao.policy.models import Paper
from xiandao.policy.models import Reading as Kept
from xiandao.policy.queries import visible
from xiandao.policy.web.compare_sheets import Said, changes_in_words, said, sheets
from xiandao.ui import exports
from xiandao.ui.answers import answer, download
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEWS = ("targets", "clauses", "departments", "industries")


@dataclass(frozen=True, slots=True)
class Side:
    """One side: what the address calls it, what people call it, and the paper behind it."""

    key: str
    label: str
    paper: Paper
    kept: int | None = None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target on either side or both, in words."""

    state: str
    metric: str
    left: Said | None
    right: Said | None
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause on either side or both, with the pieces that differ."""

    state: str
    pair: ClausePair
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def sides(account: Account) -> list[Side]:
    """Return what can be compared: every paper, and the earlier readings of each."""
    papers = {paper.pk: paper for paper in visible.papers(account).defer("text")}
    readings: dict[int, list[Kept]] = {}
    for kept in Kept.objects.filter(paper__in=papers).defer("result").order_by("made_at"):
        readings.setdefault(kept.paper_id, []).append(kept)
    found = []
    for paper in papers.values():
        found.append(Side(str(paper.pk), paper.title, paper))
        # The newest reading is the paper itself; earlier ones can be set against it.
        for kept in readings.get(paper.pk, [])[:-1]:
            made = timezone.localtime(kept.made_at).strftime("%Y-%m-%d %H:%M")
            label = _("%(title)s（%(made)s 读取，阅读器 %(version)s）") % {
                "title": paper.title, "made": made, "version": kept.version,
            }  # fmt: skip
            found.append(Side(f"{paper.pk}.{kept.pk}", label, paper, kept.pk))
    return found


def chosen(known: Sequence[Side], wanted: str) -> Side | None:
    """Return the side that the address asks for; one that is not to be seen is not found."""
    if not wanted:
        return None
    found = next((side for side in known if side.key == wanted), None)
    if found is None:
        raise Http404
    return found


def reading_of(side: Side) -> Reading:
    """Return the reading of a side: as it was kept, else of the text as the reader reads it now."""
    paper = Paper.objects.get(pk=side.paper.pk)
    if side.kept is not None:
        return reading_from(paper.text, Kept.objects.get(pk=side.kept).result)
    return reader.read(paper.text, catalogue=known_catalogue())


@page("policy.view")
def paper_compare(request: HttpRequest) -> HttpResponse:
    """Show the choice of two sides and, once it is made, what they share and where they differ."""
    known = sides(cast("Account", request.user))
    left = chosen(known, request.GET.get("a", ""))
    right = chosen(known, request.GET.get("b", ""))
    view = request.GET.get("view", "")
    context: dict[str, object] = {
        "sides": known,
        "left": left,
        "right": right,
        "view": view if view in VIEWS else VIEWS[0],
        "only": request.GET.get("only", "") == "different",
    }
    if left and right:
        found = compare(reading_of(left), reading_of(right))
        context |= results(found, bool(context["only"]))
        if request.GET.get("export") == "compare":
            data = exports.workbook(sheets(request, left.label, right.label, found))
            return download(data, exports.file_name(_("政策对照")))
    return answer(request, "policy/compare.html", context)


def results(found: Comparison, only: bool) -> dict[str, object]:
    """Return what the page shows of a comparison; ``only`` leaves out what is equal."""
    targets = [target_row(pair) for pair in found.targets]
    clauses = [clause_row(pair) for pair in found.clauses]
    counted: dict[str, int] = {}
    for row in targets:
        counted[row.state] = counted.get(row.state, 0) + 1
    return {
        "found": found,
        "targets": [row for row in targets if not only or row.state != "same"],
        "clauses": [row for row in clauses if not only or row.state != "same"],
        "counted": counted,
        "shared_clauses": sum(row.state in {"same", "changed"} for row in clauses),
        "changed_clauses": sum(row.state == "changed" for row in clauses),
    }


def target_row(pair: TargetPair) -> TargetRow:
    """Return a pair of targets in words."""
    one = pair.left or pair.right
    return TargetRow(
        pair.state,
        one.metric if one else "",
        said(pair.left),
        said(pair.right),
        changes_in_words(pair),
    )


def clause_row(pair: ClausePair) -> ClauseRow:
    """Return a pair of clauses with what differs in their words."""
    left = pair.left.text if pair.left else ""
    right = pair.right.text if pair.right else ""
    if pair.left is None or pair.right is None:
        state = "right" if pair.left is None else "left"
        return ClauseRow(state, pair, (Piece(left, False),), (Piece(right, False),))
    one, two = differences(left, right)
    return ClauseRow("same" if left == right else "changed", pair, one, two)
