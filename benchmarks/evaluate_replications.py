"""Fully general replications: errors in all figures, every step done again in each run (51 × 49)."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np

from benchmarks.evaluate_build import SHARED
from benchmarks.evaluate_sensitivity import COINR_RUN, NORMALISATION, STEPS, TREATMENT
from benchmarks.run import Row, cpu_seconds
from xiandao.evaluate import Framework, Recipe, Table, read, uncertainty
from xiandao.evaluate.methods.batch_steps import Batch
from xiandao.evaluate.methods.uncertainty import Uncertainty

RUNS = 6000
ERRORS = {"kind": "data", "errors": {"*": 0.05}, "sets": RUNS}
NOISE = {"kind": "weights", "noise": {"1": 0.2, "2": 0.25, "3": 0.25}, "sets": RUNS}
MIXED = {"levels": {"3": {"method": "geometric"}}}


def run() -> list[Row]:
    """Errors with noisy weights and mixed means, then also with other treatments and scales."""
    if not SHARED.is_dir():
        return []
    source = read((SHARED / "iData.csv").read_bytes(), (SHARED / "iMeta.csv").read_bytes())
    data = source.table, source.framework, Recipe({"steps": STEPS, "aggregate": MIXED})
    agree(*data)
    rows = []
    for what, factors in (
        ("E3 errors, weights at all levels, mixed means", [ERRORS, NOISE]),
        ("E3 and other treatments and scales", [ERRORS, NOISE, TREATMENT, NORMALISATION]),
    ):
        spec = {"factors": factors, "design": "random", "runs": RUNS}

        def made(spec: dict[str, object] = spec) -> Uncertainty:
            return uncertainty(*data, spec)

        made()
        seconds = cpu_seconds(made)
        size = f"{RUNS} runs, {seconds / RUNS * 1e6:.0f} µs each"
        rows.append(
            Row(what, size, seconds, "COINr 1.1.14, no errors", RUNS * COINR_RUN, RUNS * 120e-6)
        )
    return rows


def agree(table: Table, framework: Framework, recipe: Recipe) -> None:
    """Compare a few runs with the general way, one by one."""
    spec = {"factors": [ERRORS, NOISE], "design": "random", "runs": 100}
    fast = uncertainty(table, framework, recipe, spec).scores
    with patch.object(Batch, "scores", return_value=None):
        general = uncertainty(table, framework, recipe, spec).scores
    if np.nanmax(np.abs(fast - general)) > 1e-9:
        raise SystemExit("scores differ from those of the general way")
