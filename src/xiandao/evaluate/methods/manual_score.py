"""The score that people give beside the one that is computed: both are kept, with the reason and which counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from xiandao.evaluate.methods.step import Option, checked
from xiandao.evaluate.methods.table import Vector
from xiandao.terms.error import InputError

COUNTS: Final = ("manual", "automatic", "lower", "mean")
OPTIONS: Final = (
    Option("counts", "text", "manual", "两者都有时采用哪个：manual 人工，automatic 自动，lower 较低者，mean 平均",
           choices=COUNTS, example='counts = "mean"'),
    Option("lower", "number", 0.0, "人工评分的下限", example="lower = 60"),
    Option("upper", "number", 100.0, "人工评分的上限", example="upper = 120"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """What the section ``[manual]`` of a recipe says: which score counts, and the scale of what is given."""

    counts: str = "manual"
    lower: float = 0.0
    upper: float = 100.0


def setting_from(data: Mapping[str, Any]) -> Setting:
    """Return the setting that the section ``[manual]`` states.

    Raises:
        InputError: ``EVA-173`` a scale of no width or no table, and what ``step.checked`` says of keys.

    >>> setting_from({"counts": "lower"}).counts, setting_from({}).upper
    ('lower', 100.0)
    """
    if not isinstance(data, Mapping):
        raise InputError(
            "EVA-173",
            "manual 应当是一张表",
            '例如 [manual] 下写 counts = "mean"',
            {"key": "manual"},
        )
    found = Setting(**checked(OPTIONS, data, "manual"))
    if found.lower >= found.upper:
        raise InputError(
            "EVA-173",
            f"人工评分的下限{found.lower:g}不低于上限{found.upper:g}",
            "请核对 manual.lower 和 manual.upper",
            {"lower": found.lower, "upper": found.upper},
        )
    return found


@dataclass(frozen=True, slots=True)
class ManualScore:
    """What people gave a unit, and why.

    Args:
        score: on the scale of the automatic one.
        reason: not empty.
        by: who gave it.
        clause: rule or minutes it rests on.
    """

    score: float
    reason: str
    by: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class TwoScores:
    """Both scores of a unit; ``counts`` is the one that ranks and grades go by, ``which`` says why."""

    unit: str
    automatic: float
    manual: ManualScore | None
    counts: float
    which: str


def with_manual(
    units: Sequence[str],
    automatic: Vector,
    given: Mapping[str, ManualScore],
    *,
    which: str = "manual",
    lower: float = 0.0,
    upper: float = 100.0,
) -> tuple[TwoScores, ...]:
    """Return both scores of every unit and the one that counts.

    Args:
        units: codes.
        automatic: computed scores, NaN where there is none.
        given: what people gave, by unit.
        which: counts where both are there: ``manual``, ``automatic``, the ``lower`` of both or their ``mean``.
        lower: lowest score that may be given.
        upper: highest score that may be given.

    Raises:
        InputError: ``EVA-172`` a score without a reason, ``EVA-173`` of an unknown unit, beyond the scale, or an
            unknown ``which``.

    >>> both = with_manual(["a", "b"], np.array([80.0, 70.0]), {"b": ManualScore(75.0, "现场核查补证")})
    >>> [(one.unit, one.automatic, one.counts, one.which) for one in both]
    [('a', 80.0, 80.0, 'automatic'), ('b', 70.0, 75.0, 'manual')]
    """
    if which not in COUNTS:
        raise InputError(
            "EVA-173", f"没有“{which}”这种取法", f"可用的有：{'、'.join(COUNTS)}", {"which": which}
        )
    for unit, one in given.items():
        _refuse(unit, one, units, lower, upper)
    found = []
    for unit, score in zip(units, automatic.tolist(), strict=True):
        manual = given.get(unit)
        counts, chosen = _counting(score, manual, which)
        found.append(TwoScores(unit, score, manual, counts, chosen))
    return tuple(found)


def _refuse(
    unit: str, manual: ManualScore, units: Sequence[str], lower: float, upper: float
) -> None:
    if unit not in units:
        raise InputError(
            "EVA-173", f"人工评分的“{unit}”不在参评单元里", "请核对单元代码", {"unit": unit}
        )
    if not manual.reason.strip():
        raise InputError(
            "EVA-172",
            f"“{unit}”的人工评分没有写理由",
            "人工评分与自动评分并存备查，请写明理由和依据",
            {"unit": unit},
        )
    if not lower <= manual.score <= upper:
        raise InputError(
            "EVA-173",
            f"“{unit}”的人工评分是{manual.score:g}",
            f"人工评分应在{lower:g}至{upper:g}之间",
            {"unit": unit, "score": manual.score},
        )


def _counting(score: float, manual: ManualScore | None, which: str) -> tuple[float, str]:
    if manual is None:
        return score, "automatic"
    if np.isnan(score):
        return manual.score, "manual"
    if which == "mean":
        return (score + manual.score) / 2, "mean"
    if which == "lower":
        return min(score, manual.score), "automatic" if score <= manual.score else "manual"
    return (manual.score, "manual") if which == "manual" else (score, "automatic")
