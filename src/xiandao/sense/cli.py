"""``xiandao sense …``: see emerging and disruptive technology in files; without a database and without Django."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xiandao.sense import cli_terms
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

DONE: Final = 0
# What the kernels are asked to use: more threads than processors only wait for each other.
THREADS: Final = 2


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``sense`` with its verbs."""
    parser = subparsers.add_parser(
        "sense", help="技术感知", description="从论文、专利和引文文件发现新兴技术和颠覆性技术"
    )
    verbs = parser.add_subparsers(metavar="动作", title="动作", required=True)
    add_disruption(verbs)
    cli_terms.add_terms(verbs)
    cli_terms.add_emergence(verbs)


def add_disruption(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``disruption``."""
    line = "计算颠覆性指数CD：引用某篇文献的后来者，有多少不再引用它的参考文献"
    verb = verbs.add_parser("disruption", help=line, description=line, epilog=DISRUPTION)
    verb.add_argument("--nodes", metavar="文件", required=True, help="文献，parquet 或 csv")
    verb.add_argument("--edges", metavar="文件", required=True, help="引用关系，parquet 或 csv")
    verb.add_argument("--window", metavar="年数", type=float, default=5, help="窗口长度，默认5年")
    verb.add_argument(
        "--time", metavar="列", default="year", help="时间列：年份，或日期（精确到日）；默认 year"
    )
    verb.add_argument("--id", metavar="列", default="id", help="文献编号列，默认 id")
    verb.add_argument("--citing", metavar="列", default="citing", help="引用者列，默认 citing")
    verb.add_argument("--cited", metavar="列", default="cited", help="被引用者列，默认 cited")
    verb.add_argument(
        "--threads", metavar="个数", type=int, default=THREADS, help=f"线程数，默认{THREADS}"
    )
    verb.add_argument(
        "--out", metavar="文件", required=True, help="结果写到这里，parquet 或 csv（按扩展名）"
    )
    verb.set_defaults(run=run_disruption)


DISRUPTION: Final = (
    "结果各列：id；cd 在-1和1之间，窗口内没有任何引用者时为空；n_f 只引用本文、n_b 同时引用本文和它的参考文献、"
    "n_r 只引用它的参考文献的文献数；cd_nok 不计 n_r；flags 提示，多个用|隔开："
    "no_references 没有参考文献记录，few_references 参考文献少于5篇，partial_references 半数以上参考文献不在文献表里，"
    "window_incomplete 窗口尚未结束，young 发表不满3年，no_time 没有可用的时间。"
    "窗口：本文时间＜引用者时间≤本文时间＋年数；同年和更早的引用不计。时间列是日期时，窗口按周年日计算，年数可以是整月，例如2.5。"
)


def run_disruption(chosen: argparse.Namespace) -> int:
    """``sense disruption``: read works and citations, compute, write, give account of what was read."""
    from xiandao.sense.methods.citation_graph import citation_graph
    from xiandao.sense.methods.disruption import disruption

    check_writable(chosen.out)
    graph = citation_graph(
        read_table(chosen.nodes, (chosen.id, chosen.time)),
        read_table(chosen.edges, (chosen.citing, chosen.cited)),
        id=chosen.id,
        time=chosen.time,
        citing=chosen.citing,
        cited=chosen.cited,
    )
    found = disruption(graph, window=chosen.window, threads=chosen.threads)
    write_table(chosen.out, found.frame())
    print("\n".join([*graph.account.lines(), *found.lines()]))
    print(f"已写入“{chosen.out}”：{len(graph.ids)}行")
    return DONE


def read_table(name: str, columns: Sequence[str]) -> pl.DataFrame:
    """Return columns of a parquet or csv file.

    Raises:
        InputError: ``SEN-001`` it cannot be opened, ``SEN-002`` it is no such table, ``SEN-003`` columns are missing.
    """
    import polars as pl

    wanted = list(dict.fromkeys(columns))
    if not Path(name).is_file():
        raise InputError("SEN-001", f"找不到文件“{name}”", "请检查文件名和所在文件夹")
    is_parquet = Path(name).suffix.lower() in {".parquet", ".pq"}
    try:
        lazy = (
            pl.scan_parquet(name)
            if is_parquet
            else pl.scan_csv(name, infer_schema=False, encoding="utf8-lossy")
        )
        known = lazy.collect_schema().names()
        found = lazy.select(one for one in wanted if one in known).collect()
    except OSError as error:
        hint = "请检查是否有权限，或把文件复制到本机后再试"
        raise InputError("SEN-001", f"文件“{name}”无法打开", hint, {"reason": str(error)}) from None
    except pl.exceptions.PolarsError as error:
        hint = "请使用 parquet 文件，或第一行是列名、以逗号分隔的 UTF-8 csv 文件"
        raise InputError("SEN-002", f"文件“{name}”读不懂", hint, {"reason": str(error)}) from None
    if missing := [one for one in wanted if one not in known]:
        raise InputError(
            "SEN-003",
            f"文件“{name}”没有列“{'”“'.join(missing)}”",
            f"已有的列：{'、'.join(known) or '无'}；可以用选项指定列名，见 --help",
            {"missing": missing, "known": known},
        )
    return found if is_parquet else found.with_columns(whole_numbers(one) for one in found)


def whole_numbers(column: pl.Series) -> pl.Series:
    """Return text as numbers where nothing of it is lost, so that 7 stays 7 and 007 stays 007."""
    import polars as pl

    numbers = column.cast(pl.Int64, strict=False)
    kept = numbers.cast(pl.String).eq_missing(column).all()
    return numbers if kept and len(column) else column


def check_writable(name: str) -> None:
    """Refuse a place to write to before anything is computed.

    Raises:
        InputError: ``SEN-004``.
    """
    ending = Path(name).suffix.lower()
    if ending not in {".parquet", ".pq", ".csv"}:
        raise InputError("SEN-004", f"不知道“{name}”该写成什么格式", "请以 .parquet 或 .csv 结尾")
    if not Path(name).absolute().parent.is_dir():
        raise InputError("SEN-004", f"无法写入“{name}”", "请先建立所在的文件夹")


def write_table(name: str, table: pl.DataFrame) -> None:
    """Write a table as parquet, or as csv where the name ends so.

    Raises:
        InputError: ``SEN-004``.
    """
    try:
        if Path(name).suffix.lower() == ".csv":
            table.write_csv(name)
        else:
            table.write_parquet(name)
    except OSError as error:
        hint = "请检查文件夹是否可写，文件是否正被打开"
        raise InputError("SEN-004", f"无法写入“{name}”", hint, {"reason": str(error)}) from None
