"""What a table of an indicator is made of: for every total of its formula the contribution of every enterprise."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from xiandao.statistics.methods.disclosure_table import Axis, Magnitudes, magnitudes
from xiandao.statistics.methods.indicator import Indicator, Missing
from xiandao.statistics.methods.indicators_formula import PRIOR, Node, Total, value

if TYPE_CHECKING:
    import polars as pl

    from xiandao.terms.period import Period

Variant = Literal["value", "comparable", "prior"]
Seal = Callable[[str], str]
COMPARABLE: Final = "可比"
_SIGNS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, ">": operator.gt, ">=": operator.ge,
    "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """Returns and units of one form and period. Never leaves the statistics store.

    ``filings``: ``unit`` and a number per item, ``{item}__ly`` where asked; ``units``: ``unit``, ``group``, a column
    per axis that a table may have, and ``place`` for where it really belongs; ``axes`` those columns, the rows first.
    """

    filings: pl.DataFrame
    units: pl.DataFrame
    axes: tuple[Axis, ...]
    period: Period


def tables(facts: Facts, one: Indicator, variant: Variant, *, seal: Seal) -> list[Magnitudes]:
    """Return for every total of a formula the table of its contributions, in the order of the formula.

    Args:
        facts: returns and units.
        one: the indicator.
        variant: this period's values; those of units that give both periods; theirs of the year before.
        seal: a digest that nobody without its key can compute; it tells versions of one population apart.

    >>> import polars as pl
    >>> from xiandao.statistics.methods.indicator import shipped
    >>> from xiandao.terms.period import Period
    >>> filings = pl.DataFrame({"unit": ["a", "b"], "r65": [300.0, None]})
    >>> units = pl.DataFrame({"unit": ["a", "b"], "group": [None, None], "region": ["x", "x"]})
    >>> facts = Facts(filings, units, (Axis.flat("region", ["x"]),), Period.parse("2026-06"))
    >>> table, = tables(facts, shipped()["PROFIT"], "value", seal=lambda text: "1")
    >>> table.measure, table.value.tolist(), table.unit.to_list()
    ('quick:sum(r65)', [300.0], ['a'])
    """
    joined = _kept(facts, one, variant).join(facts.units, on="unit", how="inner")
    return [_table(facts, one, total, variant, joined, seal) for total in one.parsed.totals]


def has_growth(one: Indicator, columns: Sequence[str]) -> bool:
    """Return whether returns carry 上年同期可比数 for every row of the formula.

    >>> from xiandao.statistics.methods.indicator import shipped
    >>> has_growth(shipped()["PROFIT"], ["r65", "r65__ly"]), has_growth(shipped()["PROFIT"], ["r65"])
    (True, False)
    """
    names = one.parsed.names
    is_level = bool(names) and not any(name.endswith(PRIOR) for name in names)
    return is_level and all(name + PRIOR in columns for name in names)


def expression(node: Node, suffix: str = "") -> pl.Expr:
    """Return a row expression of a formula over the columns of a frame.

    >>> from xiandao.statistics.methods.indicators_formula import parse
    >>> import polars as pl
    >>> total, = parse("sum(r1 - ly(r1))").totals
    >>> pl.DataFrame({"r1": [5.0], "r1__ly": [3.0]}).select(worth=expression(total.row))["worth"].to_list()
    [2.0]
    """
    import polars as pl

    columns = {name: pl.col(name + suffix).cast(pl.Float64) for name in leaves(node)}
    found: pl.Expr = value(node, columns, _Polars())
    return found


def leaves(node: Node) -> Iterator[str]:
    """Yield the rows that a piece of a formula names.

    >>> from xiandao.statistics.methods.indicators_formula import parse
    >>> list(leaves(parse("sum(r1 + r2)").totals[0].row))
    ['r1', 'r2']
    """
    if node.kind == "name":
        yield node.name
    for part in node.parts:
        yield from leaves(part)


class _Polars:
    """How formulas work on the columns of a frame."""

    def number(self, number: float) -> Any:
        import polars as pl

        return pl.lit(number, pl.Float64)

    def apply(self, sign: str, left: Any, right: Any) -> Any:
        import polars as pl

        if sign == "/":
            return pl.when(right != 0).then(left / right)
        return _SIGNS[sign](left, right)


def _kept(facts: Facts, one: Indicator, variant: Variant) -> pl.DataFrame:
    """The returns that count: every row of the formula filled in, and for growth that of the year before too."""
    import polars as pl

    names = one.parsed.names
    wanted = list(names) if one.missing is Missing.COMPLETE else []
    if variant != "value":
        wanted = [name for row in names for name in (row, row + PRIOR)]
    return facts.filings.filter(
        pl.all_horizontal(pl.lit(True), *(pl.col(n).is_not_null() for n in wanted))
    )


def _table(
    facts: Facts, one: Indicator, total: Total, variant: Variant, joined: pl.DataFrame, seal: Seal
) -> Magnitudes:
    import polars as pl

    suffix = PRIOR if variant == "prior" else ""
    row, span = written(total.row), facts.period
    if variant == "prior" or _is_prior(total):
        # 上年同期可比数 are figures of the year before, under whatever formula they are asked for.
        row, span = row.replace(PRIOR, ""), span.year_before
    worth = pl.lit(1.0) if total.row is None else expression(total.row, suffix).cast(pl.Float64)
    names = [axis.name for axis in facts.axes]
    frame = joined.select("unit", "group", *names, worth=worth).drop_nulls("worth").sort("unit")
    return magnitudes(
        frame,
        facts.axes,
        measure=f"{one.source}:{total.kind}({row})",
        value="worth",
        period=span.code,
        population=_population(facts, one, total, variant),
        version=seal(_lines(joined, frame)),
    )


def _is_prior(total: Total) -> bool:
    """Return whether a total adds up nothing but 上年同期可比数."""
    names = list(leaves(total.row)) if total.row is not None else []
    return bool(names) and all(name.endswith(PRIOR) for name in names)


def _population(facts: Facts, one: Indicator, total: Total, variant: Variant) -> str:
    """Which returns a total is taken over, as far as that differs from all that fill in its own rows."""
    own = set(leaves(total.row)) if total.row is not None else set()
    others = sorted(set(one.parsed.names) - own) if one.missing is Missing.COMPLETE else []
    scope = f"{COMPARABLE}{facts.period.code}" if variant != "value" else ""
    return " ".join([scope, *others]).strip()


def _lines(joined: pl.DataFrame, frame: pl.DataFrame) -> str:
    """Contributions and where they belong, as text: another value or another place is another version.

    Where units belong is read before they are placed on axes, so that tables by city and by county are of one version.
    """
    kept = ("place", "group") if "place" in joined.columns else _PLACES
    places = joined.select(name for name in joined.columns if name in kept or name == "unit")
    told = frame.select("unit", "worth").join(places, on="unit").sort("unit")
    return "\n".join(repr(row) for row in told.rows())


_PLACES: Final = ("region", "industry", "zone", "group", "area", "branch")


def written(node: Node | None) -> str:
    """Return a row expression as text, the same for the same expression.

    >>> from xiandao.statistics.methods.indicators_formula import parse
    >>> written(parse("sum(r13 - ly(r13))").totals[0].row)
    '(r13 - r13__ly)'
    """
    if node is None:
        return ""
    if node.kind == "number":
        return repr(node.number)
    if node.kind == "name":
        return node.name
    left, right = (written(part) for part in node.parts)
    return f"({left} {node.kind} {right})"
