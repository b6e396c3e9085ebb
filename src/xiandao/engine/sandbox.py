"""Run a function on untrusted bytes in a child process with bounded memory and time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stdout
from importlib import import_module
from typing import IO, Any

from xiandao.terms.error import InputError, XiandaoError

_MOST_OUTPUT_BYTES = 256 * 1024 * 1024
_OPEN_FILES = 64
_ENVIRONMENT = ("LANG", "LC_ALL", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")


def run_limited(
    function_path: str,
    data: bytes,
    *,
    memory_mb: int = 1536,
    cpu_s: int = 20,
    wall_s: float = 40.0,
    **kwargs: Any,
) -> str:
    """Call ``function(data, **kwargs)`` in a child process and return the text it returns.

    Where the platform has resource limits the child gets an address space of ``memory_mb``
    mebibytes and ``cpu_s`` seconds of processor time; everywhere it is killed after ``wall_s``
    seconds. The child sees no environment variables but those a Python start needs.

    Args:
        function_path: ``package.module:function``; never taken from input.
        data: the untrusted bytes, the first argument of the function.
        memory_mb: mebibytes of address space.
        cpu_s: seconds of processor time.
        wall_s: seconds by the clock on the wall.
        **kwargs: further arguments that JSON can carry.

    Raises:
        InputError: the error the function raised itself; ``ENG-101`` too slow, ``ENG-102`` too
            much memory, ``ENG-103`` the child died or failed without an explanation.

    >>> run_limited("codecs:decode", "一、总体要求".encode("gb18030"), encoding="gb18030")
    '一、总体要求'
    """
    order = {"function": function_path, "memory_mb": memory_mb, "cpu_s": cpu_s, "kwargs": kwargs}
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-B", "-m", "xiandao.engine.sandbox"],
                input=json.dumps(order).encode() + b"\n" + data,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=wall_s,
                env=environment(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _too_slow(wall_s) from None
        return _answer(answer, done.returncode, memory_mb, cpu_s)


def environment() -> dict[str, str]:
    """Return the few variables that a child sees: locale, places for temporary files, where modules are.

    >>> "DJANGO_SETTINGS_MODULE" in environment()
    False
    """
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    paths = [path for path in sys.path if path]
    return kept | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def _answer(answer: IO[bytes], returncode: int, memory_mb: int, cpu_s: int) -> str:
    answer.seek(0)
    try:
        reply = json.loads(answer.read())
    except ValueError:
        reply = {}
    if returncode == 0 and isinstance(reply.get("result"), str):
        return str(reply["result"])
    if "error" in reply:
        raise told_error(reply["error"])
    if returncode in _signals("SIGXCPU", "SIGKILL"):
        raise _too_slow(cpu_s)
    if reply.get("failure") == "MemoryError" or returncode in _signals("SIGABRT"):
        raise InputError(
            "ENG-102",
            "文件展开后占用内存过大，已停止解析",
            "请确认文件来源可靠，另存为新文件或拆分后再试",
            {"memory_mb": memory_mb},
        )
    raise InputError(
        "ENG-103",
        "文件无法解析，解析程序已中止",
        "文件可能已损坏，请用办公软件打开后另存一份再试",
        {"failure": reply.get("failure", ""), "returncode": returncode},
    )


def told_error(error: Mapping[str, Any]) -> InputError:
    """Return the error that a child has told as code, sentence, hint and details.

    >>> told_error({"code": "X-1", "sentence": "不行", "hint": "换一个", "details": {}}).code
    'X-1'
    """
    return InputError(error["code"], error["sentence"], error["hint"], error["details"])


def _too_slow(seconds: float) -> InputError:
    return InputError(
        "ENG-101",
        f"解析用时超过{seconds:g}秒，已停止",
        "请确认文件来源可靠，另存为新文件或拆分后再试",
        {"seconds": seconds},
    )


def _signals(*names: str) -> set[int]:
    known = (getattr(signal, name, None) for name in names)
    return {-int(number) for number in known if number is not None}


def limit_space(memory_mb: int) -> None:
    """Bound the address space, the written files and the open files of this process, where the platform can."""
    if sys.platform == "win32":
        return
    import resource

    space = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_OUTPUT_BYTES, _MOST_OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))


def _limit_time(cpu_s: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))


def reply_of(function_path: str, data: bytes, kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Call a function and return what the parent is told: a result, an error or the name of a failure.

    >>> reply_of("codecs:decode", b"abc", {"encoding": "ascii"})
    {'result': 'abc'}
    """
    module, _, name = function_path.partition(":")
    try:
        function = getattr(import_module(module), name)
        with redirect_stdout(sys.stderr):
            return {"result": function(data, **kwargs)}
    except XiandaoError as error:
        told = {"code": error.code, "sentence": error.sentence, "hint": error.hint}
        return {"error": told | {"details": dict(error.details)}}
    except BaseException as failure:
        # Whatever a parser throws at hostile bytes must reach the parent as a word, not a trace.
        return {"failure": type(failure).__name__}


def main() -> int:
    """Entry of the child: limits first, then the call, then one JSON object on standard output.

    Standard input holds one line of JSON (function, memory_mb, cpu_s, kwargs), then the data.

    Returns:
        Exit status: 0 with a result, 1 with an error or a failure.
    """
    order = json.loads(sys.stdin.buffer.readline())
    limit_space(order["memory_mb"])
    _limit_time(order["cpu_s"])
    reply = reply_of(order["function"], sys.stdin.buffer.read(), order["kwargs"])
    sys.stdout.write(json.dumps(reply, default=str))
    sys.stdout.flush()
    return 0 if "result" in reply else 1


if __name__ == "__main__":
    sys.exit(main())
