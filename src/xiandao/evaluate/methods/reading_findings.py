"""What reading finds wrong, cell by cell, told together; and what it took the liberty to understand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xiandao.engine.spreadsheet import column_letters
from xiandao.terms.error import InputError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where (rows and columns count from 1, 0 for none), and what stands there."""

    code: str
    sentence: str
    hint: str
    table: str = ""
    row: int = 0
    column: int = 0
    value: str = ""

    def as_data(self) -> dict[str, object]:
        """Return it for programs."""
        return {
            "code": self.code,
            "sentence": self.sentence,
            "hint": self.hint,
            "table": self.table,
            "row": self.row,
            "cell": cell_name(self.row, self.column),
            "value": self.value,
        }


@dataclass(slots=True)
class Findings:
    """Everything found while a table is read.

    >>> found = Findings()
    >>> found.add(Finding("EVA-411", "数据表第3行“x”列（B3）不是数字：甲", "请改为数字"))
    >>> found.refuse()
    Traceback (most recent call last):
    xiandao.terms.error.InputError: 数据表第3行“x”列（B3）不是数字：甲（请改为数字）
    """

    problems: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, problem: Finding) -> None:
        """Keep a problem."""
        self.problems.append(problem)

    def note(self, sentence: str) -> None:
        """Keep something that is worth telling and stops nothing."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def refuse(self) -> None:
        """Raise all problems at once, if there are any.

        Raises:
            InputError: the only problem as it is, or ``EVA-410`` with all in ``details["problems"]``.
        """
        if not self.problems:
            return
        first, count = self.problems[0], len(self.problems)
        details = {
            "problems": [problem.as_data() for problem in self.problems],
            "notes": self.notes,
        }
        if count == 1:
            raise InputError(first.code, first.sentence, first.hint, details)
        sentence = f"{first.sentence}（共有{count}处问题）"
        raise InputError("EVA-410", sentence, first.hint, details)


def cell_name(row: int, column: int) -> str:
    """Return the address of a cell as a spreadsheet shows it; empty where there is none.

    >>> cell_name(3, 28), cell_name(0, 2)
    ('AB3', 'B')
    """
    return f"{column_letters(column) if column else ''}{row or ''}"


def where(table: str, row: int, column: int, header: Sequence[str]) -> str:
    """Return the place of a cell in words.

    >>> where("数据", 3, 2, ["unit", "LPI"])
    '数据表第3行“LPI”列（B3）'
    """
    title = f"“{header[column - 1]}”列" if 0 < column <= len(header) else ""
    line = f"第{row}行" if row else ""
    return f"{table}表{line}{title}（{cell_name(row, column)}）"
