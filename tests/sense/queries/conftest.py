"""What tests of queries lean on: a server that speaks like OpenAlex, and a clock that waits for nobody."""

import pytest

from tests.sense.openalex_server import OpenAlex
from xiandao.sense.queries.openalex_client import Clock


@pytest.fixture
def served():
    """A function from works to a running server."""
    running = []

    def serve(works):
        running.append(OpenAlex(works))
        return running[-1]

    yield serve
    for one in running:
        one.close()


class Still:
    """A clock that stands except for its pauses, and keeps them."""

    def __init__(self):
        self.time, self.pauses = 100.0, []
        self.clock = Clock(now=lambda: self.time, pause=self.pause, chance=lambda: 1.0)

    def pause(self, seconds):
        self.pauses.append(round(seconds, 3))
        self.time += seconds


@pytest.fixture
def still():
    return Still()
