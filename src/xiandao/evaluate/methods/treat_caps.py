"""Treat outliers of a table by fences, or transform whole indicators, with a record of every changed cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.caps import (
    Fences,
    fences_mad,
    fences_percentile,
    fences_points,
    fences_quartile,
    within,
)
from xiandao.evaluate.methods.row_keys import GROUP, Places, over_option, row_keys
from xiandao.evaluate.methods.step import Log, Option, Outcome
from xiandao.evaluate.methods.table import Table, Vector
from xiandao.evaluate.methods.transform import TRANSFORMS, Transformed, box_cox, log_gii
from xiandao.evaluate.methods.treat import BOXCOX
from xiandao.evaluate.methods.treated_cells import Changes, told_by_name
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

TO: Final = Option(
    "to", "text", "fence", "界外的数改为：fence 界限值，nearest 界内最近的数；默认 fence",
    choices=("fence", "nearest"), example='to = "nearest"',
)  # fmt: skip
WHERE: Final = (GROUP, over_option("all"))
POINTS: Final = (
    Option("points", "integer", 1, "每端缩尾几个，默认 1", lowest=1, example="points = 2"),
    Option(
        "side",
        "text",
        "both",
        "哪一端：both、high、low；默认 both",
        choices=("both", "high", "low"),
    ),
    *WHERE,
)
IQR: Final = (
    Option("k", "number", 1.5, "四分位距的倍数，默认 1.5", lowest=0, example="k = 3"), TO, *WHERE,
)  # fmt: skip
MAD: Final = (
    Option("k", "number", 3.5, "绝对中位差（乘 1.4826）的倍数，默认 3.5", lowest=0, example="k = 3"), TO, *WHERE,
)  # fmt: skip
PERCENTILE: Final = (
    Option(
        "low",
        "number",
        5.0,
        "下限百分位，0 至 100，默认 5",
        lowest=0,
        highest=100,
        example="low = 1",
    ),
    Option(
        "high",
        "number",
        95.0,
        "上限百分位，0 至 100，默认 95",
        lowest=0,
        highest=100,
        example="high = 99",
    ),
    TO,
    *WHERE,
)
LOG: Final = (
    Option(
        "form", "text", "log", "log：log(x−最小值+极差的 1%)；log_plus 按偏斜方向；log_gii；log_orig：log(x−最小值+1)",
        choices=("log", "log_plus", "log_gii", "log_orig"), example='form = "log_plus"',
    ),
    Option("factor", "number", 1.0, "log_gii 的倍数，使最大值大于 1；默认 1", lowest=0, example="factor = 100"),
    *WHERE,
)  # fmt: skip
POWER: Final = (*BOXCOX, *WHERE)
CAPPED: Final = ("indicator", "part", "low", "high", "winsorised_low", "winsorised_high")
SHAPED: Final = ("indicator", "part", "transform", "lambda")
Part = tuple[int, str, str, "Places | None", Vector]


def parts(table: Table, group: str, over: str) -> Iterator[Part]:
    """Yield each column of each set of rows: its number, code, what the set is called, the rows, the figures."""
    keys = row_keys(table, group, over)
    for number, label in enumerate(keys.labels):
        is_all = len(keys.labels) == 1 and not (keys.codes < 0).any()
        rows = None if is_all else keys.rows(number)
        for place, code in enumerate(table.columns):
            x = table.values[:, place]
            yield place, code, label, rows, x if rows is None else x[rows]


def capped(
    table: Table,
    framework: Framework,
    fences_of: Callable[[Vector], Fences],
    options: dict[str, Any],
) -> Outcome:
    """Return the table with figures drawn in to their fences.

    Raises:
        InputError: ``EVA-127`` an indicator without any figure, and as ``caps`` says, with the indicator's name.
    """
    changes, rows = Changes(table), []
    for place, code, label, at, x in parts(table, options["group"], options["over"]):
        with told_by_name(framework, code):
            there = _there(x)
            values = within(x, fences := fences_of(there), to=options.get("to", "fence"))
        numbers = (0, 0) if values is x else changes.capped(place, at, x, values)
        rows.append((code, label, *fences, *numbers))
    return changes.outcome(Log("treatment", CAPPED, tuple(rows)))


def _there(x: Vector) -> Vector:
    found = x[~np.isnan(x)]
    if not len(found):
        raise InputError("EVA-127", "没有一个数", "请先插补，或从框架里去掉这个指标", {})
    return found


def winsorise_points(table: Table, framework: Framework, **options: Any) -> Outcome:
    """Return the table with a number of extreme cells of each indicator drawn in; raises as ``capped``."""
    chosen = {option.name: option.default for option in POINTS} | options
    return capped(
        table,
        framework,
        lambda x: fences_points(x, points=chosen["points"], side=chosen["side"]),
        chosen,
    )


def winsorise_quartile(table: Table, framework: Framework, **options: Any) -> Outcome:
    """Return the table with figures beyond Tukey's fences drawn in; raises as ``capped``.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("x", parent="I")])
    >>> found = winsorise_quartile(Table(tuple("ABCDE"), ("x",), np.array([[1.0, 2, 3, 4, 100]]).T), tree)
    >>> found.table.column("x")
    array([1., 2., 3., 4., 7.])
    """
    chosen = {option.name: option.default for option in IQR} | options
    return capped(table, framework, lambda x: fences_quartile(x, k=chosen["k"]), chosen)


def winsorise_mad(table: Table, framework: Framework, **options: Any) -> Outcome:
    """Return the table with figures far from the median drawn in; raises as ``capped``."""
    chosen = {option.name: option.default for option in MAD} | options
    return capped(table, framework, lambda x: fences_mad(x, k=chosen["k"]), chosen)


def winsorise_percentile(table: Table, framework: Framework, **options: Any) -> Outcome:
    """Return the table with figures beyond two percentiles drawn in; raises as ``capped``."""
    chosen = {option.name: option.default for option in PERCENTILE} | options
    return capped(
        table,
        framework,
        lambda x: fences_percentile(x, low=chosen["low"], high=chosen["high"]),
        chosen,
    )


def shaped(
    table: Table,
    framework: Framework,
    shape: Callable[[Vector], Transformed],
    options: dict[str, Any],
) -> Outcome:
    """Return the table with every indicator transformed.

    Raises:
        InputError: as ``transform`` says, with the indicator's name.
    """
    changes, rows = Changes(table), []
    for place, code, label, at, x in parts(table, options["group"], options["over"]):
        with told_by_name(framework, code):
            found = shape(x)
        changes.transformed(place, at, found.values, found.name)
        rows.append((code, label, found.name, found.power))
    return changes.outcome(Log("treatment", SHAPED, tuple(rows)))


def take_logs(table: Table, framework: Framework, **options: Any) -> Outcome:
    """Return the table with every indicator on a logarithmic scale; raises as ``shaped``."""
    chosen = {option.name: option.default for option in LOG} | options
    if chosen["form"] == "log_gii":
        return shaped(table, framework, lambda x: log_gii(x, factor=chosen["factor"]), chosen)
    return shaped(table, framework, TRANSFORMS[chosen["form"]], chosen)


def take_powers(table: Table, framework: Framework, **options: Any) -> Outcome:
    """Return the table with every indicator after Box and Cox; raises as ``shaped``."""
    chosen = {option.name: option.default for option in POWER} | options
    return shaped(
        table,
        framework,
        lambda x: box_cox(x, power=chosen["lambda"], shift=chosen["shift"]),
        chosen,
    )
