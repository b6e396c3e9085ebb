"""The results of many runs as tables: units, pairs, sensitivity, precision, accounting, runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xiandao.evaluate.methods.step import Log

if TYPE_CHECKING:
    from xiandao.evaluate.methods.uncertainty import Uncertainty

TOP = (1, 3, 5, 10)
# A table of pairs beyond this has more rows than anybody reads.
MOST_PAIRED = 1000
# Nor does anybody read millions of cells; whoever computes with them has ``scores`` and ``ranks``.
MOST_CELLS = 3_000_000


def tables(found: Uncertainty) -> tuple[Log, ...]:
    """Return all tables: ``units``, ``pairwise``, ``sensitivity``, ``interactions``, ``convergence``,
    ``accounting``, ``replications``, ``run_scores``, ``run_ranks`` (not beyond three million cells), ``notes``;
    those without rows are left out.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> from xiandao.evaluate.methods.table import Table
    >>> table = Table(("x", "y", "z"), ("a", "b"), np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 1.0]]))
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> recipe = Recipe({"steps": [{"use": "normalise", "lower": 1, "upper": 100}]})
    >>> means = {"name": "mean", "key": "aggregate.method", "alternatives": ["arithmetic", "geometric"]}
    >>> from xiandao.evaluate.methods.uncertainty import uncertainty
    >>> found = uncertainty(table, tree, recipe, {"factors": [means]})
    >>> [log.name for log in tables(found)][:3]
    ['units', 'pairwise', 'sensitivity']
    """
    made = (
        units(found),
        pairwise(found),
        sensitivity(found),
        interactions(found),
        convergence(found),
        accounting(found),
        replications(found),
        *(by_run(found) if found.runs * len(found.table.units) <= MOST_CELLS else ()),
        Log("notes", ("note",), tuple((one,) for one in found.sentences)),
    )
    return tuple(log for log in made if len(log.rows))


def units(found: Uncertainty) -> Log:
    """Return a row for each unit (and period): nominal, mean, spread and quantiles of rank and score, chances."""
    ranks, table = found.distribution, found.table
    columns: dict[str, Any] = {
        "unit": table.units,
        "name": table.names or table.units,
        **({"period": table.periods} if table.periods else {}),
        "nominal_score": found.nominal_scores,
        "nominal_rank": found.nominal_ranks,
        "mean_rank": ranks.mean,
        "sd_rank": ranks.sd,
    }
    names = ("q05", "q25", "median", "q75", "q95")
    for name, level in zip(names, (0.05, 0.25, 0.5, 0.75, 0.95), strict=True):
        columns[f"rank_{name}"] = ranks.quantile(level)
    columns["best_rank"], columns["worst_rank"] = ranks.quantile(0.0), ranks.quantile(1.0)
    mean, sd = score_moments(found)
    columns |= {"mean_score": mean, "sd_score": sd}
    columns |= {
        f"score_{name}": row for name, row in zip(names, found.score_quantiles, strict=True)
    }
    columns |= {f"p_top_{k}": found.top(k) for k in TOP if k < len(table.units)}
    columns["share_ok"] = ranks.present
    return Log(
        "units", tuple(columns), tuple(zip(*(plain(one) for one in columns.values()), strict=True))
    )


def score_moments(found: Uncertainty) -> tuple[Any, Any]:
    """Return mean and standard deviation (n − 1 where runs have the same chance) of the score of each row."""
    scores, there = found.scores, ~np.isnan(found.scores)
    weights = np.ones(found.runs) if found.chances is None else found.chances
    filled = np.where(there, scores, 0.0)
    total = weights @ there
    safe = np.where(total > 0, total, np.nan)
    mean = weights @ filled / safe
    squares = weights @ (np.where(there, scores - mean, 0.0) ** 2)
    least = np.where(total > 1, total - 1, np.nan) if found.chances is None else safe
    return mean, np.sqrt(squares / least)


def pairwise(found: Uncertainty) -> Log:
    """Return a row for each pair of units: the chance that the first ranks before the second."""
    rows: list[tuple[Any, ...]] = []
    for period, mask in found.table.slices().items():
        if mask.sum() > MOST_PAIRED:
            continue
        codes = [found.table.units[place] for place in np.flatnonzero(mask)]
        for own, line in zip(codes, found.beats(period).tolist(), strict=True):
            rows += [
                (period, own, other, chance if chance == chance else None)
                for other, chance in zip(codes, line, strict=True)
                if other != own
            ]
    return Log("pairwise", ("period", "unit", "other", "p_before"), tuple(rows))


def sensitivity(found: Uncertainty) -> Log:
    """Return a row for each output and factor: S1, ST and their intervals."""
    columns = ("output", "factor", "s1", "st", "s1_low", "s1_high", "st_low", "st_high", "method")
    kept = found.sensitivity
    if kept is None:
        return Log("sensitivity", columns, ())
    bounds = kept.intervals
    rows = []
    for place, output in enumerate(kept.outputs):
        for number, name in enumerate(kept.factors):
            own: list[float | None] = [None] * 4
            if bounds is not None:
                ends = (bounds.s1_low, bounds.s1_high, bounds.st_low, bounds.st_high)
                own = [float(end[number, place]) for end in ends]
            indices = float(kept.s1[number, place]), float(kept.st[number, place])
            rows.append((output, name, *indices, *own, "exact" if kept.is_exact else "estimated"))
    return Log("sensitivity", columns, tuple(rows))


def interactions(found: Uncertainty) -> Log:
    """Return a row for each output and pair of factors: the share of the variance that is their interaction."""
    kept = found.sensitivity
    rows = []
    for (one, other), shares in (kept.pairs if kept else {}).items():
        for output, share in zip(kept.outputs if kept else (), np.atleast_1d(shares), strict=True):
            rows.append((output, one, other, float(share)))
    return Log("interactions", ("output", "factor", "other", "share"), tuple(rows))


def convergence(found: Uncertainty) -> Log:
    """Return how precise figures were after so many rows of the sample."""
    rows = tuple((one.runs, one.what, one.value, one.half_width) for one in found.progress)
    return Log("convergence", ("runs", "what", "value", "half_width"), rows)


def accounting(found: Uncertainty) -> Log:
    """Return how many runs ended well, and how many failed why."""
    rows = tuple(
        ("ok", "", "", count, share)
        if why is None
        else ("failed", why.code, why.sentence, count, share)
        for why, count, share in found.accounting
    )
    return Log("accounting", ("status", "code", "why", "runs", "share"), rows)


def replications(found: Uncertainty) -> Log:
    """Return a row for each run: the level of each factor, outputs, whether it ended well and why not."""
    factors = found.spec.factors
    labels = [[factor.label(level) for level in range(factor.size)] for factor in factors]
    one_output = len(found.output_names) == 1
    columns = (
        "run",
        *(f"{factor.name}" for factor in factors),
        *found.output_names[:1],
        "status",
        "why",
    )
    if not one_output:
        columns = tuple(name for name in columns if name not in found.output_names)
    rows = []
    for run, (levels, place) in enumerate(
        zip(found.levels.tolist(), found.replications.of_run.tolist(), strict=True)
    ):
        told = [
            own[int(level)] if own else factor.label(level)
            for own, level, factor in zip(labels, levels, factors, strict=True)
        ]
        why = found.replications.failures.get(place)
        output = plain(found.outputs[run, :1]) if one_output else ()
        rows.append(
            (run + 1, *told, *output, "failed" if why else "ok", why.sentence if why else "")
        )
    return Log("replications", columns, tuple(rows))


def by_run(found: Uncertainty) -> tuple[Log, Log]:
    """Return scores and ranks of each run, a column for each unit (and period)."""
    names = tuple(" ".join(row).strip() for row in found.table.rows)
    scores = (plain(row) for row in found.scores)
    ranks = ([int(rank) or None for rank in row] for row in found.ranks.tolist())
    return (
        Log(
            "run_scores",
            ("run", *names),
            tuple((run, *row) for run, row in enumerate(scores, start=1)),
        ),
        Log(
            "run_ranks",
            ("run", *names),
            tuple((run, *row) for run, row in enumerate(ranks, start=1)),
        ),
    )


def plain(values: Any) -> list[Any]:
    """Return numbers of an array as Python's own, None where missing."""
    if not isinstance(values, np.ndarray):
        return list(values)
    return [None if isinstance(one, float) and one != one else one for one in values.tolist()]
