"""What a unit is held against: the median unit, the best of everything, targets, or another unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.indicator_lines import line_of
from xiandao.evaluate.methods.unit_rows import name_of, same_period, scored_row
from xiandao.evaluate.methods.variants import score_variants
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.table import Vector


@dataclass(frozen=True, slots=True)
class Reference:
    """A unit, real or made up: what people call it, and its score in every column."""

    label: str
    scores: Mapping[str, float]


def median_reference(build: Build, row: int) -> Reference:
    """Return the unit that has the median of every indicator, aggregated as the row would be.

    Args:
        build: the index.
        row: in whose place, and in whose period, it stands.

    Raises:
        InputError: ``EVA-352`` the unit made up has no score.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I")])
    >>> made = build(Table(("A", "B", "C"), ("a",), np.array([[1.0], [2.0], [6.0]])), tree, Recipe())
    >>> median_reference(made, 0).scores, best_reference(made, 0).scores["I"]
    ({'a': 2.0, 'I': 2.0}, 6.0)
    """
    return _made(build, row, "中位水平", _column_by_column(build, row, "median"))


def best_reference(build: Build, row: int) -> Reference:
    """Return the unit that has the best of every indicator."""
    return _made(build, row, "各项最好水平", _column_by_column(build, row, "best"))


def target_reference(build: Build, row: int, targets: Mapping[str, float]) -> Reference:
    """Return the unit as it were if it had reached targets.

    Args:
        build: the index.
        row: of the unit.
        targets: by indicator, in its own raw unit; bounds of the normalisation stay as they are.

    Raises:
        InputError: ``EVA-353`` a target for something that is no indicator, ``EVA-354`` as ``line_of`` says.
    """
    columns = build.normalised.columns
    unknown = sorted(set(targets) - set(columns))
    if unknown:
        raise InputError(
            "EVA-353",
            f"这些目标不属于任何指标：{'、'.join(unknown)}",
            f"可用的指标代码有：{'、'.join(columns[:20])}",
            {"codes": unknown},
        )
    values = np.array(build.normalised.values[row])
    for code, target in targets.items():
        values[columns.index(code)] = line_of(build, row, code).score(target)
    return _made(build, row, "目标水平", values)


def peer_reference(build: Build, unit: str, period: str = "") -> Reference:
    """Return another unit as it is.

    Raises:
        InputError: ``EVA-350`` no such unit, ``EVA-351`` a unit without a score.
    """
    row = scored_row(build, unit, period)
    found = dict(zip(build.scores.columns, build.scores.values[row].tolist(), strict=True))
    return Reference(name_of(build.scores, row), found)


def _column_by_column(build: Build, row: int, what: str) -> Vector:
    values = build.normalised.values[same_period(build.normalised, row)]
    found = np.full(values.shape[1], np.nan)
    some = ~np.isnan(values).all(axis=0)
    pick = np.nanmedian if what == "median" else np.nanmax
    found[some] = pick(values[:, some], axis=0)
    return found


def _made(build: Build, row: int, label: str, indicators: Vector) -> Reference:
    scores = score_variants(build, row, indicators[None, :]).scores[0]
    found = dict(zip(build.scores.columns, scores.tolist(), strict=True))
    if np.isnan(found[build.framework.root]):
        raise InputError(
            "EVA-352",
            f"“{label}”算不出总得分，不能用来比较",
            "缺失的指标太多；请换一个比较对象，或放宽方案里的缺失处理",
            {"reference": label},
        )
    return Reference(label, found)
