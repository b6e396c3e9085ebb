"""The command line: which commands there are, loaded only when they are asked for."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from xiandao import __version__
from xiandao.project.speech import STATUS, Parser, complain
from xiandao.terms.error import XiandaoError

SETTINGS = "xiandao.project.settings.base"
INTERRUPTED = 130
PIPE_CLOSED = 141


@dataclass(frozen=True)
class Command:
    """A word of the command line, the module that offers ``register(subparsers)`` for it, and one line of help."""

    word: str
    module: str
    line: str


COMMANDS = (
    Command("demo", "xiandao.demo.cli", "建立演示省份，读政策文件，启动网站"),
    Command("policy", "xiandao.policy.cli", "读政策文件，列出目标、任务、责任单位；比较两份文件"),
    Command("statistics", "xiandao.statistics.cli", "生成统计报表的填报模板，核对填好的报表"),
    Command("evaluate", "xiandao.evaluate.cli", "计算综合指数，检验它的稳健程度"),
    Command("sense", "xiandao.sense.cli", "从论文、专利和引文发现新兴技术和颠覆性技术"),
    Command("audit", "xiandao.registry.cli", "核验审计记录"),
    Command("spec", "xiandao.project.spec", "对照政策要求，列出已实现和未实现的部分"),
    Command("manage", "xiandao.project.manage", "网站维护命令（建库、迁移、建账号等）"),
)


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Args:
        arguments: the words after ``xiandao``.

    Returns:
        The exit status: 0, what the command returned, 2 for an error that was explained,
        130 after Ctrl-C, 141 when the reader of the output went away.
    """
    speak_chinese()
    try:
        status = dispatch(list(arguments))
        sys.stdout.flush()
    except XiandaoError as error:
        return complain(error)
    except KeyboardInterrupt:
        print("\n已中断", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Nobody reads any more: keep the interpreter from complaining when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return status


def dispatch(arguments: list[str]) -> int:
    """Load the one command that is asked for, or none when help is wanted, and run it."""
    # A command that needs the database calls django.setup() itself, once it has seen its arguments.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    parser = Parser(
        prog="xiandao", description="先导：未来产业先导区的感知、决策、服务、运行与监管"
    )
    parser.add_argument("--version", action="version", version=__version__, help="显示版本")
    subparsers = parser.add_subparsers(dest="command", metavar="命令", title="命令")
    wanted = next((word for word in arguments if not word.startswith("-")), "")
    for command in COMMANDS:
        if command.word == wanted:
            import_module(command.module).register(subparsers)
        elif not wanted:
            subparsers.add_parser(command.word, help=command.line)
    if wanted and wanted not in {command.word for command in COMMANDS}:
        known = "、".join(command.word for command in COMMANDS)
        raise XiandaoError("CLI-002", f"没有“{wanted}”这个命令", f"可用的命令有：{known}")
    chosen = parser.parse_args(arguments)
    act = getattr(chosen, "run", None)
    if act is None:
        parser.print_help()
        return STATUS
    return int(act(chosen) or 0)


def speak_chinese() -> None:
    """Make standard output and error able to carry Chinese where the locale is not (``LC_ALL=POSIX``, Latin-1)."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        try:
            "先导".encode(stream.encoding)
        except UnicodeEncodeError:
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="backslashreplace")
