"""How one score is split among what it is made of, exactly: power means in closed form, others by Shapley values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import factorial
from typing import Any, Final

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector

EXPONENTS: Final = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}
MOST_EXACT: Final = 12
# Closer than this, the quotient of differences loses more digits than its limit at the midpoint leaves out.
CLOSE: Final = 1e-6

Game = Callable[[Matrix], Vector]


def exponent_of(name: str, options: Mapping[str, Any]) -> float | None:
    """Return the exponent of a power mean by the name of its aggregator; None for everything else.

    A mean that moves its children above zero first is something else: the move depends on the other rows.

    >>> exponent_of("geometric", {}), exponent_of("power", {"p": 2.0}), exponent_of("copeland", {})
    (0.0, 2.0, None)
    """
    if options.get("shift") is not None:
        return None
    if name in EXPONENTS:
        return EXPONENTS[name]
    if name != "power":
        return None
    found = float(options["p"])
    return 0.0 if abs(found) < 1e-8 else found


def power_mean(x: Vector, w: Vector, p: float) -> float:
    """Return the weighted power mean of values without gaps; the geometric mean for exponent 0.

    >>> round(power_mean(np.array([1.0, 4.0]), np.array([0.5, 0.5]), 0.0), 12)
    2.0
    """
    if p == 0:
        return float(np.exp(w @ np.log(x)))
    return float(w @ x) if p == 1 else float((w @ x**p) ** (1 / p))


def own_slopes(x: Vector, w: Vector, score: float, p: float) -> Vector:
    """Return by what each value is multiplied so that the products sum to their power mean.

    A power mean is homogeneous of degree one, so by Euler's theorem it is the sum of each value times its partial
    derivative w_i·(x_i / M)^(p−1); for p = 1 this is the share itself, for p = 0 each part is w_i·M.

    Args:
        x: values, without gaps; positive unless p is 1.
        w: shares, summing to one.
        score: their power mean M.
        p: exponent.

    Source: Tasche (1999), Risk contributions and performance measurement (Euler allocation).

    >>> x, w = np.array([20.0, 80.0]), np.array([0.5, 0.5])
    >>> own_slopes(x, w, 40.0, 0.0) * x
    array([20., 20.])
    """
    found: Vector = w if p == 1 else w * (x / score) ** (p - 1)
    return found


def slopes_between(after: Vector, before: Vector, w: Vector, p: float) -> Vector:
    """Return by what each difference is multiplied so that the products sum to the difference of the power means.

    With g(x) = x^p (ln x for p = 0) the mean is M = g⁻¹(Σ w_i g(x_i)), and
    M₁ − M₀ = Σ w_i·[(M₁ − M₀)/(g(M₁) − g(M₀))]·[(g(x₁ᵢ) − g(x₀ᵢ))/(x₁ᵢ − x₀ᵢ)]·(x₁ᵢ − x₀ᵢ).
    For p = 0 the first bracket is the logarithmic mean: the additive LMDI-I; for other p it is Stolarsky's mean.

    Args:
        after, before: values of the same children, without gaps; positive unless p is 1.
        w: shares, summing to one.
        p: exponent.

    Source: Ang (2004), Decomposition analysis for policymaking in energy; Stolarsky (1975).

    >>> after, before, w = np.array([20.0, 80.0]), np.array([20.0, 20.0]), np.array([0.5, 0.5])
    >>> float((slopes_between(after, before, w, 0.0) * (after - before)).sum().round(9))
    20.0
    """
    if p == 1:
        return w
    # The slopes do not change with the unit of measure; in parts of the largest value high powers do not overflow.
    largest = max(after.max(), before.max())
    after, before = after / largest, before / largest
    ends = np.array([power_mean(after, w, p)]), np.array([power_mean(before, w, p)])
    found: Vector = w * _quotient(after, before, p) / _quotient(*ends, p)
    return found


def _quotient(after: Vector, before: Vector, p: float) -> Vector:
    """Return (g(after) − g(before)) / (after − before), the derivative where both are the same."""
    middle, apart = (after + before) / 2, after - before
    near = np.abs(apart) <= CLOSE * np.abs(middle)
    safe = np.where(near, 1.0, apart)
    if p == 0:
        return np.where(near, 1 / middle, np.log(after / before) / safe)
    return np.where(near, p * middle ** (p - 1), (after**p - before**p) / safe)


def shapley(after: Vector, before: Vector, game: Game) -> Vector:
    """Return the Shapley value of each child: its average effect when children change one by one in every order.

    Args:
        after, before: values of the same children.
        game: scores of a matrix of mixtures, one row a mixture.

    With more than twelve children the order given and its reverse stand for all orders; the sum is exact always.

    Source: Shapley (1953); Shorrocks (2013), Decomposition procedures for distributional analysis.

    >>> shapley(np.array([3.0, 4.0]), np.array([1.0, 1.0]), lambda x: x[:, 0] * x[:, 1])
    array([5., 6.])
    """
    k = len(after)
    if k > MOST_EXACT:
        return _two_orders(after, before, game)
    taken = (np.arange(2**k)[:, None] >> np.arange(k)) & 1
    value = game(np.where(taken == 1, after, before))
    size = taken.sum(axis=1)
    factors = np.array([factorial(s) * factorial(k - s - 1) / factorial(k) for s in range(k)])
    found = np.zeros(k)
    for child in range(k):
        without = np.flatnonzero(taken[:, child] == 0)
        gains = value[without | (1 << child)] - value[without]
        found[child] = factors[size[without]] @ gains
    return found


def _two_orders(after: Vector, before: Vector, game: Game) -> Vector:
    k = len(after)
    lower = np.tri(k + 1, k, -1, dtype=bool)
    forward = np.diff(game(np.where(lower, after, before)))
    backward = np.diff(game(np.where(lower[:, ::-1], after, before)))[::-1]
    found: Vector = (forward + backward) / 2
    return found
