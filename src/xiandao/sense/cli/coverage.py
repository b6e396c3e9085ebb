"""``xiandao sense coverage``: how complete the records of a corpus are, by year and field."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from xiandao.sense.cli.files import check_writable, write_table
from xiandao.sense.cli.import_files import add_lake

DONE: Final = 0
COVERAGE: Final = (
    "结果各列：year 年份，没有年份时为空；field 领域，“全部”指所有记录，专利分类归到小类；records 记录数；"
    "with_ 和 share_ 分别是有摘要（abstract）、有参考文献（references）、有单位（affiliation）的记录数和占比；"
    "jumps 比上一个有记录的年份变化达到10个百分点、且超出偶然波动的占比。占比跳变的年份，词频的涨跌可能只是数据变了。"
)


def add_coverage(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``coverage``."""
    line = "查看语料库各年份、各领域的完整程度"
    verb = verbs.add_parser("coverage", help=line, description=line, epilog=COVERAGE)
    add_lake(verb)
    verb.add_argument(
        "--out", metavar="文件", help="写到这里，csv 或 parquet；不写时只显示各年合计"
    )
    verb.set_defaults(run=run_coverage)


def run_coverage(chosen: argparse.Namespace) -> int:
    """``sense coverage``: read the corpus, show the years, say where a share jumps."""
    from xiandao.sense.methods.coverage import ALL, PARTS, coverage
    from xiandao.sense.queries.lake import Corpus

    if chosen.out:
        check_writable(chosen.out)
    corpus = Corpus(Path(chosen.lake), chosen.corpus)
    table = coverage(corpus.read(["year", "fields", "abstract", "references", "affiliations"]))
    whole = table.filter(field=ALL)
    for row in whole.iter_rows(named=True):
        year = "无年份" if row["year"] is None else f"{row['year']}年"
        shares = "，".join(f"{name}{row[f'share_{part}']:.0%}" for part, name in PARTS.items())
        jumps = f"；跳变：{row['jumps']}" if row["jumps"] else ""
        print(f"{year}：{row['records']}条，{shares}{jumps}")
    if chosen.out:
        write_table(chosen.out, table)
        print(f"已写入“{chosen.out}”：{len(table)}行")
    return DONE
