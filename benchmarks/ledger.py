"""Figures of the ledger: its page, its export, its import with differences, on a private SQLite file.

PYTHONPATH=src:. python benchmarks/ledger.py [number of items]
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiandao.project.settings.test")
os.environ["XIANDAO_HOME"] = tempfile.mkdtemp(prefix="xiandao-bench-")

ITEMS = 10_000
SHOWN = 200
CHANGED = 500


def measured(label: str, bar: str, work: Callable[[], Any], rounds: int = 1) -> Any:
    """Run, print processor and wall time of the best round, return what the work returned."""
    best_cpu = best_wall = float("inf")
    result = None
    for _round in range(rounds):
        gc.collect()
        cpu, wall = time.process_time(), time.perf_counter()
        result = work()
        best_cpu = min(best_cpu, time.process_time() - cpu)
        best_wall = min(best_wall, time.perf_counter() - wall)
    print(f"{label:<46}{best_cpu * 1000:>9.0f} ms CPU{best_wall * 1000:>9.0f} ms   ({bar})")
    return result


def main() -> None:
    """Build a ledger and measure."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, reset_queries
    from django.test import Client

    call_command("migrate", verbosity=0)
    from tests.policy import ledgers

    count = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    world = ledgers.with_items(ledgers.build())
    ledgers.many(world, count)
    client = Client()
    client.force_login(world.analyst)
    print(f"{count + 5} items, {SHOWN} rows a page")

    def opened(path: str) -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")

    opened("/policy/ledger")
    measured(
        f"ledger page, {SHOWN} rows of {count}",
        "≤ 100 ms",
        lambda: opened(f"/policy/ledger?per={SHOWN}"),
        5,
    )
    small = list(world.paper.items.filter(number__gt=SHOWN).values_list("pk", flat=True))
    measured("deadlines", "", lambda: opened("/policy/deadlines"), 3)
    measured("targets", "", lambda: opened("/policy/targets"), 3)
    measured("item page", "", lambda: opened(f"/policy/items/{small[0]}"), 3)
    connection.force_debug_cursor = True
    reset_queries()
    opened(f"/policy/ledger?per={SHOWN}")
    print(f"ledger page takes {len(connection.queries)} queries")
    connection.force_debug_cursor = False
    data = measured("export", "≤ 3 s", lambda: ledgers.workbook(world), 2)
    imported(world, data)


def imported(world: Any, data: bytes) -> None:
    """Measure reading the workbook back in, the differences, and saving."""
    from django.utils import timezone

    from xiandao.policy.commands import imports
    from xiandao.policy.queries.importing import comparison

    cells = {f"Q{line}": "用地指标需协调" for line in range(4, 4 + CHANGED)}
    filled = ledgers_changed(data, cells)
    upload = measured(
        "import: inspect, read in a child, keep",
        "",
        lambda: imports.take(filled, name="台账.xlsx", by=world.analyst),
    )
    found = measured(
        "import: differences",
        "both ≤ 10 s",
        lambda: comparison(world.analyst, upload, today=timezone.localdate()),
    )
    print(f"    {found.diff.counts}")
    outcome = measured(
        f"import: save {CHANGED} changed rows",
        "",
        lambda: imports.confirm(upload=upload, choices={}, by=world.analyst),
    )
    print(f"    {outcome}")


def ledgers_changed(data: bytes, cells: dict[str, str]) -> bytes:
    """Fill cells in as a clerk would (not measured)."""
    from tests.policy import ledgers

    return ledgers.changed(data, cells)


if __name__ == "__main__":
    main()
