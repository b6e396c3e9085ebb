"""A process that is killed in the middle leaves whole things or nothing, and an audit chain that holds."""

import os
import signal
import subprocess
import sys

import pytest

# One process builds the site on a file and is killed while a paper is being written; another looks at what is left.
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.policy import factories
province = factories.build_province()
factories.paper_from(factories.TEXT, by=province.analyst, kept_by=province.top)
"""
CUT = """
import os, signal
import django; django.setup()
from tests.policy import factories
from xiandao.policy.commands import papers
from xiandao.registry.models import Account
written = papers.keep_clauses
def cut(paper, found):
    written(paper, found)
    os.kill(os.getpid(), signal.SIGKILL)
papers.keep_clauses = cut
clerk = Account.objects.get(username="analyst")
factories.paper_from(factories.TEXT.replace("8号", "9号"), by=clerk, kept_by=clerk.organisation.parent)
"""
LOOK = """
import django; django.setup()
from django.conf import settings
from tests.policy import factories
from xiandao.policy.models import Clause, Paper
from xiandao.registry.commands import audit
from xiandao.registry.models import Account, Document
print(Paper.objects.count(), Clause.objects.filter(paper__doc_number__contains="9").count(), Document.objects.count())
print(audit.verify().holds, [one.name for one in settings.XIANDAO_DOCUMENTS.rglob("tmp*")])
clerk = Account.objects.get(username="analyst")
paper = factories.paper_from(factories.TEXT.replace("8号", "9号"), by=clerk, kept_by=clerk.organisation.parent)
print(paper.clauses.count() > 0, paper.proposals.count() > 0, audit.verify().holds)
"""


@pytest.mark.slow
def test_a_paper_that_is_cut_off_in_the_middle_is_not_there_and_can_be_taken_in_again(
    root, tmp_path
):
    surroundings = {
        **os.environ,
        "XIANDAO_HOME": str(tmp_path),
        "XIANDAO_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "xiandao.project.settings.test",
        "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
    }

    def run(script):
        return subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )

    built = run(PREPARE)
    assert built.returncode == 0, built.stderr
    assert run(CUT).returncode == -signal.SIGKILL
    seen = run(LOOK)
    assert seen.stdout.splitlines() == ["1 0 1", "True []", "True True True"], seen.stderr
