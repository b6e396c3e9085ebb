"""From the table of a framework to its nodes: who is an indicator, a group, a denominator; below whom, how heavy."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.framework_checks import problems_of
from xiandao.evaluate.methods.reading_cells import Grid, text_of
from xiandao.evaluate.methods.reading_findings import Finding, Findings, where
from xiandao.evaluate.methods.reading_layouts import MARKS, Layout, named
from xiandao.evaluate.methods.reading_numbers import PLAIN, number_column
from xiandao.evaluate.methods.table import Vector

_UP: Final = {"1", "+1", "+", "正", "正向", "越大越好", "positive"}
_DOWN: Final = {"-1", "-", "−1", "负", "逆", "负向", "逆向", "越小越好", "negative"}
_FORMULA: Final = ("=", "+", "@", "\t")


@dataclass(frozen=True, slots=True)
class Plan:
    """The framework, and what its table says of the other columns of the data."""

    framework: Framework | None
    nodes: tuple[Node, ...]
    groups: tuple[str, ...]
    denominators: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the codes of the nodes without anything below them that are not meant to have it."""
        parents = {node.parent for node in self.nodes}
        codes = (node.code for node in self.nodes if node.code not in parents and node.level < 2)
        return tuple(dict.fromkeys(codes))


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of the table by what they mean."""

    texts: Mapping[str, list[str]]
    numbers: Mapping[str, Vector]
    places: Mapping[str, int]


def framework_of(grid: Grid, layout: Layout, found: Findings) -> Plan:
    """Return what the table of a framework says; its problems are kept in ``found``, with their cells.

    Args:
        grid: the table, one row a node.
        layout: what its headers mean.
        found: where problems are kept: ``EVA-012`` … ``EVA-019`` of the tree, ``EVA-415`` … ``EVA-423`` of cells.

    >>> rows = (("I", "", "1"), ("a", "I", "2"), ("b", "I", "1"))
    >>> from xiandao.evaluate.methods.reading_layouts import OWN
    >>> plan = framework_of(Grid("框架", ("代码", "上级", "权重"), rows, (2, 3, 4), ","), OWN, Findings())
    >>> plan.framework.shares()["b"]
    0.3333333333333333
    """
    places = named(grid.header, layout.framework)
    for meaning in ("code", "parent"):
        if meaning not in places:
            told = "、".join(word for word, said in layout.framework.items() if said == meaning)
            sentence = f"框架表没有{'代码' if meaning == 'code' else '上级'}列"
            found.add(
                Finding("EVA-418", sentence, f"请加上一列，表头写：{told}", grid.table, grid.top)
            )
    if "code" not in places or "parent" not in places:
        return Plan(None, (), (), (), ())
    columns = _columns(grid, places, found)
    kinds = _kinds(grid, layout, columns, found)
    rows = [at for at, kind in enumerate(kinds) if kind in {"indicator", "aggregate"}]
    nodes = [_node(grid, columns, kinds, at, found) for at in rows]
    lines = {node.code: grid.numbers[at] for node, at in zip(nodes, rows, strict=True)}
    problems = problems_of(nodes)
    for problem in problems:
        line, place = lines.get(problem.node, 0), places.get(problem.column, -1) + 1
        spot = f"{where(grid.table, line, place, grid.header)}：" if line and place else ""
        found.add(
            Finding(
                problem.code, f"{spot}{problem.sentence}", problem.hint, grid.table, line, place
            )
        )
    codes = columns.texts["code"]
    dividers = dict.fromkeys(
        [code for code, kind in zip(codes, kinds, strict=True) if kind == "denominator"]
        + [node.denominator for node in nodes if node.denominator]
    )
    return Plan(
        None if problems else Framework.of(nodes),
        tuple(nodes),
        tuple(code for code, kind in zip(codes, kinds, strict=True) if kind == "group"),
        tuple(dividers),
        tuple(code for code, kind in zip(codes, kinds, strict=True) if kind == "other"),
    )


def _columns(grid: Grid, places: Mapping[str, int], found: Findings) -> _Columns:
    blank = [""] * len(grid.rows)
    texts = {
        meaning: [text_of(cell) for cell in grid.column(places[meaning])]
        if meaning in places
        else blank
        for meaning in (
            "code",
            "name",
            "parent",
            "direction",
            "unit",
            "denominator",
            "type",
            "level",
        )
    }
    codes = set(texts["code"])
    for meaning in ("parent", "denominator", "unit", "direction", "level", "name"):
        # R writes NA for an empty cell; a code of its own is the name of something all the same.
        keep = meaning in {"parent", "denominator"} and "NA" in codes
        texts[meaning] = ["" if word == "NA" and not keep else word for word in texts[meaning]]
    numbers = {
        meaning: number_column(grid, places[meaning], found)
        for meaning in ("weight", *MARKS)
        if meaning in places
    }
    used = set(places.values())
    for place, header in enumerate(grid.header):
        if place in used or not header or header in numbers:
            continue
        cells = [text_of(cell) for cell in grid.column(place)]
        filled = [cell for cell in cells if cell not in {"", "NA"}]
        if filled and all(PLAIN.fullmatch(cell) for cell in filled):
            numbers[header] = number_column(grid, place, found)
            found.note(f"框架表的“{header}”列按指标参数“{header}”读入")
        else:
            found.note(f"框架表的“{header}”列没有用到")
    return _Columns(texts, numbers, places)


def _kinds(grid: Grid, layout: Layout, columns: _Columns, found: Findings) -> list[str]:
    """What each row is: as its column ``type`` says, else by its place in the tree."""
    codes, parents = columns.texts["code"], columns.texts["parent"]
    above, dividers = set(parents), set(columns.texts["denominator"]) - {""}
    kinds = []
    for at, code in enumerate(codes):
        word, line = columns.texts["type"][at], grid.numbers[at]
        said = layout.kinds.get(word.casefold(), "")
        if word and not said:
            spot = where(grid.table, line, columns.places["type"] + 1, grid.header)
            known = "、".join(layout.kinds)
            found.add(
                Finding("EVA-422", f"{spot}不认识“{word}”", f"可以填：{known}", grid.table, line)
            )
        if said == "indicator" and code in above:
            spot = where(grid.table, line, columns.places["type"] + 1, grid.header)
            sentence = f"{spot}：“{code}”填的是指标，却有下级"
            found.add(
                Finding("EVA-422", sentence, "请把类型改为上级（Aggregate）", grid.table, line)
            )
        loose = not parents[at] and code not in above
        by_place = "denominator" if loose and code in dividers else "indicator"
        kinds.append(said or ("aggregate" if code in above else by_place))
    return kinds


def _node(grid: Grid, columns: _Columns, kinds: list[str], at: int, found: Findings) -> Node:
    texts, line = columns.texts, grid.numbers[at]
    code, is_indicator = texts["code"][at], kinds[at] == "indicator"
    if code.startswith(_FORMULA):
        spot = where(grid.table, line, columns.places["code"] + 1, grid.header)
        hint = "代码请不要以 = + @ 开头：电子表格会把它当作公式"
        found.add(Finding("EVA-416", f"{spot}代码“{code}”像公式", hint, grid.table, line))
    level = texts["level"][at]
    return Node(
        code,
        texts["name"][at],
        texts["parent"][at],
        _weight(grid, columns, kinds, at, found),
        _direction(grid, columns, at, is_indicator=is_indicator, found=found),
        texts["unit"][at],
        texts["denominator"][at],
        {
            name: float(column[at])
            for name, column in columns.numbers.items()
            if name != "weight" and not math.isnan(column[at])
        },
        int(level) if level.isascii() and level.isdigit() else (1 if is_indicator else 2),
    )


def _weight(grid: Grid, columns: _Columns, kinds: list[str], at: int, found: Findings) -> float:
    weights = columns.numbers.get("weight")
    if weights is None:
        found.note("框架表没有权重列，同级指标等权")
        return 1.0
    if not np.isnan(weights[at]):
        return float(weights[at])
    parents, line = columns.texts["parent"], grid.numbers[at]
    siblings = [other for other, parent in enumerate(parents) if parent == parents[at]]
    weighed = [
        other for other in siblings if not np.isnan(weights[other]) and kinds[other] != "group"
    ]
    if parents[at] and weighed:
        spot = where(grid.table, line, columns.places["weight"] + 1, grid.header)
        told = Counter(kinds[other] for other in weighed)
        sentence = f"{spot}没有填权重，同级的{sum(told.values())}个指标却填了"
        found.add(Finding("EVA-423", sentence, "请补上；不想计入的填0", grid.table, line))
    elif parents[at]:
        found.note(f"“{parents[at]}”下各指标没有填权重，按等权处理")
    return 1.0


def _direction(
    grid: Grid, columns: _Columns, at: int, *, is_indicator: bool, found: Findings
) -> int:
    word = columns.texts["direction"][at].casefold()
    if "direction" not in columns.places:
        found.note("框架表没有方向列，所有指标按越大越好处理")
    if word in _UP or "direction" not in columns.places or (not word and not is_indicator):
        return 1
    if word in _DOWN:
        return -1
    spot = where(grid.table, grid.numbers[at], columns.places["direction"] + 1, grid.header)
    said = f"不能是“{word}”" if word else "没有填"
    hint = "越大越好填1（或正向），越小越好填-1（或逆向）"
    found.add(Finding("EVA-420", f"{spot}方向{said}", hint, grid.table, grid.numbers[at]))
    return 1
