"""The emergence ranking on real titles: processor seconds, and its measures beside the scored simple detectors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.run import Row, cpu_seconds

SHARED = Path(os.environ.get("XIANDAO_SHARED", Path(__file__).resolve().parents[2] / "shared"))
CHECKS = SHARED / "checks/emergence"
MEASURES = ("p50", "auc", "ap", "threat_score", "open_p50")
SECONDS = 60
KLEINBERG_SECONDS = 0.2
# Before these years the known take-offs cannot be flagged, after them nothing is known of what came.
YEARS = range(2002, 2025)


def run() -> list[Row]:
    """Rank, score with the shared scorer, and tell the figures of every simple detector below."""
    import polars as pl

    from xiandao.sense.methods.emergence import emergence
    from xiandao.sense.methods.emergence_papers import usable_papers
    from xiandao.sense.methods.emergence_terms import corpus

    papers = pl.read_parquet(
        SHARED / "data/papers/acl.parquet", columns=["year", "title", "abstract", "language"]
    )
    tables: list[pl.DataFrame] = []

    def ranked() -> None:
        kept, _ = usable_papers(papers, text=["title"], language="language", languages=("eng",))
        counted = corpus(kept, text=["title"], second="abstract")
        tables.append(emergence(counted, YEARS).scores)

    seconds = cpu_seconds(ranked, repeat=1)
    simple = json.loads((CHECKS / "baselines.json").read_text())["acl"]
    rows = [
        Row("emergence ranking, 23 years", told(scored(tables[-1])), seconds, "", None, SECONDS)
    ]
    rows += [Row(f"simple detector: {name}", told(one), 0.0) for name, one in simple.items()]
    return [*rows, kleinberg()]


def scored(table: Any) -> Mapping[str, Any]:
    """Return what the shared scorer says of a ranking."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ranking.csv"
        table.write_csv(place)
        done = subprocess.run(
            [sys.executable, str(CHECKS / "score.py"), "acl", str(place)],
            capture_output=True,
            text=True,
            check=True,
        )
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def told(one: Mapping[str, Any]) -> str:
    """Return the measures of a ranking in a line."""
    words = [f"{name} {one['mean'][name]:.3f}" for name in MEASURES]
    if one["known"]:
        known = one["known"]["top50"]
        lead = f"{known['flagged']}/{known['before_t50']}/{known['mean_lead_years']}"
        words.append(f"known flagged/before half-peak/lead {lead}")
    return ", ".join(words)


def kleinberg() -> Row:
    """Return the time of the bursts of many terms."""
    import numpy as np

    from xiandao.sense.methods.bursts import bursts

    chance = np.random.default_rng(0)
    counts = chance.poisson(chance.lognormal(1, 1, (100_000, 1)), (100_000, 10))
    documents = np.full(10, 50_000)
    seconds = cpu_seconds(lambda: bursts(counts, documents))
    return Row("Kleinberg bursts", "100,000 terms, 10 years", seconds, "", None, KLEINBERG_SECONDS)


if __name__ == "__main__":
    print(run())
