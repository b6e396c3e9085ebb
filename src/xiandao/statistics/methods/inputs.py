"""The values from elsewhere that expressions read: earlier periods, the year before, other forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from xiandao.statistics.methods.expression_nodes import Value
from xiandao.terms.period import Period, PeriodKind

Known = Mapping[str, "Decimal | float | str | None"]
_ORDINAL = {PeriodKind.YEAR: 1}


def sources_of(value: Value, period: Period) -> tuple[Period, ...]:
    """Return the periods whose returns a value is read from; none where there is no such period.

    >>> june = Period.parse("2026-06")
    >>> [p.code for p in sources_of(Value("r1", "lag", 2), june)]
    ['2026-04']
    >>> len(sources_of(Value("r1", "ytd"), june)), sources_of(Value("r1", "earlier"), Period.parse("2026Q1"))
    (6, ())
    """
    match value.source:
        case "lag":
            return (_back(period, value.steps),)
        case "earlier":
            return (period.previous,) if ordinal(period) > 1 else ()
        case "before":
            return (period.year_before,)
        case "ytd":
            return tuple(_back(period, steps) for steps in range(ordinal(period)))
    return (period,)


def ordinal(period: Period) -> int:
    """Return which month, quarter or half of its year a period is; 1 for a year.

    >>> ordinal(Period.parse("2026Q3")), ordinal(Period.parse("2026"))
    (3, 1)
    """
    return _ORDINAL.get(period.kind, period.number)


def gathered(
    wanted: Iterable[Value],
    values: Known,
    *,
    period: Period,
    history: Sequence[tuple[str | Period, Known]] = (),
    others: Mapping[str, Known] | None = None,
) -> dict[str, Decimal | float | str | None]:
    """Return the values of one return together with the wanted ones from elsewhere, under their keys.

    Args:
        wanted: as ``expression_nodes.values_of`` gives them.
        values: the return's own, by item code.
        period: of the return.
        history: returns of the same unit and form in other periods, with their periods.
        others: by form, the return of the same unit whose period ends on the same day.

    >>> found = gathered([Value("r1", "lag", 1)], {"r1": 5}, period=Period.parse("2026-06"),
    ...                  history=[("2026-05", {"r1": 4})])
    >>> found
    {'r1': 5, 'r1__lag1': 4}
    """
    past = {_code(when): kept for when, kept in history}
    found: dict[str, Decimal | float | str | None] = dict(values)
    for value in wanted:
        if value.source == "own":
            continue
        if value.source == "of":
            found[value.keys[0]] = (others or {}).get(value.form, {}).get(value.item)
            continue
        read = [
            values.get(value.item) if when == period else past.get(when.code, {}).get(value.item)
            for when in sources_of(value, period)
        ]
        found[value.keys[-1]] = _total(read) if value.source == "ytd" else next(iter(read), None)
    return found


def _total(read: Sequence[Decimal | float | str | None]) -> float | None:
    total = 0.0
    for number in read:
        if number is None or isinstance(number, str):
            return None
        total += float(number)
    return total


def _back(period: Period, steps: int) -> Period:
    for _ in range(steps):
        period = period.previous
    return period


def _code(period: str | Period) -> str:
    return period if isinstance(period, str) else period.code
