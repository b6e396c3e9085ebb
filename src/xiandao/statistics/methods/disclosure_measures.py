"""How measures hang together: sums within a form, and totals whose formulas share rows, as linear relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeVar

from xiandao.statistics.methods.form import PRIOR, Form
from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.methods.indicators_formula import Node, parse
from xiandao.statistics.methods.linear import linear, rows_of
from xiandao.statistics.methods.publication_totals import written
from xiandao.statistics.methods.rule import Rule
from xiandao.terms.error import InputError
from xiandao.terms.period import Period

# What is added up over which rows of which form in which period: the same row of the same period is the same figure.
Fact = tuple[str, str, str]
Terms = Mapping[Fact, Fraction]
Sums = Mapping[str, float]
# A measure and its period.
Measured = tuple[str, str]
_EXACT: Final = 10**6
K = TypeVar("K")


def sums_of(form: Form, rules: Iterable[Rule] = ()) -> tuple[Sums, ...]:
    """Return the sums that hold in every return of a form: its computed rows, and the equations that it must meet.

    Args:
        form: the form.
        rules: its active rules; of them those that are linear equations without conditions.

    Returns:
        Coefficients by item, which add up to zero.

    >>> from xiandao.statistics.methods.form import shipped as forms
    >>> sums_of(forms()["quick"])[0] == {"r13": -1.0, "r14": 1.0, "r22": 1.0, "r82": 1.0, "r29": 1.0}
    True
    """
    from xiandao.statistics.methods.expression import parse as read

    found: list[Sums] = []
    for item in form.items:
        parts = linear(read(item.formula).node) if item.formula else None
        if parts is not None and not parts.get(""):
            found.append({item.code: -1.0} | {name: by for name, by in parts.items() if name})
    names = set(form.columns)
    for rule in rules:
        is_equation = rule.op == "=" and rule.severity == "must"
        for row in (rows_of(rule, is_exact=True) or ()) if is_equation else ():
            terms = dict(row.terms)
            if row.low == row.high == 0 and terms.keys() <= names:
                found.append(terms)
    return tuple(found)


@lru_cache(maxsize=4096)
def terms_of(measure: str, period: str) -> Terms | None:
    """Return a total as coefficients of rows; None where it is no linear sum, such as a count.

    >>> [(fact, int(by)) for fact, by in (terms_of("quick:sum((r13 - r13__ly))", "2026-09") or {}).items()]
    [(('quick', 'r13', '2026-09'), 1), (('quick', 'r13', '2025-09'), -1)]
    >>> terms_of("quick:count((r13 > 0.0))", "2026-09") is None
    True
    """
    form, _, text = measure.partition(":")
    try:
        totals = parse(text).totals
    except InputError:
        return None
    if len(totals) != 1 or totals[0].kind != "sum" or totals[0].row is None:
        return None
    found = _row(totals[0].row)
    if found is None or "" in found:
        return None
    return _dated(form, found, period)


def known_totals(form: str, period: str) -> dict[Measured, Terms]:
    """Return the linear totals that the indicators of a form are made of, for a period.

    >>> sorted(measure for measure, _ in known_totals("quick", "2026-09") if "ly" in measure)
    ['quick:sum((r13 - r13__ly))']
    """
    found = {}
    for one in shipped().values():
        for total in one.parsed.totals if one.source == form and one.is_computed else ():
            key = (f"{form}:{total.kind}({written(total.row)})", period)
            terms = terms_of(*key)
            if terms is not None:
                found[key] = terms
    return found


def related(
    wanted: Iterable[Measured], told: Iterable[Measured], sums: Sequence[Sums]
) -> set[Measured]:
    """Return what was told that shares rows with what is wanted, directly or by way of other totals and sums.

    >>> told = [("q:sum(r1)", "2026"), ("q:sum(r2)", "2026"), ("q:sum(r9)", "2026")]
    >>> sorted(related([("q:sum(r3)", "2026")], told, [{"r3": -1.0, "r1": 1.0, "r2": 1.0}]))
    [('q:sum(r1)', '2026'), ('q:sum(r2)', '2026')]
    """
    first, left = list(wanted), set(told)
    found = left & set(first)
    reached = {fact for one in first for fact in terms_of(*one) or ()}
    while True:
        wide = {fact for row in _equations(reached, sums) if row.keys() & reached for fact in row}
        near = {one for one in left - found if (terms_of(*one) or {}).keys() & (reached | wide)}
        grown = reached | wide | {fact for one in near for fact in terms_of(*one) or ()}
        if grown == reached and not near:
            return found
        reached, found = grown, found | near


def combinations(
    new: Measured, others: Iterable[Measured], sums: Sequence[Sums]
) -> list[dict[Measured, float]]:
    """Return what a new measure can be put together with: to nothing, to one row, or to another indicator's total.

    Args:
        new: the measure to be told.
        others: what was told before.
        sums: the sums within the form.

    Returns:
        Coefficients by measure, the new one among them and at least one more.

    >>> told = [("q:sum(r1)", "2026"), ("q:sum(r2)", "2026")]
    >>> sums = [{"r9": -1.0, "r1": 1.0, "r2": 1.0, "r3": 1.0}]
    >>> combinations(("q:sum(r9)", "2026"), told, sums)
    [{('q:sum(r1)', '2026'): -1.0, ('q:sum(r2)', '2026'): -1.0, ('q:sum(r9)', '2026'): 1.0}]
    >>> combinations(("q:sum(r9)", "2026"), told[:1], sums)
    []
    """
    known = [(one, terms_of(*one)) for one in dict.fromkeys((new, *others))]
    vectors = [(one, terms) for one, terms in known if terms]
    if len(vectors) < 2 or vectors[0][0] != new:
        return []
    facts = dict.fromkeys(fact for _, terms in vectors for fact in terms)
    equations = list(_equations(facts, sums))
    facts |= dict.fromkeys(fact for row in equations for fact in row)
    wanted: list[Terms] = [{fact: Fraction(1)} for fact in facts]
    told = [terms for _, terms in vectors]
    for form, period in sorted({(fact[0], fact[2]) for fact in facts}):
        wanted += [row for row in known_totals(form, period).values() if row.keys() <= facts.keys()]
    columns = [*equations, *told, *(row for row in wanted if row not in told)]
    start, end = len(equations), len(equations) + len(vectors)
    found: dict[frozenset[tuple[Measured, float]], dict[Measured, float]] = {}
    for combo in _dependences(columns, end):
        terms = {vectors[k - start][0]: float(by) for k, by in combo.items() if start <= k < end}
        if new in terms and len(terms) > 1:
            scaled = {one: by / terms[new] for one, by in sorted(terms.items())}
            found.setdefault(frozenset(scaled.items()), scaled)
    return list(found.values())


def _dependences(columns: Sequence[Terms], known: int) -> list[dict[int, Fraction]]:
    """Return for every column that known ones before it make up the coefficients that add up to nothing."""
    basis: list[tuple[Fact, dict[Fact, Fraction], dict[int, Fraction]]] = []
    found = []
    for number, column in enumerate(columns):
        rest, combo = dict(column), {number: Fraction(1)}
        for pivot, row, made in basis:
            factor = rest.get(pivot)
            if factor:
                _less(rest, row, factor)
                _less(combo, made, factor)
        if rest and number < known:
            pivot = min(rest)
            by = rest[pivot]
            basis.append(
                (pivot, {k: v / by for k, v in rest.items()}, {k: v / by for k, v in combo.items()})
            )
        if not rest:
            found.append(combo)
    return found


def _less(rest: dict[K, Fraction], row: Mapping[K, Fraction], factor: Fraction) -> None:
    for key, by in row.items():
        left = rest.get(key, Fraction(0)) - factor * by
        if left:
            rest[key] = left
        else:
            rest.pop(key, None)


def _equations(facts: Iterable[Fact], sums: Sequence[Sums]) -> list[Terms]:
    """Return the sums of a form in every period that is spoken of."""
    places = sorted({(form, period) for form, _, period in facts})
    return [
        {(form, name, period): _fraction(by) for name, by in one.items()}
        for form, period in places
        for one in sums
        if not any(name.endswith(PRIOR) for name in one)
    ]


def _row(node: Node) -> dict[str, Fraction] | None:
    """Return a row expression as coefficients by row, the constant under ""; None where it is not linear."""
    if node.kind == "number":
        return {"": _fraction(node.number)} if node.number else {}
    if node.kind == "name":
        return {node.name: Fraction(1)}
    left, right = (_row(part) for part in node.parts)
    if left is None or right is None:
        return None
    if node.kind in {"+", "-"}:
        _less(left, right, Fraction(-1 if node.kind == "+" else 1))
        return left
    if node.kind == "*" and left.keys() <= {""}:
        left, right = right, left
    if node.kind not in {"*", "/"} or right.keys() != {""}:
        return None
    by = right[""] if node.kind == "*" else 1 / right[""]
    return {name: factor * by for name, factor in left.items()}


def _dated(form: str, row: Mapping[str, Fraction], period: str) -> dict[Fact, Fraction]:
    before = Period.parse(period).year_before.code if any(n.endswith(PRIOR) for n in row) else ""
    return {
        (form, name.removesuffix(PRIOR), before if name.endswith(PRIOR) else period): by
        for name, by in row.items()
    }


def _fraction(number: float) -> Fraction:
    return Fraction(number).limit_denominator(_EXACT)
