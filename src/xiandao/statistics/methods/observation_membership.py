"""Where the unit of a filing belongs: region, zone and industry, as they were then or as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from xiandao.terms.period import Period

ALL: Final = "_T"
UNKNOWN: Final = "_U"
OUTSIDE: Final = "_Z"
LEVELS: Final = ("county", "city", "province", "total")
PLACED: Final = ("region", "zone", "industry")


def placed(
    filings: ir.Table,
    members: ir.Table,
    *,
    periods: Sequence[Period],
    now: date | None = None,
    successors: Mapping[str, str] | None = None,
) -> tuple[ir.Table, ir.Table]:
    """Return the filings of some periods with the number of their place, and the places by number.

    A place is a region with a zone and an industry; adding up by one number is cheaper than by three texts.

    Args:
        filings: ``unit``, ``period`` and values.
        members: ``unit``, ``region``, ``zone``, ``industry``, and where units move ``valid_from`` (a date).
        periods: the periods that are kept.
        now: None takes the latest membership that had begun by the last day of each period, a day the
            latest that has begun by that day. When it ended does not matter: a unit that closed during a
            period still counts in its last place, and none counts twice.
        successors: abolished region codes to their successors, applied with ``now`` only.

    >>> import ibis
    >>> from xiandao.terms.period import Period
    >>> filings = ibis.table({"unit": "string", "period": "string", "r13": "float64"})
    >>> members = ibis.table({"unit": "string", "region": "string", "zone": "string", "industry": "string"})
    >>> local, places = placed(filings, members, periods=[Period.parse("2026")])
    >>> local.columns, places.columns
    (('unit', 'period', 'r13', 'place'), ('place', 'region', 'zone', 'industry'))
    """
    import ibis

    # A column without any entry has no type of its own in a frame.
    members = members.mutate({name: members[name].cast("string") for name in PLACED})
    kept = filings.filter(filings.period.isin([period.code for period in periods]))
    is_dated = "valid_from" in members.columns
    if is_dated and now is not None:
        members, is_dated = _latest(members, now), False
    if now is not None and successors:
        members = members.mutate(
            region=members.region.cases(*successors.items(), else_=members.region)
        )
    if is_dated:
        own = ibis.window(group_by=members.unit, order_by=[members.valid_from, members.region])
        members = members.mutate(next_from=members.valid_from.lead().over(own))
    order = ibis.window(order_by=[members[name] for name in PLACED])
    numbered = members.mutate(place=ibis.dense_rank().over(order))
    conditions: list[Any] = [kept.unit == numbered.unit]
    if is_dated:
        day = kept.period.cases(*((period.code, period.end) for period in periods), else_=None)
        is_last = numbered.next_from.isnull() | (numbered.next_from > day)
        conditions += [numbered.valid_from <= day, is_last]
    joined = kept.left_join(numbered, conditions, rname="{name}__member")
    columns = [name for name in kept.columns if name != "place"]
    return joined.select(*columns, "place"), numbered.select("place", *PLACED).distinct()


def named(cells: ir.Table, places: ir.Table) -> ir.Table:
    """Return cells by place with region, zone and industry; what is not known gets a code that says so.

    >>> import ibis
    >>> cells = ibis.table({"place": "int64", "n": "int64"}, name="cells")
    >>> places = ibis.table({"place": "int64", "region": "string", "zone": "string", "industry": "string"})
    >>> named(cells, places).columns
    ('n', 'region', 'zone', 'industry')
    """
    joined = cells.left_join(places, cells.place == places.place, rname="{name}__place")
    columns = [name for name in cells.columns if name != "place"]
    return joined.select(
        *columns,
        region=joined.region.fill_null(UNKNOWN),
        zone=joined.zone.fill_null(OUTSIDE),
        industry=joined.industry.fill_null(UNKNOWN),
    )


def region_at(region: Any, level: str) -> Any:
    """Return the code of a region at a level, from a column of GB/T 2260 codes.

    A unit that is known only by its city keeps the city's code with ``_U`` in tables by county, so that
    the counties of a city add up to it.

    Args:
        level: county, city, province or total.

    >>> import ibis
    >>> str(region_at(ibis.table({"region": "string"}).region, "city").type())
    'string'
    """
    import ibis

    if level == "total":
        return ibis.literal(ALL)
    digits = {"county": 6, "city": 4, "province": 2}[level]
    code = region.substr(0, digits).concat("0" * (6 - digits))
    if level != "province":
        is_wider = region.substr(digits - 2, 2) == "00"
        wider = region.substr(0, digits - 2).concat("0" * (8 - digits), UNKNOWN)
        code = ibis.ifelse(is_wider, wider, code)
    return ibis.ifelse(region == UNKNOWN, UNKNOWN, code)


def overlapping(members: ir.Table) -> ir.Table:
    """Return the memberships during which a unit already belongs elsewhere, for the register to put right.

    Args:
        members: with ``valid_from`` and ``valid_to``.

    >>> import ibis
    >>> members = ibis.table({"unit": "string", "region": "string", "valid_from": "date", "valid_to": "date"})
    >>> overlapping(members).columns
    ('unit', 'region', 'valid_from', 'valid_to')
    """
    import ibis

    before = ibis.window(
        group_by=members.unit, order_by=members.valid_from, preceding=(None, 1), following=None
    )
    far = ibis.literal(date(9999, 12, 31))
    marked = members.mutate(
        last_before=members.valid_to.fill_null(far).max().over(before),
    )
    return marked.filter(marked.last_before >= marked.valid_from).drop("last_before")


def _latest(members: ir.Table, now: date) -> ir.Table:
    import ibis

    begun = members.filter(members.valid_from <= now)
    order = ibis.window(group_by=begun.unit, order_by=[begun.valid_from.desc(), begun.region])
    ranked = begun.mutate(rank=ibis.row_number().over(order))
    return ranked.filter(ranked.rank == 0).select("unit", *PLACED)
