"""A process that is killed in the middle of an approval or of taking a file over leaves all of it or nothing."""

import os
import signal
import subprocess
import sys

import pytest

START = """
import os, signal
import django; django.setup()
from django.utils import timezone
from tests.statistics import world as factory
from tests.statistics.returns import approved, filed, passed, saved, whole
from tests.statistics.commands.test_uploads import number, written
from xiandao.registry.commands import audit
from xiandao.registry.models import Account
from xiandao.statistics.commands import checking, filings, reviews, uploads
from xiandao.statistics.models import Filing, FilingEvent, ReturnUpload, Round, ValueChange
def who(name): return Account.objects.get(username=name)
def of(code): return Filing.objects.select_related("round__form", "organisation").get(organisation__code=code)
def kill(*given, **named): os.kill(os.getpid(), signal.SIGKILL)
"""
PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
world = factory.build()
found = factory.opened(world)
passed(filed(factory.filing_of(found, world.ent_1), world.reporter_1), world.city_statistician_a)
draft = factory.filing_of(found, world.ent_2)
uploads.receive(filing=draft, data=written(draft, number(whole())), name="x.xlsx", by=world.reporter_2)
"""
CUT_APPROVAL = """
reviews._totals_changed = kill
approved(of("E-1"), who("statistician"))
"""
CUT_TAKING = """
checking.check = kill
uploads.take(upload=ReturnUpload.objects.get(), by=who("reporter_2"))
"""
LOOK = """
one, two = of("E-1"), of("E-2")
print(one.stage, one.was_approved, FilingEvent.objects.filter(transition="approve").count(), one.round.revision)
print(two.values, two.version, ValueChange.objects.filter(filing=two).count(), ReturnUpload.objects.get().state)
print(audit.verify().holds)
"""
AGAIN = """
print(approved(of("E-1"), who("statistician")).stage)
print(len(uploads.take(upload=ReturnUpload.objects.get(), by=who("reporter_2")).values) > 50)
print(audit.verify().holds)
"""


@pytest.fixture
def run(root, tmp_path):
    surroundings = {
        **os.environ,
        "XIANDAO_HOME": str(tmp_path),
        "XIANDAO_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "xiandao.project.settings.test",
        "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
    }

    def script(text):
        return subprocess.run(
            [sys.executable, "-c", START + text],
            cwd=root,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )

    return script


@pytest.mark.slow
def test_an_approval_or_an_import_that_is_cut_off_did_not_happen_and_can_be_done_again(run):
    built = run(PREPARE)
    assert built.returncode == 0, built.stderr
    before = run(LOOK)
    assert before.stdout.splitlines()[0].startswith("province False 0"), before.stderr
    for cut in (CUT_APPROVAL, CUT_TAKING):
        assert run(cut).returncode == -signal.SIGKILL
        assert run(LOOK).stdout == before.stdout
    again = run(AGAIN)
    assert again.stdout.splitlines() == ["approved", "True", "True"], again.stderr
