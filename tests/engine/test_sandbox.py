"""The child process: answers and errors come back, excess ends the child and not the parent."""

import os
import sys
import time
from pathlib import Path

import pytest

from xiandao.engine.sandbox import run_limited
from xiandao.terms.error import XiandaoError

HERE = "behaviours"
BEHAVIOURS = """
import os, sys, time
from xiandao.terms.error import XiandaoError

def shout(data, *, times=1):
    print("noise on standard output")
    return data.decode() * times

def refuse(data):
    raise XiandaoError("ABC-001", "不行", "换一个", {"size": len(data)})

def fail(data):
    raise KeyError("x")

def die(data):
    os._exit(7)

def abort(data):
    os.abort()

def spin(data):
    while True:
        pass

def sleep(data):
    time.sleep(60)

def swallow(data):
    return "x" * len(bytearray(4 * 1024 ** 3))

def flood(data):
    os.write(1, b"x" * 1000)
    while True:
        os.write(1, b"x" * 1048576)

def secrets(data):
    return ",".join(sorted(os.environ))

def number(data):
    return 3
"""

needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource limits")


@pytest.fixture(scope="module", autouse=True)
def behaviours(tmp_path_factory):
    folder = tmp_path_factory.mktemp("behaviours")
    Path(folder, "behaviours.py").write_text(BEHAVIOURS, encoding="utf-8")
    sys.path.append(str(folder))
    yield
    sys.path.remove(str(folder))


def failure(name: str, **limits) -> XiandaoError:
    with pytest.raises(XiandaoError) as caught:
        run_limited(f"{HERE}:{name}", b"data", **limits)
    assert caught.value.hint
    return caught.value


def test_the_answer_comes_back_and_what_the_function_prints_does_not():
    assert run_limited(f"{HERE}:shout", "甲".encode(), times=3) == "甲甲甲"


def test_megabytes_go_in_and_come_out():
    assert len(run_limited(f"{HERE}:shout", b"x\n" * 3_000_000)) == 6_000_000


def test_an_error_of_the_function_is_the_error_of_the_caller():
    error = failure("refuse")
    assert (error.code, error.sentence, error.hint) == ("ABC-001", "不行", "换一个")
    assert dict(error.details) == {"size": 4}


@pytest.mark.parametrize("name", ["fail", "die", "number", "nowhere"])
def test_an_unexpected_end_is_told_as_an_unreadable_file(name):
    assert failure(name).code == "ENG-103"


@needs_limits
def test_a_child_that_aborts_does_not_take_the_parent_with_it():
    assert failure("abort").code == "ENG-102"


@needs_limits
def test_too_much_memory_is_refused():
    assert failure("swallow", memory_mb=512).code == "ENG-102"


@needs_limits
def test_too_much_processor_time_is_ended():
    assert failure("spin", cpu_s=1).code == "ENG-101"


def test_a_child_that_only_waits_is_ended_by_the_clock():
    started = time.monotonic()
    assert failure("sleep", wall_s=1).code == "ENG-101"
    assert time.monotonic() - started < 20


@needs_limits
def test_a_child_cannot_fill_the_disk_with_its_answer():
    assert failure("flood", wall_s=20).code in {"ENG-101", "ENG-103"}


def test_the_child_does_not_see_the_secrets_of_the_environment(monkeypatch):
    monkeypatch.setitem(os.environ, "XIANDAO_SECRET_KEY", "geheim")
    assert "XIANDAO_SECRET_KEY" not in run_limited(f"{HERE}:secrets", b"")


def test_a_paper_is_read_in_the_child_as_in_the_parent():
    data = "一、总体要求\n到2027年".encode("gb18030")
    path = "xiandao.policy.methods.intake:text_of"
    assert run_limited(path, data, filename="a.txt") == "一、总体要求\n到2027年"
