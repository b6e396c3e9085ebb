"""以转化为标准的评价 (Z三(二)2): six indicators of the technology contracts of a unit, and the score that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.edition import framework_of
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.scheme_book import SchemeText, read
from xiandao.evaluate.methods.table import Table

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build

CONTRACTS: Final = "CONTRACTS"
SIGNED: Final = "SIGNED"
PAID: Final = "PAID"
PAID_SHARE: Final = "PAID_SHARE"
PRODUCTS: Final = "PRODUCTS"
LOCAL_SHARE: Final = "LOCAL_SHARE"
INDICATORS: Final = (CONTRACTS, SIGNED, PAID, PAID_SHARE, PRODUCTS, LOCAL_SHARE)
SHARES: Final = (PAID_SHARE, LOCAL_SHARE)
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One contract: its key, the unit that sold, what was agreed and paid in 万元, the product that came of it."""

    key: int
    unit: str
    amount: Decimal
    paid: Decimal
    product: str = ""
    is_local: bool = True


@dataclass(frozen=True, slots=True)
class Addend:
    """What one contract brings to an indicator: to its sum, or to both sides of a share."""

    key: int
    value: Decimal
    of: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Indicators:
    """The six figures of a unit; each follows from addends, one of each contract that counts for it."""

    unit: str
    addends: Mapping[str, tuple[Addend, ...]]

    def value(self, code: str) -> Decimal | None:
        """Return a figure: the sum of its addends, in per cent where it is a share; None for a share of nothing."""
        rows = self.addends[code]
        total = sum((one.value for one in rows), Decimal(0))
        if code not in SHARES:
            return total
        whole = sum((one.of or Decimal(0) for one in rows), Decimal(0))
        return total / whole * HUNDRED if whole else None


@cache
def scheme() -> SchemeText:
    """Return the scheme of conversion that comes with the product: weights, each with its clause, and the recipe.

    >>> [node["weight"] for node in scheme().nodes if node["code"] in ("SIGNED", "PAID")]
    [15, 30]
    """
    return read((files("xiandao.evaluate") / "data/conversion.toml").read_text(encoding="utf-8"))


def indicators(unit: str, rows: Iterable[ContractRow]) -> Indicators:
    """Return the six figures of a unit with the contracts behind each.

    A product counts once, with the first contract that names it; what is paid and what stays in the province is
    measured in money against the money agreed.

    Args:
        unit: code of the unit; rows of other units are left out.
        rows: contracts of one period, in the order in which they are listed.

    >>> rows = [ContractRow(1, "A", Decimal(100), Decimal(60), "传感器"),
    ...         ContractRow(2, "A", Decimal(300), Decimal(40), "传感器", is_local=False)]
    >>> made = indicators("A", rows)
    >>> [(code, str(made.value(code))) for code in INDICATORS[:4]]
    [('CONTRACTS', '2'), ('SIGNED', '400'), ('PAID', '100'), ('PAID_SHARE', '25.00')]
    >>> made.value("PRODUCTS"), made.value("LOCAL_SHARE"), indicators("B", rows).value("PAID_SHARE")
    (Decimal('1'), Decimal('25.00'), None)
    """
    own = [one for one in rows if one.unit == unit]
    one, nothing = Decimal(1), Decimal(0)
    seen: set[str] = set()
    products = []
    for row in own:
        name = "".join(row.product.split()).casefold()
        if name:
            products.append(Addend(row.key, nothing if name in seen else one))
            seen.add(name)
    return Indicators(
        unit,
        {
            CONTRACTS: tuple(Addend(row.key, one) for row in own),
            SIGNED: tuple(Addend(row.key, row.amount) for row in own),
            PAID: tuple(Addend(row.key, row.paid) for row in own),
            PAID_SHARE: tuple(Addend(row.key, row.paid, row.amount) for row in own),
            PRODUCTS: tuple(products),
            LOCAL_SHARE: tuple(
                Addend(row.key, row.amount if row.is_local else nothing, row.amount) for row in own
            ),
        },
    )


def scored(units: Sequence[Indicators], names: Mapping[str, str] | None = None) -> Build | None:
    """Return the index over the units that have contracts; None where there is none.

    Units without a contract have no figures and no score: they would otherwise stand for the worst value.

    Args:
        units: as ``indicators`` gives them.
        names: what people call the units.

    >>> rows = [ContractRow(1, "A", Decimal(100), Decimal(60)), ContractRow(2, "B", Decimal(50), Decimal(5))]
    >>> made = scored([indicators(unit, rows) for unit in ("A", "B", "C")])
    >>> made.scores.units, [round(float(one), 6) for one in made.index]
    (('A', 'B'), [91.0, 69.0])
    >>> scored([indicators("C", rows)]) is None
    True
    """
    ready = [one for one in units if one.value(CONTRACTS)]
    if not ready:
        return None
    values = [[_number(one.value(code)) for code in INDICATORS] for one in ready]
    table = Table(
        tuple(one.unit for one in ready),
        INDICATORS,
        np.array(values, dtype=np.float64),
        names=tuple((names or {}).get(one.unit, one.unit) for one in ready),
    )
    text = scheme()
    return build(table, framework_of(text.nodes), Recipe(text.recipe))


def _number(value: Decimal | None) -> float:
    return float("nan") if value is None else float(value)
