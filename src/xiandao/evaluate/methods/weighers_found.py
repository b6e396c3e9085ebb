"""Weights found from figures as a recipe names them: entropy, CRITIC, spread, MEREC, components."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from xiandao.evaluate.methods.step import Option, Weigher, Weighing
from xiandao.evaluate.methods.table import Matrix, Table
from xiandao.evaluate.methods.weigh_critic import critic_weights
from xiandao.evaluate.methods.weigh_entropy import entropy_weights
from xiandao.evaluate.methods.weigh_merec import merec_weights
from xiandao.evaluate.methods.weigh_pca import pca_weights
from xiandao.evaluate.methods.weigh_scope import SCOPE, Found, weigh
from xiandao.evaluate.methods.weigh_spread import Measure, spread_weights

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework


def entropy(
    table: Table,
    framework: Framework,
    *,
    negatives: Literal["refuse", "shift"] = "refuse",
    **where: Any,
) -> Weighing:
    """Return entropy weights; the log has entropy and divergence of each indicator.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> table = Table(("A", "B"), ("a", "b"), np.array([[0.0, 1.0], [2.0, 3.0]]))
    >>> {code: round(w, 4) for code, w in entropy(table, tree).weights.items()}
    {'a': 0.8412, 'b': 0.1588}
    """

    def find(x: Matrix, names: Sequence[str]) -> Found:
        found = entropy_weights(x, negatives=negatives, names=names)
        return found.weights, (found.entropy, found.divergence)

    return weigh(table, framework, find, log="entropy", extras=("entropy", "divergence"), **where)


def critic(
    table: Table,
    framework: Framework,
    *,
    rescale: bool = True,
    correlation: Literal["pearson", "spearman", "kendall"] = "pearson",
    **where: Any,
) -> Weighing:
    """Return CRITIC weights; the log has contrast, conflict and information of each indicator."""

    def find(x: Matrix, names: Sequence[str]) -> Found:
        found = critic_weights(x, rescale=rescale, kind=correlation, names=names)
        return found.weights, (found.contrast, found.conflict, found.information)

    extras = ("contrast", "conflict", "information")
    return weigh(table, framework, find, log="critic", extras=extras, **where)


def merec(table: Table, framework: Framework, *, lift: float = 0.0, **where: Any) -> Weighing:
    """Return MEREC weights of the figures plus ``lift``."""

    def find(x: Matrix, names: Sequence[str]) -> Found:
        return merec_weights(x + lift, names=names), ()

    return weigh(table, framework, find, log="merec", **where)


def pca(
    table: Table,
    framework: Framework,
    *,
    components: int = 0,
    rotation: Literal["varimax", "none"] = "varimax",
    gather: Literal["highest", "all"] = "highest",
    **where: Any,
) -> Weighing:
    """Return weights from squared loadings; the log has the component, its loading and the communality."""

    def find(x: Matrix, names: Sequence[str]) -> Found:
        count = min(components, x.shape[1])
        found = pca_weights(x, components=count, rotation=rotation, gather=gather, names=names)
        place = found.component.astype(int)
        loading = found.loadings[np.arange(len(place)), place]
        communality = (found.loadings**2).sum(axis=1)
        return found.weights, (found.component + 1, loading, communality)

    extras = ("component", "loading", "communality")
    return weigh(table, framework, find, log="pca", extras=extras, **where)


def _spread(name: Measure, title: str, source: str = "") -> Weigher:
    def run(table: Table, framework: Framework, *, rescale: bool = False, **where: Any) -> Weighing:
        def find(x: Matrix, names: Sequence[str]) -> Found:
            return spread_weights(x, measure=name, rescale=rescale, names=names), ()

        return weigh(table, framework, find, log=name, **where)

    return Weigher(name, title, run, (RESCALE, *SCOPE), source)


RESCALE: Final = Option(
    "rescale", "boolean", False, "先把各指标缩放到0至1再量其离散程度", example="rescale = true"
)
FOUND: Final = (
    Weigher(
        "entropy",
        "熵值法",
        entropy,
        (
            Option(
                "negatives",
                "text",
                "refuse",
                "遇到负值：refuse 报错，shift 把该列平移到最小值为零",
                choices=("refuse", "shift"),
                example='negatives = "shift"',
            ),
            *SCOPE,
        ),
        source="Shannon (1948); Zou, Yun and Sun (2006)",
    ),
    Weigher(
        "critic",
        "CRITIC 法",
        critic,
        (
            Option(
                "rescale",
                "boolean",
                True,
                "对比强度按缩放到0至1的数据计算",
                example="rescale = false",
            ),
            Option(
                "correlation",
                "text",
                "pearson",
                "冲突性所用的相关系数",
                choices=("pearson", "spearman", "kendall"),
                example='correlation = "spearman"',
            ),
            *SCOPE,
        ),
        source="Diakoulaki, Mavrotas and Papayannakis (1995)",
    ),
    _spread("std", "标准差法"),
    _spread("variance", "方差法"),
    _spread("variation", "变异系数法"),
    _spread("gini", "基尼系数法", "Li et al. (2009)"),
    Weigher(
        "merec",
        "MEREC 法",
        merec,
        (
            Option(
                "lift",
                "number",
                0.0,
                "求权重前给所有值加上的数，用于有零的数据",
                lowest=0,
                example="lift = 1",
            ),
            *SCOPE,
        ),
        source="Keshavarz-Ghorabaee et al. (2021)",
    ),
    Weigher(
        "pca",
        "主成分载荷法",
        pca,
        (
            Option(
                "components",
                "integer",
                0,
                "取几个主成分，0为特征值大于一的",
                lowest=0,
                example="components = 2",
            ),
            Option(
                "rotation",
                "text",
                "varimax",
                "载荷的旋转",
                choices=("varimax", "none"),
                example='rotation = "none"',
            ),
            Option(
                "gather",
                "text",
                "highest",
                "highest 每个指标只计载荷最大的主成分，all 计全部（共同度）",
                choices=("highest", "all"),
                example='gather = "all"',
            ),
            *SCOPE,
        ),
        source="Nicoletti, Scarpetta and Boylaud (2000); OECD/JRC (2008)",
    ),
)
