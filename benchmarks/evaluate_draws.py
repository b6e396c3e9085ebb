"""Very many units under very many sets of weights: rank intervals and chances, in a process of its own for memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np

from benchmarks.run import Row, cpu_seconds
from xiandao.evaluate import Framework, Node, Recipe, Table, uncertainty

UNITS, INDICATORS, PILLARS, DRAWS = 3_000, 50, 5, 10_000
BAR, MEGABYTES = 3.0, 1024


def run() -> list[Row]:
    """Measure in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.evaluate_draws"],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, memory = json.loads(done.stdout.splitlines()[-1])
    size = f"{UNITS:,} × {INDICATORS} × {DRAWS:,} draws, peak {memory:.0f} MB (bar {MEGABYTES})"
    return [Row("E5 rank intervals and P(top k)", size, seconds, "", None, BAR)]


def measured() -> tuple[float, float]:
    """Return processor seconds and the peak of memory in MB."""
    chance = np.random.default_rng(1)
    nodes = [Node("I"), *(Node(f"P{place}", parent="I") for place in range(PILLARS))]
    nodes += [Node(f"x{place}", parent=f"P{place % PILLARS}") for place in range(INDICATORS)]
    framework = Framework.of(nodes)
    units = tuple(f"u{number}" for number in range(UNITS))
    table = Table(units, framework.indicators, chance.lognormal(0, 0.5, (UNITS, INDICATORS)))
    recipe = Recipe({"steps": [{"use": "normalise"}]})
    factor = {"kind": "weights", "noise": {"1": 0.25, "2": 0.25}, "sets": DRAWS}

    def made() -> None:
        found = uncertainty(table, framework, recipe, {"factors": [factor]})
        if found.runs != DRAWS:
            raise SystemExit(f"{found.runs} runs")
        for level in (0.05, 0.5, 0.95):
            found.distribution.quantile(level)
        found.top(10)

    return cpu_seconds(made), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(measured()))
