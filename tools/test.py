"""The whole test suite: once on SQLite, then its database part again on a private PostgreSQL.

./run test              everything, in both phases
./run test ARGS…        pytest with ARGS on SQLite; with --postgres among them, also the database part on PostgreSQL
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import postgres

ROOT = Path(__file__).resolve().parents[1]
PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadgroup")
CLOSING = re.compile(r"^=* ?((?:\d+ [a-z]+(?:, )?)+|no tests ran) in [\d.]+s.*$")
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected|rerun)")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
TAIL = 65536
NOTHING_SELECTED = 5


@dataclass(frozen=True)
class Outcome:
    """How one phase ended: pytest's exit status and its own closing line."""

    name: str
    status: int
    closing: str

    @property
    def counts(self) -> Counter[str]:
        """How many tests ended in which way, in pytest's words."""
        found = Counter[str]()
        for number, word in COUNTED.findall(self.closing):
            found["errors" if word == "error" else word] += int(number)
        return found


def closing_line(output: str) -> str:
    """Return pytest's last summary line in an output, without colours, or nothing when there is none.

    >>> closing_line("....\\n==== 4 passed, 1 skipped in 0.12s ====\\n")
    '==== 4 passed, 1 skipped in 0.12s ===='
    """
    lines = [COLOURS.sub("", line).strip() for line in output.splitlines()]
    return next((line for line in reversed(lines) if CLOSING.match(line)), "")


def run_pytest(name: str, arguments: Sequence[str], surroundings: dict[str, str]) -> Outcome:
    """Run pytest, let its output through as it comes and keep the end of it."""
    print(f"── {name}", flush=True)
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    words = [sys.executable, "-m", "pytest", *colour, *arguments]
    tail = b""
    with subprocess.Popen(
        words, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        while process.stdout and (piece := os.read(process.stdout.fileno(), 8192)):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            tail = (tail + piece)[-TAIL:]
    return Outcome(name, process.wait(), closing_line(tail.decode("utf-8", "replace")))


def clean_surroundings() -> dict[str, str]:
    """Return the environment of the tests: nothing of a running site's own settings leaks into them."""
    kept = {"XIANDAO_SHARED", "XIANDAO_POSTGRES_BIN", "XIANDAO_HYPOTHESIS"}
    variables = {k: v for k, v in os.environ.items() if not k.startswith("XIANDAO_") or k in kept}
    variables.pop("DJANGO_SETTINGS_MODULE", None)
    return variables


def on_postgres(arguments: Sequence[str]) -> Outcome:
    """Run the tests marked ``database`` on a server of their own; without one, say why and skip, except in CI."""
    name = "PostgreSQL (database part)"
    try:
        with postgres.private_server() as address:
            surroundings = clean_surroundings() | {"XIANDAO_DATABASE_URL": address}
            outcome = run_pytest(name, [*arguments, "-m", "database and not slow"], surroundings)
    except postgres.NoServer as reason:
        print(f"── {name}: 跳过 skipped: {reason}", flush=True)
        return Outcome(name, int(is_ci()), "")
    if outcome.status == NOTHING_SELECTED:
        return Outcome(name, 0, outcome.closing)
    return outcome


def is_ci() -> bool:
    """Return whether a continuous-integration service runs this, where a skipped phase counts as a failure."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def report(outcomes: Sequence[Outcome], seconds: float) -> int:
    """Print the total and pytest's own closing lines, the one that matters last; return the exit status."""
    total = sum((outcome.counts for outcome in outcomes), Counter[str]())
    words = ", ".join(f"{number} {word}" for word, number in total.items()) or "no tests"
    print(f"\n合计 Total: {words} · {len(outcomes)} phase(s) · {seconds:.0f} s")
    # A failed phase last, else the whole suite.
    for outcome in sorted(outcomes, key=lambda one: (one.status != 0, one is outcomes[0])):
        if not outcome.closing and outcome.status:
            print(f"{outcome.name}: failed (status {outcome.status})")
        if outcome.closing:
            print(outcome.closing, flush=True)
    return next((outcome.status for outcome in outcomes if outcome.status), 0)


def main(arguments: Sequence[str]) -> int:
    """Run the phases that the arguments ask for."""
    began = time.monotonic()
    own = [word for word in arguments if word != "--postgres"]
    options = own or [*PARALLEL, "--tb=short"]
    outcomes = [
        run_pytest("SQLite (whole suite)" if not own else "SQLite", options, clean_surroundings())
    ]
    if not own or "--postgres" in arguments:
        outcomes.append(on_postgres(options))
    return report(outcomes, time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
