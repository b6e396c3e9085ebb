"""Running the rules over a whole frame of returns at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from xiandao.statistics.methods import expression as one
from xiandao.statistics.methods.checking_class import class_hits
from xiandao.statistics.methods.condition import Condition, condition
from xiandao.statistics.methods.expression import parse
from xiandao.statistics.methods.expression_nodes import Value, values_of
from xiandao.statistics.methods.expression_polars import (
    Columns,
    cleaned,
    columns_of,
    is_fixed,
    number_of,
    truth_of,
)
from xiandao.statistics.methods.inputs_frame import KEY, gathered_frame
from xiandao.statistics.methods.messages import message_of
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.statistics.methods.form import Form
    from xiandao.statistics.methods.rule import Rule

FINDINGS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "rule": pl.String,
    "severity": pl.String,
    "level": pl.Int64,
    "unit": pl.String,
    "period": pl.String,
    "item": pl.String,
    "items": pl.List(pl.String),
    "left": pl.Float64,
    "right": pl.Float64,
    "message": pl.String,
    "message_en": pl.String,
    "needs_explanation": pl.Boolean,
}


def check_frame(
    rules: Sequence[Rule],
    frame: pl.DataFrame,
    *,
    form: Form | None = None,
    history: pl.DataFrame | None = None,
    others: Mapping[str, pl.DataFrame] | None = None,
    units: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return what the rules find in many returns, sorted by unit, period and rule; the order of rows does not matter.

    Args:
        rules: those that are inactive or out of scope are left out.
        frame: wide, columns ``unit``, ``period``, one per item; one row per unit and period.
        form: for labels and scope; without it rules of any version and subject apply and codes are shown.
        history: returns of the same form in other periods.
        others: by form, its returns.
        units: ``unit`` and the columns by which classes are made, such as ``industry``.

    Raises:
        InputError: ``STA-221`` a column is missing, ``STA-222`` a return is there twice.

    >>> from xiandao.statistics.methods.rule import Rule
    >>> frame = pl.DataFrame({"unit": ["a", "b"], "period": ["2026", "2026"], "r1": [1.0, 2.0], "r2": [2.0, 1.0]})
    >>> check_frame([Rule("P1", "x", left="r1", op="≤", right="r2")], frame)["unit"].to_list()
    ['b']
    """
    wide = cleaned(gathered_frame(values_wanted(rules), frame, history=history, others=others))
    found = [hits for hits in _all_hits(rules, wide, form, units) if hits[1].height]
    if not found:
        return pl.DataFrame(schema=FINDINGS)
    return _findings(found, form).sort("unit", "period", "rule")


def values_wanted(rules: Iterable[Rule]) -> tuple[Value, ...]:
    """Return every value that rules read.

    >>> from xiandao.statistics.methods.rule import Rule
    >>> [value.keys for value in values_wanted([Rule("P1", "x", left="r1", op="≤", right="lag(r1)")])]
    [('r1',), ('r1__lag1',)]
    """
    found: list[Value] = []
    for rule in rules:
        if rule.is_population:
            sides = [parse(text).node for text in (rule.left, rule.right, rule.when) if text]
            found.extend(value for side in sides for value in values_of(side))
        else:
            found.extend(condition(rule).values)
    return tuple(dict.fromkeys(found))


def scope_of(
    rule: Rule, wide: pl.DataFrame, periods: Mapping[str, Period], form: Form | None
) -> pl.Expr | bool:
    """Return which rows of a frame a rule is meant for: all (True), none (False), or an expression.

    Args:
        rule: any.
        wide: the frame, for the units a scope names.
        periods: those of the frame, by code.
        form: for version and subject.

    >>> from xiandao.statistics.methods.rule import Rule
    >>> frame = pl.DataFrame({"unit": ["a"], "period": ["2026"]})
    >>> scope_of(Rule("P1", "x", left="r1 > 0"), frame, {"2026": Period.parse("2026")}, None)
    True
    """
    version, subject = (form.version, form.subject) if form else ("", "")
    kept = [
        code
        for code, period in periods.items()
        if rule.applies_to(version=version, subject=subject, period=period)
    ]
    if not kept:
        return False
    parts = [] if len(kept) == len(periods) else [pl.col("period").is_in(kept)]
    if rule.scope.units:
        units = [
            unit for unit in wide["unit"].unique().to_list() if rule.scope.covers("units", unit)
        ]
        parts.append(pl.col("unit").is_in(units))
    return pl.all_horizontal(parts) if parts else True


def failing(tested: Condition, columns: Columns, scope: pl.Expr | bool) -> pl.Expr:
    """Return a rule as one expression: true where it applies and fails, else false or unknown.

    >>> from xiandao.statistics.methods.rule import Rule
    >>> tested = condition(Rule("P1", "x", left="r1 > 0"))
    >>> pl.DataFrame({"r1": [0.0, None]}).select(x=failing(tested, {"r1": False}, True))["x"].to_list()
    [True, None]
    """
    failed = truth_of(tested.violated, columns)
    if tested.applies is not None:
        failed = failed & truth_of(tested.applies, columns)
    if not isinstance(scope, bool):
        failed = failed & scope
    return failed


def _all_hits(
    rules: Sequence[Rule], wide: pl.DataFrame, form: Form | None, units: pl.DataFrame | None
) -> list[tuple[Rule, pl.DataFrame]]:
    """The failing rows of every rule with the two numbers to show."""
    columns = columns_of(wide, is_clean=True)
    periods = {code: Period.parse(code) for code in wide["period"].unique().to_list()}
    scopes = [(rule, scope_of(rule, wide, periods, form)) for rule in rules]
    scopes = [(rule, scope) for rule, scope in scopes if scope is not False]
    single = [(rule, scope) for rule, scope in scopes if not rule.is_population]
    # The unit stands first: a rule over empty columns alone would give a single row.
    failed = wide.select(
        "unit",
        *(
            failing(condition(rule), columns, scope).alias(str(place))
            for place, (rule, scope) in enumerate(single)
        ),
    )
    masks = [failed[str(place)] for place in range(len(single))]
    hit = [(rule, mask) for (rule, _), mask in zip(single, masks, strict=True) if mask.any()]
    found = _numbers(hit, wide, columns)
    grouped = wide if units is None else wide.join(units, on="unit", how="left", suffix="__unit")
    for rule, scope in scopes:
        if rule.is_population:
            rows = grouped if isinstance(scope, bool) else grouped.filter(scope)
            found.append((rule, class_hits(rule, rows, columns)))
    return found


def _numbers(
    hit: Sequence[tuple[Rule, pl.Series]], wide: pl.DataFrame, columns: Columns
) -> list[tuple[Rule, pl.DataFrame]]:
    """The failing rows of each rule with its two numbers, all worked out in one query: a list per number."""
    wanted: dict[str, pl.Expr] = {}
    for place, (rule, mask) in enumerate(hit):
        tested = condition(rule)
        for side, node in (("left", tested.left), ("right", tested.right)):
            if node is not None and not is_fixed(node, columns):
                number = number_of(node, columns)
                wanted[f"{side}{place}"] = number.filter(pl.lit(mask)).implode()
    lists = wide.select(**wanted)
    rows = [mask.arg_true() for _, mask in hit]
    keys = wide.select(KEY)[pl.concat(rows)] if rows else wide.select(KEY).clear()
    found = []
    start = 0
    for place, (rule, _) in enumerate(hit):
        tested, size = condition(rule), len(rows[place])
        sides = []
        for side, node in (("left", tested.left), ("right", tested.right)):
            if f"{side}{place}" in wanted:
                sides.append(lists[f"{side}{place}"][0].alias(side))
            else:
                same = None if node is None else one.number_of(node, {})
                sides.append(pl.Series(side, [same] * size, dtype=pl.Float64))
        found.append((rule, keys.slice(start, size).hstack(sides)))
        start += size
    return found


def _findings(found: Sequence[tuple[Rule, pl.DataFrame]], form: Form | None) -> pl.DataFrame:
    """All hits in one table, with what their rules say about them."""
    chinese: list[str] = []
    english: list[str] = []
    for rule, hits in found:
        message = message_of(rule, form)
        for left, right in zip(hits["left"].to_list(), hits["right"].to_list(), strict=True):
            sentences = message.both(left, right)
            chinese.append(sentences[0])
            english.append(sentences[1])
    said = pl.DataFrame(
        {
            "rule": [rule.code for rule, _ in found],
            "severity": [str(rule.severity) for rule, _ in found],
            "level": [rule.level for rule, _ in found],
            "item": [rule.items[0] if rule.items else "" for rule, _ in found],
            "items": [list(rule.items) for rule, _ in found],
            "needs_explanation": [rule.needs_explanation for rule, _ in found],
        },
        schema_overrides={"items": pl.List(pl.String)},
    )
    places = [place for place, (_, hits) in enumerate(found) for _ in range(hits.height)]
    return (
        pl.concat([hits for _, hits in found])
        .hstack(said[places])
        .select(
            *list(FINDINGS)[:9],
            pl.Series("message", chinese, dtype=pl.String),
            pl.Series("message_en", english, dtype=pl.String),
            "needs_explanation",
        )
    )
