"""``xiandao sense disruption``: the disruption index of every work, with its parts."""

from __future__ import annotations

import argparse
from typing import Final

from xiandao.sense.cli.files import broken_lines, check_writable, read_table, write_table

DONE: Final = 0
# What the kernels are asked to use: more threads than processors only wait for each other.
THREADS: Final = 2


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

    check_writable(chosen.out, chosen.nodes, chosen.edges)
    works = read_table(chosen.nodes, (chosen.id, chosen.time))
    pairs = read_table(chosen.edges, (chosen.citing, chosen.cited))
    broken = [*broken_lines(chosen.nodes, works), *broken_lines(chosen.edges, pairs)]
    graph = citation_graph(
        works,
        pairs,
        id=chosen.id,
        time=chosen.time,
        citing=chosen.citing,
        cited=chosen.cited,
    )
    found = disruption(graph, window=chosen.window, threads=chosen.threads)
    write_table(chosen.out, found.frame())
    print("\n".join([*graph.account.lines(), *broken, *found.lines()]))
    print(f"已写入“{chosen.out}”：{len(graph.ids)}行")
    return DONE
