"""Two administrators' hands at once on a real database: still one family for one account, and one unbroken trail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STORY = """
import threading, django
django.setup()
from django.core.management import call_command
from django.db import connection, connections
call_command("migrate", verbosity=0)
from xiandao.registry.commands import accounts, audit, bootstrap, grants
from xiandao.registry.models import Account
from xiandao.terms.error import XiandaoError
first = bootstrap.first_administrators("demo", password="Lanzhou-2026-mian")
system, security = first["system_admin"].account, first["security_admin"].account
top = system.organisation
outcome = []
for number in range(5):
    account = accounts.create(organisation=top, username=f"p{number}", display_name="甲", by=system).account
    gate = threading.Barrier(2)
    def give(role):
        gate.wait()
        try:
            grants.give(account=account, role=role, organisation=top, by=Account.objects.get(pk=security.pk))
            outcome.append("given")
        except XiandaoError as error:
            outcome.append(error.code)
        finally:
            connections.close_all()
    threads = [threading.Thread(target=give, args=(role,)) for role in ("system_admin", "audit_admin")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    held = set(account.grants.in_force().values_list("role", flat=True))
    assert len(held) == 1, held
assert sorted(outcome) == ["REG-304"] * 5 + ["given"] * 5, outcome
report = audit.verify()
assert report.holds, report
print("rows", report.rows)
"""


@pytest.mark.slow
def test_of_two_grants_of_different_families_at_once_one_is_given(tmp_path):
    surroundings = {
        **os.environ,
        "XIANDAO_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "xiandao.project.settings.base",
        "PYTHONPATH": str(ROOT / "src"),
    }
    surroundings.pop("XIANDAO_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", STORY], env=surroundings, cwd=tmp_path, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith("rows")
    assert (tmp_path / "audit-checkpoint.jsonl").stat().st_size > 0
