"""An import from OpenAlex that is killed outright."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.sense.openalex_server import LOOPBACK, cursor, work
from xiandao.sense.methods.openalex_query import Question
from xiandao.sense.queries.lake import Corpus
from xiandao.sense.queries.openalex import import_openalex
from xiandao.sense.queries.openalex_client import Client

pytestmark = pytest.mark.allow_hosts(LOOPBACK)

RUN = """
import sys
from pathlib import Path
from xiandao.sense.methods.openalex_query import Question
from xiandao.sense.queries.lake import Corpus
from xiandao.sense.queries.openalex import import_openalex
from xiandao.sense.queries.openalex_client import Client
client = Client(Question("language:zh", "a@b.org", 2), sys.argv[1])
import_openalex(client, Corpus(Path(sys.argv[2]), "c"), 2026, pages_per_part=2)
"""


@pytest.mark.slow
def test_killed_while_it_waits_for_a_page_it_goes_on_and_loses_nothing(served, tmp_path, still):
    server = served([work(number) for number in range(25)])
    hanging = []

    def hang(server, handler, asked):
        if not hanging and asked["cursor"] == cursor(14):
            hanging.append(1)
            time.sleep(3)
        return False

    server.faults.append(hang)
    words = [sys.executable, "-c", RUN, server.address, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(words, env=environment) as process:
        end = time.monotonic() + 60
        while not hanging and process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert hanging
    corpus = Corpus(tmp_path, "c")
    assert len(sorted(corpus.read(["id"])["id"])) == 12
    client = Client(Question("language:zh", "a@b.org", 2), server.address, clock=still.clock)
    batch = import_openalex(client, corpus, 2026, pages_per_part=2)
    assert (batch.state, batch.taken, batch.doubled) == ("done", 25, {})
    assert sorted(corpus.read(["id"])["id"]) == sorted(
        f"openalex:10.1234/w{number}" for number in range(25)
    )
