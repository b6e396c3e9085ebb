"""Whether places draw closer: σ (spread falls) and β (who is behind grows faster)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError


@dataclass(frozen=True, slots=True)
class Beta:
    """Result of a β regression.

    Args:
        coefficient: of ln(y₀); below 0 means convergence.
        error: its standard error.
        p: two-sided p value of t with the degrees of freedom left.
        r_squared: share of variance explained.
        speed: λ a year, −ln(1 + coefficient · T) ⁄ T; NaN where that logarithm does not exist.
        half_life: years until half of the gap is closed, ln 2 ⁄ λ; infinite where places do not converge.
    """

    coefficient: float
    error: float
    p: float
    r_squared: float
    speed: float
    half_life: float


def sigma_convergence(y: Matrix, *, of_logs: bool = False) -> Vector:
    """Return the spread of each period: the coefficient of variation, or the standard deviation of logarithms.

    Args:
        y: places × periods, above 0, no missing cells; standard deviations are divided by n − 1.
        of_logs: standard deviation of ln y instead.

    Raises:
        InputError: ``EVA-188`` cells missing or not above 0, fewer than two places.

    Source: Barro, Sala-i-Martin (1992), Journal of Political Economy 100(2).

    >>> sigma_convergence(np.array([[1.0, 2.0], [3.0, 4.0]])).round(6)
    array([0.707107, 0.471405])
    """
    _refuse(y, least=2)
    if of_logs:
        logs: Vector = np.std(np.log(y), axis=0, ddof=1)
        return logs
    found: Vector = np.std(y, axis=0, ddof=1) / y.mean(axis=0)
    return found


def beta_convergence(
    start: Vector, end: Vector, *, years: float, controls: Matrix | None = None
) -> Beta:
    """Return the regression of ln(end ⁄ start) ⁄ years on ln(start) and controls.

    Args:
        start: level of each place, above 0.
        end: the same ``years`` later.
        years: T, above 0.
        controls: places × variables, for conditional convergence.

    Raises:
        InputError: ``EVA-188`` as above, too few places for the variables, or equal starts.

    Source: Barro, Sala-i-Martin (1992).

    >>> start = np.array([1.0, 2.0, 4.0, 8.0])
    >>> found = beta_convergence(start, start ** 0.5 * 4, years=10)
    >>> round(found.coefficient, 6), round(found.speed, 6)
    (-0.05, 0.069315)
    """
    from scipy.special import stdtr

    extra = np.empty((len(start), 0)) if controls is None else controls
    _refuse(np.column_stack([start, end]), least=extra.shape[1] + 3)
    x = np.column_stack([np.ones(len(start)), np.log(start), extra])
    growth = np.log(end / start) / years
    if not years > 0 or np.isnan(extra).any() or np.linalg.matrix_rank(x) < x.shape[1]:
        raise InputError(
            "EVA-188",
            "β收敛的自变量没有差异、缺失，或年数不大于0",
            "请核对期初水平、控制变量和年数",
            {},
        )
    fit, *_ = np.linalg.lstsq(x, growth, rcond=None)
    rest = growth - x @ fit
    freedom = len(start) - x.shape[1]
    variance = float(rest @ rest) / freedom
    error = float(np.sqrt(variance * np.linalg.inv(x.T @ x)[1, 1]))
    away = growth - growth.mean()
    slope = float(fit[1])
    ratio = abs(slope) / error if error > 0 else np.inf
    within = 1 + slope * years
    speed = float(-np.log(within) / years) if within > 0 else float("nan")
    half_life = float(np.log(2) / speed) if speed > 0 else float("inf")
    fitted = 1 - float(rest @ rest) / float(away @ away) if away @ away > 0 else 0.0
    return Beta(slope, error, float(2 * stdtr(freedom, -ratio)), fitted, speed, half_life)


def _refuse(y: Matrix, *, least: int) -> None:
    if len(y) < least or not (y > 0).all():
        raise InputError(
            "EVA-188",
            "收敛分析的数据有缺失、不大于0，或地区太少",
            f"至少要有{least}个地区，各期数值都应大于0，缺失的请先补数或去掉",
            {"places": len(y)},
        )
