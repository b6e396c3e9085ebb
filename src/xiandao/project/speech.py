"""How the command line speaks: argparse in Chinese, and one form for every error."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

from xiandao.terms.error import XiandaoError

STATUS = 2
COMPLAINTS = (
    (re.compile(r"the following arguments are required: (.*)"), r"缺少参数：\1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"无法识别的参数：\1"),
    (
        re.compile(r"argument (.+?): invalid choice: (.+?) \(choose from (.*)\)"),
        r"\1 不能是 \2，可选：\3",
    ),
    (re.compile(r"argument (.+?): expected one argument"), r"\1 后面缺少值"),
    (re.compile(r"argument (.+?): expected at least one argument"), r"\1 后面至少要有一个值"),
    (re.compile(r"argument (.+?): invalid (\w+) value: (.*)"), r"\1 的值不对：\3"),
    (re.compile(r"argument (.+?): not allowed with argument (.*)"), r"\1 与 \2 不能同时使用"),
    (re.compile(r"ambiguous option: (.+?) could match (.*)"), r"选项 \1 不明确，可能是：\2"),
)


class Layout(argparse.HelpFormatter):
    """Help with a Chinese word before the usage."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser whose help and complaints are Chinese; sub-parsers made from it are, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", Layout)
        super().__init__(*args, **kwargs | {"add_help": False, "allow_abbrev": False})
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份帮助")

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the arguments, in Chinese."""
        words = message
        for pattern, chinese in COMPLAINTS:
            words = pattern.sub(chinese, words)
        raise XiandaoError("CLI-001", words, f"{self.prog} --help 可查看用法")


def complain(error: XiandaoError) -> int:
    """Write an error to standard error as a sentence and a hint; return the exit status for it."""
    print(f"错误 {error.code}：{error.sentence}", file=sys.stderr)
    if error.hint:
        print(f"提示：{error.hint}", file=sys.stderr)
    return STATUS
