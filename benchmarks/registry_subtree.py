"""Subtree of 28,000 organisations: how long the one range query takes, and what a walk by parents would take.

    .venv/bin/python benchmarks/registry_subtree.py

Bar: the keys of the whole subtree within 40 ms on SQLite.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CITIES, COUNTIES, ENTERPRISES = 10, 100, 28_000
BAR_MS = 40
ROUNDS = 9


def best(act: Callable[[], object]) -> float:
    """Return the shortest of several runs in milliseconds of wall time."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def build() -> None:
    """Write a province with cities, counties and enterprises."""
    from xiandao.registry.commands.planting import plant
    from xiandao.registry.models import Organisation

    def rows(prefix: str, kind: str, count: int) -> list[Organisation]:
        return [
            Organisation(code=f"{prefix}-{n}", name=f"{prefix}{n}", kind=kind) for n in range(count)
        ]

    (top,) = plant([Organisation(code="99", name="示范省人民政府", kind="province")], parent=None)
    each = ENTERPRISES // COUNTIES
    for city in plant(rows("市", "city", CITIES), parent=top):
        for county in plant(rows(city.code, "county", COUNTIES // CITIES), parent=city):
            plant(rows(county.code, "enterprise", each), parent=county)


def main() -> int:
    """Build, measure, print; the status says whether the bar is kept."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XIANDAO_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiandao.project.settings.base")
        sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
        import django

        django.setup()
        from django.core.management import call_command

        from xiandao.registry.models import Organisation
        from xiandao.registry.queries.organisations import subtree

        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        build()
        print(f"build            {time.perf_counter() - began:8.1f} s")
        top = Organisation.objects.get(code="99")
        city = Organisation.objects.filter(kind="city").first()
        total = subtree(top).count()
        keys = best(lambda: list(subtree(top).values_list("pk", flat=True)))
        print(f"subtree, count   {best(subtree(top).count):8.1f} ms  ({total} organisations)")
        print(f"subtree, keys    {keys:8.1f} ms  (bar {BAR_MS} ms)")
        print(
            f"one city, keys   {best(lambda: list(subtree(city).values_list('pk', flat=True))):8.1f} ms"
        )
        print(f"one city, rows   {best(lambda: list(subtree(city))):8.1f} ms")
        print(f"all, whole rows  {best(lambda: list(subtree(top))):8.1f} ms")
    return int(keys > BAR_MS)


if __name__ == "__main__":
    sys.exit(main())
