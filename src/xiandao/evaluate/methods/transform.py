"""Transformations that draw in a long tail: logarithms after several conventions, Box and Cox's powers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from xiandao.evaluate.methods.moments import moments_of
from xiandao.evaluate.methods.table import Vector
from xiandao.terms.error import InputError

SHARE: Final = 0.01
POWERS: Final = (-5.0, 5.0)


@dataclass(frozen=True, slots=True, eq=False)
class Transformed:
    """Figures after a transformation; ``name`` is what was really done, ``power`` Box and Cox's λ."""

    values: Vector
    name: str
    power: float | None = None


def _bounds(x: Vector) -> tuple[float, float]:
    """Return the smallest and the largest figure.

    Raises:
        InputError: ``EVA-120`` there are none, or all are the same.
    """
    there = x[~np.isnan(x)] if np.isnan(x.sum()) else x
    low, high = (float(there.min()), float(there.max())) if len(there) else (np.nan, np.nan)
    if not low < high:
        raise InputError(
            "EVA-120",
            "数值全部缺失或全部相同，不能作对数或幂变换",
            "请不要变换这个指标，或从框架里去掉它",
            {"value": low},
        )
    return low, high


def log_spread(x: Vector) -> Transformed:
    """Return log(x − min + 0.01·(max − min)), for any sign.

    Args:
        x: figures, NaN where missing.

    Raises:
        InputError: ``EVA-120`` all figures are the same.

    Source: JRC COIN Tool, as modified in COINr (``log_CT``).

    >>> log_spread(np.array([0.0, 50.0, 100.0])).values.round(4)
    array([0.    , 3.9318, 4.6151])
    """
    low, high = _bounds(x)
    return Transformed(np.log(x - low + SHARE * (high - low)), "log")


def log_plus(x: Vector) -> Transformed:
    """Return ``log_spread`` for a tail on the right; −log(max + 0.01·(max − min) − x) for one on the left.

    Source: COINr (``log_CT_plus``).

    >>> log_plus(np.array([0.0, 90.0, 95.0, 100.0])).name
    'log_negative'
    """
    low, high = _bounds(x)
    if float(moments_of(x).skew[0]) > 0:
        return Transformed(np.log(x - low + SHARE * (high - low)), "log")
    return Transformed(-np.log(high + SHARE * (high - low) - x), "log_negative")


def log_gii(x: Vector, *, factor: float = 1.0) -> Transformed:
    """Return log((max·f − 1)·(x − min)/(max − min) + 1).

    Args:
        x: figures, NaN where missing.
        factor: f, a power of ten that brings the largest figure above one.

    Raises:
        InputError: ``EVA-120`` all figures are the same; ``EVA-121`` max·f is not above 1: it would turn the order.

    Source: Global Innovation Index 2020, Appendix I, technical notes.

    >>> log_gii(np.array([0.0, 1.0, 10.0])).values.round(4)
    array([0.    , 0.6419, 2.3026])
    """
    low, high = _bounds(x)
    if high * factor <= 1:
        raise InputError(
            "EVA-121",
            f"log_gii 要求最大值大于 1，现在是 {high * factor:g}，否则高低会颠倒",
            "请把指标换成更小的计量单位，或改用 log",
            {"max": high, "factor": factor},
        )
    return Transformed(np.log((high * factor - 1) * (x - low) / (high - low) + 1), "log_gii")


def log_original(x: Vector) -> Transformed:
    """Return log(x − min + 1).

    Source: JRC COIN Tool (``log_CT_orig`` in COINr).

    >>> log_original(np.array([5.0, 6.0])).values.round(4)
    array([0.    , 0.6931])
    """
    low, _ = _bounds(x)
    return Transformed(np.log(x - low + 1), "log_orig")


def box_cox(x: Vector, *, power: float | None = None, shift: str = "needed") -> Transformed:
    """Return (x^λ − 1)/λ, or log x where λ = 0.

    Args:
        x: figures, NaN where missing.
        power: λ; None for the one of greatest likelihood between −5 and 5.
        shift: add 1 − min first: ``needed`` where a figure is not above zero, ``always``, or ``never``.

    Raises:
        InputError: ``EVA-120`` all figures are the same; ``EVA-122`` a figure ≤ 0 with ``never``;
            ``EVA-128`` a λ with which figures overflow.

    Source: G. E. P. Box, D. R. Cox, An analysis of transformations, JRSS B 26 (1964) 211–252.

    >>> box_cox(np.array([1.0, 4.0, 9.0]), power=0.5).values
    array([0., 2., 4.])
    """
    low, _ = _bounds(x)
    if shift == "never" and low <= 0:
        raise InputError(
            "EVA-122",
            f"博克斯—考克斯变换要求数值都大于零，最小值是 {low:g}",
            "请把 shift 设为 needed",
            {"min": low},
        )
    if shift == "always" or (shift == "needed" and low <= 0):
        x = x - low + 1
    logs = np.log(x)
    chosen = _likeliest(logs[~np.isnan(logs)]) if power is None else float(power)
    with np.errstate(over="ignore"):
        values = logs if chosen == 0 else np.expm1(chosen * logs) / chosen
    if np.isinf(values).any():
        raise InputError(
            "EVA-128",
            f"博克斯—考克斯变换取 λ = {chosen:g} 时数值大得无法表示，最大值是 {np.nanmax(x):g}",
            "λ 一般在 -5 至 5 之间；不写 lambda 则按数据估计",
            {"lambda": chosen},
        )
    return Transformed(values, "boxcox", chosen)


def _likeliest(logs: Vector) -> float:
    from scipy.optimize import minimize_scalar

    # The likelihood does not change when x is scaled; centred logs keep the powers within range.
    centred = logs - logs.mean()

    def lost(power: float) -> float:
        values = centred if power == 0 else np.expm1(power * centred) / power
        return float(0.5 * len(centred) * np.log(values.var()))

    return float(minimize_scalar(lost, bounds=POWERS, method="bounded", options={"xatol": 1e-9}).x)


TRANSFORMS: Final[Mapping[str, Callable[[Vector], Transformed]]] = MappingProxyType(
    {
        "log": log_spread,
        "log_plus": log_plus,
        "log_gii": log_gii,
        "log_orig": log_original,
        "boxcox": box_cox,
    }
)
