"""Many draws at once give what the general way gives one by one."""

import numpy as np
import pytest

from tests.evaluate.methods.uncertain import (
    AGGREGATION,
    NORMALISATION,
    TREATMENT,
    asem,
    figures,
    panel,
    recipe,
    tree,
)
from xiandao.evaluate.methods.batch_steps import Batch
from xiandao.evaluate.methods.batch_treat import caps, dense_moments, treat_columns
from xiandao.evaluate.methods.moments import moments
from xiandao.evaluate.methods.treat_skew import Plan, treated
from xiandao.evaluate.methods.uncertainty import uncertainty
from xiandao.evaluate.methods.winsorise import Limits, winsorised

OPTIONS = {
    "skew": 2.0, "kurtosis": 3.5, "limit": "points", "max_points": 5, "then": "log", "combine": False,
    "lambda": None, "shift": "needed",
}  # fmt: skip


def heavy(rows=51, columns=200, seed=1):
    rng = np.random.default_rng(seed)
    made = np.exp(rng.normal(0, 1.6, (rows, columns)))
    made[:, ::3] = -made[:, ::3]
    made[:, ::7] = np.round(made[:, ::7])
    made[:, 5] = np.where(np.arange(rows) == 3, 1.0, 0.0)
    return made


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"max_points": 0},
        {"max_points": 1},
        {"limit": "none"},
        {"then": "none"},
        {"then": "boxcox"},
        {"combine": True},
        {"skew": 1.0, "kurtosis": 1.0},
    ],
)
def test_columns_treated_together_are_those_treated_alone(changes):
    options = OPTIONS | changes
    values = heavy()
    most = None if options["limit"] == "none" else options["max_points"]
    plan = Plan(
        Limits(options["skew"], options["kurtosis"]), most, options["then"], options["combine"]
    )
    alone = np.column_stack([treated(column, plan).values for column in values.T])
    assert np.allclose(treat_columns(values, options), alone, rtol=1e-12, atol=0)


def test_caps_of_many_columns_are_those_of_each():
    values = heavy()
    skew = moments(values).skew
    failing = np.flatnonzero((np.abs(skew) >= 2) & (moments(values).kurtosis >= 3.5))
    low, high, good = caps(values[:, failing], skew[failing], 5, Limits())
    for place, column in enumerate(failing):
        one = winsorised(values[:, column])
        assert (low[place], high[place], good[place]) == (one.low, one.high, one.check.is_passing)


def test_moments_without_gaps_are_those_of_the_careful_way():
    values = heavy()
    dense, careful = dense_moments(values), moments(values)
    for name in ("count", "mean", "second", "third", "fourth", "skew", "kurtosis"):
        assert np.allclose(getattr(dense, name), getattr(careful, name), rtol=1e-12, equal_nan=True)


def compared(monkeypatch, data, factors, **given):
    """Return results both ways, and how many draws were done together."""
    table, framework, chosen = data
    spec = {"factors": factors, "design": "random", "runs": 60, **given}
    together = []
    plain = Batch.scores

    def watched(self, *arguments):
        found = plain(self, *arguments)
        together.append(found is not None)
        return found

    monkeypatch.setattr(Batch, "scores", watched)
    fast = uncertainty(table, framework, chosen, spec)
    monkeypatch.setattr(Batch, "scores", lambda self, *arguments: None)
    return fast, uncertainty(table, framework, chosen, spec), together


DATA = {"kind": "data", "errors": {"*": 0.05}, "sets": 30}
NOISE = {"kind": "weights", "noise": {"1": 0.2, "2": 0.25, "3": 0.25}, "sets": 40}


def test_the_standard_build_with_errors_in_all_figures(monkeypatch, shared):
    factors = [DATA, NOISE, TREATMENT, NORMALISATION, AGGREGATION]
    fast, general, together = compared(monkeypatch, asem(shared), factors)
    assert all(together)
    assert np.nanmax(np.abs(fast.scores - general.scores)) < 1e-9
    assert (fast.ranks == general.ranks).all()


def test_a_panel_with_errors_and_other_imputed_values(monkeypatch, shared):
    factors = [DATA, {"kind": "imputed", "sets": 30}]
    fast, general, together = compared(monkeypatch, panel(shared), factors, runs=6)
    assert all(together)
    assert np.nanmax(np.abs(fast.scores - general.scores)) < 1e-9


@pytest.mark.parametrize(
    "change",
    [
        {"steps": [{"use": "normalise", "method": "rank"}]},
        {"weights": {"method": "entropy"}},
        {"aggregate": {"method": "geometric", "missing": "worst"}},
        {"steps": [{"use": "normalise", "indicators": {"a": {"method": "zscore", "mean": 50}}}]},
    ],
)
def test_what_cannot_be_done_together_is_done_one_by_one_with_the_same_accounting(
    monkeypatch, change
):
    fast, general, together = compared(monkeypatch, (figures(), tree(), recipe(**change)), [DATA])
    assert not any(together)
    assert np.array_equal(fast.scores, general.scores, equal_nan=True)
    assert fast.failed == general.failed


def test_draws_that_fail_together_are_told_apart_one_by_one(monkeypatch):
    # Normalised from 0, the geometric mean has no meaning in any draw.
    steps = [{"use": "normalise", "lower": 0}]
    data = figures(), tree(), recipe(steps=steps, aggregate={"method": "arithmetic"})
    means = {"key": "aggregate.method", "alternatives": ["arithmetic", "geometric"]}
    fast, _, _ = compared(monkeypatch, data, [DATA, means])
    codes = {why.code for why, _, _ in fast.accounting if why}
    assert codes == {"EVA-251"}
    assert 0 < fast.failed < 60
