"""The values from elsewhere for a whole frame of returns: joined as columns under the same keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from xiandao.statistics.methods.expression_nodes import Value
from xiandao.statistics.methods.inputs import ordinal, sources_of
from xiandao.terms.error import InputError
from xiandao.terms.period import Period

KEY: Final = ("unit", "period")
_SOURCE: Final = "__source"


def gathered_frame(
    wanted: Iterable[Value],
    frame: pl.DataFrame,
    *,
    history: pl.DataFrame | None = None,
    others: Mapping[str, pl.DataFrame] | None = None,
) -> pl.DataFrame:
    """Return a frame of returns with a column for every wanted value from elsewhere.

    Args:
        wanted: as ``expression_nodes.values_of`` gives them.
        frame: wide, columns ``unit``, ``period`` and one per item; one row per unit and period.
        history: further returns of the same form; where it repeats a return of ``frame``, the latter counts.
        others: by form, its returns; the one whose period ends on the same day is read.

    Raises:
        InputError: ``STA-221`` a column is missing, ``STA-222`` a return is there twice.

    >>> frame = pl.DataFrame({"unit": ["a", "a"], "period": ["2026-05", "2026-06"], "r1": [4.0, 5.0]})
    >>> gathered_frame([Value("r1", "lag", 1)], frame)["r1__lag1"].to_list()
    [None, 4.0]
    """
    check_keys(frame)
    elsewhere = [value for value in dict.fromkeys(wanted) if value.source != "own"]
    pool = _pool(frame, history)
    periods = {code: Period.parse(code) for code in frame["period"].unique().to_list()}
    for place, shift in _shifts(elsewhere, periods).items():
        items = [item for item in dict.fromkeys(shift.items) if item in pool.columns]
        names = {item: f"{item}{place}" for item in items}
        frame = _joined(frame, pool, shift.moves, names)
    frame = frame.with_columns(_sums(elsewhere, frame, periods))
    for form in dict.fromkeys(value.form for value in elsewhere if value.source == "of"):
        other = (others or {}).get(form)
        if other is not None:
            items = [value.item for value in elsewhere if value.form == form]
            frame = _with_other(frame, other, form, items, periods)
    return frame


def check_keys(frame: pl.DataFrame) -> None:
    """Refuse a frame without unit and period, or with the same return twice.

    Raises:
        InputError: ``STA-221``, ``STA-222``.

    >>> check_keys(pl.DataFrame({"unit": ["a"], "period": ["2026"]}))
    """
    missing = [name for name in KEY if name not in frame.columns]
    if missing:
        raise InputError("STA-221", f"数据表缺少列 {'、'.join(missing)}", "请补上单位和报告期", {})
    repeated = frame.height - frame.select(KEY).n_unique()
    if repeated:
        raise InputError(
            "STA-222",
            f"同一单位同一报告期有{repeated}份重复的报表",
            "每个单位每期只保留一份",
            {"repeated": repeated},
        )


class _Shift:
    """Which items are read from which period for which period."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.moves: dict[str, str] = {}


def _shifts(wanted: list[Value], periods: Mapping[str, Period]) -> dict[str, _Shift]:
    """One shift per distance; the sum since January needs one for each of its months."""
    found: dict[str, _Shift] = {}
    for value in wanted:
        for code, period in periods.items():
            if value.source == "of":
                continue
            for steps, source in enumerate(sources_of(value, period)):
                if value.source == "ytd" and steps == 0:
                    continue
                place = (
                    f"__lag{steps}" if value.source == "ytd" else value.keys[-1][len(value.item) :]
                )
                shift = found.setdefault(place, _Shift())
                shift.items.append(value.item)
                shift.moves[code] = source.code
    return found


def _pool(frame: pl.DataFrame, history: pl.DataFrame | None) -> pl.DataFrame:
    if history is None or not history.height:
        return frame
    shared = [
        pl.col(name).cast(kind, strict=False)
        for name, kind in frame.schema.items()
        if name in history.columns
    ]
    both = pl.concat([frame, history.select(shared)], how="diagonal")
    return both.unique(KEY, keep="first", maintain_order=True)


def _joined(
    frame: pl.DataFrame, pool: pl.DataFrame, moves: Mapping[str, str], names: Mapping[str, str]
) -> pl.DataFrame:
    fresh = {item: name for item, name in names.items() if name not in frame.columns}
    if not fresh:
        return frame
    source = pl.col("period").replace_strict(moves, default=None, return_dtype=pl.String)
    right = pool.select(
        "unit",
        pl.col("period").alias(_SOURCE),
        *(pl.col(item).alias(name) for item, name in fresh.items()),
    )
    joined = frame.with_columns(source.alias(_SOURCE)).join(
        right, on=["unit", _SOURCE], how="left", maintain_order="left"
    )
    return joined.drop(_SOURCE)


def _sums(wanted: list[Value], frame: pl.DataFrame, periods: Mapping[str, Period]) -> list[pl.Expr]:
    """Sum since January in the order of ``inputs.gathered``: this period first, then backwards."""
    number = {code: ordinal(period) for code, period in periods.items()}
    place = pl.col("period").replace_strict(number, default=None, return_dtype=pl.Int64)
    found = []
    for value in wanted:
        if value.source != "ytd" or value.item not in frame.columns:
            continue
        total = pl.lit(0.0) + pl.col(value.item)
        for steps in range(1, max(number.values(), default=1)):
            name = f"{value.item}__lag{steps}"
            part = pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.Float64)
            total = total + pl.when(place > steps).then(part).otherwise(0.0)
        found.append(total.alias(value.keys[0]))
    return found


def _with_other(
    frame: pl.DataFrame,
    other: pl.DataFrame,
    form: str,
    items: list[str],
    periods: Mapping[str, Period],
) -> pl.DataFrame:
    check_keys(other)
    ends = {Period.parse(code).end: code for code in sorted(other["period"].unique().to_list())}
    moves = {code: ends[period.end] for code, period in periods.items() if period.end in ends}
    names = {item: f"{form}:{item}" for item in dict.fromkeys(items) if item in other.columns}
    return _joined(frame, other, moves, names)
