"""What is to be done: sentences that begin with a verb, and goals without a number (milestones)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from xiandao.policy.methods.folding import unmarked
from xiandao.policy.methods.formulas import is_formula, is_guiding, is_report
from xiandao.policy.methods.lexicon import alternatives, words
from xiandao.policy.methods.segments import Parsed

_SENTENCE = re.compile(r"[^。！？；]+")
# 一批 or 若干 before a noun; “成熟一批、启动一批” and “若干措施” promise nothing.
_VAGUE_GOAL = re.compile(
    r"(?:(?<!第)一批|一系列|若干(?!措施|政策|意见|规定|问题))(?=[\u4e00-\u9fffA-Za-z◇])"
)
_PLACE = r"(?!围绕|以及|鼓励|支持|推动|企业|高校|部门|单位)[\u4e00-\u9fff]{2,6}?"
_PLACES = re.compile(
    rf"(?:到|至)?(?:\d{{4}}年)?(?:{_PLACE}(?:、|和|与)){{1,8}}{_PLACE}(?:等地|等市|等)?(?:率先|先行)"
    rf"|{_PLACE}[市州区县省盟旗](?:率先|先行)"
)
_NO_PLACE = re.compile(r"企业|高校|院所|机构|部门|单位|领域|产业|平台|园区|行业")
_ALONE = re.compile(r"(?:先行一步|先行先试|率先突破|率先发展|先行探索|先行示范)$")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”")
_LONGEST_OBJECT = 60


@dataclass(frozen=True, slots=True)
class Deed:
    """One measure or milestone of a paragraph with its span in the source."""

    verb: str
    object: str
    quantified: bool
    milestone: bool
    year: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """One comma segment of a sentence; ``verb`` is empty where it begins with none."""

    start: int
    end: int
    verb: str
    object: int


def find_measures(
    parsed: Parsed, start: int, stop: int, year: int | None, headings: Sequence[str] = ()
) -> Iterator[Deed]:
    """List the measures of one paragraph.

    Args:
        parsed: the paragraph.
        start: index where the text after a run-in heading begins.
        stop: index where responsibility statements begin.
        year: the year carried into the paragraph, for milestones.
        headings: the headings above the paragraph, the nearest first.

    >>> from xiandao.policy.methods.folding import fold
    >>> from xiandao.policy.methods.segments import parse
    >>> deeds = list(find_measures(parse(fold("加快建设一批中试平台。支持企业投入。")), 0, 19, None))
    >>> [(deed.verb, deed.object, deed.milestone) for deed in deeds]
    [('建设', '一批中试平台', True), ('支持', '企业投入', False)]
    """
    for found in _SENTENCE.finditer(parsed.text, start, max(start, stop)):
        sentence = found[0]
        if is_formula(sentence) or is_report(sentence) or is_guiding(sentence, headings):
            continue
        pieces = list(_pieces(parsed, found.start(), found.end()))
        milestones = list(_milestones(parsed, pieces))
        kept = [piece for piece in pieces if not any(_within(piece, item) for item in milestones)]
        plain = next((piece for piece in kept if piece.verb), None)
        if plain:
            yield _deed(parsed, found.start(), found.end(), plain, False, None)
        for piece in milestones:
            yield _deed(parsed, piece.start, piece.end, piece, True, _year_at(parsed, piece, year))


def _within(piece: _Piece, other: _Piece) -> bool:
    return other.start <= piece.start and piece.end <= other.end


def _pieces(parsed: Parsed, left: int, right: int) -> Iterator[_Piece]:
    at = left
    while at < right:
        end = parsed.shape.find("，", at, right)
        end = right if end < 0 else end
        found = _opening().match(parsed.text, at, end)
        skipped = _skipping().match(parsed.text, at)
        verb = found["verb"] if found and not skipped else ""
        yield _Piece(at, end, verb, found.end() if found else at)
        at = end + 1


def _milestones(parsed: Parsed, pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Goals without a number; “澜州市先行一步，建成集群” takes the segment after it along."""
    for at, piece in enumerate(pieces):
        # Book titles and slogans are blanked out in the masked text and promise nothing.
        if _VAGUE_GOAL.search(_unquoted(parsed, piece)):
            yield piece
        elif not piece.verb and _names_places(parsed.text[piece.start : piece.end]):
            if _ALONE.search(parsed.text[piece.start : piece.end]) and at + 1 < len(pieces):
                after = pieces[at + 1]
                piece = _Piece(piece.start, after.end, after.verb, after.object)
            yield piece


def _unquoted(parsed: Parsed, piece: _Piece) -> str:
    text = parsed.text[piece.start : piece.end]
    if "《" not in text and "“" not in text:
        return text
    return _QUOTED.sub(lambda found: "◇" * len(found[0]), text)


def _names_places(text: str) -> bool:
    found = _PLACES.match(text)
    return bool(found) and not _NO_PLACE.search(found[0] if found else "")


def _deed(
    parsed: Parsed, left: int, right: int, piece: _Piece, milestone: bool, year: int | None
) -> Deed:
    while left < right and parsed.text[left] in "，、 ":
        left += 1
    first, last = parsed.folded.span(left, right)
    noun = unmarked(parsed.text[piece.object : piece.end][:_LONGEST_OBJECT])
    counted = any(left <= amount.start < right for amount in parsed.amounts)
    return Deed(piece.verb, noun, counted, milestone, year, first, last)


def _year_at(parsed: Parsed, piece: _Piece, carried: int | None) -> int | None:
    years = [
        mark.year
        for mark in parsed.marks
        if mark.start < piece.start + 12 and mark.kind == "deadline" and mark.year
    ]
    return years[-1] if years else carried


@cache
def _opening() -> re.Pattern[str]:
    adverbs = alternatives(words("words")["adverbs"])
    lists = words("measures")
    return re.compile(
        rf"(?:（\d{{1,2}}）|[①-⑳]|\d{{1,2}}\.)?(?:(?:到|至|力争到)?(?:20\d{{2}}|“?十[四五六]五”?)年?(?:底|末|期间)?(?:前|底前)?，?)?(?:{adverbs}){{0,3}}"
        rf"(?P<verb>{alternatives(lists['verbs'])})(?!{'|'.join(lists['not_verb'])})"
    )


@cache
def _skipping() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(words('measures')['skip'])})")
