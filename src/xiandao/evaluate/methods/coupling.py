"""耦合协调度: how far several systems go together, and at what level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError

LEVELS: Final = (
    "极度失调", "严重失调", "中度失调", "轻度失调", "濒临失调",
    "勉强协调", "初级协调", "中级协调", "良好协调", "优质协调",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Coupling:
    """Coupling C, level T, coordination D = √(C·T) and the name of its class, one each a unit."""

    c: Vector
    t: Vector
    d: Vector
    level: tuple[str, ...]


def coupling(u: Matrix, *, weights: Sequence[float] = (), form: str = "standard") -> Coupling:
    """Return the coupling coordination degree of each unit.

    Args:
        u: units × systems, each a score from 0 to 1, no missing cells, at least two systems.
        weights: of the systems in T, ≥ 0; equal where empty; they are made to sum to 1.
        form: ``standard``: C = k · (Π u)^(1 ⁄ k) ⁄ Σ u; ``modified`` spreads C over 0…1 so that D follows it.

    Raises:
        InputError: ``EVA-190`` scores that are missing or not from 0 to 1, one system, wrong weights or form.

    Source: standard: 物理学容量耦合模型; modified: 王淑佳等（2021）, 自然资源学报 36(3).
    Classes: tenths of D, 0–0.1 极度失调 … 0.9–1 优质协调.

    >>> found = coupling(np.array([[0.8, 0.2], [0.5, 0.5]]))
    >>> found.c.round(6).tolist(), found.d.round(6).tolist(), found.level
    ([0.8, 1.0], [0.632456, 0.707107], ('初级协调', '中级协调'))
    """
    share = np.full(u.shape[-1], 1.0) if not len(weights) else np.asarray(weights, dtype=np.float64)
    _refuse(u, share, form)
    c = _standard(u) if form == "standard" else _modified(u)
    t = u @ (share / share.sum())
    d = np.sqrt(c * t)
    # Ten classes of equal width; a D that misses a border by rounding only is above it.
    classes = np.minimum((d * len(LEVELS) + 1e-9).astype(np.int64), len(LEVELS) - 1)
    return Coupling(c, t, d, tuple(LEVELS[place] for place in classes))


def _standard(u: Matrix) -> Vector:
    total = u.sum(axis=1)
    product = np.prod(u, axis=1) ** (1 / u.shape[1])
    found: Vector = np.divide(u.shape[1] * product, total, out=np.zeros(len(u)), where=total > 0)
    return found


def _modified(u: Matrix) -> Vector:
    count = u.shape[1]
    above, below = np.triu_indices(count, k=1)
    spread = np.abs(u[:, above] - u[:, below]).sum(axis=1) / (count * (count - 1) / 2)
    most = u.max(axis=1, keepdims=True)
    ratio = np.divide(u, most, out=np.zeros_like(u), where=most > 0)
    found: Vector = np.sqrt((1 - spread) * np.prod(ratio, axis=1) ** (1 / (count - 1)))
    return found


def _refuse(u: Matrix, share: Vector, form: str) -> None:
    wrong = ""
    if u.ndim != 2 or u.shape[1] < 2:
        wrong = "至少要有两个系统"
    elif not ((u >= 0) & (u <= 1)).all():
        wrong = "各系统得分应在0至1之间，没有缺失"
    elif len(share) != u.shape[1] or not (share >= 0).all() or not share.sum() > 0:
        wrong = "权重的个数应与系统相同，不小于0，不全为0"
    elif form not in {"standard", "modified"}:
        wrong = "form 可以是 standard 或 modified"
    if wrong:
        raise InputError(
            "EVA-190", f"耦合协调度无法计算：{wrong}", "百分制得分请先除以100", {"wrong": wrong}
        )
