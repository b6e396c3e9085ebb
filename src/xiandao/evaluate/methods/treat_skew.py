"""Treat a column by its shape: check, winsorise, check, transform, check; nothing fails without being told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from xiandao.evaluate.methods.moments import sums_of
from xiandao.evaluate.methods.table import Vector
from xiandao.evaluate.methods.transform import TRANSFORMS, Transformed, box_cox
from xiandao.evaluate.methods.winsorise import Caps, Check, Limits, winsorised

UNKNOWN: Final = "数值太少或全部相同，无法检验"
TWO: Final = "只有两种取值，任何处理都不改变形状，保持原值"
# So many figures tell of nearly every indicator that it has more than two values.
LOOK: Final = 100
FAILED: Final = "处理后仍超出限值"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a column is treated.

    Args:
        limits: what passes.
        max_points: cells to winsorise at most; None for no limit.
        then: the transformation where that is not enough, a name of ``TRANSFORMS`` or ``none``.
        combine: transform what was winsorised, not the original figures.
        power: λ for ``boxcox``; None for the likeliest.
        shift: of ``boxcox``.
    """

    limits: Limits = field(default_factory=Limits)
    max_points: int | None = 5
    then: str = "log"
    combine: bool = False
    power: float | None = None
    shift: str = "needed"


@dataclass(frozen=True, slots=True, eq=False)
class Treated:
    """A column after treatment.

    ``caps`` is None where it was not winsorised; its figures count only where no transformation replaced them.
    ``says`` is a Chinese sentence where something is left to say, such as that it still fails.
    """

    values: Vector
    before: Check
    caps: Caps | None = None
    transformed: Transformed | None = None
    after: Check | None = None
    says: str = ""


def treated(
    x: Vector, plan: Plan | None = None, *, before: Check | None = None, force: bool = False
) -> Treated:
    """Return a column winsorised, and transformed where that is not enough.

    Args:
        x: figures, NaN where missing.
        plan: how.
        before: the check of the column where it is known already.
        force: winsorise ``max_points`` cells even where the column passes.

    Raises:
        InputError: as the transformation says.

    >>> found = treated(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100]))
    >>> found.values[-1], found.caps.points, found.before.is_passing, found.caps.check.is_passing
    (np.float64(30.0), 1, False, True)
    """
    chosen = plan or Plan()
    first = before or chosen.limits.check(sums_of(x))
    if np.isnan(first.skew) or np.isnan(first.kurtosis):
        return Treated(x, first, says=UNKNOWN)
    if first.is_passing and not force:
        return Treated(x, first)
    there = x[~np.isnan(x)] if np.isnan(x.sum()) else x
    if _has_two(there):
        return Treated(x, first, Caps(float(there.min()), float(there.max()), 0, first), says=TWO)
    caps = winsorised(there, max_points=chosen.max_points, limits=chosen.limits, force=force)
    if caps.check.is_passing or chosen.then == "none":
        says = "" if caps.check.is_passing else FAILED
        return Treated(_capped(x, caps), first, caps, says=says)
    return _transformed(_capped(x, caps) if chosen.combine else x, first, caps, chosen)


def _transformed(x: Vector, first: Check, caps: Caps, plan: Plan) -> Treated:
    is_power = plan.then == "boxcox"
    found = box_cox(x, power=plan.power, shift=plan.shift) if is_power else TRANSFORMS[plan.then](x)
    after = plan.limits.check(sums_of(found.values))
    says = "" if after.is_passing else FAILED
    return Treated(found.values, first, caps, found, after, says)


def _capped(x: Vector, caps: Caps) -> Vector:
    return np.clip(x, caps.low, caps.high) if caps.points else x


def _has_two(x: Vector) -> bool:
    if len(set(x[:LOOK].tolist())) > 2:
        return False
    low, high = x.min(), x.max()
    return bool(((x == low) | (x == high)).all())
