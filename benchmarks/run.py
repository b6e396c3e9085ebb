"""Runs the benchmarks and writes benchmarks/results.md: processor seconds beside the named peer or the bar.

python benchmarks/run.py               all of them
python benchmarks/run.py reading …     those named (files of this folder)

A benchmark is a file of this folder with ``run() -> list[Row]``, or one that prints its own figures when it is run.
"""

from __future__ import annotations

import importlib
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.md"


@dataclass(frozen=True)
class Row:
    """One measured line: what was done, on how much, how many processor seconds, and against whom."""

    what: str
    size: str
    seconds: float
    peer: str = ""
    peer_seconds: float | None = None
    bar_seconds: float | None = None

    @property
    def verdict(self) -> str:
        """How the figure compares: times the peer, and whether it keeps the bar."""
        words = []
        if self.peer_seconds and self.seconds:
            words.append(f"{self.peer_seconds / self.seconds:.1f}× as fast as {self.peer}")
        if self.bar_seconds is not None:
            words.append(
                "keeps the bar" if self.seconds <= self.bar_seconds else "**misses the bar**"
            )
        return ", ".join(words)


def cpu_seconds(action: Callable[[], object], *, repeat: int = 3) -> float:
    """Return the least processor time of one call among ``repeat`` calls, children included."""
    best = float("inf")
    for _ in range(repeat):
        before = spent()
        action()
        best = min(best, spent() - before)
    return best


def spent() -> float:
    """Return the processor seconds of this process and of its finished children."""
    if sys.platform == "win32":
        return time.process_time()
    import resource

    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def names() -> list[str]:
    """Return the benchmarks of this folder."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in {"run", "site"})


def as_markdown(sections: Mapping[str, str]) -> str:
    """Return the results as a page."""
    head = (
        "# Benchmarks\n\nWritten by `./run python benchmarks/run.py`. Processor seconds, best of three; the machine: "
        f"{platform.machine()}, CPython {platform.python_version()}.\n"
    )
    return head + "".join(f"\n## {name}\n\n{text}\n" for name, text in sections.items())


def section(rows: list[Row] | str) -> str:
    """Return the figures of one benchmark as a table, or what it printed."""
    if isinstance(rows, str):
        return f"```\n{rows.strip()}\n```"
    head = ["| What | Size | CPU s | Peer or bar | CPU s | |", "|---|---|---:|---|---:|---|"]
    return "\n".join([*head, *map(line_of, rows)])


def sections_of(page: str) -> dict[str, str]:
    """Return what a page of results says of each benchmark."""
    parts = page.split("\n## ")[1:]
    return {name: text.strip("\n") for name, _, text in (part.partition("\n") for part in parts)}


def printed_by(name: str) -> str:
    """Run a benchmark that is a script of its own and return what it prints."""
    done = subprocess.run(
        [sys.executable, str(HERE / f"{name}.py")],
        cwd=HERE.parent,
        env=os.environ | {"PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE.parent / 'src'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def line_of(row: Row) -> str:
    """Return one row of a table."""
    other = row.peer or ("bar" if row.bar_seconds is not None else "")
    limit = row.peer_seconds if row.peer_seconds is not None else row.bar_seconds
    figure = "" if limit is None else f"{limit:.3f}"
    return f"| {row.what} | {row.size} | {row.seconds:.3f} | {other} | {figure} | {row.verdict} |"


def main(wanted: Sequence[str]) -> int:
    """Run the benchmarks named, or all; those that were not run keep the figures that they have."""
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(
            f"unknown benchmark {', '.join(unknown)}; there are: {', '.join(names())}",
            file=sys.stderr,
        )
        return 2
    sys.path.insert(0, str(HERE.parent))
    groups: dict[str, list[Row] | str] = {}
    for name in wanted or names():
        # A benchmark imports Row from benchmarks.run: it must be the one class that this process knows.
        module = importlib.import_module(f"benchmarks.{name}")
        if not hasattr(module, "run"):
            groups[name] = printed_by(name)
            print(groups[name], flush=True)
            continue
        rows = groups[name] = module.run()
        for row in rows:
            print(f"{name}: {row.what} ({row.size}) {row.seconds:.3f} s {row.verdict}", flush=True)
    kept = sections_of(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    kept |= {name: section(rows) for name, rows in groups.items()}
    RESULTS.write_text(as_markdown(dict(sorted(kept.items()))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
