"""``xiandao sense fronts``: clusters of rising terms by year, with identities that stay from run to run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xiandao.sense.cli.emergence import years_of
from xiandao.sense.cli.files import (
    broken_lines,
    columns_of,
    names_in,
    read_table,
    with_texts,
    write_table,
)
from xiandao.sense.cli.terms import add_papers
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from xiandao.sense.methods.fronts import Fronts

DONE: Final = 0
BETWEEN: Final = r"\s*[|;；]\s*"
FRONTS: Final = (
    "前沿是同一年里增长、又常在同一篇文献中出现的一组术语；第Y年的前沿只用到第Y年为止的文献。"
    "术语和增长取自第一个文本列（通常是标题），术语之间的联系和当年文献取自全部文本列，避免摘要收录变化被当作增长。"
    "做法：当年或前两年意外度不低于 --rise 的术语，每年至多 --terms 个；"
    "近三年共同出现3篇以上、关联强度大于1的术语相连；"
    "用 Louvain 方法分群（种子固定），不少于3个术语的成为前沿。"
    "与上一年术语重合（Jaccard）不低于0.2的沿用编号，总重合最大者优先（匈牙利算法）。"
    "写出的表：fronts.csv（year、front 编号、label、terms 术语数、papers 当年文献数（含两个以上术语）、"
    "share 占比、growth 增长（近两年比前三年份额的以2为底的对数）、"
    "novelty 新颖（术语近三年用量占历年之比）、score＝新颖×文献数×增长）；"
    "terms.csv（术语、当年篇数、共现篇数之和）；trend.csv（最近十年每年文献数）；"
    "lineage.csv（event：continued 延续、split 分出、merged 并入、new 新出、ended 消失）；"
    "papers.parquet（每个前沿的文献编号）；organisations.parquet（文献最多的20个机构，写明 --organisations 时）。"
)


def add_fronts(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``fronts``."""
    line = "按年发现研究前沿：一组同时增长的术语，编号逐年、逐次沿用"
    verb = verbs.add_parser("fronts", help=line, description=line, epilog=FRONTS)
    add_papers(verb, text="title,abstract")
    verb.add_argument("--years", metavar="年份", help="年份，含首尾，例如 2010:2021；默认全部年份")
    verb.add_argument("--id", metavar="列", default="id", help="文献编号列，默认 id；没有时写行号")
    verb.add_argument("--organisations", metavar="列", help="机构列：列表，或以 | 或分号隔开的文字")
    verb.add_argument("--previous", metavar="文件夹", help="上一次的结果，编号沿用")
    verb.add_argument("--terms", metavar="个数", type=int, default=500, help="每年术语数，默认500")
    verb.add_argument("--rise", metavar="意外度", type=float, default=1.0, help="默认1")
    verb.add_argument(
        "--resolution", metavar="数", type=float, default=1.2, help="越大前沿越小越多，默认1.2"
    )
    verb.add_argument("--out", metavar="文件夹", required=True, help="结果写到这个文件夹")
    verb.set_defaults(run=run_fronts)


def run_fronts(chosen: argparse.Namespace) -> int:
    """``sense fronts``: read, cluster, name, write, give account."""
    from xiandao.sense.methods.emergence_papers import usable_papers
    from xiandao.sense.methods.emergence_terms import corpus
    from xiandao.sense.methods.front_graph import FrontRules
    from xiandao.sense.methods.front_tables import together
    from xiandao.sense.methods.fronts import fronts

    _check(chosen)
    text = columns_of(chosen.text)
    previous = previous_of(chosen.previous) if chosen.previous else None
    papers = _papers(chosen, text)
    broken = broken_lines(chosen.papers, papers)
    kept, account = usable_papers(papers, text=text, year=chosen.year)
    kept = kept.sort(chosen.year, maintain_order=True)
    counted = corpus(kept, text=text[:1], year=chosen.year)
    years = years_of(chosen.years, counted.first_year, counted.last_year) if len(kept) else range(0)
    rules = FrontRules(chosen.terms, chosen.rise, resolution=chosen.resolution)
    longer = together(kept, counted, text, chosen.year)
    found = fronts(counted, years, rules=rules, previous=previous, together=longer)
    _write(chosen, found, kept)
    print("\n".join([*account.lines(), *broken]))
    if empty := sorted(set(years) - {front.year for front in found.fronts}):
        print(f"没有前沿的年份：{'、'.join(map(str, empty))}（文献太少，或此前不足两年）")
    told = len({front.name for front in found.fronts})
    print(f"已写入“{chosen.out}”：{told}个前沿，{len(found.fronts)}行")
    return DONE


def previous_of(folder: str) -> Mapping[int, Mapping[str, frozenset[str]]]:
    """Return the fronts of an earlier run.

    Raises:
        InputError: ``SEN-001`` … ``SEN-003`` as reading any table; ``SEN-361`` rows without year, front or term.
    """
    import polars as pl

    from xiandao.sense.methods.emergence_papers import whole_years
    from xiandao.sense.methods.front_tables import fronts_of

    table = read_table(str(Path(folder) / "terms.csv"), ["year", "front", "term"])
    table = table.with_columns(whole_years(table, "year"), pl.col("front", "term").cast(pl.String))
    if bad := len(table) - len(table.drop_nulls()):
        raise InputError(
            "SEN-361", f"“{folder}”中的 terms.csv 有{bad}行没有年份、编号或术语",
            "请使用上一次写出的文件夹，不要改动其中的文件",
        )  # fmt: skip
    return fronts_of(table)


def _check(chosen: argparse.Namespace) -> None:
    if chosen.terms < 1 or not chosen.resolution > 0 or chosen.rise != chosen.rise:
        raise InputError(
            "SEN-360",
            "--terms、--rise 或 --resolution 不对",
            "术语数从1起，分辨率大于0，意外度是数字",
        )
    folder = Path(chosen.out)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        hint = "请写一个文件夹名，它的上级文件夹须已存在并可写"
        raise InputError(
            "SEN-004", f"无法写入“{chosen.out}”", hint, {"reason": str(error)}
        ) from None


def _papers(chosen: argparse.Namespace, text: list[str]) -> pl.DataFrame:
    """Return the papers with their texts, year, id and, where wanted, lists of organisations."""
    import polars as pl

    named = chosen.organisations
    have = [chosen.id] if chosen.id in names_in(chosen.papers) else []
    wanted = [*text, chosen.year, *have, *([named] if named else [])]
    papers = with_texts(read_table(chosen.papers, wanted), text, chosen.year)
    if not have:
        papers = papers.with_row_index(chosen.id, offset=1)
    if not named:
        return papers
    kind = papers.schema[named]
    if named in (*text, chosen.year, chosen.id):
        raise InputError("SEN-362", f"列“{named}”已另有用途", "机构列请与文本、年份、编号列分开")
    if not isinstance(kind, pl.List):
        parts = pl.col(named).cast(pl.String).str.replace_all(BETWEEN, "|").str.split("|")
        papers = papers.with_columns(parts.alias(named))
    elif kind.inner != pl.String:
        raise InputError("SEN-362", f"列“{named}”不是机构名称", "请用文字，或文字的列表")
    return papers


def _write(chosen: argparse.Namespace, found: Fronts, kept: pl.DataFrame) -> None:
    from xiandao.sense.methods.front_tables import front_organisations, front_papers, front_tables

    folder = Path(chosen.out)
    for name, table in front_tables(found).items():
        write_table(str(folder / f"{name}.csv"), table)
    write_table(str(folder / "papers.parquet"), front_papers(found, kept[chosen.id]))
    if chosen.organisations:
        told = front_organisations(found, kept[chosen.organisations])
        write_table(str(folder / "organisations.parquet"), told)
