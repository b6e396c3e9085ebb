"""``xiandao sense warn``: early warning of operations from monthly or quarterly observations."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xiandao.sense.cli.files import (
    FIRST_ROW,
    PARQUET,
    broken_lines,
    check_writable,
    columns_of,
    names_in,
    read_table,
    write_table,
)
from xiandao.terms.error import InputError, TermError

if TYPE_CHECKING:
    from xiandao.sense.methods.early_warning import Watch
    from xiandao.sense.methods.warning_rules import RuleBook

DONE: Final = 0
TOTAL: Final = "total"
MOST_HOLES_TOLD: Final = 5
WARN: Final = (
    "数据每行一个单位、一期、一个指标：period 月或季（2026-10、2026Q3、2026年10月），unit 单位，"
    "indicator 指标代码，value 当期数（不是累计数），"
    "其余各列是分组（地区、行业、先导区）。同比只比较本期和上年同期都有数的单位（可比口径）；新增和退出的单位不影响增速。"
    "规则（TOML）每条写明：measure 测度——growth 可比口径同比（%），deviation 剔除季节因素后偏离历史常态多少个稳健标准差"
    "（相邻两期可比单位环比逐期连接；季节成分取各月或各季偏离居中移动平均的中位数；常态取前半年中位数加惯常增量；"
    "标准差取残差绝对中位差的1.4826倍，年份少时按√((m+1)/(m-1))放宽，m为季节成分依据的年数；须有连续三年），"
    "turning 可比口径同比 smooth 期移动平均改变符号、前后各保持 confirm 期；"
    "direction 方向；thresholds 红橙黄蓝的界限，达到即算；units 最少可比单位数，默认1；persistence 连续期数，默认1；"
    "history 此前最少期数，默认8，不能更小；ratio 连接按比率（默认）还是按差额；"
    "decline 何为实际下滑：此后 within 期内有 periods 期（默认1）同比达到 growth；"
    "clause 条款或 reason 理由。判断某一期只用到该期为止的数据，界限只用此前的数据。数据不够时说明原因，不给颜色。"
    "误报率：结果已明的预警中，此后没有发生实际下滑的比例。"
    "结果各列：period、colour、indicator、name、scope 范围、scope_columns、"
    "rule、measure、value、limit、growth 可比口径同比、units 可比单位数、"
    "streak 连续期数、why 原因、by_unit 和 by_分组 拉动（百分点，合计等于同比）、"
    "history 历史、false_alarm_rate 误报率（%）。"
    "回测各列：periods 期数、judged 可判断、alarms 预警、runs 段数、red 至 blue 各色期数、"
    "known 结果已明、followed 应验、"
    "alarm_rate 预警率、persistence 平均持续期数、false_alarm_rate 误报率、"
    "usual_rate 任取一期其后发生实际下滑的比例、summary。"
)


def add_warn(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``warn``."""
    line = "运行监测预警：按规则给出红橙黄蓝，附原因、拉动和历史误报率"
    verb = verbs.add_parser("warn", help=line, description=line, epilog=WARN)
    verb.add_argument("--data", metavar="文件", required=True, help="观测数据，csv 或 parquet")
    verb.add_argument("--rules", metavar="文件", help="规则，TOML；默认用随系统提供的规则（试行）")
    verb.add_argument(
        "--by", metavar="列",
        help="范围：total 全部单位，列名为其每个取值，加号为交叉，例如 total,region,region+industry；"
        "默认 total 和每个分组列",
    )  # fmt: skip
    verb.add_argument("--period", metavar="期", help="预警哪一期，例如 2026-10；默认各指标最新一期")
    verb.add_argument("--out", metavar="文件", required=True, help="预警写到这里，csv 或 parquet")
    verb.add_argument("--backtest", metavar="文件", help="每条规则在每个序列上的回测写到这里")
    verb.set_defaults(run=run_warn)


def run_warn(chosen: argparse.Namespace) -> int:
    """``sense warn``: judge, write, give account."""
    import polars as pl

    from xiandao.sense.methods.early_warning import watch
    from xiandao.sense.methods.warning_observations import COLUMNS, observations
    from xiandao.sense.methods.warning_words import backtest_table, silence, warning_table

    for name in filter(None, (chosen.out, chosen.backtest)):
        check_writable(name)
    book = rules_of(chosen.rules)
    until, season = place_of(chosen.period)
    by, groups = groupings(chosen.by, [one for one in names_in(chosen.data) if one not in COLUMNS])
    table = read_table(chosen.data, [*COLUMNS, *groups])
    broken = broken_lines(chosen.data, table)
    known = book.indicators.values()
    first = 1 if Path(chosen.data).suffix.lower() in PARQUET else FIRST_ROW
    if wrong := [
        one for one, kind in table.schema.items() if kind.is_nested() or kind == pl.Binary
    ]:
        raise InputError("SEN-374", f"列“{wrong[0]}”不是文字、数字或日期", "请换成文字或数字")
    found = observations(
        table,
        groups=groups,
        nonnegative={one.code for one in known if one.nonnegative},
        first_line=first,
    )
    seen = watch(found, book, by=by, until=until, season=season)
    write_table(chosen.out, warning_table(seen, book, groups))
    if chosen.backtest:
        write_table(chosen.backtest, backtest_table(seen.tests))
    print("\n".join([*found.lines(), *broken, *holes(seen, book), *silence(seen.silent, book)]))
    print(f"{outcome(seen, book)}，已写入“{chosen.out}”")
    return DONE


def rules_of(name: str | None) -> RuleBook:
    """Return the rules in a file, or those that come with the system.

    Raises:
        InputError: ``SEN-001`` it cannot be read, ``SEN-370`` and ``SEN-371`` as ``warning_book.read``.
    """
    from xiandao.sense.methods.warning_book import read, shipped

    if name is None:
        return shipped()
    try:
        return read(Path(name).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        hint = "请检查文件名、权限，并存为 UTF-8"
        raise InputError("SEN-001", f"文件“{name}”无法打开", hint, {"reason": str(error)}) from None


def place_of(told: str | None) -> tuple[int | None, int | None]:
    """Return place in time and periods of a year of a period, none for none.

    Raises:
        InputError: ``SEN-372`` it is neither month nor quarter.

    >>> place_of("2026年10月")
    (24321, 12)
    """
    from xiandao.sense.methods.warning_observations import SEASONS
    from xiandao.terms.period import Period

    if told is None:
        return None, None
    try:
        period = Period.parse(told)
        season = SEASONS[period.kind]
    except (TermError, KeyError):
        raise InputError("SEN-372", f"“{told}”不是月或季", "请写成 2026-10 或 2026Q3") from None
    return period.year * season + period.number - 1, season


def groupings(told: str | None, columns: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the scopes to watch and the columns that they and the contributions need.

    >>> groupings("total,region+industry", ["region", "industry", "zone"])[0]
    [(), ('region', 'industry')]
    """
    from xiandao.sense.methods.warning_observations import COLUMNS

    if told is None:
        return [(), *((one,) for one in columns)], columns
    parts = [
        tuple(dict.fromkeys(name.strip() for name in one.split("+"))) for one in columns_of(told)
    ]
    by: list[tuple[str, ...]] = [() if part == (TOTAL,) else part for part in parts]
    named = [name for part in by for name in part]
    if wrong := [name for name in named if name in COLUMNS or not name]:
        raise InputError("SEN-373", f"不能按“{wrong[0]}”分组", "请写分组列的列名，或 total")
    return by, list(dict.fromkeys([*columns, *named]))


def holes(seen: Watch, book: RuleBook) -> list[str]:
    """Return sentences about series with missing periods."""
    from xiandao.sense.methods.warning_observations import code_of
    from xiandao.sense.methods.warning_series import missing_periods

    missing = missing_periods(seen.series)
    seasons = {one.indicator: one.season for one in seen.series}
    told = []
    for (indicator, scope), places in list(missing.items())[:MOST_HOLES_TOLD]:
        some = "、".join(code_of(at, seasons[indicator]) for at in places[:MOST_HOLES_TOLD])
        told.append(f"{scope}{book.indicator(indicator).name}缺{len(places)}期：{some}")
    if len(missing) > MOST_HOLES_TOLD:
        told.append(f"另有{len(missing) - MOST_HOLES_TOLD}个序列缺期")
    return told


def outcome(seen: Watch, book: RuleBook) -> str:
    """Return how many warnings of each colour there are, and of which periods."""
    from xiandao.sense.methods.warning_colour import Colour
    from xiandao.sense.methods.warning_observations import period_of

    counts = [
        f"{colour.label}{sum(one.colour is colour for one in seen.warnings)}" for colour in Colour
    ]
    labels = dict.fromkeys(period_of(at, season).label for _, season, at in seen.periods)
    unruled = [
        code for code, _, _ in seen.periods if not any(one.looks_at(code) for one in book.rules)
    ]
    tail = f"；没有规则的指标：{'、'.join(unruled)}" if unruled else ""
    head = f"{'、'.join(labels) or '没有可用的数据'}：可判断{seen.judged}项"
    return f"{head}，预警{len(seen.warnings)}条（{'、'.join(counts)}）{tail}"
