"""The disruption index of all works, from Parquet files to values, beside cdindex and DuckDB.

Each program runs in a process of its own. Graphs are made here: works per year grow by 5 %, each cites 10.5 on
average, either a work of its recent past or what an earlier citation cites, so that a few works gather very many
citers. cdindex is measured on a sample of works and scaled to all of them; reading its graph is not scaled. DuckDB
takes one year of works at a time, which is its fastest way.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.run import Row

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("XIANDAO_SHARED", ROOT.parent / "shared"))
SIZES = (100_000, 1_000_000)
PER_WORK, YEARS, GROWTH, COPIED, WINDOW, SAMPLE = 10.5, 40, 1.05, 0.58, 5, 4_000
BARS = {"aan": 0.05, 1_000_000: 2.5}
MEGABYTES = 1024


def run() -> list[Row]:
    """Measure the real graph, the first call, and both made graphs."""
    rows = first_calls()
    real = SHARED / "data/citations"
    if real.is_dir():
        own, peer = child("own_warm", real), child("peer_cdindex", real)
        agree(own, peer)
        size = f"16,567 works, 94,637 citations; wall {own['wall']:.3f} s"
        rows.append(
            Row("AAN, tables to values", size, own["cpu"], "cdindex", peer["cpu"], BARS["aan"])
        )
    with tempfile.TemporaryDirectory() as folder:
        for works in SIZES:
            rows += beside(works, Path(folder))
    return rows


def beside(works: int, folder: Path) -> list[Row]:
    """Measure one made graph with all programs."""
    citations = make(works, folder)
    own = child("own", folder)
    size = f"{works:,} works, {citations:,} citations, {own['pairs'] / citations:.0f} pairs each"
    told = f"{size}; wall {own['wall']:.2f} s, peak {own['memory']:.0f} MB"
    if works in BARS:
        told += f" (bars {BARS[works]} s, {MEGABYTES} MB)"
    rows = []
    for name, label in (("peer_duckdb", "DuckDB by years"), ("peer_cdindex", "cdindex, scaled")):
        peer = child(name, folder)
        agree(own, peer)
        other = f"{label} (wall {peer['wall']:.1f} s, peak {peer['memory']:.0f} MB)"
        rows.append(Row("files to values", told, own["cpu"], other, peer["cpu"]))
    return rows


def first_calls() -> list[Row]:
    """Measure a whole process on a tiny graph: without machine code on disk, and with it."""
    with tempfile.TemporaryDirectory() as cache:
        cold, warm = (child("first", Path(cache), NUMBA_CACHE_DIR=cache) for _ in range(2))
    size = "process with imports, 2 works; wall {:.2f} s"
    return [
        Row("first call, kernels to be compiled", size.format(cold["wall"]), cold["cpu"]),
        Row("first call, kernels on disk", size.format(warm["wall"]), warm["cpu"]),
    ]


def make(works: int, folder: Path) -> int:
    """Write a graph; return how many citations it has."""
    chance = np.random.default_rng(7)
    weights = GROWTH ** np.arange(YEARS)
    years = 1980 + np.sort(chance.choice(YEARS, works, p=weights / weights.sum()))
    references = chance.poisson(PER_WORK, works)
    citing = np.repeat(np.arange(works), references)
    cited = (citing * (1 - chance.beta(1, 6, len(citing)))).astype(np.int64)
    before = np.concatenate([[0], np.cumsum(references)])[citing]
    copies = (chance.random(len(citing)) < COPIED) & (before > 0)
    source = np.where(
        copies, (chance.random(len(citing)) * before).astype(np.int64), np.arange(len(citing))
    )
    while not np.array_equal(further := source[source], source):
        source = further
    pl.DataFrame({"id": np.arange(works), "year": years}).write_parquet(folder / "nodes.parquet")
    pairs = pl.DataFrame({"citing": citing, "cited": cited[source]})
    pairs = pairs.filter(pl.col("citing") != pl.col("cited")).unique(maintain_order=True)
    pairs.write_parquet(folder / "edges.parquet")
    return len(pairs)


def child(name: str, folder: Path, **world: str) -> dict[str, Any]:
    """Measure in a fresh process: seconds by the clock and of the processor, peak memory, sums of the counts."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sense_disruption", name, str(folder)],
        cwd=ROOT, env=os.environ | world, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told | ({"wall": time.perf_counter() - started} if name == "first" else {})


def agree(own: dict[str, Any], peer: dict[str, Any]) -> None:
    """Stop where a peer finds something else."""
    if "sums" in peer and own["sums"] != peer["sums"]:
        raise SystemExit(f"{own['sums']} is not {peer['sums']}")
    for work, value in peer.get("values", {}).items():
        mine = own["values"][int(work)]
        if (mine is None) != (value is None) or (value is not None and abs(mine - value) > 1e-12):
            raise SystemExit(f"{work}: {mine} is not {value}")


def values_of(folder: Path) -> dict[str, Any]:
    """Compute with this project, from files to values."""
    sense = "xiandao.sense.methods"
    graph_of = importlib.import_module(f"{sense}.citation_graph").citation_graph
    disruption = importlib.import_module(f"{sense}.disruption").disruption
    nodes = pl.read_parquet(folder / "nodes.parquet", columns=["id", "year"])
    found = disruption(graph_of(nodes, pl.read_parquet(folder / "edges.parquet")), window=WINDOW)
    sums = [int(part.sum()) for part in (found.n_f, found.n_b, found.n_r)]
    return {"sums": sums, "pairs": sum(sums), "found": found}


def own(folder: Path) -> dict[str, Any]:
    """The first graph of a process whose machine code is on disk; imports are in the first call's row."""
    tiny_graph()
    told = measured(lambda: values_of(folder))
    return told | {"values": told.pop("found").frame()["cd"].to_list()}


def own_warm(folder: Path) -> dict[str, Any]:
    """The best of five in one process, from tables to values."""
    told = min((measured(lambda: values_of(folder)) for _ in range(5)), key=lambda one: one["cpu"])
    return told | {"values": told.pop("found").frame()["cd"].to_list()}


def tiny_graph() -> None:
    """Load or compile all kernels."""
    with tempfile.TemporaryDirectory() as name:
        pl.DataFrame({"id": [1, 2], "year": [1, 2]}).write_parquet(f"{name}/nodes.parquet")
        pl.DataFrame({"citing": [2], "cited": [1]}).write_parquet(f"{name}/edges.parquet")
        values_of(Path(name))


def first(_: Path) -> dict[str, Any]:
    """Everything that a process does until its first values."""
    tiny_graph()
    return {"cpu": time.process_time()}


def peer_cdindex(folder: Path) -> dict[str, Any]:
    """Build cdindex's graph and ask for some works; all works of a small graph."""
    cdindex = importlib.import_module("cdindex")
    nodes = pl.read_parquet(folder / "nodes.parquet")
    pairs = pl.read_parquet(folder / "edges.parquet")
    graph = cdindex.Graph()

    def build() -> dict[str, Any]:
        for name, year in nodes.select("id", "year").iter_rows():
            graph.add_vertex(name, year)
        for citing, cited in pairs.iter_rows():
            graph.add_edge(citing, cited)
        return {}

    places = np.arange(len(nodes))
    if len(nodes) > 5 * SAMPLE:
        places = np.random.default_rng(1).choice(len(nodes), SAMPLE, replace=False)
    ids = nodes["id"].to_list()
    values: dict[int, Any] = {}

    def ask() -> dict[str, Any]:
        values.update((int(one), graph.cdindex(ids[one], WINDOW)) for one in places)
        return {}

    built, asked = measured(build), measured(ask)
    factor = len(nodes) / len(places)
    told = {kind: built[kind] + factor * asked[kind] for kind in ("wall", "cpu")}
    return told | {"memory": asked["memory"], "values": values}


COHORT = """
    with wanted as (select id from nodes where year = {year}),
    own as (select citers.cited f, citers.citing c from citers join wanted on citers.cited = wanted.id
            where citers.year > {year} and citers.year <= {year} + {window}),
    theirs as (select distinct edges.citing f, citers.citing c from edges join wanted on edges.citing = wanted.id
               join citers on citers.cited = edges.cited
               where citers.year > {year} and citers.year <= {year} + {window}),
    either as (select f, c, max(a) a, max(b) b from
               (select f, c, 1 a, 0 b from own union all select f, c, 0, 1 from theirs) group by f, c),
    counts as (select f, sum(a * (1 - b)) n_f, sum(a * b) n_b, sum((1 - a) * b) n_r from either group by f)
    select sum(n_f)::bigint, sum(n_b)::bigint, sum(n_r)::bigint from counts
"""


def peer_duckdb(folder: Path) -> dict[str, Any]:
    """Count with SQL, one year of works at a time, two threads; the sums leave out writing the values."""
    duckdb = importlib.import_module("duckdb")

    def count() -> dict[str, Any]:
        with duckdb.connect(config={"threads": 2}) as engine:
            for name in ("nodes", "edges"):
                path = folder / f"{name}.parquet"
                engine.execute(f"create table {name} as from read_parquet('{path}')")
            engine.execute(
                "create table citers as select citing, cited, year from edges join nodes on citing = id"
            )
            years = engine.execute("select distinct year from nodes").fetchall()
            found = [
                engine.execute(COHORT.format(year=year, window=WINDOW)).fetchone()
                for (year,) in years
            ]
        return {"sums": [sum(row[part] or 0 for row in found) for part in range(3)]}

    return measured(count)


def measured(action: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what an action found with its seconds and the peak of memory so far in MB."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = action()
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    # Not from getrusage: a child's figure there starts with what its parent used.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return found | spent | {"memory": int(peak) / 1024}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](Path(sys.argv[2]))))
