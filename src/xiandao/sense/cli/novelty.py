"""``xiandao sense novelty``: how unusual is what each work combines."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from xiandao.sense.cli.files import broken_lines, check_writable, read_table, write_table
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

DONE: Final = 0
BETWEEN: Final = r"\s*[|;；]\s*"
NOVELTY: Final = (
    "输入两种任选其一。--papers：每篇文献一行，--classes 列是类别的列表（或以 | 或分号隔开的文字），例如专利分类号；"
    "写 --venue 时，该列是参考文献编号的列表，按编号在同一文件中查出来源刊物。"
    "--references：每条参考文献一行，有文献编号、年份和刊物三列。同一文献中重复的类别只计一次。"
    "结果各列：id；year；classes 类别数；pairs 类别对数；novelty 各对 z 值的第10百分位，越低越新颖；"
    "convention 各对 z 值的中位数，越高越合常规；"
    "commonness 各对常见度的第10百分位；rarity 常见度的负自然对数，越高越少见；flags 提示，多个用|隔开："
    "no_year 没有可用的年份，no_classes 没有类别，one_class 只有一个类别，too_many_classes 类别多于2000个，"
    "few_works 同年文献少于100篇，期望值不稳。"
    "z＝（实际同现篇数－期望）/标准差，期望和标准差取自超几何分布，在同一年的文献内计算（Uzzi等，2013）；"
    "常见度＝实际对数×总对数/（两个类别各自的对数之积）（Lee等，2015）。没有类别对或没有年份的，各值为空。"
)


def add_novelty(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``novelty``."""
    line = "计算每篇文献的新颖性：它的组合（参考文献的刊物、专利分类）有多不寻常"
    verb = verbs.add_parser("novelty", help=line, description=line, epilog=NOVELTY)
    given = verb.add_mutually_exclusive_group(required=True)
    given.add_argument("--papers", metavar="文件", help="文献，每篇一行，parquet 或 csv")
    given.add_argument("--references", metavar="文件", help="参考文献，每条一行，parquet 或 csv")
    verb.add_argument(
        "--classes", metavar="列",
        help="类别列；默认 --papers 用 fields（写 --venue 时用 references），--references 用 venue",
    )  # fmt: skip
    verb.add_argument("--venue", metavar="列", help="刊物列：由参考文献编号查刊物，只用于 --papers")
    verb.add_argument("--id", metavar="列", default="id", help="文献编号列，默认 id")
    verb.add_argument("--year", metavar="列", default="year", help="年份列，默认 year")
    verb.add_argument(
        "--letters", metavar="个数", type=int, default=0,
        help="类别只取前几个字符，例如4取CPC小类；默认0，全取",
    )  # fmt: skip
    verb.add_argument("--out", metavar="文件", required=True, help="写到这里，parquet 或 csv")
    verb.set_defaults(run=run_novelty)


def run_novelty(chosen: argparse.Namespace) -> int:
    """``sense novelty``: read, compute, write, give account.

    Raises:
        InputError: ``SEN-350`` options that do not go together, ``SEN-351`` a column that holds no classes.
    """
    from xiandao.sense.methods.bundles import bundles
    from xiandao.sense.methods.novelty import novelty

    check_writable(chosen.out)
    if chosen.letters < 0:
        raise InputError("SEN-350", "--letters 不能小于0", "全取请写0，CPC小类请写4")
    if chosen.venue and not chosen.papers:
        raise InputError(
            "SEN-350", "--venue 只用于 --papers", "--references 的刊物列请用 --classes 写明"
        )
    part = chosen.classes or _usual(chosen)
    name = chosen.papers or chosen.references
    wanted = [chosen.id, chosen.year, part, *([chosen.venue] if chosen.venue else [])]
    table = read_table(name, wanted)
    told = broken_lines(name, table)
    table = _classes(table, part, listed=bool(chosen.papers))
    if chosen.venue:
        table, lines = _looked_up(table, chosen, part)
        told = [*lines, *told]
    found = bundles(table, id=chosen.id, year=chosen.year, part=part, letters=chosen.letters)
    frame = novelty(found)
    write_table(chosen.out, frame)
    print("\n".join([*found.account.lines(), *told]))
    judged = len(frame) - frame["novelty"].null_count()
    print(f"已写入“{chosen.out}”：{len(frame)}行，其中{judged}篇有数值")
    return DONE


def _usual(chosen: argparse.Namespace) -> str:
    if chosen.references:
        return "venue"
    return "references" if chosen.venue else "fields"


def _classes(table: pl.DataFrame, part: str, *, listed: bool) -> pl.DataFrame:
    """Return the table with a column of lists, or of single classes."""
    import polars as pl

    kind = table.schema[part]
    inner = kind.inner if isinstance(kind, pl.List | pl.Array) else kind
    simple = not isinstance(inner, type) and not inner.is_nested()
    is_list = isinstance(kind, pl.List | pl.Array)
    if not simple or inner in (pl.Binary, pl.Object) or (is_list and not listed):
        raise InputError(
            "SEN-351", f"列“{part}”不是类别",
            "--papers 请用列表或以 | 隔开的文字；--references 请用文字",
            {"column": part, "type": str(kind)},
        )  # fmt: skip
    if is_list:
        return table.with_columns(pl.col(part).cast(pl.List(inner)))
    if not listed:
        return table
    text = pl.col(part).cast(pl.String).str.replace_all(BETWEEN, "|").str.split("|")
    return table.with_columns(pl.when(pl.col(part).cast(pl.String) != "").then(text).alias(part))


def _looked_up(
    table: pl.DataFrame, chosen: argparse.Namespace, part: str
) -> tuple[pl.DataFrame, list[str]]:
    from xiandao.sense.methods.reference_venues import reference_venues

    found = reference_venues(table, id=chosen.id, references=part, venue=chosen.venue)
    return found.table, found.lines()
