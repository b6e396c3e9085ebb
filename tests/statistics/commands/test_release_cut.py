"""A publisher that is killed in the middle leaves a table published as a whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.statistics import economy, world
from tests.statistics.commands.test_releases import made
province = world.build()
economy.settle(province, "2026-09")
made(province)
"""
CUT = """
import os, signal
import django; django.setup()
from xiandao.registry.models import Account
from xiandao.statistics.commands import releases
from xiandao.statistics.models import Release
releases.note = lambda *words, **facts: os.kill(os.getpid(), signal.SIGKILL)
second = Account.objects.get(username="second_statistician")
releases.publish(release=Release.objects.get(), by=second)
"""
LOOK = """
import django; django.setup()
from xiandao.registry.commands import audit
from xiandao.registry.models import Account
from xiandao.statistics.commands import releases
from xiandao.statistics.models import Release
release = Release.objects.get()
print(release.state, release.published_at, audit.verify().holds)
second = Account.objects.get(username="second_statistician")
print(releases.publish(release=release, by=second).state, audit.verify().holds)
"""


@pytest.mark.slow
def test_a_table_whose_publication_is_cut_off_still_waits_and_can_be_published(tmp_path):
    surroundings = {
        **os.environ,
        "XIANDAO_HOME": str(tmp_path),
        "XIANDAO_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "xiandao.project.settings.test",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }

    def run(script):
        return subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )

    built = run(PREPARE)
    assert built.returncode == 0, built.stderr
    assert run(CUT).returncode == -signal.SIGKILL
    seen = run(LOOK)
    assert seen.stdout.splitlines() == ["draft None True", "published True"], seen.stderr
