"""How sure an index is: it is made many times with other choices, and what came out is told of every unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import numpy as np

from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.convergence import (
    Progress,
    index_progress,
    rank_progress,
)
from xiandao.evaluate.methods.designs import (
    enumerated,
    levels_of,
    random_points,
    saltelli,
)
from xiandao.evaluate.methods.failures import Failure
from xiandao.evaluate.methods.pairs import beats
from xiandao.evaluate.methods.rank_statistics import (
    RankDistribution,
    Ranks,
    distribution,
    panel_ranks,
    weighted_quantiles,
)
from xiandao.evaluate.methods.replications import Replications, Runner
from xiandao.evaluate.methods.sensitivity import (
    Sensitivity,
    enumerated_sensitivity,
    sampled_sensitivity,
)
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.evaluate.methods.uncertainty_output import output_of
from xiandao.evaluate.methods.uncertainty_spec import Spec, spec_of
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe import Recipe

Kept = TypeVar("Kept", bound=np.ndarray[Any, Any])
LEVELS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Uncertainty:
    """What many runs say of an index.

    Args:
        spec: what was varied.
        nominal: the index by the recipe itself.
        table: the figures; their rows are the rows of all results.
        levels: runs × factors: number of the level, or value of a continuous factor.
        replications: scores of the distinct runs, and why others failed.
        chances: of each run where they differ, else None.
        distinct_ranks: of the distinct runs, in a panel within each period; 0 where a row has no score.
        outputs: runs × outputs, what the sensitivity is of, NaN where a run failed.
        sensitivity: None where the design or failures do not allow it.
        progress: precision against the number of runs.
    """

    spec: Spec
    nominal: Build
    table: Table
    levels: Matrix
    replications: Replications
    chances: Vector | None
    distinct_ranks: Ranks
    outputs: Matrix
    output_names: tuple[str, ...]
    sensitivity: Sensitivity | None
    progress: tuple[Progress, ...]

    @property
    def runs(self) -> int:
        """Return how many runs the design has."""
        return len(self.levels)

    @property
    def design(self) -> str:
        """Return the design that was used."""
        return self.spec.chosen_design

    @cached_property
    def scores(self) -> Matrix:
        """Return the score of each row in each run: runs × rows, NaN where there is none."""
        return _by_run(self.replications.scores, self.replications.of_run)

    @cached_property
    def ranks(self) -> Ranks:
        """Return the rank of each row in each run, in a panel within its period; 0 where there is none."""
        return _by_run(self.distinct_ranks, self.replications.of_run)

    @cached_property
    def nominal_scores(self) -> Vector:
        """Return the score of each row by the recipe itself."""
        return aligned(self.nominal, self.table)

    @cached_property
    def nominal_ranks(self) -> Vector:
        """Return the rank of each row by the recipe itself."""
        found = panel_ranks(self.nominal_scores[None, :], self.table)[0].astype(np.float64)
        return np.where(found > 0, found, np.nan)

    @cached_property
    def distribution(self) -> RankDistribution:
        """Return how often each row had each rank."""
        return distribution(self.ranks, self.chances)

    @cached_property
    def score_quantiles(self) -> Matrix:
        """Return the 5, 25, 50, 75 and 95 % quantiles of the score: 5 × rows."""
        return weighted_quantiles(self.scores, LEVELS, self.chances)

    def top(self, k: int) -> Vector:
        """Return the chance of each row to be among the first ``k``, in a panel of its period."""
        return self.distribution.top(k)

    def beats(self, period: str = "") -> Matrix:
        """Return the chance that one unit ranks before another, of one period of a panel."""
        if not (period or self.table.is_panel):
            return beats(self.ranks, self.chances)
        rows = self.table.slices().get(period)
        if rows is None:
            raise InputError(
                "EVA-313",
                f"数据里没有“{period}”这一期",
                f"可用的有：{'、'.join(self.table.slices())}",
                {"period": period},
            )
        return beats(self.ranks[:, rows], self.chances)

    @cached_property
    def accounting(self) -> tuple[tuple[Failure | None, int, float], ...]:
        """Return how many runs ended well (None) and how many failed why, with their share; sums to all runs."""
        of_run, distinct = self.replications.of_run, len(self.replications.scores)
        chances = np.full(self.runs, 1.0 / self.runs) if self.chances is None else self.chances
        sizes = np.bincount(of_run, minlength=distinct)
        weights = np.bincount(of_run, weights=chances, minlength=distinct)
        counts: Counter[Failure | None] = Counter()
        shares: dict[Failure | None, float] = {}
        for place in range(distinct):
            why = self.replications.failures.get(place)
            counts[why] += int(sizes[place])
            shares[why] = shares.get(why, 0.0) + float(weights[place])
        ordered = sorted(counts, key=lambda why: (why is not None, -counts[why]))
        return tuple((why, counts[why], shares[why]) for why in ordered)

    @property
    def failed(self) -> int:
        """Return how many runs failed."""
        return sum(count for why, count, _ in self.accounting if why is not None)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Return what has to be known to read the results, in plain words."""
        from xiandao.evaluate.methods.uncertainty_words import sentences

        return sentences(self)


def uncertainty(
    table: Table,
    framework: Framework,
    recipe: Recipe,
    spec: Spec | Mapping[str, Any] | None = None,
) -> Uncertainty:
    """Return what many runs of an index say.

    Args:
        table: figures, as ``build`` takes them.
        framework: the tree.
        recipe: the nominal recipe.
        spec: what varies; the recipe's own section ``[uncertainty]`` where None.

    Raises:
        InputError: ``EVA-300…309`` a specification that cannot be run, ``EVA-303`` an unknown unit, ``EVA-314`` no
            run ended well, and what ``build`` says of the nominal recipe.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> table = Table(("x", "y", "z"), ("a", "b"), np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 1.0]]))
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> recipe = Recipe({"steps": [{"use": "normalise", "lower": 1, "upper": 100}]})
    >>> means = {"name": "mean", "key": "aggregate.method", "alternatives": ["arithmetic", "geometric"]}
    >>> found = uncertainty(table, tree, recipe, {"factors": [means]})
    >>> found.runs, found.failed, found.design
    (2, 0, 'enumerate')
    """
    if not isinstance(spec, Spec):
        given = recipe.data.get("uncertainty", {}) if spec is None else spec
        spec = spec_of(given, recipe, framework)
    nominal = build(table, framework, recipe)
    levels, chances = design_of(spec)
    runner = Runner(table, framework, recipe, spec.factors, spec.seed)
    replications = runner.run(levels)
    if len(replications.failures) == len(replications.scores):
        first = replications.failures[0]
        raise InputError(
            "EVA-314",
            f"全部{len(levels)}次运行都失败了：{first.sentence}",
            first.hint or "请核对各因素的备选方案",
            {"runs": len(levels), "cause": first.code},
        )
    ranked = panel_ranks(replications.scores, table)
    score = aligned(nominal, table)
    own = panel_ranks(score[None, :], table)[0]
    made, names = output_of(spec, table, replications.scores, ranked, own)
    outputs = _by_run(made, replications.of_run)
    found = sensitivity_of(spec, outputs, names)
    progress = progress_of(spec, outputs, _by_run(ranked, replications.of_run))
    return Uncertainty(
        spec, nominal, table, levels, replications, chances, ranked, outputs, names, found, progress
    )


def design_of(spec: Spec) -> tuple[Matrix, Vector | None]:
    """Return the levels of each run, and the chance of each run where they differ."""
    design = spec.chosen_design
    if design == "enumerate":
        levels = enumerated([factor.size for factor in spec.factors])
        if not any(factor.probabilities for factor in spec.factors):
            return levels.astype(np.float64), None
        chances = np.ones(len(levels))
        for place, factor in enumerate(spec.factors):
            chances *= factor.chances[levels[:, place]]
        return levels.astype(np.float64), chances
    count = len(spec.factors)
    if design == "random":
        points = random_points(spec.runs, count, seed=spec.seed)
    else:
        points = saltelli(spec.runs, count, seed=spec.seed, points=spec.points).reshape(-1, count)
    found = np.empty_like(points)
    for place, factor in enumerate(spec.factors):
        column = points[:, place]
        if factor.size:
            found[:, place] = levels_of(column, factor.chances)
        else:
            found[:, place] = factor.low + column * (factor.high - factor.low)
    return found, None


def sensitivity_of(spec: Spec, outputs: Matrix, names: tuple[str, ...]) -> Sensitivity | None:
    """Return the indices that a design allows, None where it allows none."""
    factors = [factor.name for factor in spec.factors]
    if spec.chosen_design == "enumerate":
        sizes = [factor.size for factor in spec.factors]
        chances = [factor.chances for factor in spec.factors]
        return enumerated_sensitivity(outputs, factors, names, sizes, chances)
    if spec.chosen_design == "random":
        return None
    return sampled_sensitivity(
        outputs.reshape(len(factors) + 2, spec.runs, -1),
        factors,
        names,
        bootstraps=spec.bootstraps,
        confidence=spec.confidence,
        seed=spec.seed,
        estimator=spec.estimator,
    )


def progress_of(spec: Spec, outputs: Matrix, ranked: Ranks) -> tuple[Progress, ...]:
    """Return how precision grew with the runs; nothing where all combinations were run."""
    if spec.chosen_design == "enumerate":
        return ()
    if spec.chosen_design == "sobol":
        made = outputs.reshape(len(spec.factors) + 2, spec.runs, -1)
        whole = np.isfinite(made).all(axis=(0, 2))
        names = [factor.name for factor in spec.factors]
        kept = made[:, whole, 0]
        return index_progress(kept, names, confidence=spec.confidence, seed=spec.seed)
    found = distribution(ranked)
    return rank_progress(found.mean, found.sd, spec.runs, spec.confidence)


def _by_run(distinct: Kept, of_run: np.ndarray[Any, np.dtype[np.intp]]) -> Kept:
    """Return what belongs to each run; the same array where every run is another one."""
    same = len(distinct) == len(of_run) and bool((of_run == np.arange(len(of_run))).all())
    return distinct if same else cast(Kept, distinct[of_run])


def aligned(nominal: Build, table: Table) -> Vector:
    """Return the nominal score of each row of the data; NaN for units that were screened out."""
    at = dict(zip(nominal.scores.rows, nominal.index, strict=True))
    return np.array([at.get(row, np.nan) for row in table.rows])
