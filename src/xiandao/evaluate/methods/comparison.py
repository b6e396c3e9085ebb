"""Two versions of an index beside each other, and up to four units beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.profile import Profile, profile
from xiandao.evaluate.methods.ranking import ranks
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.table import Vector

MOST_UNITS: Final = 4


@dataclass(frozen=True, slots=True)
class UnitShift:
    """One unit in two versions; ``gained`` is positive where it climbs."""

    unit: str
    name: str
    period: str
    scores: tuple[float, float]
    ranks: tuple[float, float]

    @property
    def gained(self) -> float:
        """Return how many places it climbs from the first version to the second."""
        return self.ranks[0] - self.ranks[1]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions: every unit of both, the largest move first; agreement of ranks over the units of both.

    ``spearman`` and ``kendall`` (τ-b) are NaN where fewer than two units are in both or all are tied.
    """

    shifts: tuple[UnitShift, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    spearman: float
    kendall: float
    mean_shift: float
    unchanged: int


def compare_builds(first: Build, second: Build, *, code: str = "") -> Comparison:
    """Return how units move from one version of an index to another.

    Ranks are those of each version; agreement is measured on scores of units that both have.

    Args:
        first, second: the versions.
        code: of a node that both have; empty compares the indices, whatever they are called.

    Raises:
        InputError: ``EVA-360`` a version has no such node, or the two have no unit in common.

    Source: Spearman (1904); Kendall (1945), τ-b.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> table = Table(("A", "B"), ("a", "b"), np.array([[1.0, 9.0], [3.0, 2.0]]))
    >>> found = compare_builds(build(table, tree, Recipe()), build(table, tree.with_weights({"b": 0.1}), Recipe()))
    >>> [(shift.unit, shift.gained) for shift in found.shifts], found.kendall
    ([('B', 1.0), ('A', -1.0)], -1.0)
    """
    kept = [_places(made, code) for made in (first, second)]
    both = [key for key in kept[0] if key in kept[1]]
    if not both:
        raise InputError(
            "EVA-360", "两个版本没有共同的单元，无法比较", "请核对单元代码和时期是否一致", {}
        )
    names = dict(zip(first.scores.rows, first.scores.names or first.scores.units, strict=True))
    shifts = [
        UnitShift(
            key[0],
            names[key],
            key[1],
            (kept[0][key][0], kept[1][key][0]),
            (kept[0][key][1], kept[1][key][1]),
        )
        for key in both
    ]
    shifts.sort(key=lambda shift: (-abs(shift.gained), shift.ranks[1]))
    scores = np.array([shift.scores for shift in shifts])
    moves = np.array([abs(shift.gained) for shift in shifts])
    return Comparison(
        tuple(shifts),
        tuple(" ".join(key).strip() for key in kept[0] if key not in kept[1]),
        tuple(" ".join(key).strip() for key in kept[1] if key not in kept[0]),
        spearman(scores[:, 0], scores[:, 1]),
        kendall(scores[:, 0], scores[:, 1]),
        float(moves.mean()),
        int((moves == 0).sum()),
    )


def spearman(a: Vector, b: Vector) -> float:
    """Return the rank correlation of two lists of scores, ties sharing their mean rank.

    >>> spearman(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.0]))
    0.5
    """
    x, y = _mean_ranks(a), _mean_ranks(b)
    x, y = x - x.mean(), y - y.mean()
    length = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y / length) if length else float("nan")


def kendall(a: Vector, b: Vector) -> float:
    """Return Kendall's τ-b of two lists of scores; what differs by rounding only is a tie.

    >>> round(kendall(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.0])), 6)
    0.333333
    """
    from scipy.stats import kendalltau

    if len(a) < 2:
        return float("nan")
    return float(kendalltau(ranks(a), ranks(b)).statistic)


def side_by_side(build: Build, units: Sequence[str], *, period: str = "") -> tuple[Profile, ...]:
    """Return the profiles of up to four units, lines in the same order.

    Raises:
        InputError: ``EVA-361`` none, more than four, or one twice; ``EVA-350`` no such unit.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> made = build(
    ...     Table(("A", "B"), ("a",), np.array([[1.0], [3.0]])),
    ...     Framework.of([Node("I"), Node("a", parent="I")]), Recipe(),
    ... )
    >>> [one.of("I").standing.rank for one in side_by_side(made, ["A", "B"])]
    [2.0, 1.0]
    """
    if not 1 <= len(units) <= MOST_UNITS or len(set(units)) != len(units):
        raise InputError(
            "EVA-361",
            f"并排比较需要1至{MOST_UNITS}个不同的单元，现在是{len(units)}个",
            "请增减单元后再比较",
            {"units": list(units)},
        )
    return tuple(profile(build, unit, period=period) for unit in units)


def _places(made: Build, code: str) -> dict[tuple[str, str], tuple[float, float]]:
    wanted = code or made.framework.root
    if wanted not in made.scores.columns:
        raise InputError(
            "EVA-360",
            f"有一个版本里没有“{wanted}”",
            f"可用的有：{'、'.join(made.framework.aggregates)}",
            {"code": wanted},
        )
    found = zip(made.scores.column(wanted), made.ranks.column(wanted), strict=True)
    return {
        key: (float(score), float(rank))
        for key, (score, rank) in zip(made.scores.rows, found, strict=True)
        if not np.isnan(score)
    }


def _mean_ranks(scores: Vector) -> Vector:
    first = ranks(scores)
    ties = np.array([float((first == rank).sum()) for rank in first])
    found: Vector = first + (ties - 1) / 2
    return found
