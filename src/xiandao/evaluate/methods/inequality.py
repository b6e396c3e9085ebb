"""How unequal places are: Theil and Gini, exactly split into within and between groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xiandao.evaluate.methods.table import Vector
from xiandao.terms.error import InputError


@dataclass(frozen=True, slots=True)
class Theil:
    """Theil index T and its parts; ``within`` and ``between`` sum to ``total``.

    ``groups`` has for each group its name, its share of all, its own index.
    """

    total: float
    within: float
    between: float
    groups: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Dagum:
    """Gini coefficient by Dagum: ``within``, ``between`` (net) and ``overlap`` (transvariation) sum to ``total``.

    ``inside`` has the Gini of each group, ``across`` that of each pair of groups.
    """

    total: float
    within: float
    between: float
    overlap: float
    inside: tuple[tuple[str, float], ...]
    across: tuple[tuple[str, str, float], ...]


def theil(y: Vector, *, groups: Sequence[str] = ()) -> Theil:
    """Return the Theil index of places, split by group.

    Args:
        y: one a place, ≥ 0 and not all 0.
        groups: group of each place; one group where empty.

    Raises:
        InputError: ``EVA-189`` figures missing, below 0 or all 0.

    Source: Theil (1967), Economics and Information Theory: Σ (y ⁄ Y) ln(y ⁄ ȳ).

    >>> found = theil(np.array([1.0, 1.0, 3.0, 3.0]), groups=["a", "a", "b", "b"])
    >>> round(found.total, 6), round(found.within, 6), round(found.between, 6)
    (0.130812, 0.0, 0.130812)
    """
    names = _checked(y, groups)
    mean, whole = y.mean(), y.sum()
    parts = []
    within = between = 0.0
    for name in dict.fromkeys(names.tolist()):
        mine = y[names == name]
        share = float(mine.sum() / whole)
        index = _theil(mine)
        parts.append((str(name), share, index))
        within += share * index
        between += share * float(np.log(mine.mean() / mean)) if share > 0 else 0.0
    return Theil(_theil(y), within, between, tuple(parts))


def _theil(y: Vector) -> float:
    mean = y.mean()
    if mean == 0:
        return 0.0
    ratio = y[y > 0] / mean
    return float((ratio * np.log(ratio)).sum() / len(y))


def gini(y: Vector) -> float:
    """Return the Gini coefficient, Σ Σ |yᵢ − yⱼ| ⁄ (2 n² ȳ).

    Raises:
        InputError: ``EVA-189``.

    >>> gini(np.array([1.0, 3.0]))
    0.25
    """
    _checked(y, ())
    return _between(y, y)


def dagum(y: Vector, groups: Sequence[str]) -> Dagum:
    """Return the Gini coefficient split within groups, between them and by their overlap.

    Args:
        y: one a place, ≥ 0 and not all 0.
        groups: group of each place.

    Raises:
        InputError: ``EVA-189`` figures missing, below 0 or all 0.

    Source: Dagum (1997), Empirical Economics 22: G = Gw + Gnb + Gt.

    >>> found = dagum(np.array([1.0, 2.0, 3.0, 4.0]), ["a", "a", "b", "b"])
    >>> round(found.total, 6), round(found.within, 6), round(found.between, 6), round(found.overlap, 6)
    (0.25, 0.05, 0.2, 0.0)
    """
    names = _checked(y, groups)
    order = list(dict.fromkeys(names.tolist()))
    parts = [y[names == name] for name in order]
    size = [len(part) / len(y) for part in parts]
    share = [float(part.sum() / y.sum()) for part in parts]
    within = sum(
        _between(part, part) * p * s for part, p, s in zip(parts, size, share, strict=True)
    )
    between = overlap = 0.0
    across = []
    for first in range(len(parts)):
        for second in range(first):
            one = _between(parts[first], parts[second])
            weight = one * (size[first] * share[second] + size[second] * share[first])
            gaps = parts[first][:, None] - parts[second][None, :]
            up, down = float(np.maximum(gaps, 0).mean()), float(np.maximum(-gaps, 0).mean())
            net = abs(up - down) / (up + down) if up + down > 0 else 0.0
            between += weight * net
            overlap += weight * (1 - net)
            across.append((str(order[second]), str(order[first]), one))
    inside = tuple(
        (str(name), _between(part, part)) for name, part in zip(order, parts, strict=True)
    )
    return Dagum(_between(y, y), within, between, overlap, inside, tuple(across))


def _between(a: Vector, b: Vector) -> float:
    level = a.mean() + b.mean()
    return float(np.abs(a[:, None] - b[None, :]).mean() / level) if level > 0 else 0.0


def _checked(y: Vector, groups: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    if not len(y) or not (y >= 0).all() or not y.sum() > 0 or (groups and len(groups) != len(y)):
        raise InputError(
            "EVA-189",
            "差异分析的数据有缺失、负数、全部为0，或与分组的个数不符",
            "各地区的数值应不小于0，每个地区对应一个分组",
            {"places": len(y), "groups": len(groups)},
        )
    return np.array(list(groups) or [""] * len(y))
