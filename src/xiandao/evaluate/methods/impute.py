"""How sure a filled cell is: what multiple imputation draws from, for each way of imputing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.fills import Fill
from xiandao.evaluate.methods.impute_columns import centre_fills, constant_fills
from xiandao.evaluate.methods.impute_em import em_fills
from xiandao.evaluate.methods.impute_knn import knn_fills
from xiandao.evaluate.methods.impute_panel import (
    panel_fills,
    sources_constant,
    sources_latest,
    sources_linear,
)
from xiandao.evaluate.methods.impute_rows import row_fills
from xiandao.evaluate.methods.row_keys import Places, row_keys
from xiandao.evaluate.methods.step import Outcome
from xiandao.evaluate.methods.table import Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

Options = Mapping[str, Any]
Filler = Callable[["Table", "Framework", Options], Iterable[Fill]]


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Of each filled cell: its row and column in the table, the value that it got, the standard deviation of that.

    Cells that nothing can fill are not in it.
    """

    rows: Places
    columns: Places
    mean: Vector
    sd: Vector


def _columns(table: Table, options: Options, statistic: str) -> Iterable[Fill]:
    keys = row_keys(table, options.get("group", ""), options["over"])
    return centre_fills(table, keys, statistic, with_spread=True)


def _rows(table: Table, framework: Framework, options: Options, statistic: str) -> Iterable[Fill]:
    return row_fills(
        table,
        framework,
        statistic,
        within=options["within"],
        level=options["level"],
        normalise=options["normalise"],
        over=options["over"],
    )


def _chosen(options: Options, *names: str) -> dict[str, Any]:
    return {name: options[name] for name in names}


FILLERS: Final[Mapping[str, Filler]] = MappingProxyType(
    {
        "mean": lambda table, _, options: _columns(table, options, "mean"),
        "median": lambda table, _, options: _columns(table, options, "median"),
        "group_mean": lambda table, _, options: _columns(table, options, "mean"),
        "group_median": lambda table, _, options: _columns(table, options, "median"),
        "row_mean": lambda table, framework, options: _rows(table, framework, options, "mean"),
        "row_median": lambda table, framework, options: _rows(table, framework, options, "median"),
        "constant": lambda table, _, options: constant_fills(table, options["value"]),
        "knn": lambda table, _, options: knn_fills(
            table, **_chosen(options, "k", "weights", "standardise", "group", "over")
        ),
        "em": lambda table, _, options: em_fills(
            table, **_chosen(options, "ridge", "max_iterations", "tolerance", "over")
        ),
        "panel_latest": lambda table, _, options: panel_fills(
            table, lambda series: sources_latest(series, max_lookback=options["max_lookback"])
        ),
        "panel_linear": lambda table, _, options: panel_fills(
            table, lambda series: sources_linear(series, beyond=options["beyond"])
        ),
        "panel_linear_constant": lambda table, _, options: panel_fills(
            table, lambda series: sources_linear(series, beyond=options["beyond"], single="carry")
        ),
        "panel_constant": lambda table, _, options: panel_fills(
            table, lambda series: sources_constant(series, beyond=options["beyond"])
        ),
        "none": lambda table, framework, options: (),
    }
)


def donor_spread(table: Table, framework: Framework, method: str, options: Options) -> Spread:
    """Return from which distribution each imputed cell comes.

    The mean is what the method fills in. The standard deviation (n − 1) is that of the donors: of those who have the
    indicator in the same group, of the nearest neighbours, of the unit's other indicators on the scale of the missing
    one; for ``em`` that of the residual; in a panel that of a random walk over the gap; zero for a constant.

    Args:
        table: before imputation, NaN where missing.
        framework: of the indicators.
        method: name as in a recipe.
        options: all options of the method, those of the recipe and the defaults: ``step.options``.

    Raises:
        InputError: ``EVA-114`` no such method, and what the method itself says.

    Source: D. B. Rubin, Multiple Imputation for Nonresponse in Surveys (1987).

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> table = Table(("A", "B", "C"), ("x",), np.array([[1.0], [3.0], [np.nan]]))
    >>> tree = Framework.of([Node("I"), Node("x", parent="I")])
    >>> found = donor_spread(table, tree, "mean", {"over": "all"})
    >>> found.rows.tolist(), found.mean.tolist(), found.sd.round(4).tolist()
    ([2], [2.0], [1.4142])
    """
    if method not in FILLERS:
        raise InputError(
            "EVA-114",
            f"没有名为“{method}”的插补方法",
            f"可用的有：{'、'.join(FILLERS)}",
            {"method": method},
        )
    fills = list(FILLERS[method](table, framework, options))
    there = [~np.isnan(fill.values) for fill in fills]
    pairs = list(zip(fills, there, strict=True))
    whole = [fill.spread if fill.spread is not None else np.zeros(len(fill.rows)) for fill in fills]
    return Spread(
        _stack([fill.rows[kept] for fill, kept in pairs], np.intp),
        _stack([np.full(int(kept.sum()), fill.column) for fill, kept in pairs], np.intp),
        _stack([fill.values[kept] for fill, kept in pairs], np.float64),
        _stack([sd[kept] for sd, kept in zip(whole, there, strict=True)], np.float64),
    )


def _stack(parts: list[Any], kind: Any) -> Any:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.zeros(0, dtype=kind)


def unchanged(table: Table, framework: Framework) -> Outcome:
    """Return the table as it is: a step switched off, for comparisons."""
    return Outcome(table)
