"""A small reader of workbook formulas, written apart from what writes them: enough to recalculate a live workbook."""

import io
import math
import re
import statistics
from itertools import pairwise, repeat

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_from_string, get_column_letter, range_boundaries

TOKEN = re.compile(
    r"""\s*(?:(?P<ref>'[^']+'!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?|\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)
    |(?P<name>[A-Z]+)(?=\()|(?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?P<text>"[^"]*")|(?P<op><=|>=|<>|[-+*/^(),=<>]))""",
    re.VERBOSE,
)


class Sheets:
    """A workbook; ``set`` changes a cell, ``value`` recalculates one."""

    def __init__(self, content: bytes) -> None:
        self.formulas = load_workbook(io.BytesIO(content))
        self.stored = load_workbook(io.BytesIO(content), data_only=True)
        self.known: dict[tuple[str, str], object] = {}
        self.changed: dict[tuple[str, str], object] = {}

    def set(self, sheet: str, cell: str, value: float) -> None:
        self.changed[sheet, cell] = value
        self.known.clear()

    def value(self, sheet: str, cell: str) -> object:
        key = (sheet, cell)
        if key not in self.known:
            if key in self.changed:
                self.known[key] = self.changed[key]
            else:
                content = self.formulas[sheet][cell].value
                is_formula = self.formulas[sheet][cell].data_type == "f"
                self.known[key] = Reader(self, sheet, content[1:]).read() if is_formula else content
        return self.known[key]

    def formula_cells(self) -> list[tuple[str, str]]:
        return [
            (sheet.title, cell.coordinate)
            for sheet in self.formulas
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

    def find(self, sheet: str, word: str) -> list[str]:
        """Return the cells that hold a word."""
        return [
            cell.coordinate
            for row in self.formulas[sheet].iter_rows()
            for cell in row
            if cell.value == word
        ]


class Reader:
    def __init__(self, sheets: Sheets, sheet: str, text: str) -> None:
        self.sheets, self.sheet = sheets, sheet
        self.tokens, at = [], 0
        while at < len(text):
            found = TOKEN.match(text, at)
            assert found, text[at:]
            self.tokens.append((found.lastgroup, found.group(found.lastgroup)))
            at = found.end()
        self.at = 0

    def read(self) -> object:
        found = self.compared()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return found

    def next_is(self, *words: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "op":
            word = self.tokens[self.at][1]
            if word in words:
                self.at += 1
                return word
        return None

    def compared(self) -> object:
        left = self.summed()
        while op := self.next_is("<=", ">=", "<>", "=", "<", ">"):
            left = each(COMPARE[op], left, self.summed())
        return left

    def summed(self) -> object:
        left = self.multiplied()
        while op := self.next_is("+", "-"):
            left = each(ARITHMETIC[op], left, self.multiplied())
        return left

    def multiplied(self) -> object:
        left = self.raised()
        while op := self.next_is("*", "/"):
            left = each(ARITHMETIC[op], left, self.raised())
        return left

    def raised(self) -> object:
        left = self.signed()
        while self.next_is("^"):
            left = each(ARITHMETIC["^"], left, self.signed())
        return left

    def signed(self) -> object:
        if self.next_is("-"):
            return each(ARITHMETIC["-"], 0, self.signed())
        return self.one()

    def one(self) -> object:
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return float(word)
        if kind == "text":
            return word[1:-1]
        if kind == "ref":
            return self.referred(word)
        if kind == "name":
            return self.called(word)
        assert word == "(", word
        found = self.compared()
        assert self.next_is(")")
        return found

    def referred(self, word: str) -> object:
        sheet, _, cells = word.rpartition("!")
        sheet, cells = sheet.strip("'") or self.sheet, cells.replace("$", "")
        if ":" not in cells:
            return self.sheets.value(sheet, cells)
        left, top, right, bottom = range_boundaries(cells)
        return [
            self.sheets.value(sheet, f"{get_column_letter(column)}{row}")
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    def skip(self) -> None:
        depth = 0
        while not (depth == 0 and self.tokens[self.at] in (("op", ","), ("op", ")"))):
            depth += {"(": 1, ")": -1}.get(self.tokens[self.at][1], 0)
            self.at += 1

    def called(self, name: str) -> object:
        assert self.next_is("(")
        if name == "IF":
            return self.chosen()
        given = [self.compared()]
        while self.next_is(","):
            given.append(self.compared())
        assert self.next_is(")")
        return FUNCTIONS[name](*given)

    def chosen(self) -> object:
        test = self.compared()
        assert self.next_is(",")
        if not test:
            self.skip()
            assert self.next_is(",")
            found = self.compared()
        else:
            found = self.compared()
            assert self.next_is(",")
            self.skip()
        assert self.next_is(")")
        return found


def each(operation, left, right):
    if not isinstance(left, list) and not isinstance(right, list):
        return operation(left, right)
    size = len(left) if isinstance(left, list) else len(right)
    pairs = zip(
        left if isinstance(left, list) else repeat(left, size),
        right if isinstance(right, list) else repeat(right, size),
        strict=True,
    )
    return [operation(a, b) for a, b in pairs]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def numbers(*given: object) -> list[float]:
    flat = [one for part in given for one in (part if isinstance(part, list) else [part])]
    return [one for one in flat if is_number(one)]


def greater(a: object, b: object) -> bool:
    """Any text stands above any number, as in a spreadsheet; an empty cell counts as zero or as empty text."""
    a, b = (
        ("" if isinstance(other, str) else 0) if one is None else one
        for one, other in ((a, b), (b, a))
    )
    if isinstance(a, str) != isinstance(b, str):
        return isinstance(a, str)
    return a > b


def same(a: object, b: object) -> bool:
    return not greater(a, b) and not greater(b, a)


def sumproduct(*given: object) -> float:
    """Between commas text counts as zero; a product inside one argument has been multiplied already."""
    columns = [
        [float(one) if isinstance(one, int | float) else 0.0 for one in part] for part in given
    ]
    assert all(len(a) == len(b) for a, b in pairwise(columns))
    return math.fsum(math.prod(row) for row in zip(*columns, strict=True))


def rank(value: float, among: list[object]) -> int:
    return 1 + sum(one > value for one in numbers(among))


COMPARE = {
    "=": same,
    "<>": lambda a, b: not same(a, b),
    ">": greater,
    "<": lambda a, b: greater(b, a),
    ">=": lambda a, b: not greater(b, a),
    "<=": lambda a, b: not greater(a, b),
}
ARITHMETIC = {
    "+": lambda a, b: (a or 0) + (b or 0),
    "-": lambda a, b: (a or 0) - (b or 0),
    "*": lambda a, b: (a or 0) * (b or 0),
    "/": lambda a, b: (a or 0) / b,
    "^": lambda a, b: a**b,
}
FUNCTIONS = {
    "SUMPRODUCT": sumproduct,
    "SUM": lambda *given: math.fsum(numbers(*given)),
    "MIN": lambda *given: min(numbers(*given)),
    "MAX": lambda *given: max(numbers(*given)),
    "AVERAGE": lambda *given: statistics.fmean(numbers(*given)),
    "STDEV": lambda *given: statistics.stdev(numbers(*given)),
    "COUNT": lambda *given: len(numbers(*given)),
    "ISNUMBER": lambda one: (
        [is_number(x) for x in one] if isinstance(one, list) else is_number(one)
    ),
    "EXP": math.exp,
    "LN": math.log,
    "ROUND": lambda value, digits: round(value, int(digits)),
    "RANK": rank,
    "COUNTIF": lambda among, wanted: sum(one == wanted for one in among),
    "MATCH": lambda wanted, among, _: among.index(wanted) + 1,
    "INDEX": lambda among, place: among[int(place) - 1],
}


def below(cell: str, rows: int) -> str:
    letters, number = coordinate_from_string(cell)
    return f"{letters}{number + rows}"
