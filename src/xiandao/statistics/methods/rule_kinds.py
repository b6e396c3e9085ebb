"""The kinds of rules there are, and where a rule applies."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from xiandao.terms.term import Term


class Kind(Term):
    """What a rule compares; the last three look at all returns of a class together."""

    SINGLE = "single", "单项"
    BALANCE = "balance", "表内平衡"
    PART = "part", "分项不大于总项"
    PAIR = "pair", "成对填报"
    PREVIOUS = "previous", "与上期比"
    YEAR = "year", "与上年同期比"
    CROSS = "cross", "表间"
    RATIO = "ratio", "比率"
    UNIT = "unit", "单位错误"
    CUMULATIVE = "cumulative", "累计数"
    OPENING = "opening", "期初等于上期末"
    COPIED = "copied", "照抄上期"
    HB = "hb", "变动离群（HB）"
    ZSCORE = "zscore", "水平离群（修正z）"
    PEERS = "peers", "与同类中位数比"


POPULATION: Final = frozenset({Kind.HB, Kind.ZSCORE, Kind.PEERS})


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a rule applies; patterns with * and ?, empty means everywhere."""

    subjects: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def covers(self, name: str, value: str) -> bool:
        """Tell whether a subject, period or unit is within.

        >>> Scope(periods=("*Q4",)).covers("periods", "2026Q4"), Scope().covers("units", "x")
        (True, True)
        """
        patterns: tuple[str, ...] = getattr(self, name)
        return not patterns or any(fnmatchcase(value, pattern) for pattern in patterns)


EVERYWHERE: Final = Scope()
