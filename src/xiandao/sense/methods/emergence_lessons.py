"""What earlier years of a corpus teach an emergence ranking, known at the end of the year that is ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.emergence_features import FEATURES, normal_scores
from xiandao.sense.methods.emergence_pool import pool
from xiandao.sense.methods.emergence_terms import Corpus
from xiandao.sense.methods.emergence_trees import Cases, trees_say
from xiandao.sense.methods.emergence_weights import learned_weights
from xiandao.sense.methods.emergence_windows import all_features
from xiandao.sense.methods.takeoffs import HORIZON, Outcome, outcome

Numbers = NDArray[np.float64]
# Every feature counts the same until the corpus has taught otherwise.
PRIOR: Final = 0.25
RIDGE: Final = 200.0
FADING: Final = 0.9
# Years of a corpus before the first year that is learned from: windows need a past.
PAST: Final = 5
# Terms a year has at least to be learned from.
LEAST_POOL: Final = 100
# With so many take-offs seen the trees count half as much as the weighted sum; with more, as much.
HALF_TRUST: Final = 25.0
# Terms that did not take off are thinned to about so many for the trees, and count for more.
MOST_FAILED: Final = 4000
# What counts half: a rise that is short of a take-off.
NEAR_Z, NEAR_RATIO, NEAR_DOCUMENTS = 2.5, 1.25, 10


@dataclass(frozen=True)
class Taught:
    """What can be known at the end of a year: weights of the features, cases for the trees, take-offs seen."""

    weights: Numbers
    cases: Cases | None
    takeoffs: int

    @property
    def trust(self) -> float:
        """Return how much the trees count beside the weighted sum, 0 to 1."""
        return self.takeoffs / (self.takeoffs + HALF_TRUST)

    def scores(self, found: Numbers) -> Numbers:
        """Return the scores of terms with features ``found`` (see ``all_features``)."""
        line = normal_scores(found[:, : len(FEATURES)] @ self.weights)
        if self.cases is None or not len(found):
            return line
        return line + self.trust * normal_scores(trees_say(self.cases, found))


class Lessons:
    """Earlier years of a corpus; each year's features are computed once."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.known: dict[int, tuple[NDArray[Any], Numbers]] = {}

    def case(self, at: int) -> tuple[NDArray[Any], Numbers]:
        """Return the pool of a year and its features."""
        if at not in self.known:
            chosen = pool(self.corpus, at)
            chosen = chosen if len(chosen) >= LEAST_POOL else chosen[:0]
            found = all_features(self.corpus, chosen, at) if len(chosen) else np.zeros((0, 0))
            self.known[at] = (chosen, found)
        return self.known[at]

    def taught(self, at: int) -> Taught:
        """Return what the years before ``at`` teach whose outcome is at least one year old by then."""
        counts, documents = self.corpus.counts[:, : at + 1], self.corpus.documents[: at + 1]
        inputs, labels, targets, importance = [], [], [], []
        for past in range(PAST, at):
            chosen, found = self.case(past)
            if not len(chosen):
                continue
            ahead = min(HORIZON, at - past)
            came = outcome(counts[chosen], documents, at=past, horizon=ahead)
            inputs.append(found)
            labels.append(came.took_off.astype(np.float64))
            targets.append((labels[-1] + rose(came, ahead)) / 2)
            importance.append(np.full(len(chosen), FADING ** (at - past)))
        prior = np.full(len(FEATURES), PRIOR)
        if not inputs:
            return Taught(prior, None, 0)
        every, label, fade = np.vstack(inputs), np.concatenate(labels), np.concatenate(importance)
        weights = learned_weights(
            every[:, : len(FEATURES)], label, fade, prior=prior, ridge=RIDGE
        )  # fmt: skip
        if not label.any():
            return Taught(weights, None, 0)
        return Taught(weights, thinned(every, np.concatenate(targets), fade), int(label.sum()))


def rose(came: Outcome, ahead: int) -> NDArray[np.bool_]:
    """Return which terms rose clearly, whether or not far enough to have taken off.

    >>> from xiandao.sense.methods.takeoffs import outcome
    >>> rose(outcome(np.array([[10, 10, 18, 19, 19]]), np.array([100] * 5), at=1), 3).tolist()
    [True]
    """
    part = ahead / HORIZON
    enough = (came.z >= NEAR_Z * np.sqrt(part)) & (came.growth >= np.log2(NEAR_RATIO))
    return np.asarray(enough & (came.documents >= NEAR_DOCUMENTS * part), bool)


def thinned(inputs: Numbers, targets: Numbers, importance: Numbers) -> Cases:
    """Keep all cases that rose and every n-th other, which stands for n.

    >>> len(thinned(np.zeros((9000, 1)), np.zeros(9000), np.ones(9000)).targets)
    3000
    """
    failed = np.flatnonzero(targets <= 0)
    step = max(-(-len(failed) // MOST_FAILED), 1)
    kept = failed[::step]
    importance = importance.copy()
    importance[kept] *= len(failed) / max(len(kept), 1)
    rows = np.sort(np.concatenate([np.flatnonzero(targets > 0), kept]))
    return Cases(inputs[rows], targets[rows], importance[rows])
