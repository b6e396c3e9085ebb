"""Automatic numbers of Word paragraphs (一、 （一） 1.) as the reader of the page sees them."""

from __future__ import annotations

import re
from typing import Any

from xiandao.terms.numeral import chinese

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{NAMESPACE}}}"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_HAN = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting",
                  "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting"})  # fmt: skip
_LARGEST = 9999
_LEVELS = 9
_LONGEST_CHAIN = 20


def value_of(element: Any) -> str:
    """The ``w:val`` of an element, empty where there is none."""
    return "" if element is None else str(element.get(_W + "val") or "")


def written(number: int, form: str) -> str:
    """A number in one of the number formats of Word; unknown formats are written in Arabic.

    >>> [written(12, form) for form in ("decimal", "chineseCounting", "lowerRoman", "upperLetter")]
    ['12', '十二', 'xii', 'L']
    >>> written(3, "decimalEnclosedCircle"), written(2, "ideographTraditional"), written(1, "none")
    ('③', '乙', '')
    """
    number = min(max(number, 0), _LARGEST)
    if form in {"none", "bullet"}:
        return ""
    if form in _HAN:
        return chinese(number)
    if form in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return chinese(number, formal=True)
    if form in {"upperRoman", "lowerRoman"}:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    return _symbol(number, form)


def _symbol(number: int, form: str) -> str:
    plain = str(number)
    if form in {"upperLetter", "lowerLetter"} and number:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form == "ideographTraditional" and 1 <= number <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[number - 1]
    if form == "ideographDigital":
        return plain.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    if form.startswith("decimalFullWidth"):
        return plain.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return f"{number:02d}" if form == "decimalZero" else plain


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        said += letters * (number // value)
        number %= value
    return said


class Numbering:
    """The lists of a document and where each of them has got to."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[str] = set()
        self._style_numbers: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._learn_lists(numbering)
        if styles is not None:
            self._learn_styles(styles)

    def label(self, paragraph: Any) -> str:
        """The number before a paragraph, counting on; empty where it has none."""
        found = self._number_of(paragraph)
        if found is None:
            return ""
        number, depth = found
        levels = self._levels.get(self._lists.get(number, ""), {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._advance(number, depth, levels)
        is_legal = level.find(_W + "isLgl") is not None
        pattern = value_of(level.find(_W + "lvlText"))
        if value_of(level.find(_W + "numFmt")) == "bullet":
            return ""

        def place(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            form = value_of(levels[index].find(_W + "numFmt")) if index in levels else "decimal"
            return written(counts[index] or 0, "decimal" if is_legal else form)

        text = _PLACE.sub(place, pattern)
        return f"{text} " if _PLACE.search(pattern[-2:]) else text

    def _advance(self, number: str, depth: int, levels: dict[int, Any]) -> list[int | None]:
        # All lists made from one definition count together unless one of them starts anew.
        counts = self._counts.setdefault(self._lists[number], [None] * _LEVELS)
        if number not in self._restarted:
            self._restarted.add(number)
            for index in range(_LEVELS):
                if (number, index) in self._starts:
                    counts[index] = None
        for index in range(depth + 1):
            current = counts[index]
            if current is None:
                counts[index] = self._starts.get((number, index), _start(levels.get(index)))
            elif index == depth:
                counts[index] = current + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return counts

    def _number_of(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return None
        style = self._style_numbers.get(value_of(properties.find(_W + "pStyle")))
        own = properties.find(_W + "numPr")
        if own is None:
            return style
        identity = value_of(own.find(_W + "numId"))
        depth = value_of(own.find(_W + "ilvl"))
        if identity == "0":
            return None
        number = identity or (style[0] if style else "")
        return (number, _depth(depth or (str(style[1]) if style else "0"))) if number else None

    def _learn_lists(self, numbering: Any) -> None:
        for definition in numbering.iterchildren(_W + "abstractNum"):
            levels = {
                _depth(level.get(_W + "ilvl")): level for level in definition.iter(_W + "lvl")
            }
            self._levels[str(definition.get(_W + "abstractNumId"))] = levels
        for item in numbering.iterchildren(_W + "num"):
            number = str(item.get(_W + "numId"))
            self._lists[number] = value_of(item.find(_W + "abstractNumId"))
            for override in item.iterchildren(_W + "lvlOverride"):
                start = value_of(override.find(_W + "startOverride"))
                if start.isdecimal():
                    depth = _depth(override.get(_W + "ilvl"))
                    self._starts[number, depth] = min(int(start), _LARGEST)

    def _learn_styles(self, styles: Any) -> None:
        by_id = {str(style.get(_W + "styleId")): style for style in styles.iter(_W + "style")}
        for identity, style in by_id.items():
            found = self._inherited(style, by_id)
            if found is not None:
                self._style_numbers[identity] = found

    def _inherited(self, style: Any, by_id: dict[str, Any]) -> tuple[str, int] | None:
        identity = str(style.get(_W + "styleId"))
        for _ in range(_LONGEST_CHAIN):
            own = style.find(f"{_W}pPr/{_W}numPr")
            number = value_of(own.find(_W + "numId")) if own is not None else ""
            if number:
                return None if number == "0" else (number, self._bound(number, identity, own))
            style = by_id.get(value_of(style.find(_W + "basedOn")))
            if style is None:
                return None
        return None

    def _bound(self, number: str, style: str, own: Any) -> int:
        """The level that the list binds to the style, else the one the style names."""
        for depth, level in self._levels.get(self._lists.get(number, ""), {}).items():
            if value_of(level.find(_W + "pStyle")) == style:
                return depth
        return _depth(value_of(own.find(_W + "ilvl")))


def _start(level: Any) -> int:
    start = value_of(level.find(_W + "start")) if level is not None else ""
    return min(int(start), _LARGEST) if start.isdecimal() else 1


def _depth(text: str | None) -> int:
    return min(int(text), _LEVELS - 1) if text and text.isdecimal() else 0
