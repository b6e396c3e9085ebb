"""Warnings in the words of officials: why, who pulled, how the rule did, and the tables that are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from xiandao.sense.methods.early_warning import Alarm, Silent, Tested, Watch
from xiandao.sense.methods.pulls import Pull
from xiandao.sense.methods.warning_backtest import BackTest
from xiandao.sense.methods.warning_observations import code_of, period_of
from xiandao.sense.methods.warning_rules import Direction, Measure, RuleBook

if TYPE_CHECKING:
    import polars as pl

DIGITS: Final = 4
MOST_NAMED: Final = 3
UNITS: Final = "unit"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
WHOLE: Final = "全部单位"


def why(one: Alarm, book: RuleBook) -> str:
    """Return the reason of a warning: what happened, on which scope, who pulled, by which rule.

    >>> import polars
    >>> from xiandao.sense.methods.early_warning import watch
    >>> from xiandao.sense.methods.warning_book import shipped
    >>> from xiandao.sense.methods.warning_observations import observations
    >>> rows = [(f"{year}Q{quarter}", unit, "revenue", 100.0 if year < 2026 or unit != "b" else 60.0)
    ...     for year in range(2023, 2027) for quarter in (1, 2, 3, 4) for unit in "abc"]
    >>> table = polars.DataFrame(rows, schema=["period", "unit", "indicator", "value"], orient="row")
    >>> why(watch(observations(table), shipped()).warnings[0], shipped())
    '2026年四季度，全部单位营业收入可比口径同比下降13.3%，已连续4期达到橙色界限（不高于-10%）。可比单位3家，主要由b（下拉13.33个百分点）拉低。规则：同比持续下降（Z五(四)）。连续两期同比下降，已不是一时波动；界限为试行值'
    """
    scope = one.scope.label if one.scope.columns else WHOLE
    head = f"{period_of(one.at, one.season).label}，{scope}{book.indicator(one.indicator).name}"
    pulled = dict(one.pulled).get(UNITS, ())
    ground = f"{one.rule.name}（{one.rule.clause}）" if one.rule.clause else one.rule.name
    reason = f"。{one.rule.reason}" if one.rule.reason else ""
    return f"{head}{_happened(one)}。可比单位{one.units}家{_pulled(pulled, one.rule.direction)}。规则：{ground}{reason}"


def _happened(one: Alarm) -> str:
    limit = f"{one.colour.label}色界限（{one.rule.direction.label}{one.limit:g}{_percent(one)}）"
    if one.rule.measure is Measure.GROWTH:
        held = f"已连续{one.streak}期达到" if one.streak > 1 else "达到"
        return f"可比口径同比{_moved(one.value)}，{held}{limit}"
    if one.rule.measure is Measure.TURNING:
        way = "由增转降" if one.rule.direction is Direction.DOWN else "由降转增"
        return (
            f"可比口径同比的{one.rule.smooth}期移动平均{way}，"
            f"已连续{one.rule.confirm}期确认，本期{_moved(one.value)}，达到{limit}"
        )
    side = "低" if one.value < 0 else "高"
    gap = "" if one.gap is None else f"{abs(one.gap):.1f}%"
    held = f"，已连续{one.streak}期" if one.streak > 1 else ""
    return f"剔除季节因素后比历史常态{side}{gap}（稳健标准差的{abs(one.value):.1f}倍），达到{limit}{held}"


def _percent(one: Alarm) -> str:
    return "倍" if one.rule.measure is Measure.DEVIATION else "%"


def _moved(growth: float) -> str:
    return f"{'下降' if growth < 0 else '增长'}{abs(growth):.1f}%" if growth else "持平"


def _pulled(pulled: Sequence[Pull], direction: Direction) -> str:
    """The parts that pulled to the bad side most."""
    is_down = direction is Direction.DOWN
    bad = [one for one in pulled if (one.points < 0) == is_down and one.points]
    most = sorted(bad, key=lambda one: (-abs(one.points), one.name))[:MOST_NAMED]
    if not most:
        return ""
    verb, whole = ("下拉", "拉低") if is_down else ("上拉", "拉高")
    names = "、".join(f"{one.name}（{verb}{abs(one.points):.2f}个百分点）" for one in most)
    return f"，主要由{names}{whole}"


def contribution_list(pulled: Sequence[Pull]) -> str:
    """Return all parts with their points, which add up to the growth.

    >>> contribution_list((Pull("a", -5.0, -2.5), Pull("b", 1.0, 0.5)))
    'a -2.50；b +0.50；合计 -2.00'
    """
    if not pulled:
        return ""
    total = round(sum(one.points for one in pulled), 2)
    return "；".join([*(f"{one.name} {one.points:+.2f}" for one in pulled), f"合计 {total:+.2f}"])


def warning_table(found: Watch, book: RuleBook, groups: Sequence[str] = ()) -> pl.DataFrame:
    """Return a row per warning, the gravest first.

    Args:
        found: the outcome.
        book: the rules it was found by.
        groups: the columns of groups; ``by_<group>`` lists what each of their values pulled.

    >>> warning_table(Watch((), (), (), 0, (), ()), RuleBook(())).columns[:4]
    ['period', 'colour', 'indicator', 'name']
    """
    import polars as pl

    texts = ("period", "colour", "indicator", "name", "scope", "scope_columns", "rule", "measure")
    schema: dict[str, Any] = dict.fromkeys(texts, pl.String)
    schema |= {"value": pl.Float64, "limit": pl.Float64, "growth": pl.Float64}
    schema |= {"units": pl.Int64, "streak": pl.Int64, "why": pl.String, "by_unit": pl.String}
    schema |= {f"by_{name}": pl.String for name in groups if name != UNITS}
    schema |= {"history": pl.String, "false_alarm_rate": pl.Float64}
    rows = [_row(one, book) for one in found.warnings]
    return pl.DataFrame(
        [{key: safe(row.get(key)) for key in schema} for row in rows], schema=schema
    )


def _row(one: Alarm, book: RuleBook) -> dict[str, Any]:
    lists = {f"by_{name}": contribution_list(parts) for name, parts in one.pulled}
    return lists | {
        "period": code_of(one.at, one.season), "colour": one.colour.label,
        "indicator": one.indicator, "name": book.indicator(one.indicator).name,
        "scope": one.scope.label, "scope_columns": "·".join(one.scope.columns),
        "rule": one.rule.code, "measure": one.rule.measure.value,
        "value": round(one.value, DIGITS), "limit": one.limit, "growth": _rounded(one.growth),
        "units": one.units, "streak": one.streak, "why": why(one, book),
        "history": one.history.sentence(), "false_alarm_rate": _rounded(one.history.false_rate),
    }  # fmt: skip


def backtest_table(tests: Sequence[Tested]) -> pl.DataFrame:
    """Return a row per rule and series: how the rule did on its past.

    >>> backtest_table(()).columns[-3:]
    ['false_alarm_rate', 'usual_rate', 'summary']
    """
    import polars as pl

    texts = ("rule", "indicator", "scope", "scope_columns")
    counts = (
        "periods",
        "judged",
        "alarms",
        "runs",
        "red",
        "orange",
        "yellow",
        "blue",
        "known",
        "followed",
    )
    rates = ("alarm_rate", "persistence", "false_alarm_rate", "usual_rate")
    schema: dict[str, Any] = dict.fromkeys(texts, pl.String) | dict.fromkeys(counts, pl.Int64)
    schema |= dict.fromkeys(rates, pl.Float64) | {"summary": pl.String}
    rows = [
        {
            "rule": one.rule.code, "indicator": one.indicator, "scope": one.scope.label,
            "scope_columns": "·".join(one.scope.columns), **_counts(one.found),
        }
        for one in tests
    ]  # fmt: skip
    return pl.DataFrame(
        [{key: safe(row.get(key)) for key in schema} for row in rows], schema=schema
    )


def _counts(found: BackTest) -> Mapping[str, Any]:
    return {
        "periods": found.periods, "judged": found.judged, "alarms": found.alarms, "runs": found.runs,
        "known": found.known, "followed": found.followed, "alarm_rate": _rounded(found.alarm_rate),
        "persistence": _rounded(found.persistence), "false_alarm_rate": _rounded(found.false_rate),
        "usual_rate": _rounded(found.usual_rate), "summary": found.sentence(),
        **{colour.value: count for colour, count in found.colours},
    }  # fmt: skip


def safe(cell: Any) -> Any:
    """Return a cell so that no spreadsheet takes a text for a formula.

    >>> safe("=1+1"), safe(-1.0)
    ("'=1+1", -1.0)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def silence(silent: Sequence[Silent], book: RuleBook) -> list[str]:
    """Return who was not judged and why, a line per rule and cause.

    >>> silence((), RuleBook(()))
    []
    """
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in silent:
        key = (one.rule.name, one.cause.label)
        grouped.setdefault(key, []).append(f"{one.scope.label}{book.indicator(one.indicator).name}")
    return [
        f"不作判断{len(names)}项（{rule}）：{cause}。例如{'、'.join(names[:5])}"
        for (rule, cause), names in sorted(grouped.items())
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
