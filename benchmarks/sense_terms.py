"""Document frequencies of 1–3-grams of real abstracts, beside scikit-learn and Polars, each in its own process."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

from benchmarks.run import Row, cpu_seconds

SHARED = Path(os.environ.get("XIANDAO_SHARED", Path(__file__).resolve().parents[2] / "shared"))
ABSTRACTS, MIN_DF, BAR_SKLEARN, BAR_POLARS, MEGABYTES = 60_000, 5, 15.0, 5.0, 2048


def run() -> list[Row]:
    """Measure each in a fresh process; refuse to compare where the numbers of terms differ."""
    own, sklearn, polars = (measured(name) for name in ("own", "sklearn", "polars"))
    if len({own[2], sklearn[2], polars[2]}) != 1:
        raise SystemExit(f"terms differ: {own[2]}, {sklearn[2]}, {polars[2]}")
    size = f"{ABSTRACTS:,} abstracts, {own[2]:,} terms, peak {own[1]:.0f} MB (bar {MEGABYTES})"
    return [
        Row("terms by year", size, own[0], "scikit-learn CountVectorizer", sklearn[0], BAR_SKLEARN),
        Row("terms by year", size, own[0], "Polars explode and shift", polars[0], BAR_POLARS),
    ]


def measured(name: str) -> tuple[float, float, int]:
    """Return processor seconds, peak of memory in MB and the number of terms, from a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sense_terms", name],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, memory, terms = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory, terms


def main(name: str) -> tuple[float, float, int]:
    """Count in this process; abstracts with Han characters are left out, peers read those otherwise."""
    import polars as pl

    papers = pl.read_parquet(SHARED / "data/papers/acl.parquet", columns=["year", "abstract"])
    papers = papers.drop_nulls().filter(~pl.col("abstract").str.contains(r"[\u3400-\u9fff]"))
    papers = papers.head(ABSTRACTS)
    found: list[int] = []
    counter = {"own": own, "sklearn": sklearn, "polars": polars}[name]
    if name == "own":
        counter(papers.head(50))
    seconds = cpu_seconds(lambda: found.append(counter(papers)))
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, found[-1]


def own(papers: object) -> int:
    """Terms by year, by this project."""
    from xiandao.sense.methods.term_counts import term_counts

    found = term_counts(papers["abstract"], papers["year"].to_numpy(), min_df=MIN_DF)
    return int(found["term"].n_unique())


def sklearn(papers: object) -> int:
    """Terms, without years, by scikit-learn."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(ngram_range=(1, 3), min_df=MIN_DF, binary=True)
    counter.fit_transform(papers["abstract"].to_list())
    return len(counter.vocabulary_)


def polars(papers: object) -> int:
    """Terms, without years, by Polars."""
    import polars as pl

    words = (
        papers.select(pl.col("abstract").str.to_lowercase().str.extract_all(r"\b\w\w+\b"))
        .with_row_index("text")
        .explode("abstract")
        .drop_nulls()
    )
    word = pl.col("abstract")
    total = 0
    term = word
    for step in range(3):
        if step:
            term = term + " " + word.shift(-step).over("text")
        total += (
            words.select("text", term.alias("term"))
            .drop_nulls()
            .unique()
            .group_by("term")
            .len()
            .filter(pl.col("len") >= MIN_DF)
            .height
        )
    return total


if __name__ == "__main__":
    if re.fullmatch(r"own|sklearn|polars", sys.argv[-1]):
        print(json.dumps(main(sys.argv[-1])))
    else:
        print(run())
