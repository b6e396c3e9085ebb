"""What tests/conftest.py promises: no network, marks by use, a clean report of benchmarks."""

import socket

import pytest
from pytest_socket import SocketBlockedError

from benchmarks import run as benchmarks


@pytest.mark.filterwarnings("ignore:A test tried to use socket.socket:UserWarning")
def test_a_test_reaches_no_network():
    with pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET)
    left, right = socket.socketpair()
    left.close()
    right.close()


@pytest.mark.django_db
def test_a_test_that_uses_the_database_is_marked_for_postgresql(request):
    assert request.node.get_closest_marker("database") is not None


def test_a_test_without_a_database_is_not(request):
    assert request.node.get_closest_marker("database") is None


def test_a_benchmark_says_how_it_compares():
    row = benchmarks.Row(
        "read", "20,000 characters", 0.1, peer="regex alone", peer_seconds=0.2, bar_seconds=0.05
    )
    assert row.verdict == "2.0× as fast as regex alone, **misses the bar**"
    page = benchmarks.as_markdown({"reading": benchmarks.section([row])})
    assert "| read | 20,000 characters | 0.100 | regex alone | 0.200 |" in page


def test_processor_time_of_children_is_counted():
    import subprocess
    import sys

    spent = benchmarks.cpu_seconds(
        lambda: subprocess.run([sys.executable, "-c", "sum(range(3_000_000))"], check=True),
        repeat=1,
    )
    assert spent > 0.02


def test_a_benchmark_that_was_not_run_keeps_its_figures():
    page = benchmarks.as_markdown({"reading": "| a |", "writing": "```\nb\n```"})
    kept = benchmarks.sections_of(page)
    assert kept == {"reading": "| a |", "writing": "```\nb\n```"}
    assert benchmarks.as_markdown(kept) == page
