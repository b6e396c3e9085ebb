"""``xiandao sense terms``: in how many papers of each year a term occurs."""

from __future__ import annotations

import argparse
from typing import Final

from xiandao.sense.cli.files import (
    broken_lines,
    check_writable,
    columns_of,
    read_table,
    with_texts,
    write_table,
)

DONE: Final = 0
HAN: Final = {"auto": None, "split": True, "whole": False}
TERMS: Final = (
    "结果各列：term 术语；year 年份；df 该年含有该术语的文献数（每篇只计一次）。"
    "术语是一至三个连续的词，词是两个以上字母或数字（小写）；汉字拆开时，一串汉字中取二至三个连续的字；不跨字段。"
    "只列出各年合计不少于 --min-df 篇的术语。"
)


def add_terms(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``terms``."""
    line = "统计每个术语每年出现在多少篇文献中"
    verb = verbs.add_parser("terms", help=line, description=line, epilog=TERMS)
    add_papers(verb, text="title,abstract")
    verb.add_argument(
        "--min-df", metavar="篇数", type=int, default=5, help="各年合计最少篇数，默认5"
    )
    verb.add_argument(
        "--longest", metavar="词数", type=int, default=3, help="术语最多几个词，1至3，默认3"
    )
    verb.add_argument(
        "--han", choices=tuple(HAN), default="auto", metavar="方式",
        help="汉字：split 逐字拆开，whole 一串汉字算一个词，auto 一成以上的文献含汉字时拆开；默认 auto",
    )  # fmt: skip
    verb.add_argument("--out", metavar="文件", required=True, help="写到这里，parquet 或 csv")
    verb.set_defaults(run=run_terms)


def add_papers(verb: argparse.ArgumentParser, *, text: str) -> None:
    """Ask for the papers and their columns."""
    verb.add_argument("--papers", metavar="文件", required=True, help="文献，parquet 或 csv")
    verb.add_argument("--text", metavar="列", default=text, help=f"文本列，逗号隔开，默认 {text}")
    verb.add_argument("--year", metavar="列", default="year", help="年份列，默认 year")


def run_terms(chosen: argparse.Namespace) -> int:
    """``sense terms``: count, write, give account."""
    from xiandao.sense.methods.emergence_papers import usable_papers
    from xiandao.sense.methods.term_counts import fields_joined, term_counts

    check_writable(chosen.out, chosen.papers)
    text = columns_of(chosen.text)
    papers = with_texts(read_table(chosen.papers, [*text, chosen.year]), text, chosen.year)
    broken = broken_lines(chosen.papers, papers)
    kept, account = usable_papers(papers, text=text, year=chosen.year)
    del papers
    years = kept[chosen.year].to_numpy()
    texts = fields_joined(kept, text)
    del kept
    han = HAN[chosen.han]
    found = term_counts(texts, years, min_df=chosen.min_df, longest=chosen.longest, han=han)
    write_table(chosen.out, found)
    print("\n".join([*account.lines(), *broken]))
    print(f"已写入“{chosen.out}”：{found['term'].n_unique()}个术语，{len(found)}行")
    return DONE
