"""A paper's text as markup: paragraphs, headings, table rows, and marks around what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from xiandao.policy.methods.marking import Paragraph, Segment

DEEPEST = 3


def sheet_html(lines: Sequence[Paragraph], states: Mapping[int, str]) -> SafeString:
    """Return all paragraphs; neighbouring rows stand in one table."""
    parts = []
    for is_row, group in groupby(lines, key=lambda line: bool(line.separator)):
        inside = "".join(line_html(line, states) for line in group)
        parts.append(f'<div class="rows">{inside}</div>' if is_row else inside)
    # Every piece was escaped when it was written.
    return SafeString("".join(parts))


def line_html(line: Paragraph, states: Mapping[int, str], *, swaps: bool = False) -> str:
    """Return one paragraph; its text content is exactly the line, so that a selection can be counted out."""
    css = "line" + (f" d{min(line.head.depth, DEEPEST)}" if line.head and line.heading else "")
    css += " rule" if line.is_rule else ""
    oob = ' hx-swap-oob="true"' if swaps else ""
    opening = f'<p class="{css}" id="t{line.start}" data-start="{line.start}"{oob}>'
    anchor = f'<a class="anchor" id="c{line.head.key}"></a>' if line.head else ""
    return f"{opening}{anchor}{_inside(line, states)}</p>"


def changed_lines(
    lines: Iterable[Paragraph], states: Mapping[int, str], start: int, end: int
) -> SafeString:
    """Return the paragraphs that touch a span, ready to take the place of the old ones."""
    touched = (line for line in lines if line.start < end and start < line.start + len(line.text))
    return SafeString("".join(line_html(line, states, swaps=True) for line in touched))


def _inside(line: Paragraph, states: Mapping[int, str]) -> str:
    if line.separator:
        return "".join(_cell(cell, line.separator, states) for cell in line.cells)
    heading = "".join(_pieces(line.heading, states))
    rest = "".join(_pieces(line.body, states))
    return f'<b class="h">{heading}</b>{rest}' if heading else rest


def _cell(cell: tuple[Segment, ...], separator: str, states: Mapping[int, str]) -> str:
    """A cell without its separator, which stays in the text but is not seen."""
    last = cell[-1]
    bar = f'<i class="bar">{separator}</i>' if last.text.endswith(separator) else ""
    shown = (*cell[:-1], replace(last, text=last.text.removesuffix(separator))) if bar else cell
    inside = "".join(_pieces((piece for piece in shown if piece.text), states))
    if not "".join(piece.text for piece in shown).strip() and separator == "|":
        return inside + bar if bar else f'<i class="bar">{inside}</i>'
    return f'<span class="cell">{inside}{bar}</span>'


def _pieces(pieces: Iterable[Segment], states: Mapping[int, str]) -> Iterator[str]:
    for piece in pieces:
        inner = piece.inner
        if inner is None:
            yield escape(piece.text)
            continue
        around = " ".join(str(span.key) for span in piece.spans)
        yield format_html(
            '<mark class="k-{}" data-proposal="{}" data-all="{}" data-state="{}">{}</mark>',
            inner.kind,
            inner.key,
            around,
            states.get(inner.key, ""),
            piece.text,
        )
