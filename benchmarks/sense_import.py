"""Import of 100,000 JSON-lines records into the lake, whole and killed in the middle, each in its own process."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.run import Row, cpu_seconds

RECORDS, BAR_SECONDS, MEGABYTES = 100_000, 60.0, 1_024
WORDS = [
    "quantum",
    "chip",
    "model",
    "network",
    "learning",
    "robot",
    "cell",
    "protein",
    "battery",
    "laser",
    "sensor",
]


def run() -> list[Row]:
    """Import once; once more with a kill in the middle, and refuse to report where the two differ."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_records(place / "works.jsonl")
        own, memory = told(place, "whole", "own")
        peer, _ = told(place, "whole", "polars")
        killed_and_resumed(place)
        if identities(place / "lake-killed") != identities(place / "lake-whole"):
            raise SystemExit("a killed import is not the same as a whole one")
    size = (
        f"{RECORDS:,} records, peak {memory:.0f} MB (bar {MEGABYTES}), killed and resumed: the same"
    )
    return [
        Row("import of JSON lines", size, own, "bar", None, BAR_SECONDS),
        Row("import of JSON lines", size, own, "Polars, nothing cleaned or counted", peer),
    ]


def write_records(place: Path) -> None:
    """Write invented works with an abstract of 150 words, four authors and ten references each."""
    chance = random.Random(7)
    with place.open("w", encoding="utf-8") as stream:
        for number in range(RECORDS):
            work = {
                "id": f"W{number}",
                "doi": f"10.5555/{number}" if number % 2 else None,
                "title": f"{' '.join(chance.choices(WORDS, k=8))} {number}",
                "year": 2000 + number % 25,
                "abstract": " ".join(chance.choices(WORDS, k=150)),
                "authors": [f"Author {chance.randrange(50_000)}" for _ in range(4)],
                "affiliations": [f"Institute {chance.randrange(900)}"],
                "references": [f"W{chance.randrange(RECORDS)}" for _ in range(10)],
            }
            stream.write(json.dumps(work) + "\n")


def told(place: Path, lake: str, way: str) -> tuple[float, float]:
    """Return processor seconds and peak of memory in MB of a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sense_import", str(place), lake, way],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, memory = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory


def killed_and_resumed(place: Path) -> None:
    """Kill an import when its second part is being written, then let it end."""
    words = [sys.executable, "-m", "benchmarks.sense_import", str(place), "killed", "own"]
    process = subprocess.Popen(words, cwd=Path(__file__).resolve().parents[1], env=os.environ)
    parts = place / "lake-killed" / "c" / "records"
    while process.poll() is None and not list(parts.glob("*/*-1.parquet")):
        time.sleep(0.005)
    process.kill()
    process.wait()
    told(place, "killed", "own")


def identities(lake: Path) -> list[str]:
    """Return the sorted ids of a lake."""
    from xiandao.sense.queries.lake import Corpus

    return sorted(Corpus(lake, "c").read(["id"])["id"])


def own(place: Path, lake: Path) -> None:
    """Import with the project."""
    from xiandao.sense.queries.import_records import Wishes, import_file
    from xiandao.sense.queries.lake import Corpus

    import_file(place, Corpus(lake, "c"), Wishes(latest=2026))


def polars(place: Path, lake: Path) -> None:
    """Read and write with Polars: a floor, since it neither cleans nor counts nor can be resumed."""
    import polars as pl

    lake.mkdir(exist_ok=True)
    pl.read_ndjson(place).unique("id").write_parquet(lake / "floor.parquet")


if __name__ == "__main__":
    home = Path(sys.argv[1])
    work = own if sys.argv[3] == "own" else polars
    lake_of = home / f"lake-{sys.argv[2]}{'' if work is own else '-floor'}"
    spent = cpu_seconds(lambda: work(home / "works.jsonl", lake_of), repeat=1)
    print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
