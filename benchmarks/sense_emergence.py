"""The emergence ranking on real titles: processor seconds, and its measures beside the scored simple detectors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.run import Row, cpu_seconds

SHARED = Path(os.environ.get("XIANDAO_SHARED", Path(__file__).resolve().parents[2] / "shared"))
CHECKS = SHARED / "checks/emergence"
MEASURES = ("p50", "auc", "ap", "threat_score", "open_p50")
SECONDS = 120


def run() -> list[Row]:
    """Rank, score with the shared scorer, tell the figures with the best simple detector's behind each."""
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
        tables.append(emergence(counted, range(2002, 2025)).scores)

    seconds = cpu_seconds(ranked)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ranking.csv"
        tables[-1].write_csv(place)
        done = subprocess.run(
            [sys.executable, str(CHECKS / "score.py"), "acl", str(place)],
            capture_output=True,
            text=True,
            check=True,
        )
    found = json.loads(done.stdout)
    simple = json.loads((CHECKS / "baselines.json").read_text())["acl"]
    told = [
        f"{name} {found['mean'][name]:.3f} (best simple"
        f" {max(one['mean'][name] for one in simple.values()):.3f})"
        for name in MEASURES
    ]
    known = found["known"]["top50"]
    told.append(
        f"known {known['flagged']}/{known['before_t50']}/{known['mean_lead_years']} (best 34/20/0.94)"
    )
    return [Row("emergence ranking, 23 years", ", ".join(told), seconds, "", None, SECONDS)]


if __name__ == "__main__":
    print(run())
