"""A text with things found in it, cut into pieces that can be shown one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """One thing found: where it begins and ends in the text, whose it is and of what kind."""

    start: int
    end: int
    key: int
    kind: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text with the spans that cover all of it, the widest first."""

    start: int
    text: str
    spans: tuple[Span, ...] = ()

    @property
    def inner(self) -> Span | None:
        """The narrowest span around the piece: the one that a click means."""
        return self.spans[-1] if self.spans else None


@dataclass(frozen=True, slots=True)
class Head:
    """Where a numbered clause begins: its key, its depth and how far its number and heading reach."""

    start: int
    end: int
    key: int
    depth: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text: what belongs to the heading, and the rest; ``cells`` where it is a table row."""

    start: int
    head: Head | None
    heading: tuple[Segment, ...]
    body: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The line without its break."""
        return "".join(piece.text for piece in (*self.heading, *self.body))

    @property
    def separator(self) -> str:
        """What parts the line into the cells of a table row: a tab, a bar at both ends and between, or nothing."""
        text = self.text
        if "\t" in text:
            return "\t"
        bare = text.strip()
        return "|" if len(bare) > 2 and bare[0] == bare[-1] == "|" else ""

    @property
    def is_rule(self) -> bool:
        """Whether the row only draws the line under the heads of a table."""
        return self.separator == "|" and not self.text.strip("|-: ")

    @property
    def cells(self) -> tuple[tuple[Segment, ...], ...]:
        """The cells of a table row; each but the last ends with its separator."""
        mark = self.separator
        found: list[list[Segment]] = [[]]
        for piece in (*self.heading, *self.body):
            at = 0
            while mark and (stop := piece.text.find(mark, at) + 1) > 0:
                found[-1].append(replace(piece, start=piece.start + at, text=piece.text[at:stop]))
                found.append([])
                at = stop
            if at < len(piece.text):
                found[-1].append(replace(piece, start=piece.start + at, text=piece.text[at:]))
        return tuple(tuple(cell) for cell in found if cell)


def segments(text: str, spans: Iterable[Span], cuts: Iterable[int] = ()) -> tuple[Segment, ...]:
    """Cut a text where spans begin and end; nested and overlapping spans are welcome.

    Args:
        text: the text.
        spans: things found in it; what lies outside the text is cut off, empty spans are left out.
        cuts: further places where no piece may run across.

    Returns:
        Pieces in order, none empty; one after the other they are the text.

    >>> pieces = segments("建设10个平台", [Span(0, 7, 1, "task"), Span(2, 5, 2, "target")])
    >>> [(piece.text, [span.key for span in piece.spans]) for piece in pieces]
    [('建设', [1]), ('10个', [1, 2]), ('平台', [1])]
    """
    length = len(text)
    held = [
        replace(span, start=max(span.start, 0), end=min(span.end, length))
        for span in spans
        if max(span.start, 0) < min(span.end, length)
    ]
    held.sort(key=_widest_first)
    places = {0, length, *(cut for cut in cuts if 0 < cut < length)}
    places.update(span.start for span in held)
    places.update(span.end for span in held)
    found = []
    waiting, active = iter(held), list[Span]()
    upcoming = next(waiting, None)
    ordered = sorted(places)
    for start, end in pairwise(ordered):
        active = [span for span in active if span.end > start]
        while upcoming is not None and upcoming.start <= start:
            active.append(upcoming)
            upcoming = next(waiting, None)
        around = tuple(sorted(active, key=lambda span: (span.start - span.end, span.key)))
        found.append(Segment(start, text[start:end], around))
    return tuple(found)


def paragraphs(
    text: str, spans: Iterable[Span], heads: Iterable[Head] = ()
) -> tuple[Paragraph, ...]:
    """Cut a text into its lines, each with its heading and the things found in it; blank lines are left out.

    Args:
        text: the text; ``\\n`` ends a line.
        spans: things found in it.
        heads: where clauses begin, at most one at the same place; each begins a paragraph of its own.

    >>> text = "一、目标\\n\\n到2030年，建设10个平台。"
    >>> lines = paragraphs(text, [Span(12, 18, 7, "target")], [Head(0, 4, 1, 0)])
    >>> [(line.start, line.head.key if line.head else None, len(line.body)) for line in lines]
    [(0, 1, 0), (6, None, 3)]
    """
    at_start = {head.start: head for head in heads}
    cuts = [
        place for place, sign in enumerate(text) if sign == "\n" for place in (place, place + 1)
    ]
    cuts += [place for head in at_start.values() for place in (head.start, head.end)]
    found: list[Paragraph] = []
    line: list[Segment] = []
    for piece in (*segments(text, spans, cuts), Segment(len(text), "\n")):
        is_break = piece.text == "\n"
        if line and (is_break or piece.start in at_start):
            if any(one.text.strip() for one in line):
                found.append(_paragraph(line, at_start.get(line[0].start)))
            line = []
        if not is_break:
            line.append(piece)
    return tuple(found)


def _paragraph(line: list[Segment], head: Head | None) -> Paragraph:
    stop = head.end if head is not None else line[0].start
    heading = tuple(piece for piece in line if piece.start < stop)
    return Paragraph(line[0].start, head, heading, tuple(line[len(heading) :]))


def _widest_first(span: Span) -> tuple[int, int, int]:
    return span.start, -span.end, span.key
