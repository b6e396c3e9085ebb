"""Bursts of a term: years in which it is found several times as often as usual, by the two-state automaton."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Bursts:
    """The cheapest course of states.

    Attributes:
        states: terms × years, whether the term is in a burst.
        weights: terms × years, cost saved in that year by being in the burst; 0 outside.
    """

    states: NDArray[np.bool_]
    weights: Numbers

    def weight(self, at: int) -> Numbers:
        """Return the weight of the burst that lasts in year ``at``, added up from its first year; 0 without one."""
        total = np.zeros(len(self.states))
        for year in range(at + 1):
            total = np.where(self.states[:, year], total + self.weights[:, year], 0.0)
        return total


def bursts(
    counts: NDArray[np.int_], documents: NDArray[np.int_], *, scale: float = 2.0, gamma: float = 1.0
) -> Bursts:
    """Find the bursts of many terms at once.

    Args:
        counts: documents with the term, terms × years.
        documents: all documents, per year.
        scale: s, how many times the usual share the share in a burst is.
        gamma: cost of entering a burst in units of the logarithm of the number of years.

    Returns:
        States and weights; among equally cheap courses the one that ends without a burst.

    Source: Kleinberg, Bursty and hierarchical structure in streams, KDD 2002 (batched arrivals, two states).

    >>> found = bursts(np.array([[1, 1, 9, 9, 1]]), np.array([100] * 5))
    >>> found.states.astype(int).tolist()
    [[0, 0, 1, 1, 0]]
    """
    terms, years = counts.shape
    saved = savings(counts, documents, scale)
    entry = gamma * np.log(max(years, 1))
    calm, burst = np.zeros(terms), np.full(terms, np.inf)
    came_from_burst = np.zeros((2, terms, years), bool)
    for year in range(years):
        came_from_burst[0, :, year] = burst < calm
        came_from_burst[1, :, year] = burst <= calm + entry
        # Costs relative to staying calm: only the difference decides.
        calm, burst = (
            np.minimum(calm, burst),
            np.minimum(burst, calm + entry) - saved[:, year],
        )
    states = np.zeros((terms, years), bool)
    now = burst < calm
    for year in range(years - 1, -1, -1):
        states[:, year] = now
        now = np.where(now, came_from_burst[1, :, year], came_from_burst[0, :, year])
    return Bursts(states, np.where(states, saved, 0.0))


def savings(counts: NDArray[np.int_], documents: NDArray[np.int_], scale: float) -> Numbers:
    """Return per term and year the cost of the calm state less that of the burst: its log likelihood ratio.

    >>> savings(np.array([[0, 10]]), np.array([100, 100]), 2.0).round(2).tolist()
    [[-5.67, 1.83]]
    """
    total = documents.astype(np.float64)
    usual = np.clip((counts.sum(1) + 0.5) / (total.sum() + 1.0), 1e-9, 0.5)[:, None]
    often = np.minimum(scale * usual, 0.99)
    return np.asarray(
        counts * np.log(often / usual) + (total - counts) * np.log((1 - often) / (1 - usual)),
        np.float64,
    )


def rise(
    counts: NDArray[np.int_],
    documents: NDArray[np.int_],
    *,
    at: int,
    scale: float = 2.0,
    years: int = 10,
) -> Numbers:
    """Return the most that any burst ending in year ``at`` saves: a graded burst weight, negative in decline.

    Args:
        counts: documents with the term, terms × years.
        documents: all documents, per year.
        at: column of the last year seen.
        scale: how many times the usual share the share in a burst is.
        years: years that the usual share is taken from.

    Source: the cumulative sum of Page, Biometrika 1954, on the likelihood ratio of Kleinberg, KDD 2002.

    >>> rise(np.array([[1, 1, 9, 9]]), np.array([100] * 4), at=3).round(1).tolist()
    [2.4]
    """
    low = max(at - years + 1, 0)
    saved = savings(counts[:, low : at + 1], documents[low : at + 1], scale)
    return np.asarray(np.cumsum(saved[:, ::-1], axis=1).max(axis=1), np.float64)
