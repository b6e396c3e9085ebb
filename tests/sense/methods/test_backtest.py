"""Measures of a back-test: equal to the shared scorer's; lead time; what took off."""

import importlib.util

import numpy as np
import polars as pl
import pytest

from xiandao.sense.methods.backtest import lead, measures
from xiandao.sense.methods.takeoffs import outcome


def test_measures_equal_those_of_the_shared_scorer(shared):
    place = shared / "checks/emergence/reference.py"
    spec = importlib.util.spec_from_file_location("emergence_reference", place)
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    table = pl.read_parquet(shared / "checks/emergence/candidates_acl.parquet")
    table = table.filter(pl.col("year") == 2017)
    label, growth = table["takeoff"].to_numpy(), table["growth"].to_numpy()
    scores = np.round(np.random.default_rng(2).normal(size=len(label)) + label, 1)
    theirs, ours = reference.metrics(label, growth, scores), measures(scores, label)
    assert ours.precision[50] == pytest.approx(theirs["p50"])
    assert ours.recall[100] == pytest.approx(theirs["recall100"])
    assert ours.auc == pytest.approx(theirs["auc"])
    assert ours.average_precision == pytest.approx(theirs["ap"])
    assert ours.threat_score == pytest.approx(theirs["threat_score"])
    assert ours.false_alarms[50] == 50 - round(50 * theirs["p50"])


def test_a_year_without_a_takeoff_has_no_auc():
    found = measures(np.array([1.0, 2.0]), np.array([False, False]))
    assert np.isnan(found.auc)
    assert found.precision[50] == 0


def test_lead_counts_from_the_first_flag_after_the_start():
    known = [
        {"name": "a", "variants": ["x", "y"], "start": 2012, "half_peak": 2015},
        {"name": "b", "variants": ["z"], "start": 2010, "half_peak": 2011},
    ]
    found = lead({2011: ["x"], 2013: ["q", "y"], 2014: ["x"]}, known, depth=2)
    assert (found.flagged, found.before, found.mean_years) == (1, 1, 2.0)
    assert found.first == {"a": 2013, "b": None}


def test_an_open_label_window_is_refused():
    with pytest.raises(ValueError, match="not closed"):
        outcome(np.ones((1, 4), int), np.full(4, 10), at=1)
