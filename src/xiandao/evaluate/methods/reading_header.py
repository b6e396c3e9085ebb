"""Where the header of a table is: below a title and a line of units, or in two rows with merged cells above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from xiandao.terms.error import InputError

# Rows among which the header is looked for, and those that a message quotes.
MOST_ABOVE: Final = 20
QUOTED: Final = 3
LONGEST: Final = 40
Place = TypeVar("Place")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a header says.

    Args:
        words: names of columns and codes of indicators, case-folded.
        labels: names of indicators, which may stand instead of codes, case-folded.
        told: in words.
    """

    words: frozenset[str]
    labels: frozenset[str]
    told: str

    def found_in(self, cells: Iterable[str]) -> int:
        """Return how much of it a row holds: a word counts twice, a label once.

        >>> Sought(frozenset({"unit", "x"}), frozenset({"收入"}), "").found_in(["Unit", "收入", "说明"])
        3
        """
        held = {cell.strip().strip('"').casefold() for cell in cells}
        return 2 * len(held & self.words) + len((held & self.labels) - self.words)


def sought_for(words: Iterable[str], labels: Iterable[str], told: str) -> Sought:
    """Return what is sought, in any case.

    >>> sorted(sought_for(["uCode"], [""], "uCode").words)
    ['ucode']
    """
    kept, names = (frozenset(word.casefold() for word in some if word) for some in (words, labels))
    return Sought(kept, names, told)


def best_of(rows: Sequence[tuple[Place, Sequence[str]]], sought: Sought) -> tuple[Place, int]:
    """Return the first of the rows that hold most of what is sought, and how much that is.

    >>> best_of([(1, ["标题"]), (2, ["unit", "x"])], sought_for(["unit", "x"], [], ""))
    (2, 4)
    """
    counts = [sought.found_in(cells) for _, cells in rows]
    most = max(counts)
    return rows[counts.index(most)][0], most


def header_row(rows: Sequence[tuple[int, Sequence[str]]], table: str, sought: Sought) -> int:
    """Return which of the rows is the header, the first being 0.

    Args:
        rows: the first rows that are not empty: the number in the file, the cells as text.
        table: what messages call the table.
        sought: what the header says.

    Raises:
        InputError: ``EVA-427`` nothing of it stands in any of the first twenty rows.

    >>> rows = [(1, ["综合评价"]), (2, ["单位：万元"]), (3, ["unit", "x"]), (4, ["a", "1"])]
    >>> header_row(rows, "数据", sought_for(["unit", "x"], [], "unit"))
    2
    """
    chosen, most = best_of([(at, cells) for at, (_, cells) in enumerate(rows)][:MOST_ABOVE], sought)
    if most:
        return chosen
    quoted = "；".join(f"第{number}行：{quote(cells)}" for number, cells in rows[:QUOTED])
    raise InputError(
        "EVA-427",
        f"{table}表的前{min(len(rows), MOST_ABOVE)}行里没有找到表头。{quoted}",
        f"表头里应有{sought.told}",
        {"table": table, "rows": [[number, *cells[:50]] for number, cells in rows[:QUOTED]]},
    )


def joined_header(
    above: Sequence[Sequence[str]], header: Sequence[str], sought: Sought
) -> list[str]:
    """Return the header with its empty cells named by the rows above, as cells merged over rows are read.

    >>> sought = sought_for(["unit", "x", "y"], [], "")
    >>> joined_header([["2026年"], ["unit", "分组", "经济", ""]], ["", "", "x", "y"], sought)
    ['unit', '分组', 'x', 'y']
    """
    width = max(map(len, (header, *above)))
    cells = [*header, *[""] * (width - len(header))]
    return [
        cell or _named_above(above, place, sought, is_within=place < len(header))
        for place, cell in enumerate(cells)
    ]


def _named_above(
    above: Sequence[Sequence[str]], place: int, sought: Sought, *, is_within: bool
) -> str:
    for row in reversed(above):
        cell = row[place] if place < len(row) else ""
        if cell:
            # One cell alone is a title, and what stands beside the table is a remark.
            is_name = is_within and sum(map(bool, row)) > 1
            return cell if is_name or sought.found_in([cell]) else ""
    return ""


def quote(cells: Iterable[str]) -> str:
    """Return what a row holds, cut where it is long.

    >>> quote(["", "综合评价", "2026"])
    '“综合评价”“2026”'
    """
    held = "".join(f"“{cell}”" for cell in cells if cell)
    return held if len(held) <= LONGEST else f"{held[:LONGEST]}…"
