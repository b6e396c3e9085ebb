"""The first screen with a full ledger: 2,000 items, 300 organisations."""

from __future__ import annotations

from benchmarks.run import Row, cpu_seconds
from benchmarks.site import fresh_site

BAR = 0.08
ITEMS = (500, 2000, 8000)


def run() -> list[Row]:
    """Open the page of the analyst through Django's test client and count processor time and queries."""
    rows = []
    for number in ITEMS:
        with fresh_site() as site:
            site.fill(items=number, organisations=300)
            client = site.client("analyst")
            site.check(client.get("/"))
            seconds = cpu_seconds(lambda client=client: client.get("/"), repeat=7)
            what = f"first screen ({site.queries(lambda client=client: client.get('/'))} queries)"
        rows.append(
            Row(what, f"{number:,} items", seconds, bar_seconds=BAR if number == 2000 else None)
        )
    return rows
