"""The back-test of a ranking: precision, recall, lead time and false alarms against what took off afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Measures:
    """How well a score tells the terms that took off.

    Attributes:
        candidates: terms scored.
        positives: of these, took off.
        precision: share that took off among the first k, per k.
        false_alarms: terms among the first k that did not take off, per k.
        recall: share of the positives found among the first k, per k.
        auc: chance that a term that took off stands above one that did not, ties half.
        average_precision: mean over the positives of the precision down to each.
        threat_score: hits / (hits + misses + false alarms) with as many flagged as there are positives.
    """

    candidates: int
    positives: int
    precision: Mapping[int, float]
    false_alarms: Mapping[int, int]
    recall: Mapping[int, float]
    auc: float
    average_precision: float
    threat_score: float


def measures(
    scores: NDArray[np.float64], took_off: NDArray[np.bool_], *, depths: Sequence[int] = (50, 100)
) -> Measures:
    """Measure one year's ranking; equal scores keep their order.

    Args:
        scores: one per term, higher is earlier.
        took_off: one per term.
        depths: the k at which precision and recall are told.

    Returns:
        The measures; those that need a positive are not a number without one.

    Source: threat score as in Klavans, Boyack & Murdick 2020; AUC by ranks, Mann & Whitney 1947.

    >>> found = measures(np.array([3.0, 2.0, 1.0]), np.array([True, False, True]), depths=(2,))
    >>> found.precision[2], found.auc, round(found.average_precision, 3), round(found.threat_score, 3)
    (0.5, 0.5, 0.833, 0.333)
    """
    from scipy.stats import rankdata

    labels = np.asarray(took_off, bool)
    order = np.argsort(-np.asarray(scores, np.float64), kind="stable")
    hits = np.cumsum(labels[order])
    positives, size = int(labels.sum()), len(labels)
    found = {k: int(hits[min(k, size) - 1]) if size else 0 for k in depths}
    negatives = size - positives
    auc = threat = average = float("nan")
    if positives:
        average = float((hits / np.arange(1, size + 1))[labels[order]].mean())
        true = int(hits[positives - 1])
        threat = true / (2 * positives - true)
    if positives and negatives:
        above = rankdata(scores)[labels].sum() - positives * (positives + 1) / 2
        auc = float(above / (positives * negatives))
    shown = {k: max(min(k, size), 1) for k in depths}
    return Measures(
        size, positives, {k: found[k] / shown[k] for k in depths},
        {k: min(k, size) - found[k] for k in depths},
        {k: found[k] / max(positives, 1) for k in depths}, auc, average, threat,
    )  # fmt: skip


@dataclass(frozen=True)
class Lead:
    """How early known take-offs were flagged.

    Attributes:
        flagged: known take-offs that were flagged at all.
        known: all known take-offs.
        before: flagged before the year of half their peak.
        mean_years: mean of that year less the year of the first flag; not a number where nothing was flagged.
        first: per take-off the year of the first flag, or none.
    """

    flagged: int
    known: int
    before: int
    mean_years: float
    first: Mapping[str, int | None]


def lead(
    rankings: Mapping[int, Sequence[str]], takeoffs: Sequence[Mapping[str, Any]], *, depth: int = 50
) -> Lead:
    """Tell in which year each known take-off first stood among the first ``depth``.

    Args:
        rankings: per year the terms, best first.
        takeoffs: ``name``, ``variants`` (terms), ``start`` (flags before it do not count),
            ``half_peak`` (a year).
        depth: how many terms of a year are flags.

    Source: definition.

    >>> known = [{"name": "bert", "variants": ["bert"], "start": 2018, "half_peak": 2020}]
    >>> lead({2018: ["lstm"], 2019: ["bert"]}, known).mean_years
    1.0
    """
    tops = {year: set(terms[:depth]) for year, terms in rankings.items()}
    first: dict[str, int | None] = {}
    leads: list[int] = []
    for one in takeoffs:
        years = [
            year
            for year in sorted(tops)
            if year >= one["start"] and not tops[year].isdisjoint(one["variants"])
        ]
        first[one["name"]] = years[0] if years else None
        if years:
            leads.append(one["half_peak"] - years[0])
    mean = float(np.mean(leads)) if leads else float("nan")
    return Lead(len(leads), len(takeoffs), sum(years > 0 for years in leads), mean, first)
