"""What is uncertain about an index: each factor has a list of levels, one of which holds in a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np

from xiandao.evaluate.methods.table import Vector

Kind = Literal["choice", "weights", "uniform", "omit", "data", "imputed"]
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "choice": "方法或参数",
        "weights": "权重",
        "uniform": "参数（连续）",
        "omit": "去掉指标",
        "data": "数据误差",
        "imputed": "插补值",
    }
)
OFF: Final = "off"
NO_NUMBERS: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Factor:
    """One thing that is uncertain.

    Args:
        name: what reports call it.
        kind: ``choice`` other values of a key of the recipe, ``weights`` other weights, ``uniform`` any number
            between two, ``omit`` nodes left out in turn, ``data`` errors of the figures, ``imputed`` the spread
            of what was imputed.
        key: of a choice or a number, dotted as ``Recipe.changed`` takes it; empty where each alternative is a
            table of such keys.
        alternatives: of a choice; ``off`` takes the step away.
        probabilities: of the levels; equal where empty.
        noise: for weights: by level of nodes the share by which weights vary up and down.
        weight_sets: for weights: sets that are given, by code.
        sets: how many sets of weights, or draws of the figures, stand for what is continuous.
        low, high: of a number.
        nodes: those left out, one at a time.
        errors: for data: by indicator, ``*`` for all others.
        measure: whether ``errors`` are standard deviations or shares of each figure.
        distribution: of errors: ``normal``, or ``uniform`` where ``errors`` are half the width.
    """

    name: str
    kind: Kind
    key: str = ""
    alternatives: tuple[Any, ...] = ()
    probabilities: tuple[float, ...] = ()
    noise: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    weight_sets: tuple[Mapping[str, float], ...] = ()
    sets: int = 0
    low: float = 0.0
    high: float = 0.0
    nodes: tuple[str, ...] = ()
    errors: Mapping[str, float] = field(default_factory=lambda: NO_NUMBERS)
    measure: str = "cv"
    distribution: str = "normal"

    @property
    def size(self) -> int:
        """Return the number of levels, 0 for a number that varies continuously."""
        if self.kind == "choice":
            return len(self.alternatives)
        if self.kind == "weights":
            return len(self.weight_sets) or self.sets
        return {"uniform": 0, "omit": len(self.nodes) + 1}.get(self.kind, self.sets)

    @property
    def chances(self) -> Vector:
        """Return the probability of each level."""
        if self.probabilities:
            given = np.array(self.probabilities, dtype=np.float64)
            return np.asarray(given / given.sum())
        return np.full(self.size, 1.0 / max(self.size, 1))

    def label(self, level: float) -> str:
        """Return what a level is called in tables; of a number its value.

        >>> Factor("合成", "choice", "aggregate.method", ("arithmetic", "geometric")).label(1)
        'geometric'
        """
        if self.kind == "uniform":
            return f"{level:.6g}"
        if self.kind == "choice":
            return told(self.alternatives[int(level)])
        if self.kind == "omit":
            return self.nodes[int(level) - 1] if level else "（全部保留）"
        return f"第{int(level) + 1}{'组' if self.kind == 'weights' else '次抽取'}"

    def changes(self, level: float) -> dict[str, Any]:
        """Return what a level changes in the recipe, by dotted key; nothing for factors that change no key.

        >>> Factor("合成", "choice", "aggregate.method", ("arithmetic", "geometric")).changes(1)
        {'aggregate.method': 'geometric'}
        """
        if self.kind == "uniform":
            return {self.key: level}
        if self.kind != "choice":
            return {}
        chosen = self.alternatives[int(level)]
        return {self.key: chosen} if self.key else dict(chosen)


def told(value: Any) -> str:
    """Return a value of a recipe in one line.

    >>> told({"method": "zscore", "mean": 10})
    'method=zscore, mean=10'
    """
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={told(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return "[" + ", ".join(told(one) for one in value) + "]"
    return f"{value:g}" if isinstance(value, float) else str(value)
