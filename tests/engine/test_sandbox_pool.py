"""The pool of children: answers in order, a dead child costs only its file, excess is told."""

import sys

import pytest

from xiandao.engine.sandbox_pool import Bounds, run_many
from xiandao.terms.error import XiandaoError

BEHAVIOURS = """
import os, time
from xiandao.terms.error import XiandaoError

def act(data):
    word = data.decode()
    if word == "die":
        os._exit(7)
    if word == "abort":
        os.abort()
    if word == "refuse":
        raise XiandaoError("ABC-001", "不行", "换一个", {"size": len(data)})
    if word == "spin":
        while True:
            pass
    if word == "sleep":
        time.sleep(60)
    if word == "swallow":
        return str(len(bytearray(4 * 1024 ** 3)))
    if word == "pid":
        return str(os.getpid())
    print("noise")
    return word * 2
"""

needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource limits")


@pytest.fixture(scope="module", autouse=True)
def behaviours(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pool")
    (folder / "pool_behaviours.py").write_text(BEHAVIOURS, encoding="utf-8")
    sys.path.append(str(folder))
    yield
    sys.path.remove(str(folder))


def answers(*words, **more):
    jobs = [(number, word.encode()) for number, word in enumerate(words)]
    return [answer for _, answer in run_many("pool_behaviours:act", jobs, **more)]


def test_answers_come_in_the_order_of_the_jobs():
    words = [f"w{number}" for number in range(60)]
    assert answers(*words, workers=3) == [word * 2 for word in words]


def test_one_child_serves_many_files():
    assert len(set(answers("pid", "pid", "pid", workers=1))) == 1


def test_a_child_that_dies_costs_only_its_file():
    before, dead, aborted, after = answers("a", "die", "abort", "b", workers=1)
    assert (before, after) == ("aa", "bb")
    assert (dead.code, aborted.code) == ("ENG-103", "ENG-102")


def test_an_error_told_by_the_function_comes_back_whole():
    (error,) = answers("refuse")
    assert isinstance(error, XiandaoError)
    assert (error.code, error.sentence, error.hint, dict(error.details)) == (
        "ABC-001",
        "不行",
        "换一个",
        {"size": 6},
    )


@pytest.mark.slow
@needs_limits
def test_memory_processor_time_and_wall_time_are_bounded():
    bounds = Bounds(memory_mb=300, cpu_s=1, wall_s=3)
    found = answers("swallow", "spin", "sleep", "c", workers=2, bounds=bounds)
    assert [getattr(one, "code", one) for one in found] == ["ENG-102", "ENG-101", "ENG-101", "cc"]


def test_a_caller_that_stops_early_leaves_no_child_behind():
    stream = run_many("pool_behaviours:act", ((n, b"x") for n in range(1000)), workers=1)
    assert next(stream) == (0, "xx")
    stream.close()
