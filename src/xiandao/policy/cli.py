"""``xiandao policy …``: read a paper or compare two, without a database and without Django."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.policy.methods.compare import Comparison
    from xiandao.policy.methods.reading import Reading

STANDARD = "-"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``policy`` with its verbs."""
    parser = subparsers.add_parser(
        "policy", help="读政策文件", description="读政策文件，比较两份文件"
    )
    verbs = parser.add_subparsers(metavar="动作", title="动作", required=True)
    line = "读一份文件，列出条款、目标、任务、责任单位"
    one = verbs.add_parser("read", help=line, description=line)
    one.add_argument(
        "file", metavar="文件", help="txt、html、docx 或带文字层的 pdf；- 表示标准输入"
    )
    one.add_argument(
        "--format",
        choices=sorted(FORMATS),
        default="text",
        help="输出格式，默认 text",
        metavar="格式",
    )
    add_out(one)
    one.set_defaults(run=read_paper)
    line = "并排比较两份文件的目标、责任单位和产业"
    two = verbs.add_parser("compare", help=line, description=line)
    two.add_argument("first", metavar="文件一", help="第一份文件")
    two.add_argument("second", metavar="文件二", help="第二份文件")
    two.add_argument(
        "--format",
        choices=["json", "text"],
        default="text",
        help="输出格式，默认 text",
        metavar="格式",
    )
    add_out(two)
    two.set_defaults(run=compare_papers)


def add_out(parser: argparse.ArgumentParser) -> None:
    """Offer ``--out``."""
    parser.add_argument("--out", metavar="文件", help="写入文件，而不是标准输出")


def read_paper(chosen: argparse.Namespace) -> int:
    """``policy read``: read one paper and write what was found in it."""
    reading = reading_of(chosen.file)
    deliver(FORMATS[chosen.format](reading), chosen.out, is_binary=chosen.format == "xlsx")
    return 0


def compare_papers(chosen: argparse.Namespace) -> int:
    """``policy compare``: read two papers and write them side by side."""
    from xiandao.policy.methods.compare import compare
    from xiandao.policy.methods.listing import side_by_side

    first, second = reading_of(chosen.first), reading_of(chosen.second)
    comparison = compare(first, second)
    content = (
        as_json(plain(comparison)) if chosen.format == "json" else encoded(side_by_side(comparison))
    )
    deliver(content, chosen.out)
    return 0


def plain(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data; each pair of targets also says how its sides relate."""
    found = asdict(comparison)
    for row, pair in zip(found["targets"], comparison.targets, strict=True):
        row["state"] = pair.state
    return found


def reading_of(name: str) -> Reading:
    """Read the paper in a file; forms that need a foreign parser are opened in a bounded child process.

    Raises:
        InputError: the file cannot be opened, or what ``text_of`` and ``read`` raise.
    """
    from xiandao.catalog import known_catalogue
    from xiandao.policy.methods import intake, reading

    data = content_of(name, at_most=intake.MOST_BYTES + 1)
    if intake.form_of(data) is intake.Form.PLAIN:
        text = intake.text_of(data)
    else:
        from xiandao.engine.sandbox import run_limited

        text = run_limited("xiandao.policy.methods.intake:text_of", data)
    return reading.read(text, catalogue=known_catalogue())


def content_of(name: str, *, at_most: int) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``, as many as are needed to refuse a large one."""
    try:
        if name == STANDARD:
            return sys.stdin.buffer.read(at_most)
        with Path(name).open("rb") as stream:
            return stream.read(at_most)
    except FileNotFoundError:
        raise InputError("POL-191", f"找不到文件“{name}”", "请检查文件名和所在文件夹") from None
    except IsADirectoryError:
        raise InputError(
            "POL-192", f"“{name}”是文件夹，不是文件", "请指明文件夹中的一份文件"
        ) from None
    except (OSError, ValueError) as error:
        hint = "请检查文件权限，或把文件复制到本机后再试"
        raise InputError("POL-193", f"文件“{name}”无法打开", hint, {"reason": str(error)}) from None


def as_json(value: Any) -> bytes:
    """Return a value as UTF-8 JSON; a lone surrogate, which UTF-8 cannot carry, becomes its JSON escape."""
    return encoded([json.dumps(value, ensure_ascii=False, indent=2)])


def as_workbook(reading: Reading) -> bytes:
    """Return the reading as an Excel workbook."""
    from xiandao.policy.methods.workbook import reading_workbook

    return reading_workbook(reading)


def as_text(reading: Reading) -> bytes:
    """Return the reading for a person at a terminal."""
    from xiandao.policy.methods.listing import listing

    return encoded(listing(reading))


def encoded(lines: Iterable[str]) -> bytes:
    """Return lines as UTF-8; what UTF-8 cannot carry (a lone surrogate) is written as an escape."""
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


FORMATS: dict[str, Callable[[Reading], bytes]] = {
    "json": lambda reading: as_json(reading.to_json()),
    "text": as_text,
    "xlsx": as_workbook,
}


def deliver(content: bytes, out: str | None, *, is_binary: bool = False) -> None:
    """Write the result to a file or to standard output, always as UTF-8."""
    if out and out != STANDARD:
        try:
            Path(out).write_bytes(content)
        except OSError as error:
            hint = "请检查文件夹是否存在、是否可写，文件是否正被打开"
            raise XiandaoError(
                "POL-194", f"无法写入“{out}”", hint, {"reason": str(error)}
            ) from None
        return
    if is_binary and sys.stdout.isatty():
        raise XiandaoError(
            "POL-195", "工作簿不能显示在终端上", "请用 --out 指明文件，例如 --out 台账.xlsx"
        )
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
