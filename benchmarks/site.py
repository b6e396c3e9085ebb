"""A site on a throw-away SQLite file, filled to a size, for benchmarks of pages."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Site:
    """The small province of the tests, grown to the size that is asked for."""

    world: Any

    def fill(self, *, items: int, organisations: int) -> None:
        """Add ledger items and enterprises."""
        from tests.policy import ledgers
        from xiandao.registry.models import Organisation

        ledgers.many(self.world, items)
        Organisation.objects.bulk_create(
            Organisation(
                code=f"E{number:05d}", name=f"示范企业第{number:05d}号", kind="enterprise", parent=self.world.province,
                path=f"{self.world.province.path}9{number:05d}",
            )
            for number in range(organisations)
        )  # fmt: skip

    def client(self, username: str) -> Any:
        """Return a signed-in test client."""
        from django.test import Client

        client = Client()
        client.force_login(getattr(self.world, username))
        return client

    def queries(self, action: Callable[[], object]) -> int:
        """Count the statements of one call."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            action()
        return len(caught)

    def check(self, answer: Any) -> None:
        """Stop where a page failed: a quick error page is no result."""
        if answer.status_code != 200:
            raise RuntimeError(f"the page answered {answer.status_code}")


def use_site() -> None:
    """Load Django with a data folder of its own, once per process."""
    if "XIANDAO_BENCH_HOME" in os.environ:
        return
    home = tempfile.mkdtemp(prefix="xiandao-bench-")
    os.environ |= {
        "XIANDAO_BENCH_HOME": home,
        "XIANDAO_HOME": home,
        "XIANDAO_PACK": "demo",
        "DJANGO_SETTINGS_MODULE": "xiandao.project.settings.test",
    }
    import atexit

    import django

    atexit.register(shutil.rmtree, home, ignore_errors=True)
    django.setup()


@contextmanager
def fresh_site() -> Iterator[Site]:
    """Yield an empty ledger in a newly migrated database."""
    use_site()
    from django.core.management import call_command
    from django.db import connection

    connection.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{connection.settings_dict['NAME']}{suffix}").unlink(missing_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    from tests.policy import ledgers

    yield Site(ledgers.with_items(ledgers.build()))
    connection.close()
