"""Grades of units, by quota of the ranking or by threshold of the score, as the section [grades] of a recipe says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from xiandao.evaluate.methods.grading_quota import Level, grade_by_quota, told_levels
from xiandao.evaluate.methods.grading_threshold import grade_by_threshold
from xiandao.evaluate.methods.step import Option, checked, section
from xiandao.evaluate.methods.table import Table, Vector
from xiandao.evaluate.methods.vetoes import Veto, Vetoed, rules_from, vetoed_by
from xiandao.terms.error import InputError

EXCLUDED: Final = "不参评"

OPTIONS: Final = (
    Option("method", "text", "quota", "quota 按名次比例分档，threshold 按得分线分档",
           choices=("quota", "threshold"), example='method = "threshold"'),
    Option("levels", "texts", (), "各档，从好到差，每档一个 [[grades.levels]]", is_required=True,
           example='[[grades.levels]]'),
    Option("ties", "text", "down", "同分跨档时：down 整组归下一档，up 整组归上一档，order 按名单先后拆开",
           choices=("down", "up", "order"), example='ties = "up"'),
    Option("always", "texts", (), "直接定为最高档、不占比例的单元代码", example='always = ["P001"]'),
    Option("quota_of", "text", "rest", "比例的基数：rest 除直接定档以外的单元，all 全部单元",
           choices=("rest", "all"), example='quota_of = "all"'),
    Option("refill", "boolean", False, "被否决降档的单元空出的名额是否由后面的单元递补", example="refill = true"),
    Option("vetoes", "texts", (), "否决规则，每条一个 [[grades.vetoes]]", example='[[grades.vetoes]]'),
)  # fmt: skip
LEVEL_OPTIONS: Final = (
    Option("name", "text", "", "档名", is_required=True, example='name = "A"'),
    Option("share", "number", None, "占比，0至1；恰有一档不写占比，即“其余”",
           lowest=0, highest=1, example="share = 0.2"),
    Option("rounding", "text", "floor", "名额取整：floor 舍，ceil 入，round 四舍五入",
           choices=("floor", "ceil", "round"), example='rounding = "ceil"'),
    Option("at_least", "number", None, "按得分线分档时的最低分；最后一档不写", example="at_least = 80"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Graded:
    """Grades with everything that led to them.

    Args:
        grades: grade of each unit, empty where it has no score, ``不参评`` where it is excluded.
        before: grades as they would be without vetoes.
        vetoed: each veto that struck, whether or not it changed the grade.
        counts: for each level its quota (−1 for the rest and for thresholds) and how many units it got.
    """

    grades: tuple[str, ...]
    before: tuple[str, ...]
    vetoed: tuple[Vetoed, ...]
    counts: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Grading:
    """A rule for grades that has been checked; ``from_data`` makes it."""

    method: str
    levels: tuple[Level, ...]
    ties: str
    always: tuple[str, ...]
    quota_of: str
    refill: bool
    vetoes: tuple[Veto, ...]

    def apply(self, units: Sequence[str], scores: Vector, raw: Table | None = None) -> Graded:
        """Return the grades of units.

        Args:
            units: codes.
            scores: scores of the index, NaN where there is none.
            raw: figures of the same rows that vetoes look at; not needed without vetoes.

        Raises:
            InputError: ``EVA-169`` a unit to be graded highest that is not there, and as vetoes say.
        """
        strange = sorted(set(self.always) - set(units))
        if strange:
            raise InputError(
                "EVA-169",
                f"直接定档名单里的“{strange[0]}”不在参评单元里",
                "请核对 grades.always 里的单元代码",
                {"units": strange},
            )
        struck = vetoed_by(self.vetoes, units, raw)
        excluded = {one.unit for one in struck if one.rule.exclude}
        kept = np.where([unit in excluded for unit in units], np.nan, scores)
        names = told_levels(self.levels)
        ceiling = [0] * len(units)
        for one in struck:
            if one.rule.cap:
                ceiling[one.row] = max(ceiling[one.row], names.index(one.rule.cap))
        grade = self._by_quota if self.method == "quota" else self._by_threshold
        before = grade(units, scores, [0] * len(units))
        found = list(grade(units, kept, ceiling if self.refill else [0] * len(units)))
        for row, (unit, lowest) in enumerate(zip(units, ceiling, strict=True)):
            if unit in excluded:
                found[row] = EXCLUDED
            elif found[row]:
                found[row] = names[max(names.index(found[row]), lowest)]
        counts = tuple(
            (level.name, self._quota(level, units, kept), found.count(level.name))
            for level in self.levels
        )
        return Graded(tuple(found), before, struck, counts)

    def _quota(self, level: Level, units: Sequence[str], scores: Vector) -> int:
        return level.quota(self._ranked(units, scores)) if self.method == "quota" else -1

    def _ranked(self, units: Sequence[str], scores: Vector) -> int:
        counted = [
            unit in self.always
            for unit, lacking in zip(units, np.isnan(scores), strict=True)
            if not lacking
        ]
        return len(counted) - (sum(counted) if self.quota_of == "rest" else 0)

    def _by_quota(
        self, units: Sequence[str], scores: Vector, ceiling: Sequence[int]
    ) -> tuple[str, ...]:
        always = np.array([unit in self.always for unit in units], dtype=bool)
        return grade_by_quota(
            scores,
            self.levels,
            always=always,
            ties=self.ties,
            ranked=self._ranked(units, scores),
            ceiling=ceiling,
        )

    def _by_threshold(
        self, units: Sequence[str], scores: Vector, ceiling: Sequence[int]
    ) -> tuple[str, ...]:
        names = told_levels(self.levels)
        limits = [float(level.at_least) for level in self.levels if level.at_least is not None]
        found = grade_by_threshold(scores, names, at_least=limits)
        return tuple(
            names[0] if grade and unit in self.always else grade
            for unit, grade in zip(units, found, strict=True)
        )


def from_data(data: Mapping[str, Any]) -> Grading:
    """Return the rule that the section ``[grades]`` of a recipe states.

    Raises:
        InputError: ``EVA-168`` levels that do not make a scale, ``EVA-170`` vetoes that cannot be read, and what
            ``step.checked`` says of keys.

    >>> levels = [{"name": "A", "share": 0.2}, {"name": "B", "share": 0.3}, {"name": "C"},
    ...           {"name": "D", "share": 0.05, "rounding": "ceil"}]
    >>> rule = from_data({"levels": levels})
    >>> rule.apply(list("abcdefghij"), np.arange(10.0, 0.0, -1)).grades
    ('A', 'A', 'B', 'B', 'B', 'C', 'C', 'C', 'C', 'D')
    """
    section(data, "grades", "[[grades.levels]]")
    plain = tuple(option for option in OPTIONS if option.kind != "texts" or option.name == "always")
    rest = {key: value for key, value in data.items() if key not in {"levels", "vetoes"}}
    options = checked(plain, rest, "grades")
    given = data.get("levels", [])
    _refuse_no_tables(given, "levels")
    levels = tuple(
        Level(**checked(LEVEL_OPTIONS, one, f"grades.levels[{number}]"))
        for number, one in enumerate(given, start=1)
    )
    check: Mapping[str, Callable[[Sequence[Level]], str]] = {
        "quota": _wrong_shares,
        "threshold": _wrong_thresholds,
    }
    wrong = _wrong_names(levels) or check[options["method"]](levels)
    if wrong:
        raise InputError(
            "EVA-168",
            f"grades.levels 有误：{wrong}",
            "各档从好到差写，每档一个 [[grades.levels]]",
            {"wrong": wrong},
        )
    vetoes = data.get("vetoes", [])
    _refuse_no_tables(vetoes, "vetoes")
    rules = rules_from(vetoes, told_levels(levels))
    return Grading(
        options["method"], levels, options["ties"], tuple(options["always"]), options["quota_of"],
        options["refill"], rules,
    )  # fmt: skip


def _refuse_no_tables(given: Any, name: str) -> None:
    if not isinstance(given, list | tuple) or not all(isinstance(one, Mapping) for one in given):
        raise InputError(
            "EVA-168",
            f"grades.{name} 应当是一组表",
            f"每条写成一个 [[grades.{name}]]",
            {"key": f"grades.{name}"},
        )


def _wrong_names(levels: Sequence[Level]) -> str:
    names = told_levels(levels)
    if len(levels) < 2:
        return "至少要有两档"
    if len(set(names)) < len(names) or not all(names):
        return "档名不能为空，也不能重复"
    return ""


def _wrong_shares(levels: Sequence[Level]) -> str:
    if sum(level.share is None for level in levels) != 1:
        return "按比例分档时，应恰有一档不写占比（其余）"
    if sum(level.share or 0.0 for level in levels) > 1 + 1e-9:
        return "各档占比合计超过1"
    return ""


def _wrong_thresholds(levels: Sequence[Level]) -> str:
    limits = [level.at_least for level in levels[:-1]]
    if levels[-1].at_least is not None or any(limit is None for limit in limits):
        return "按得分线分档时，除最后一档外都要写 at_least"
    numbers = [float(limit) for limit in limits if limit is not None]
    if any(high <= low for high, low in pairwise(numbers)):
        return "at_least 应从高到低，不重复"
    return ""
