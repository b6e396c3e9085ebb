"""``xiandao sense emergence``: which terms of each year are most likely to take off."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from xiandao.sense.cli.files import (
    broken_lines,
    check_writable,
    columns_of,
    names_in,
    read_table,
    with_texts,
    write_table,
)
from xiandao.sense.cli.terms import add_papers
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

DONE: Final = 0
MOST_UNSCORED_TOLD: Final = 5
EMERGENCE: Final = (
    "结果各列：year、term、score（只在同一年内比较，高者在前）。第Y年的得分只用到第Y年为止的文献。"
    "术语：标题中一至三个连续的词，去掉停用词和纯数字，不跨标点；近三年不少于5篇、当年不少于3篇、不超过当年文献的5%；"
    "被更长的术语覆盖八成以上的不再单列。"
    "得分是加权和的名次与随机树的名次（都取正态分位数）之和。"
    "加权和有十三项特征，各取当年名次的正态分位数：rise（突现似然，2倍，10年）、fresh_rise（3倍，6年）、slope（4年斜率除以噪声）、"
    "peak（近两年份额与以往最高年份之比）、surprise_1v2、surprise_1v3、surprise_2v3（近期与此前的意外度）、"
    "companions（共现词的意外度）、variants（变体词的意外度）、abstracts（摘要中的意外度；前后两期各多于300篇有摘要才用）、"
    "size（当年篇数）、breadth（所在文献彼此的共现词越不相同越高）、freedom（不总与同一个词同现）；"
    "companions、breadth、freedom 都看近两年的文献，后两项以25对和5篇的分量向总均值收缩。权重从相等（0.25）开始，"
    "用本库中到第Y年已见分晓的往年学习（观察3年；前两年分别观察2年、1年；"
    "逐年衰减0.9；岭惩罚200；语料开始5年后、每年不少于100个术语才学习）；--no-learn 则始终相等，也不用随机树。"
    "随机树（极端随机树）200棵，每叉试8个随机切分，叶不少于8例，叶值以2例的分量向总均值收缩，种子固定；"
    "学的是同样的往年，另看23项：共现词个数，意外度1对1、2对2、3对3、2对9年，份额增长1对1、2对3、2对9年，3年和6年斜率除以噪声、"
    "4年斜率，份额增量，突现似然1.5倍8年和4倍6年，出现年数，十年内份额平方根的年际变动除以噪声，此前与近两年篇数之比，近两年占历年之比，近两年篇数，摘要中的篇数、意外度1对1和1对2年、3年斜率；"
    "目标值：起飞记1，明显上升（份额1.25倍、意外度2.5、10篇）记0.5；没有上升的往年术语抽稀到约4000例并相应加重。"
    "随机树的分量是 已见起飞数÷（已见起飞数＋25），没见过起飞时为0。"
    "起飞的口径：此后三年份额不低于近两年的1.5倍、意外度不低于4、不少于20篇。缺少摘要、语种列时自动略去。"
)


def add_emergence(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``emergence``."""
    line = "给每年的术语打分：哪些最可能在此后三年起飞"
    verb = verbs.add_parser("emergence", help=line, description=line, epilog=EMERGENCE)
    add_papers(verb, text="title")
    verb.add_argument(
        "--years", metavar="年份", help="排序的年份，含首尾，例如 2010:2021；默认全部年份"
    )
    verb.add_argument(
        "--candidates", metavar="文件", help="另须打分的术语，有 year、term 两列，parquet 或 csv"
    )
    verb.add_argument(
        "--second", metavar="列", default="abstract",
        help="同时统计的较长文本，默认 abstract；文件没有这一列时不用；写 none 不用",
    )  # fmt: skip
    verb.add_argument(
        "--languages", metavar="代码", default="eng,en",
        help="语种（language 列），空白的总是计入，默认 eng,en；写 all 不区分",
    )  # fmt: skip
    verb.add_argument("--no-learn", action="store_true", help="不从往年学习权重，各项相等")
    verb.add_argument("--out", metavar="文件", required=True, help="写到这里，csv 或 parquet")
    verb.set_defaults(run=run_emergence)


def run_emergence(chosen: argparse.Namespace) -> int:
    """``sense emergence``: rank, write, give account."""
    from xiandao.sense.methods.emergence import emergence
    from xiandao.sense.methods.emergence_papers import usable_papers
    from xiandao.sense.methods.emergence_terms import corpus

    check_writable(chosen.out, chosen.papers, chosen.candidates)
    text = columns_of(chosen.text)
    wanted = candidates_of(chosen.candidates) if chosen.candidates else {}
    have = [one for one in (chosen.second, "language") if one in names_in(chosen.papers)]
    papers = with_texts(read_table(chosen.papers, [*text, chosen.year, *have]), text, chosen.year)
    broken = broken_lines(chosen.papers, papers)
    languages = () if chosen.languages == "all" else tuple(columns_of(chosen.languages))
    kept, account = usable_papers(
        papers, text=text, year=chosen.year,
        language="language" if "language" in have else None, languages=languages,
    )  # fmt: skip
    second = chosen.second if chosen.second in have and chosen.second not in text else None
    counted = corpus(kept, text=text, second=second, year=chosen.year)
    years = years_of(chosen.years, counted.first_year, counted.last_year)
    spelled = {year: [plain(term) for term in terms] for year, terms in wanted.items()}
    found = emergence(counted, years, candidates=spelled, learn=not chosen.no_learn)
    scores = as_given(found.scores, wanted)
    write_table(chosen.out, scores)
    print("\n".join([*account.lines(), *broken]))
    if found.unscored:
        some = "、".join(f"{term}（{year}）" for year, term in found.unscored[:MOST_UNSCORED_TOLD])
        print(f"有{len(found.unscored)}个候选术语到当年为止在语料中不足5篇，排在最后：{some}")
    if skipped := sorted(set(wanted) - set(found.weights)):
        lost = sum(len(wanted[year]) for year in skipped)
        some = "、".join(map(str, skipped[:MOST_UNSCORED_TOLD]))
        print(f"有{lost}个候选术语的年份（{some}）不在排序范围内，未打分")
    print(f"已写入“{chosen.out}”：{scores['year'].n_unique()}个年份，{len(scores)}行")
    return DONE


def plain(term: str) -> str:
    """Return a term in the spelling of the corpus: lower case, one space for hyphens and apostrophes.

    >>> plain(" Pre-Trained  Models")
    'pre trained models'
    """
    return " ".join(re.sub(r"[-'’]", " ", term.lower()).split())


def as_given(scores: pl.DataFrame, wanted: Mapping[int, Sequence[str]]) -> pl.DataFrame:
    """Return the scores with candidates spelled as they were given, a row for each spelling."""
    import polars as pl

    rows = [(year, plain(term), term) for year, terms in wanted.items() for term in terms]
    schema = {"year": pl.Int64, "term": pl.String, "given": pl.String}
    given = pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)
    both = scores.join(given, on=["year", "term"], how="left", maintain_order="left_right")
    return both.select("year", pl.coalesce("given", "term").alias("term"), "score")


def years_of(told: str | None, first: int, last: int) -> range:
    """Return the years of ``2010:2021`` or ``2015``; all years where nothing is told.

    Raises:
        InputError: ``SEN-022``.

    >>> years_of("2010:2012", 1990, 2020)
    range(2010, 2013)
    """
    if told is None:
        return range(first, last + 1)
    low, _, high = told.replace("：", ":").partition(":")
    try:
        years = range(int(low), int(high or low) + 1)
    except ValueError:
        years = range(0)
    if not years:
        raise InputError("SEN-022", f"“{told}”不是年份范围", "请写成 2010:2021，前小后大")
    return years


def candidates_of(name: str) -> dict[int, list[str]]:
    """Return the terms to score of each year.

    Raises:
        InputError: ``SEN-001`` … ``SEN-003`` as reading any table; ``SEN-005`` a column holds
            no text, ``SEN-011`` no years by its type, ``SEN-023`` a year or a term is missing.
    """
    import polars as pl

    from xiandao.sense.methods.calendar_years import calendar_years

    table: pl.DataFrame = with_texts(read_table(name, ["year", "term"]), ["term"], "year")
    table = table.with_columns(calendar_years(table["year"]), pl.col("term").cast(pl.String))
    if bad := table.filter(pl.col("year").is_null() | pl.col("term").is_null()).height:
        raise InputError("SEN-023", f"候选术语有{bad}行没有年份或术语", "请补齐 year 和 term 两列")
    groups = table.unique(maintain_order=True).group_by("year", maintain_order=True)
    return {int(str(key[0])): rows["term"].to_list() for key, rows in groups}
