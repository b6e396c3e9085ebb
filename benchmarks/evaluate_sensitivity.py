"""Uncertainty and sensitivity of the reference index (51 × 49), beside COINr's own figures and SALib's estimators.

COINr 1.1.14 was measured once on R 4.2.2 (processor seconds): 0.125 s a run of ``get_sensitivity``, 4.9 s to remove
49 indicators in turn. SALib analyses the same results here, with as many resamples; it makes no index itself.
"""

from __future__ import annotations

import numpy as np
from SALib.analyze import sobol as salib

from benchmarks.evaluate_build import SHARED
from benchmarks.run import Row, cpu_seconds
from xiandao.evaluate import Recipe, build, read, uncertainty
from xiandao.evaluate.methods.bootstrap import bootstrap_intervals
from xiandao.evaluate.methods.leave_one_out import leave_one_out
from xiandao.evaluate.methods.sobol import sobol_indices
from xiandao.evaluate.methods.uncertainty import Uncertainty

COINR_RUN, COINR_REMOVE = 0.125, 4.9
STEPS = [
    {"use": "denominate"},
    {"use": "impute", "method": "group_mean", "group": "EurAsia_group"},
    {"use": "screen", "availability": 0.9},
    {"use": "treat", "max_points": 5},
    {"use": "normalise", "method": "minmax", "lower": 1, "upper": 100},
]
SCALES = [
    {"method": "minmax", "lower": 1, "upper": 100},
    {"method": "zscore", "mean": 10, "sd": 2},
]
TREATMENT = {"key": "treat.max_points", "alternatives": [1, 2, 3, 4, 5]}
NORMALISATION = {"key": "normalise", "alternatives": SCALES}
AGGREGATION = {"key": "aggregate.method", "alternatives": ["arithmetic", "geometric"]}


def weights(sets: int) -> dict[str, object]:
    """Noise of a quarter on pillars and sub-indices."""
    return {"kind": "weights", "noise": {"2": 0.25, "3": 0.25}, "sets": sets}


def told(found: Uncertainty) -> Uncertainty:
    """Ask for what is reported: quantiles of ranks, chances, pairs."""
    for level in (0.05, 0.5, 0.95):
        found.distribution.quantile(level)
    found.top(10)
    found.beats()
    return found


def run() -> list[Row]:
    """All sizes; nothing where the reference data are not beside the checkout."""
    if not SHARED.is_dir():
        return []
    source = read((SHARED / "iData.csv").read_bytes(), (SHARED / "iMeta.csv").read_bytes())
    data = source.table, source.framework, Recipe({"steps": STEPS})
    design = [TREATMENT, NORMALISATION, weights(100), AGGREGATION]

    def sampled() -> Uncertainty:
        return told(uncertainty(*data, {"factors": design, "design": "sobol", "runs": 1000}))

    def exact() -> Uncertainty:
        return told(uncertainty(*data, {"factors": design}))

    def largest() -> Uncertainty:
        many = [TREATMENT, NORMALISATION, weights(5000), AGGREGATION]
        return told(uncertainty(*data, {"factors": many, "design": "enumerate"}))

    def removed() -> object:
        return leave_one_out(nominal)

    found, nominal = sampled(), build(*data)
    runs = found.runs * COINR_RUN
    peer = "COINr 1.1.14"
    rows = [
        Row("E2 SA N = 1000, d = 4, 1000 bootstraps, ranks", "6000 runs", cpu_seconds(sampled), peer, runs, 0.3),
        Row("E4 all combinations, exact S1/ST", "2000 runs", cpu_seconds(exact), peer, 2000 * COINR_RUN),
        Row("E4 all combinations, exact S1/ST", "100,000 runs", cpu_seconds(largest), peer, 1e5 * COINR_RUN, 2.0),
        Row("E8 leave one out", "59 nodes", cpu_seconds(removed), "COINr 1.1.14 (49 nodes)", COINR_REMOVE, 0.005),
    ]  # fmt: skip
    return [*rows, estimators(found)]


def estimators(found: Uncertainty) -> Row:
    """The estimators alone on the same results, with 1000 resamples; both must agree."""
    names = [factor.name for factor in found.spec.factors]
    y = found.outputs[:, 0].reshape(len(names) + 2, -1)
    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    flat = np.concatenate([y[:1], y[2:], y[1:2]]).T.ravel()

    def ours() -> np.ndarray:
        bootstrap_intervals(y[0], y[1], y[2:], samples=1000)
        return np.array(sobol_indices(y[0], y[1], y[2:]))

    def theirs() -> np.ndarray:
        kept = salib.analyze(problem, flat, calc_second_order=False, num_resamples=1000, seed=1)
        return np.array([kept["S1"], kept["ST"]])

    if np.abs(ours() - theirs()).max() > 1e-9:
        raise SystemExit("indices differ from those of SALib")
    size = f"{y.shape[1]} × {len(names)} factors"
    return Row("S1/ST with intervals", size, cpu_seconds(ours), "SALib", cpu_seconds(theirs))
