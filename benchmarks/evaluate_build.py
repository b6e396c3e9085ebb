"""Building an index: the reference data beside COINr's own figures, and a million units by fifty indicators.

COINr 1.1.14 was measured once on R 4.2.2 (processor seconds): 0.088 s for the build of 51 × 49, 26.1 s for 50,000
units, linear in units. Reading and writing files are not part of it. Large tables are built without keeping the stages,
and once more with all of them kept.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.run import Row, cpu_seconds
from xiandao.evaluate import Framework, Node, Recipe, Table, build, ranks, read, recipe_of

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("XIANDAO_SHARED", ROOT.parent / "shared")) / "data" / "asem"
COINR_BUILD = 0.088
COINR_UNIT = 0.00052
LARGE = {
    "steps": [
        {"use": "impute", "method": "group_mean", "group": "belt"},
        {"use": "treat", "method": "skew_kurt"},
        {"use": "normalise", "method": "minmax"},
    ]
}


def run() -> list[Row]:
    """Both sizes; the small one is skipped where the reference data are not beside the checkout."""
    rows = [small()] if SHARED.is_dir() else []
    sizes = (1_000, 10_000, 100_000, 300_000, 1_000_000)
    return [*rows, *(large(units) for units in sizes), large(1_000_000, keeps=True)]


def small() -> Row:
    """The standard build of the reference data, from the table in memory to ranks, nothing cached."""
    source = read((SHARED / "iData.csv").read_bytes(), (SHARED / "iMeta.csv").read_bytes())
    recipe = recipe_of((ROOT / "examples/recipes/asem_standard.toml").read_bytes())
    times = 50

    def again() -> None:
        for _ in range(times):
            _ = build(source.table, source.framework, recipe).ranks

    again()
    seconds = cpu_seconds(again) / times
    return Row("E1 standard build", "51 × 49", seconds, "COINr 1.1.14", COINR_BUILD, 0.005)


def large(units: int, *, keeps: bool = False) -> Row:
    """Impute, treat, normalise, aggregate and rank, in a process of its own so that its memory can be read."""
    done = subprocess.run(
        [sys.executable, __file__, str(units), *(["keep"] if keeps else [])],
        cwd=ROOT,
        # Threads of the linear algebra find nothing to do here and only burn processor time while they wait.
        env=os.environ
        | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    what = f"impute to rank, {told['wall']:.2f} s by the clock, {told['gib']:.2f} GiB"
    is_judged = units == 1_000_000 and not keeps
    if is_judged:
        what = f"E6 {what}"
    if keeps:
        what = f"{what}, stages kept"
    bar = 2.5 if is_judged else None
    size = f"{units:,} × 50"
    return Row(what, size, told["cpu"], "COINr 1.1.14", COINR_UNIT * units, bar)


def table_of(units: int) -> tuple[Table, Framework]:
    """Skewed figures with two per cent missing, five pillars of ten indicators."""
    drawn = np.random.default_rng(1)
    values = np.empty((units, 50), order="F")
    for place in range(50):
        values[:, place] = drawn.standard_normal(units)
        if place % 5 == 0:
            np.exp(values[:, place], out=values[:, place])
        values[drawn.integers(0, units, units // 50), place] = np.nan
    codes = tuple(f"x{place}" for place in range(50))
    belts = tuple(
        np.array(["north", "south", "east", "west"])[drawn.integers(0, 4, units)].tolist()
    )
    table = Table(tuple(map(str, range(units))), codes, values, groups={"belt": belts})
    pillars = [Node(f"P{number}", parent="index") for number in range(5)]
    leaves = [Node(code, parent=f"P{place // 10}") for place, code in enumerate(codes)]
    return table, Framework.of([Node("index"), *pillars, *leaves])


def measured(units: int, *, keeps: bool) -> dict[str, float]:
    """Build once and return processor seconds, seconds by the clock and the peak of memory."""
    table, tree = table_of(units)
    build(*table_of(200), Recipe(LARGE), keep_stages=keeps)
    began, clock = time.process_time(), time.perf_counter()
    found = build(table, tree, Recipe(LARGE), keep_stages=keeps)
    best = ranks(found.index)
    cpu, wall = time.process_time() - began, time.perf_counter() - clock
    if np.nanmin(best) != 1:
        raise AssertionError("nobody is first")
    return {
        "cpu": cpu,
        "wall": wall,
        "gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2,
    }


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]), keeps="keep" in sys.argv[2:])))
