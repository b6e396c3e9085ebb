"""What is decided of an edition beside what was computed: manual scores, vetoes, final ranks and grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xiandao.evaluate.methods.grading import EXCLUDED
from xiandao.evaluate.methods.manual_score import ManualScore, with_manual
from xiandao.evaluate.methods.ranking import ranks
from xiandao.evaluate.methods.sealing import kept
from xiandao.evaluate.methods.vetoes import vetoed_by

if TYPE_CHECKING:
    from xiandao.evaluate.methods.grading import Grading
    from xiandao.evaluate.methods.recipe import Recipe
    from xiandao.evaluate.methods.table import Table, Vector

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Struck:
    """A veto that struck a unit: the figure (None where it was missing) and the rule."""

    indicator: str
    figure: float | None
    when: str
    value: float
    cap: str
    exclude: bool
    reason: str
    clause: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One unit: what was computed, what people gave, what counts.

    Args:
        unit: code.
        automatic: computed score.
        automatic_rank: computed rank.
        automatic_grade: grade by the computed score, vetoes included; empty where nobody is graded.
        manual: what people gave, None where they gave nothing.
        which: the score that counts: ``automatic``, ``manual`` or ``mean``.
        score: the score that counts.
        rank: by the scores that count; None where a veto leaves the unit out.
        grade: by the scores that count, vetoes included.
        vetoes: those that struck.
    """

    unit: str
    automatic: float | None
    automatic_rank: int | None
    automatic_grade: str
    manual: ManualScore | None
    which: str
    score: float | None
    rank: int | None
    grade: str
    vetoes: tuple[Struck, ...]


def verdict_of(
    result: Mapping[str, Any],
    root: str,
    recipe: Recipe,
    raw: Table,
    given: Mapping[str, ManualScore],
) -> Plain:
    """Return what is decided of every unit; nothing where nobody gave a score and no veto struck.

    Args:
        result: scores and ranks as an edition keeps them.
        root: code of the index.
        recipe: says which score counts, how units are graded, and what vetoes there are.
        raw: figures as reported, also of units that screening left out.
        given: what people gave, by unit.

    Raises:
        InputError: ``EVA-172``, ``EVA-173`` as ``with_manual`` says, and what vetoes and grades say.

    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> result = {"units": ["u", "v"], "columns": ["I"], "scores": [[80.0], [70.0]], "ranks": [[1.0], [2.0]]}
    >>> raw = Table(("u", "v"), ("a",), np.array([[1.0], [2.0]]))
    >>> made = verdict_of(result, "I", Recipe({}), raw, {"v": ManualScore(85.0, "现场核查")})
    >>> [(one["unit"], one["score"], one["rank"]) for one in made["units"]]
    [('u', 80.0, 2), ('v', 85.0, 1)]
    >>> verdict_of(result, "I", Recipe({}), raw, {})
    {}
    """
    units, place = list(result["units"]), result["columns"].index(root)
    automatic = np.array([_number(row[place]) for row in result["scores"]], dtype=np.float64)
    setting = recipe.manual
    both = with_manual(
        units, automatic, given, which=setting.counts, lower=setting.lower, upper=setting.upper
    )
    table = raw.take(rows=np.isin(np.array(raw.units), units))
    rule = recipe.grading
    struck: dict[str, list[Struck]] = {unit: [] for unit in units}
    for one in vetoed_by(rule.vetoes, units, table) if rule is not None else ():
        told = one.rule
        struck[one.unit].append(
            Struck(
                told.indicator, None if np.isnan(one.figure) else one.figure, told.when, told.value,
                told.cap, told.exclude, told.reason, told.clause,
            )
        )  # fmt: skip
    if not given and not any(struck.values()):
        return {}
    counted = np.array([one.counts for one in both], dtype=np.float64)
    out = np.array([any(one.exclude for one in struck[unit]) for unit in units], dtype=bool)
    final = ranks(np.where(out, np.nan, counted))
    before, after = (_grades(rule, units, scores, table) for scores in (automatic, counted))
    decided = [
        Decided(
            unit, kept(two.automatic), _rank(_number(result["ranks"][at][place])), before[at],
            two.manual, two.which, kept(two.counts), _rank(final[at]), after[at], tuple(struck[unit]),
        )
        for at, (unit, two) in enumerate(zip(units, both, strict=True))
    ]  # fmt: skip
    return {
        "counts": setting.counts,
        "units": [{**asdict(one), "vetoes": [asdict(v) for v in one.vetoes]} for one in decided],
    }


def decided_in(verdict: Mapping[str, Any]) -> dict[str, Decided]:
    """Return what a verdict holds, by unit; nothing where there is none.

    >>> decided_in({})
    {}
    """
    found = {}
    for one in verdict.get("units", ()):
        manual = one["manual"]
        found[str(one["unit"])] = Decided(
            **{
                **one,
                "automatic_rank": _rank(_number(one["automatic_rank"])),
                "rank": _rank(_number(one["rank"])),
                "manual": None if manual is None else ManualScore(**manual),
                "vetoes": tuple(Struck(**veto) for veto in one["vetoes"]),
            }
        )
    return found


def moved(interval: tuple[int, int], rank: int, final: int, count: int) -> tuple[int, int]:
    """Return a rank interval moved with the rank: as wide as it was computed, within those ranked.

    >>> moved((2, 5), 3, 1, 6), moved((2, 5), 3, 6, 6), moved((1, 1), 1, 2, 6)
    ((1, 3), (5, 6), (2, 2))
    """
    by = final - rank
    low, high = interval[0] + by, interval[1] + by
    return min(max(1, low), final), max(min(count, high), final)


def ranked(decided: Mapping[str, Decided]) -> int:
    """Return how many units have a final rank."""
    return sum(one.rank is not None for one in decided.values())


def is_out(grade: str) -> bool:
    """Return whether a grade says that the unit is left out."""
    return grade == EXCLUDED


def _grades(
    rule: Grading | None, units: Sequence[str], scores: Vector, raw: Table
) -> Sequence[str]:
    return [""] * len(units) if rule is None else rule.apply(units, scores, raw).grades


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _rank(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
