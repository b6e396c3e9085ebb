"""What an observation table adds up: the totals that formulas need, as aggregates over filings."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from xiandao.statistics.methods.indicator import Indicator, Missing
from xiandao.statistics.methods.indicators_formula import PRIOR, Node, Total, value

if TYPE_CHECKING:
    import ibis.expr.types as ir

FLAG: Final = "__flag"
IMPUTED: Final = "I"
VARIANTS: Final = ("value", "comparable", "prior")
_SIGNS: Final[Mapping[str, Callable[[Any, Any], Any]]] = MappingProxyType(
    {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        ">": operator.gt,
        ">=": operator.ge,
        "<": operator.lt,
        "<=": operator.le,
        "==": operator.eq,
        "!=": operator.ne,
    }
)


@dataclass(frozen=True, slots=True)
class Need:
    """One aggregate: a total of a formula, the number of filings, or of filings with imputed rows.

    ``required``: rows that must be filled in for a filing to count; ``any_of``: one of them at least;
    ``is_prior``: read 上年同期可比数 in place of the rows.
    """

    total: Total
    required: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    is_prior: bool = False


class Columns:
    """How formulas work on the columns of a table.

    >>> import ibis
    >>> table = ibis.table({"a": "float64", "b": "float64"})
    >>> str(Columns().apply("/", table.a, table.b).type())
    'float64'
    """

    def number(self, value: float) -> Any:
        """A constant."""
        import ibis

        return ibis.literal(value, type="float64")

    def apply(self, operator: str, left: Any, right: Any) -> Any:
        """The result of an operator; division by zero is null."""
        if operator == "/":
            return left / right.nullif(0.0)
        return _SIGNS[operator](left, right)


class Totals:
    """The aggregates that some indicators need, equal ones once, each under a column name of its own."""

    def __init__(self, indicators: Sequence[Indicator], columns: frozenset[str]) -> None:
        self.columns = columns
        self.names: dict[Need, str] = {}
        for one in indicators:
            wanted = [self.filings(one), self.imputed(one)]
            for variant in VARIANTS if self.has_growth(one) else VARIANTS[:1]:
                wanted += [self.total(one, total, variant) for total in one.parsed.totals]
            for need in wanted:
                if need is not None:
                    self.names.setdefault(need, f"t{len(self.names)}")

    def total(self, one: Indicator, total: Total, variant: str) -> Need:
        """What a total of a formula needs, for this period, comparably, or for the year before."""
        required = one.parsed.names if one.missing is Missing.COMPLETE else ()
        if variant != "value":
            required = tuple(name for row in one.parsed.names for name in (row, row + PRIOR))
        suffix = PRIOR if variant == "prior" else ""
        # Arithmetic with nothing is nothing and adds nothing: rows that are added up need no filter.
        added = {leaf + suffix for leaf in _leaves(total.row)} if total.row else set()
        others = tuple(name for name in required if name not in added)
        return Need(total, others, is_prior=variant == "prior")

    def filings(self, one: Indicator) -> Need:
        """What the number of filings behind a value needs."""
        names = one.parsed.names
        if one.missing is Missing.COMPLETE:
            return Need(Total("count", None), names)
        return Need(Total("count", None), any_of=names)

    def imputed(self, one: Indicator) -> Need | None:
        """What the number of filings with imputed rows needs; None where the table has no flags."""
        flags = tuple(name + FLAG for name in one.parsed.names if name + FLAG in self.columns)
        if not flags:
            return None
        filings = self.filings(one)
        return Need(filings.total, filings.required, filings.any_of, flags)

    def has_growth(self, one: Indicator) -> bool:
        """Whether the filings carry 上年同期可比数 for every row of the formula."""
        names = one.parsed.names
        is_level = bool(names) and not any(name.endswith(PRIOR) for name in names)
        return is_level and all(name + PRIOR in self.columns for name in names)

    def aggregates(self, filings: ir.Table) -> dict[str, Any]:
        """The aggregates over a table of filings, by column name."""
        return {name: _aggregate(filings, need) for need, name in self.names.items()}

    def worth(self, cells: ir.Table, one: Indicator, variant: str) -> Any:
        """The value of an indicator over a table of aggregates."""
        formula = one.parsed
        totals = {
            str(i): cells[self.names[self.total(one, total, variant)]]
            for i, total in enumerate(formula.totals)
        }
        return value(formula.shell, totals, Columns()).cast("float64")


def _aggregate(filings: ir.Table, need: Need) -> Any:
    where = _where(filings, need)
    row = need.total.row
    if row is None:
        return filings.count(where=where)
    suffix = PRIOR if need.is_prior else ""
    names = {name: filings[name + suffix].cast("float64") for name in _leaves(row)}
    worth = value(row, names, Columns())
    if need.total.kind == "count":
        return worth.cast("int64").sum(where=where)
    return worth.sum(where=where)


def _where(filings: ir.Table, need: Need) -> Any:
    conditions = [filings[name].notnull() for name in need.required]
    if need.any_of:
        conditions.append(reduce(operator.or_, (filings[name].notnull() for name in need.any_of)))
    if need.flags:
        flagged = (filings[name].cast("string").fill_null("") == IMPUTED for name in need.flags)
        conditions.append(reduce(operator.or_, flagged))
    return reduce(operator.and_, conditions) if conditions else None


def _leaves(node: Node) -> Iterator[str]:
    if node.kind == "name":
        yield node.name
    for part in node.parts:
        yield from _leaves(part)
