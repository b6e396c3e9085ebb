"""Pairs of siblings that say the same twice, or pull against each other; correlations between levels of a tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.association import Association, Kind, association
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.weigh_scope import named
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

# Above it two indicators are taken for one (OECD/JRC practice, COINr's default for flags is 0.9).
REDUNDANT: Final = 0.92


@dataclass(frozen=True, slots=True)
class Pair:
    """Two siblings that deserve a look: ``redundant`` (too alike) or ``opposed`` (negative and significant)."""

    parent: str
    one: str
    other: str
    coefficient: float
    p_value: float
    verdict: str


def correlated_columns(
    table: Table,
    framework: Framework,
    codes: Sequence[str] | int,
    others: Sequence[str] | int | None = None,
    *,
    kind: Kind = "pearson",
) -> tuple[tuple[str, ...], tuple[str, ...], Association]:
    """Return codes of both sides and how they go together.

    Args:
        table: columns of indicators and aggregates, such as the scores of a build.
        framework: the tree.
        codes: of columns, or a level.
        others: the same for the other side; the same side where not given.
        kind: of correlation.

    Raises:
        InputError: ``EVA-214`` a level or code without a column, and what ``association`` says.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> table = Table(("A", "B", "C"), ("a", "b"), np.array([[1.0, 2.0], [2.0, 3.0], [4.0, 5.0]]))
    >>> correlated_columns(table, tree, 1)[2].coefficients[0, 1].round(6)
    np.float64(1.0)
    """
    first = _chosen(table, framework, codes)
    second = first if others is None else _chosen(table, framework, others)
    names = [
        named(framework, code) if code in framework.by_code else code for code in (*first, *second)
    ]
    x, y = (table.take(columns=side).values for side in (first, second))
    return first, second, association(x, y, kind=kind, names=names)


def suspicious_pairs(
    table: Table,
    framework: Framework,
    *,
    threshold: float = REDUNDANT,
    significance: float = 0.05,
    kind: Kind = "pearson",
) -> tuple[Pair, ...]:
    """Return pairs of siblings that are too alike or opposed, the strongest first.

    Args:
        table: columns of indicators, and of aggregates where these shall be looked at too.
        framework: the tree.
        threshold: above it a pair is redundant.
        significance: p at or below which a negative correlation is told.
        kind: of correlation.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> table = Table(("A", "B", "C"), ("a", "b"), np.array([[1.0, 2.0], [2.0, 3.0], [4.0, 5.0]]))
    >>> suspicious_pairs(table, tree)[0].verdict
    'redundant'
    """
    found = []
    for parent, below in framework.children.items():
        here = [code for code in below if code in table.columns]
        if len(here) < 2:
            continue
        _, _, told = correlated_columns(table, framework, here, kind=kind)
        for one, other in combinations(range(len(here)), 2):
            r, p = float(told.coefficients[one, other]), float(told.p_values[one, other])
            if np.isnan(r):
                continue
            opposed = r < 0 and p <= significance
            if abs(r) > threshold or opposed:
                verdict = "opposed" if r < 0 else "redundant"
                found.append(Pair(parent, here[one], here[other], r, p, verdict))
    return tuple(sorted(found, key=lambda pair: -abs(pair.coefficient)))


def _chosen(table: Table, framework: Framework, codes: Sequence[str] | int) -> tuple[str, ...]:
    if isinstance(codes, int):
        chosen = tuple(code for code in framework.by_code if framework.level_of(code) == codes)
    else:
        chosen = tuple(codes)
    lacking = [code for code in chosen if code not in table.columns]
    if not chosen or lacking:
        raise InputError(
            "EVA-214",
            f"没有这些列：{'、'.join(lacking)}" if lacking else f"没有第{codes}层",
            "请核对代码或层级；上级指标的列在合成之后才有",
            {"codes": lacking or codes},
        )
    return chosen
