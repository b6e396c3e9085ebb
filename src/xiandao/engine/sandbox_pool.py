"""Many untrusted files through a few bounded child processes; a child that dies costs only its file."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, Any, Final, TypeVar

from xiandao.engine.sandbox import environment, limit_space, reply_of, run_limited, told_error
from xiandao.terms.error import XiandaoError

Key = TypeVar("Key")

_FILES_PER_CHILD: Final = 1_000
_AHEAD: Final = 8


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may use: mebibytes of address space, seconds of processor and of wall time for a file."""

    memory_mb: int = 1024
    cpu_s: int = 20
    wall_s: float = 40.0


def run_many(
    function_path: str,
    jobs: Iterable[tuple[Key, bytes]],
    *,
    workers: int = 2,
    bounds: Bounds | None = None,
) -> Iterator[tuple[Key, str | XiandaoError]]:
    """Call ``function(data)`` for every job in child processes; answers come in the order of the jobs.

    A child that dies on a file is replaced, and the file is run once more alone, so that the error
    told is its own.

    Args:
        function_path: ``package.module:function``; never taken from input.
        jobs: a key for the caller and the untrusted bytes.
        workers: number of child processes.
        bounds: what each child may use.

    Returns:
        Each key with the text the function returned, or the error instead of it.

    >>> [answer for _, answer in run_many("codecs:decode", [(1, b"a"), (2, b"b")], workers=1)]
    ['a', 'b']
    """
    limits = bounds or Bounds()
    local = threading.local()
    children: list[_Child] = []

    def answer(data: bytes) -> str | XiandaoError:
        child: _Child | None = getattr(local, "child", None)
        if child is None:
            child = local.child = _Child(function_path, limits)
            children.append(child)
        return child.answer(data)

    waiting: deque[tuple[Key, Future[str | XiandaoError]]] = deque()
    with ThreadPoolExecutor(workers) as threads:
        try:
            for key, data in jobs:
                waiting.append((key, threads.submit(answer, data)))
                if len(waiting) >= workers * _AHEAD:
                    done, future = waiting.popleft()
                    yield done, future.result()
            while waiting:
                done, future = waiting.popleft()
                yield done, future.result()
        finally:
            for _, future in waiting:
                future.cancel()
            for child in children:
                child.end()


@dataclass(slots=True)
class _Child:
    """A process that answers file after file; started when it is needed, replaced when it is gone."""

    function_path: str
    bounds: Bounds
    served: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def answer(self, data: bytes) -> str | XiandaoError:
        reply = self._ask(data)
        if isinstance(reply.get("result"), str):
            return str(reply["result"])
        if "error" in reply:
            return told_error(reply["error"])
        try:
            return run_limited(
                self.function_path,
                data,
                memory_mb=self.bounds.memory_mb,
                cpu_s=self.bounds.cpu_s,
                wall_s=self.bounds.wall_s,
            )
        except XiandaoError as error:
            return error

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def _ask(self, data: bytes) -> dict[str, Any]:
        if self.served >= _FILES_PER_CHILD:
            self.end()
        if self.process is None:
            self._start()
        process = self.process
        if process is None or process.stdin is None or process.stdout is None:
            return {}
        self.served += 1
        watch = threading.Timer(self.bounds.wall_s, process.kill)
        watch.start()
        try:
            send(process.stdin, data)
            told = receive(process.stdout)
            reply = json.loads(told) if told is not None else None
        except (OSError, ValueError):
            reply = None
        finally:
            watch.cancel()
        if not isinstance(reply, dict):
            self.end()
            return {}
        return reply

    def _start(self) -> None:
        order = {"function": self.function_path, "memory_mb": self.bounds.memory_mb}
        order["cpu_s"] = self.bounds.cpu_s
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", "xiandao.engine.sandbox_pool"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        self.served = 0
        if self.process.stdin is not None:
            send(self.process.stdin, json.dumps(order).encode())


def send(stream: IO[bytes], data: bytes) -> None:
    """Write a piece of data behind its length.

    >>> import io
    >>> stream = io.BytesIO()
    >>> send(stream, b"abc")
    >>> stream.getvalue()
    b'3\\nabc'
    """
    stream.write(str(len(data)).encode() + b"\n" + data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read a piece of data that ``send`` has written, or None at the end of the stream.

    >>> import io
    >>> receive(io.BytesIO(b"3\\nabc")), receive(io.BytesIO(b""))
    (b'abc', None)
    """
    head = stream.readline(20)
    if not head.endswith(b"\n"):
        return None
    data = stream.read(int(head))
    return data if len(data) == int(head) else None


def _allow_time(cpu_s: int) -> None:
    """Give the next file its own seconds of processor time on top of those already spent."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + cpu_s + 1, hard))


def main() -> int:
    """Entry of a child: the order first, then files until the parent closes the stream."""
    told = receive(sys.stdin.buffer)
    if told is None:
        return 1
    order = json.loads(told)
    limit_space(order["memory_mb"])
    answers = sys.stdout.buffer
    while (data := receive(sys.stdin.buffer)) is not None:
        _allow_time(order["cpu_s"])
        send(answers, json.dumps(reply_of(order["function"], data, {}), default=str).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
