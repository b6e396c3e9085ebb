"""A province that reports, built for journeys: all enterprises but three are approved, the three wait for their reporters."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from tests.journeys.conftest import PASSWORD, free_port, served, surroundings

PEOPLE = (
    "reporter_1", "reporter_3", "reporter_4", "city_statistician_a", "statistician",
    "second_statistician", "analyst",
)  # fmt: skip
PREPARE = f"""
import json
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.statistics import economy, world as factory
from xiandao.statistics.commands import indicators, rules
world = factory.build()
for name in {PEOPLE!r}:
    account = getattr(world, name)
    account.set_password({PASSWORD!r})
    account.save()
rules.plant(organisation=world.top, by=world.statistician)
indicators.plant(organisation=world.top, by=world.statistician)
firms = economy.enterprises(world)
found = factory.opened(world)
with_reporters = {{world.ent_1.pk, world.ent_3.pk, world.ent_4.pk}}
for number, firm in enumerate([*firms, *world.enterprises], 1):
    if firm.pk not in with_reporters:
        filing = factory.filing_of(found, firm)
        factory.write(filing, values=economy.values(number), was_approved=True)
returns = {{one: factory.filing_of(found, getattr(world, one)).pk for one in ("ent_1", "ent_3", "ent_4")}}
print(json.dumps({{**returns, "round": found.pk, "top": world.top.pk, "name": world.ent_1.label}}))
"""


@contextmanager
def reporting_site(home: Path) -> Iterator[SimpleNamespace]:
    """Build the province in a folder and serve it; give its address and the keys of its returns."""
    home.mkdir()
    built = subprocess.run(
        [sys.executable, "-c", PREPARE],
        env=surroundings(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr[-3000:]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:xiandao.project.server"]
    with served(command, home, free_port()) as running:
        keys = json.loads(built.stdout.splitlines()[-1])
        yield SimpleNamespace(address=running.address, **keys)
