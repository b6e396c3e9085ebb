"""Task tables in plain text: rows split by pipes, tabs or wide gaps, with the role of each column."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from xiandao.policy.methods.folding import Folded, fold
from xiandao.policy.methods.lexicon import words

_RULE = re.compile(r"^[\s|:+=\-—─┼├┤┌┐└┘│]+$")
_GAP = re.compile(r" {2,}|\u3000+|\t")
_PARTY = re.compile(r"[省市区县国各][^，。；]{1,24}(?:厅|局|委|办|部|院|政府|中心|公司)[）)]?等?")
_ROLES = ("number", "lead", "any", "with", "when", "group", "unit", "remark", "task")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its role, its text and its span in the paper."""

    role: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; ``role`` is row, header or rule."""

    role: str
    cells: tuple[Cell, ...]

    @property
    def heading(self) -> str:
        """The first task cell, which names the row."""
        return next((cell.text for cell in self.cells if cell.role == "task"), "")[:40]

    def at(self, offset: int) -> Row:
        """Move the cells' spans by the offset of the line in the paper."""
        moved = tuple(
            replace(cell, start=cell.start + offset, end=cell.end + offset) for cell in self.cells
        )
        return Row(self.role, moved)


def rows_of(lines: list[str]) -> dict[int, Row]:
    """Find the table rows among the lines of a paper.

    Args:
        lines: the paper line by line.

    Returns:
        Line number → row; cell spans count from the beginning of the line.

    >>> rows = rows_of(["序号\\t任务\\t牵头单位\\t完成时限", "1\\t建设平台5个\\t省科技厅\\t2025年底"])
    >>> [(cell.role, cell.text) for cell in rows[1].cells]
    [('number', '1'), ('task', '建设平台5个'), ('lead', '省科技厅'), ('when', '2025年底')]
    """
    found: dict[int, Row] = {}
    roles: list[str] | None = None
    for at, line in enumerate(lines):
        cells = _split(line)
        if not cells:
            if line.strip():
                roles = None
            continue
        header = _header(cells)
        if header:
            roles = header
            found[at] = Row("header", ())
        elif _RULE.match(line):
            found[at] = Row("rule", ())
        elif roles and len(cells) >= min(2, len(roles)):
            found[at] = Row("row", _assign(cells, roles))
        elif roles is None and len(cells) >= 3 and _separator(line) != "gap":
            found[at] = Row("row", _guess(cells))
    return found


def by_role(row: Row) -> dict[str, str]:
    """Join the cells of each role.

    >>> by_role(rows_of(["任务\\t责任单位", "建设平台\\t省科技厅"])[1])
    {'task': '建设平台', 'any': '省科技厅'}
    """
    cells: dict[str, str] = {}
    for cell in row.cells:
        cells[cell.role] = "；".join(filter(None, [cells.get(cell.role), cell.text]))
    return cells


def figure_with_unit(row: Row, cell: Cell) -> str:
    """Write a bare figure of an indicator table with the unit that its row names.

    >>> row = rows_of(["指标\\t单位\\t2027年", "企业数\\t家\\t20以上"])[1]
    >>> figure_with_unit(row, row.cells[2])
    '20家以上'
    """
    cells = by_role(row)
    inner = re.search(r"[（(]([^（）()]{1,8})[)）]$", cells.get("task", ""))
    named = cells.get("unit") or (inner[1] if inner else "")
    bare = re.fullmatch(r"([≥≤＞＜><]?\s*)([\d.,]+(?:\s*[-—～]\s*[\d.,]+)?)(\D{0,4})", cell.text)
    return f"{bare[1]}{bare[2]}{named}{bare[3]}" if bare and named not in bare[3] else cell.text


def base_columns(row: Row, period: tuple[int, int] | None, issued: int | None) -> tuple[Cell, ...]:
    """Find the year columns that say where an indicator stands, not where it shall go.

    Args:
        row: one row of an indicator table.
        period: the years the plan covers, if known.
        issued: the year of issue, if known; it speaks where no period does.

    >>> row = rows_of(["指标\\t单位\\t2020年\\t2025年", "企业数\\t家\\t145\\t500"])[1]
    >>> [cell.text for cell in base_columns(row, (2021, 2025), None)]
    ['145']
    >>> [cell.text for cell in base_columns(row, None, 2020)], base_columns(row, None, None)
    (['145'], ())
    """
    years = [(int(cell.role[5:9]), cell) for cell in row.cells if cell.role.startswith("year:")]
    named = {year for year, _ in years}
    return tuple(
        cell
        for year, cell in years
        if cell.role.endswith(":past") or _is_base(year, named, period, issued)
    )


def _is_base(
    year: int, named: set[int], period: tuple[int, int] | None, issued: int | None
) -> bool:
    if period:
        return year < period[0]
    if issued is None or year > issued:
        return False
    # Columns that run year by year from the year of issue are its yearly goals.
    return year < issued or (max(named) > year and year + 1 not in named)


def caption(before: str) -> str:
    """Give the last line 专栏… or 表… of what stands before a row.

    >>> caption("二、指标\\n专栏1 “十四五”主要指标\\n指标\\t单位\\n")
    '专栏1 “十四五”主要指标'
    """
    at = max(before.rfind("\n专栏"), before.rfind("\n表"))
    return before[at + 1 :].split("\n", 1)[0] if at >= 0 else ""


def folded_figure(row: Row, cell: Cell) -> Folded:
    """Fold a figure with its unit; the unit, which stands elsewhere, has the place of the figure.

    >>> row = rows_of(["指标\\t单位\\t2027年", "企业数\\t家\\t20"])[1]
    >>> folded_figure(row, row.cells[2]).text
    '20家'
    """
    folded = fold(figure_with_unit(row, cell), cell.start)
    return Folded(folded.text, [min(at, cell.end - 1) for at in folded.offsets], cell.end)


def _separator(line: str) -> str:
    if line.count("|") + line.count("｜") + line.count("│") >= 2:
        return "pipe"
    return "tab" if "\t" in line else "gap"


def _split(line: str) -> list[tuple[str, int, int]]:
    kind = _separator(line)
    pattern = (
        re.compile("[|｜│]") if kind == "pipe" else re.compile("\t") if kind == "tab" else _GAP
    )
    if kind == "gap" and not _GAP.search(line.strip()):
        return []
    cells, start = [], 0
    for cut in [*pattern.finditer(line), None]:
        end = cut.start() if cut else len(line)
        piece = line[start:end]
        left = start + len(piece) - len(piece.lstrip())
        cells.append((piece.strip(), left, left + len(piece.strip())))
        start = cut.end() if cut else len(line)
    if kind == "pipe":
        cells = cells[1 if not cells[0][0] else 0 : len(cells) - (0 if cells[-1][0] else 1)]
    return cells


@cache
def _role_of() -> dict[str, str]:
    lists = words("tables")
    return {word: role for role in reversed(_ROLES) for word in lists[role]}


def _header(cells: list[tuple[str, int, int]]) -> list[str] | None:
    names = [re.sub(r"[\s*]", "", text) for text, _, _ in cells]
    if not 2 <= len(names) <= 12 or any(len(name) > 14 for name in names):
        return None
    known = [column_role(name) for name in names]
    hits = sum(role != "" for role in known)
    if hits < 2 or hits < len(names) / 2:
        return None
    return [role or "task" for role in known]


def column_role(name: str) -> str:
    """Tell what a column heading stands for; empty if nothing is known.

    >>> column_role("牵头单位"), column_role("2027年"), column_role("某列")
    ('lead', 'year:2027', '')
    """
    plain = re.sub(r"[（(].*?[）)]", "", name)
    role = _role_of().get(name) or _role_of().get(plain)
    if role:
        return role
    year = re.search(r"((?:19|20)\d{2})年?", name)
    if year:
        return f"year:{year[1]}" + (
            ":past" if re.search("基期|实际|现状|完成值|基数", name) else ""
        )
    for ending, role in (
        ("时限", "when"),
        ("时间", "when"),
        ("牵头单位", "lead"),
        ("责任单位", "any"),
        ("配合单位", "with"),
        ("任务", "task"),
        ("内容", "task"),
        ("目标", "task"),
    ):
        if plain.endswith(ending):
            return role
    return ""


def _assign(cells: list[tuple[str, int, int]], roles: list[str]) -> tuple[Cell, ...]:
    if len(cells) > len(roles):
        roles = [*roles, *["remark"] * (len(cells) - len(roles))]
    if len(cells) < len(roles):
        last = cells[-1][0]
        merged = roles[-1] == "when" and re.search(r"(?:19|20)\d{2}|持续|长期|每年", last)
        roles = roles[len(roles) - len(cells) :] if merged else roles[: len(cells)]
    return tuple(Cell(role, *cell) for role, cell in zip(roles, cells, strict=True))


def _guess(cells: list[tuple[str, int, int]]) -> tuple[Cell, ...]:
    guessed, seen_parties = [], False
    for cell in cells:
        text = re.sub(r"\s", "", cell[0])
        if re.fullmatch(r"\d{0,3}", text):
            role = "number"
        elif re.fullmatch(
            r"(?:到|至)?(?:19|20)\d{2}[年.\-/]?.{0,8}|持续推进|长期(?:坚持|推进)?|每年.{0,8}", text
        ):
            role = "when"
        elif all(_PARTY.fullmatch(piece) for piece in re.split("[、，,；;]", text[:300]) if piece):
            role, seen_parties = ("with" if seen_parties else "any"), True
        elif text == "无":
            role = "with"
        else:
            role = "task"
        guessed.append(Cell(role, *cell))
    return tuple(guessed)
