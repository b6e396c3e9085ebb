"""行业碳效基准: published deciles of carbon per value added of an industry, and where one firm stands among them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

import numpy as np

from xiandao.evaluate.methods.carbon_efficiency import CarbonCode, carbon_codes
from xiandao.terms.error import InputError

# Deciles of fewer firms would tell what single ones emit.
FEWEST: Final = 10
SHARES: Final = (10, 20, 30, 40, 50, 60, 70, 80, 90)
_HEAD: Final = {"source", "is_demo", "benchmark"}
_WORDS: Final = ("code", "name")
_LONGEST: Final = 60
# Between them arithmetic stays finite; no industry is near either.
_SMALLEST: Final = 1e-6
_LARGEST: Final = 1e6


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What is published of an industry and a year.

    Args:
        code: class of the industry, as in GB/T 4754.
        name: what the industry is called.
        year: the year of the figures.
        firms: how many firms they are of.
        mean: mean L of the industry, tonnes per 10 000 yuan, above 0.
        deciles: the nine L below which 10 % to 90 % of the firms are, rising.
    """

    code: str
    name: str
    year: int
    firms: int
    mean: float
    deciles: tuple[float, ...]

    @property
    def median(self) -> float:
        """L of the firm in the middle."""
        return self.deciles[4]

    @property
    def best(self) -> float:
        """L that the best tenth of the firms keeps below."""
        return self.deciles[0]


@dataclass(frozen=True, slots=True)
class Book:
    """A file of benchmarks; ``withheld`` names industries with too few firms to publish, with their year."""

    source: str
    is_demo: bool
    benchmarks: tuple[Benchmark, ...]
    withheld: tuple[tuple[str, int], ...]

    def of(self, code: str, year: int) -> Benchmark | None:
        """Return what is published of an industry and a year; None where nothing is."""
        found = (one for one in self.benchmarks if (one.code, one.year) == (code, year))
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a firm stands.

    Args:
        code: level, ratio, grade and what one grade better takes; its percentile is within the firm alone, of no use.
        net: tonnes after deduction.
        better_low: lower bound of the share of firms with a higher L, in percent.
        better_high: upper bound of it; both are equal where the deciles tell one figure.
        over_median: L above the median (below it where negative), tonnes per 10 000 yuan.
        over_best: L above the best decile (below it where negative).
    """

    code: CarbonCode
    net: float
    better_low: float
    better_high: float
    over_median: float
    over_best: float

    @property
    def less_intensity(self) -> float:
        """How much lower L must be for one grade better, 0 in the best grade."""
        return max(self.code.intensity - self.code.target, 0.0) if self.code.grade > 1 else 0.0


def benchmarks_from(text: str) -> Book:
    """Return the benchmarks written in a TOML text.

    An industry with fewer than ten firms is withheld: what else the text says of it is not read.

    Raises:
        InputError: ``EVA-640`` no TOML or unknown entries at its head, ``EVA-641`` an industry without name, year or
            number of firms, or told twice, ``EVA-642`` a mean that is not above 0 or deciles that are not nine rising
            numbers from 0.

    >>> row = '[[benchmark]]\\ncode = "C34"\\nname = "通用设备制造业"\\nyear = 2025\\nfirms = 40\\nmean = 0.5\\n'
    >>> book = benchmarks_from(row + "deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]")
    >>> book.of("C34", 2025).median, book.of("C35", 2025), book.is_demo
    (0.5, None, False)
    >>> benchmarks_from(row.replace("40", "9")).withheld
    (('通用设备制造业', 2025),)
    """
    told = _parsed(text)
    found: dict[tuple[str, int], Benchmark] = {}
    withheld: list[tuple[str, int]] = []
    seen: set[tuple[str, int]] = set()
    for place, row in enumerate(told.get("benchmark", ()), 1):
        name = _headed(place, row)
        key = (row["code"], row["year"])
        if key in seen:
            raise InputError(
                "EVA-641", f"行业“{name}”{row['year']}年的碳效基准写了两次", "请删去一次", {}
            )
        seen.add(key)
        if row["firms"] < FEWEST:
            withheld.append((name, row["year"]))
        else:
            found[key] = _benchmark(row)
    return Book(
        str(told.get("source", "")),
        told.get("is_demo", False),
        tuple(found.values()),
        tuple(withheld),
    )


def shipped() -> str:
    """Return the text of the benchmarks that come with the product: invented figures.

    >>> benchmarks_from(shipped()).is_demo
    True
    """
    return (files("xiandao.evaluate") / "data/carbon-benchmarks.toml").read_text(encoding="utf-8")


def position(
    carbon: float, value_added: float, benchmark: Benchmark, *, deducted: float = 0.0
) -> Position:
    """Return where a firm stands in its industry.

    Args:
        carbon: tonnes of CO₂ from all energy used in the year.
        value_added: value added of the same year, 10 000 yuan, above 0.
        benchmark: what is published of its industry.
        deducted: tonnes for own carbon-free power and sinks, not above ``carbon``.

    Raises:
        InputError: ``EVA-179`` carbon below 0 or value added not above 0, ``EVA-643`` more deducted than emitted.

    Source: 《规上工业企业碳效等级评价方法》: L, K and their limits; between deciles the share is interpolated.

    >>> rising = tuple(share / 100 for share in SHARES)
    >>> found = position(85.0, 100.0, Benchmark("C34", "通用设备制造业", 2025, 40, 0.5, rising))
    >>> found.code.intensity, found.code.ratio, found.code.grade, round(found.better_low, 6)
    (0.85, 1.7, 4, 15.0)
    >>> found.code.target, round(found.less_intensity, 6), round(found.code.less_carbon, 6)
    (0.6, 0.25, 25.0)
    """
    if not 0 <= deducted <= max(carbon, 0.0):
        raise InputError("EVA-643", "扣除量小于0，或大于碳排放量", "请核对扣除量", {})
    (code,) = carbon_codes(
        [benchmark.name],
        np.array([carbon]),
        np.array([value_added]),
        [benchmark.name],
        deducted=np.array([deducted]),
        means={benchmark.name: benchmark.mean},
    )
    low, high = better_than(code.intensity, benchmark.deciles)
    return Position(
        code,
        carbon - deducted,
        low,
        high,
        code.intensity - benchmark.median,
        code.intensity - benchmark.best,
    )


def better_than(intensity: float, deciles: tuple[float, ...]) -> tuple[float, float]:
    """Return the bounds of the share of firms with a higher L, in percent.

    Args:
        intensity: L of the firm.
        deciles: the nine L of an industry, rising.

    Below the first and above the last decile no figure is told; neither is one where several deciles are the same.

    >>> rising = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)
    >>> better_than(0.5, rising), better_than(2.5, rising), better_than(9.5, rising)
    ((90.0, 100.0), (75.0, 75.0), (0.0, 10.0))
    >>> better_than(2.0, (1.0, 2.0, 2.0, 2.0, 5.0, 6.0, 7.0, 8.0, 9.0))
    (60.0, 80.0)
    """
    if intensity < deciles[0]:
        return 90.0, 100.0
    if intensity > deciles[-1]:
        return 0.0, 10.0
    same = [share for share, one in zip(SHARES, deciles, strict=True) if one == intensity]
    if same:
        return 100.0 - same[-1], 100.0 - same[0]
    share = 100.0 - float(np.interp(intensity, deciles, SHARES))
    return share, share


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        told = tomllib.loads(text)
    except ValueError as wrong:
        raise InputError("EVA-640", "碳效基准文件无法读取", "请核对文件格式", {}) from wrong
    if unknown := sorted(set(told) - _HEAD):
        names = "、".join(unknown)
        raise InputError("EVA-640", f"碳效基准文件有不认识的项目：{names}", "请删去", {})
    rows = told.get("benchmark", [])
    sound = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    if not (sound and isinstance(told.get("is_demo", False), bool)):
        raise InputError("EVA-640", "碳效基准文件无法读取", "请核对文件格式", {})
    return told


def _headed(place: int, row: Mapping[str, Any]) -> str:
    sound = (
        all(isinstance(row.get(key), str) and 0 < len(row[key]) <= _LONGEST for key in _WORDS)
        and all(type(row.get(key)) is int and row[key] >= 0 for key in ("year", "firms"))
        and 1990 <= row["year"] <= 2100
    )
    if not sound:
        raise InputError(
            "EVA-641",
            f"第{place}个行业的碳效基准缺少代码、名称、年份或企业数",
            "请按随系统提供的文件补齐",
            {},
        )
    return str(row["name"])


def _benchmark(row: Mapping[str, Any]) -> Benchmark:
    mean, deciles = row.get("mean"), row.get("deciles")
    numbers = [mean, *deciles] if isinstance(deciles, list) else []
    sound = (
        len(numbers) == len(SHARES) + 1
        and all(type(one) in (int, float) and 0 <= one <= _LARGEST for one in numbers)
        and numbers[0] >= _SMALLEST
        and all(low <= high for low, high in pairwise(numbers[1:]))
    )
    if not sound:
        raise InputError(
            "EVA-642",
            f"行业“{row['name']}”{row['year']}年的碳效均值或十分位不对",
            "均值应大于0，十分位是从小到大的9个数",
            {},
        )
    return Benchmark(
        row["code"], row["name"], row["year"], row["firms"], float(numbers[0]),
        tuple(float(one) for one in numbers[1:]),
    )  # fmt: skip
