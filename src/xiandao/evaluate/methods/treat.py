"""Treat outliers of a table by skewness and kurtosis, with a record of every check and every changed cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.moments import moments, passes
from xiandao.evaluate.methods.row_keys import GROUP, Places, over_option, row_keys
from xiandao.evaluate.methods.step import Log, Option, Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.evaluate.methods.transform import TRANSFORMS
from xiandao.evaluate.methods.treat_skew import UNKNOWN, Plan, Treated, treated
from xiandao.evaluate.methods.treated_cells import Changes, told_by_name
from xiandao.evaluate.methods.winsorise import Check, Limits
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

BOXCOX: Final = (
    Option("lambda", "number", None, "博克斯—考克斯变换的 λ；不写按最大似然求", example="lambda = 0.5"),
    Option(
        "shift", "text", "needed", "boxcox 之前平移到最小值为 1：needed 有非正数时，always 总是，never 不移",
        choices=("needed", "always", "never"), example='shift = "always"',
    ),
)  # fmt: skip
OPTIONS: Final = (
    Option("skew", "number", 2.0, "偏度绝对值低于此数为合格，默认 2", lowest=0, example="skew = 2"),
    Option("kurtosis", "number", 3.5, "超额峰度低于此数为合格，默认 3.5", example="kurtosis = 3.5"),
    Option("max_points", "integer", 5, "每个指标最多缩尾几格，默认 5；0 为不缩尾", lowest=0, example="max_points = 5"),
    Option(
        "limit", "text", "points", "points 按 max_points 限制，none 不限制个数",
        choices=("points", "none"), example='limit = "none"',
    ),
    Option(
        "then", "text", "log", "缩尾后仍不合格时怎样变换，none 为不变换；默认 log",
        choices=(*TRANSFORMS, "none"), example='then = "log"',
    ),
    Option("combine", "boolean", False, "在缩尾后的数上变换；默认 false，即在原数上变换", example="combine = true"),
    Option("force", "texts", (), "合格也要缩尾（满 max_points 个）的指标", example='force = ["LPI"]'),
    *BOXCOX,
    GROUP,
    over_option("all"),
)  # fmt: skip
COLUMNS: Final = (
    "indicator", "part", "pass", "skew", "kurtosis", "winsorised", "pass_winsorised", "skew_winsorised",
    "kurtosis_winsorised", "transform", "lambda", "pass_transformed", "skew_transformed", "kurtosis_transformed",
    "says",
)  # fmt: skip
NO_CHECK: Final = (None, None, None)


def skew_kurt(table: Table, framework: Framework, **options: Any) -> Outcome:
    """Return the table with each indicator treated until skewness or kurtosis is within its limit.

    Args:
        table: figures, before any change of direction.
        framework: of the indicators.
        options: ``skew``, ``kurtosis``, ``max_points``, ``limit``, ``then``, ``combine``, ``force``, ``lambda``,
            ``shift``, ``group``, ``over`` as ``OPTIONS`` says.

    Raises:
        InputError: ``EVA-123`` forced indicators that are unknown or without a number of points; and as
            ``transform`` says, with the name of the indicator.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 4.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("x", parent="I")])
    >>> x = np.array([[1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100]]).T
    >>> list(skew_kurt(Table(tuple("ABCDEFGHIJKL"), ("x",), x), tree).logs[1].rows)
    [('L', '', 'x', 100.0, 30.0, 'winhi')]
    """
    given = {option.name: option.default for option in OPTIONS} | options
    force = _forced(given["force"], framework, given)
    plan = Plan(
        Limits(float(given["skew"]), float(given["kurtosis"])),
        None if given["limit"] == "none" else int(given["max_points"]),
        given["then"],
        given["combine"],
        given["lambda"],
        given["shift"],
    )
    changes = Changes(table)
    rows: list[tuple[Any, ...]] = []
    keys = row_keys(table, given["group"], given["over"])
    for number, label in enumerate(keys.labels):
        chosen = None if len(keys.labels) == 1 and not (keys.codes < 0).any() else keys.rows(number)
        values = table.values if chosen is None else table.values[chosen]
        rows += _part(values, chosen, label, (framework, plan, force), changes)
    return changes.outcome(Log("treatment", COLUMNS, tuple(rows)))


def _forced(force: Sequence[str], framework: Framework, given: dict[str, Any]) -> frozenset[str]:
    unknown = [code for code in force if code not in framework.by_code]
    if unknown or (force and (given["limit"] == "none" or not given["max_points"])):
        raise InputError(
            "EVA-123",
            f"force 里有不存在的指标：{'、'.join(unknown)}"
            if unknown
            else "force 需要写明缩尾的个数",
            "请核对指标代码" if unknown else '请设 max_points 大于零，并去掉 limit = "none"',
            {"indicators": unknown},
        )
    return frozenset(force)


def _part(
    values: Matrix,
    rows: Places | None,
    label: str,
    how: tuple[Framework, Plan, frozenset[str]],
    changes: Changes,
) -> list[tuple[Any, ...]]:
    """Treat the columns of some rows; return the rows of the log."""
    framework, plan, force = how
    found = moments(values)
    skew, kurtosis = found.skew, found.kurtosis
    good = passes(skew, kurtosis, plan.limits.skew, plan.limits.kurtosis)
    told = []
    for place, code in enumerate(changes.table.columns):
        before = Check(bool(good[place]), float(skew[place]), float(kurtosis[place]))
        if before.is_passing and code not in force:
            unknown = np.isnan(before.skew) or np.isnan(before.kurtosis)
            done = Treated(values[:, place], before, says=UNKNOWN if unknown else "")
        else:
            with told_by_name(framework, code):
                done = treated(values[:, place], plan, before=before, force=code in force)
            _record(changes, place, rows, values[:, place], done)
        told.append(_row(code, label, done))
    return told


def _record(changes: Changes, place: int, rows: Places | None, x: Vector, done: Treated) -> None:
    if done.transformed is not None:
        changes.transformed(place, rows, done.values, done.transformed.name)
    elif done.caps is not None and done.caps.points:
        changes.capped(place, rows, x, done.values)


def _row(code: str, label: str, done: Treated) -> tuple[Any, ...]:
    caps, shape = done.caps, done.transformed
    return (
        code,
        label,
        *_plain(done.before),
        caps.points if caps else None,
        *(_plain(caps.check) if caps else NO_CHECK),
        shape.name if shape else None,
        shape.power if shape else None,
        *(_plain(done.after) if done.after else NO_CHECK),
        done.says,
    )


def _plain(check: Check) -> tuple[bool | None, float | None, float | None]:
    skew = None if np.isnan(check.skew) else check.skew
    kurtosis = None if np.isnan(check.kurtosis) else check.kurtosis
    return (None if skew is None or kurtosis is None else check.is_passing), skew, kurtosis
