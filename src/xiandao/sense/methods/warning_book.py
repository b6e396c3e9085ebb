"""Read a book of warning rules (TOML); whatever is wrong with it is told with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final, TypeVar

from xiandao.sense.methods.warning_colour import GRAVEST_FIRST, Colour
from xiandao.sense.methods.warning_rules import (
    LEAST_HISTORY,
    Decline,
    Direction,
    Indicator,
    Measure,
    Rule,
    RuleBook,
)
from xiandao.terms.error import InputError
from xiandao.terms.term import Term

HINT: Final = "写法见 docs/how-to/read-warnings.md，或参照随系统提供的规则"
KEYS: Final = frozenset(
    {
        "code", "name", "indicators", "measure", "direction", "thresholds", "units", "persistence",
        "history", "decline", "clause", "reason", "smooth", "confirm", "ratio",
    }
)  # fmt: skip
INDICATOR_KEYS: Final = frozenset({"name", "unit", "nonnegative"})
DECLINE_KEYS: Final = frozenset({"within", "growth", "periods"})
MOST_PERIODS: Final = 600
Word = TypeVar("Word", bound=Term)


def shipped() -> RuleBook:
    """Return the rules that come with the system; their limits are for trial.

    >>> [rule.code for rule in shipped().rules][:2]
    ['growth-falls', 'below-normal']
    """
    return read((files("xiandao.sense") / "data/warning.toml").read_text(encoding="utf-8"))


def read(text: str) -> RuleBook:
    """Return the book that a text holds.

    Args:
        text: TOML with ``[[rules]]`` and, where wanted, ``[indicators.CODE]``.

    Raises:
        InputError: ``SEN-370`` it is no TOML, ``SEN-371`` something in it is missing, unknown or wrong.

    >>> read('[[rules]]\\ncolour = 1')
    Traceback (most recent call last):
        ...
    xiandao.terms.error.InputError: ...
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = "请核对引号、等号和方括号"
        raise InputError("SEN-370", f"规则文件不是 TOML：{error}", hint) from None
    lines = _Lines(text)
    if unknown := sorted(set(data) - {"rules", "indicators"}):
        raise lines.wrong(f"不认识“{unknown[0]}”", key=unknown[0])
    rows = data.get("rules")
    if not isinstance(rows, list) or not rows:
        raise lines.wrong("没有规则", key="rules")
    rules = tuple(_Reader(row, place, lines).rule() for place, row in enumerate(rows))
    codes = [rule.code for rule in rules]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise lines.wrong(f"规则“{code}”写了两次", place, "code")
    return RuleBook(rules, _indicators(data.get("indicators", {}), lines))


def _indicators(data: object, lines: _Lines) -> dict[str, Indicator]:
    if not isinstance(data, dict):
        raise lines.wrong("indicators 应为表", key="indicators")
    found = {}
    for code, row in data.items():
        if not isinstance(row, dict) or set(row) - INDICATOR_KEYS:
            raise lines.wrong(f"指标“{code}”只能写 name、unit、nonnegative", key=code)
        name, unit = row.get("name", code), row.get("unit", "")
        sign = row.get("nonnegative", False)
        if not (isinstance(name, str) and isinstance(unit, str) and isinstance(sign, bool)):
            raise lines.wrong(
                f"指标“{code}”的 name、unit 应为文字，nonnegative 应为 true 或 false", key=code
            )
        found[code] = Indicator(code, name, unit, sign)
    return found


class _Lines:
    """Where a key stands in the text, which the parser does not tell."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.starts = [
            number
            for number, line in enumerate(self.lines)
            if re.match(r"\s*\[\[\s*rules\s*\]\]", line)
        ]

    def wrong(self, sentence: str, place: int | None = None, key: str = "") -> InputError:
        """The error that names the line: of the key, else of the head of the rule, else the first."""
        number = self._line(place, key) + 1
        details = {"line": number, "key": key}
        return InputError("SEN-371", f"规则文件第{number}行：{sentence}", HINT, details)

    def _line(self, place: int | None, key: str) -> int:
        first, last = 0, len(self.lines)
        if place is not None and place < len(self.starts):
            first = self.starts[place]
            last = self.starts[place + 1] if place + 1 < len(self.starts) else last
        name = re.escape(key)
        word = re.compile(rf"(?:^|[\s{{,.])[\"']?{name}[\"']?\s*[=.]|^\s*\[.*\b{name}[\"']?\s*\]")
        hits = (number for number in range(first, last) if key and word.search(self.lines[number]))
        return next(hits, first)


class _Reader:
    """One table of the list of rules."""

    def __init__(self, row: Mapping[str, Any], place: int, lines: _Lines) -> None:
        self.row, self.place, self.lines = row, place, lines

    def rule(self) -> Rule:
        if not isinstance(self.row, dict):
            raise self.wrong("规则应为 [[rules]] 表", "rules")
        self.known(self.row, KEYS)
        clause, reason = self.text("clause", ""), self.text("reason", "")
        if not clause and not reason:
            raise self.wrong("没有写条款（clause）或理由（reason）", "code")
        direction = self.word("direction", Direction)
        if self.row.get("measure") == Measure.TURNING.value and self.row.get("persistence", 1) != 1:
            raise self.wrong("拐点由“confirm”确认，“persistence”只能是1", "persistence")
        return Rule(
            code=self.text("code"), name=self.text("name"), indicators=self.indicators(),
            measure=self.word("measure", Measure), direction=direction,
            thresholds=self.thresholds(direction), units=self.whole("units", 1, low=1),
            persistence=self.whole("persistence", 1, low=1),
            history=self.whole("history", LEAST_HISTORY, low=LEAST_HISTORY),
            decline=self.decline(), clause=clause, reason=reason,
            smooth=self.whole("smooth", 1, low=1), confirm=self.whole("confirm", 2, low=1),
            ratio=self.yes_or_no("ratio", default=True),
        )  # fmt: skip

    def wrong(self, sentence: str, key: str) -> InputError:
        return self.lines.wrong(sentence, self.place, key)

    def known(self, row: Mapping[str, Any], keys: Iterable[str]) -> None:
        if unknown := sorted(set(row) - set(keys)):
            raise self.wrong(f"不认识“{unknown[0]}”，可以写：{'、'.join(sorted(keys))}", unknown[0])

    def text(self, key: str, default: str | None = None) -> str:
        value = self.row.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(f"“{key}”应为文字，不能为空", key)
        return value.strip()

    def yes_or_no(self, key: str, *, default: bool) -> bool:
        value = self.row.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(f"“{key}”应为 true 或 false", key)
        return value

    def whole(
        self, key: str, default: int | None, *, low: int, row: Mapping[str, Any] | None = None
    ) -> int:
        value = (self.row if row is None else row).get(key, default)
        if type(value) is not int or not low <= value <= MOST_PERIODS:
            raise self.wrong(f"“{key}”应为{low}至{MOST_PERIODS}的整数", key)
        return value

    def number(self, row: Mapping[str, Any], key: str) -> float:
        value = row.get(key)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or abs(value) > 1e12
            or value != value
        ):
            raise self.wrong(f"“{key}”应为数字", key)
        return float(value)

    def word(self, key: str, words: type[Word]) -> Word:
        value = self.row.get(key)
        if value not in list(words):
            choices = "、".join(f"{one.value}（{one.label}）" for one in words)
            raise self.wrong(f"“{key}”应为：{choices}", key)
        return words(value)

    def indicators(self) -> tuple[str, ...]:
        value = self.row.get("indicators")
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(one, str) and one for one in value)
        ):
            raise self.wrong('“indicators”应为指标代码的列表，全部指标写 ["*"]', "indicators")
        return tuple(value)

    def table(self, key: str) -> Mapping[str, Any]:
        value = self.row.get(key)
        if not isinstance(value, dict) or not value:
            raise self.wrong(f"没有写“{key}”", key)
        return value

    def thresholds(self, direction: Direction) -> dict[Colour, float]:
        row = self.table("thresholds")
        self.known(row, [one.value for one in Colour])
        found = {one: self.number(row, one.value) for one in GRAVEST_FIRST if one.value in row}
        limits = list(found.values())
        graver = limits if direction is Direction.DOWN else limits[::-1]
        if any(left >= right for left, right in pairwise(graver)):
            order = "由低到高" if direction is Direction.DOWN else "由高到低"
            raise self.wrong(f"红、橙、黄、蓝的界限应{order}，且互不相同", "thresholds")
        return found

    def decline(self) -> Decline:
        row = self.table("decline")
        self.known(row, DECLINE_KEYS)
        within = self.whole("within", None, low=1, row=row)
        periods = self.whole("periods", 1, low=1, row=row)
        if periods > within:
            raise self.wrong("“periods”不能大于“within”", "periods")
        return Decline(within, self.number(row, "growth"), periods)
