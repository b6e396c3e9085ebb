"""The observation table: any indicator by region, industry, zone and period, as one expression over filings.

It is an Ibis expression: it runs where the filings are (Parquet files, a database), and nothing is read
before the answer is asked for. What it gives is not protected yet: every row carries conf_status N (not
for publication) until the disclosure gate has decided.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from xiandao.statistics.methods.indicator import Indicator
from xiandao.statistics.methods.observation_membership import ALL, LEVELS, named, placed, region_at
from xiandao.statistics.methods.observation_totals import Totals
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from xiandao.terms.period import Period

NOT_FOR_PUBLICATION: Final = "N"
DIMENSIONS: Final = ("indicator", "region", "industry", "zone", "period")
COLUMNS: Final = (
    *DIMENSIONS,
    "value",
    "unit_measure",
    "unit_mult",
    "obs_status",
    "conf_status",
    "n",
    "n_imputed",
    "comparable_growth",
    "version",
)


@dataclass(frozen=True, slots=True)
class Cut:
    """How finely a table is cut: region level (county, city, province or total), industry, zone.

    Raises:
        XiandaoError: ``STA-520`` no such level.
    """

    region: str = "total"
    industry: bool = False
    zone: bool = False

    def __post_init__(self) -> None:
        if self.region not in LEVELS:
            raise XiandaoError(
                "STA-520",
                f"没有“{self.region}”这一级地区",
                "请选择 county、city、province 或 total",
                {"region": self.region},
            )


@dataclass(frozen=True, slots=True)
class Basis:
    """Which memberships count and how finished the data are.

    ``now`` None: regions, zones and industries as they were in each period; a day: as they are on that
    day. ``successors`` maps abolished region codes to those of today, used with ``now`` only.
    """

    now: date | None = None
    successors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    provisional: Collection[str] = ()
    version: str = ""


def observations(
    filings: ir.Table,
    members: ir.Table,
    indicators: Sequence[Indicator],
    *,
    periods: Sequence[Period],
    cuts: Sequence[Cut] = (Cut(),),
    basis: Basis | None = None,
) -> ir.Table:
    """Return the observation table of some indicators of one form.

    Args:
        filings: one row per filing: ``unit``, ``period``, a number per item code, where there are such
            ``{code}__ly`` (上年同期可比数) and ``{code}__flag`` (I where imputed).
        members: ``unit``, ``region``, ``zone``, ``industry`` and, where units move, ``valid_from``; without
            it a unit must have one row.
        indicators: all with the same form as their source.
        periods: the periods wanted; others are not read.
        cuts: the tables wanted, one after another; totals are ``_T``, units without region or industry
            ``_U``, units outside every zone ``_Z``.
        basis: memberships as then or as now, successors of regions, provisional periods, revision.

    Returns:
        Columns ``COLUMNS``. ``comparable_growth`` is the change on 上年同期 over the filings that give
        both, in percent, for percentages in percentage points; null where the form does not ask it.

    Raises:
        XiandaoError: ``STA-521`` indicators of no or several forms, ``STA-522`` rows that the table lacks.

    >>> import ibis
    >>> from xiandao.statistics.methods.indicator import shipped
    >>> from xiandao.terms.period import Period
    >>> filings = ibis.table({"unit": "string", "period": "string", "r13": "float64", "r155": "float64"})
    >>> members = ibis.table({"unit": "string", "region": "string", "zone": "string", "industry": "string"})
    >>> table = observations(filings, members, [shipped()["RD_INTENSITY"]],
    ...     periods=[Period.parse("2026-06")], cuts=[Cut("city")])
    >>> table.columns == COLUMNS
    True
    """
    basis = basis or Basis()
    _check(filings, indicators)
    totals = Totals(indicators, frozenset(filings.columns))
    local, places = placed(
        filings, members, periods=periods, now=basis.now, successors=basis.successors
    )
    by_place = local.group_by("period", "place").aggregate(**totals.aggregates(local))
    cells = named(by_place, places)
    tables = [_cut(cells, totals, cut) for cut in dict.fromkeys(cuts)]
    together = _union(tables)
    return _union([_long(together, totals, one, basis) for one in indicators])


def _check(filings: ir.Table, indicators: Sequence[Indicator]) -> None:
    sources = {one.source for one in indicators}
    if len(sources) != 1:
        raise XiandaoError(
            "STA-521",
            "一张汇总表只能取自一张报表",
            "请按来源报表分别汇总",
            {"sources": sorted(sources)},
        )
    named = {name for one in indicators for name in one.parsed.names}
    lacking = sorted(named - set(filings.columns))
    if lacking:
        raise XiandaoError(
            "STA-522",
            f"报表数据缺少指标公式所用的行：{'、'.join(lacking)}",
            "请核对报表版本，或更新指标公式",
            {"rows": lacking},
        )


def _cut(cells: ir.Table, totals: Totals, cut: Cut) -> ir.Table:
    import ibis

    everything = ibis.literal(ALL)
    coarse = cells.mutate(
        region=everything if cut.region == "total" else region_at(cells.region, cut.region),
        industry=cells.industry if cut.industry else everything,
        zone=cells.zone if cut.zone else everything,
    )
    sums = {name: coarse[name].sum() for name in totals.names.values()}
    return coarse.group_by("region", "industry", "zone", "period").aggregate(**sums)


def _long(cells: ir.Table, totals: Totals, one: Indicator, basis: Basis) -> ir.Table:
    import ibis

    imputed = totals.imputed(one)
    n = cells[totals.names[totals.filings(one)]].cast("int64")
    n_imputed = cells[totals.names[imputed]].cast("int64") if imputed else ibis.literal(0, "int64")
    found = ibis.ifelse(n > 0, totals.worth(cells, one, "value"), ibis.null("float64"))
    status: Any = ibis.literal("A")
    if basis.provisional:
        is_open = cells.period.isin(sorted(basis.provisional))
        status = ibis.ifelse(is_open, "P", status)
    status = ibis.ifelse(n_imputed > 0, "I", status)
    return cells.select(
        indicator=ibis.literal(one.code),
        region=cells.region,
        industry=cells.industry,
        zone=cells.zone,
        period=cells.period,
        value=found,
        unit_measure=ibis.literal(one.unit_measure),
        unit_mult=ibis.literal(one.unit_mult, "int64"),
        obs_status=ibis.ifelse(found.isnull(), "M", status),
        conf_status=ibis.literal(NOT_FOR_PUBLICATION),
        n=n,
        n_imputed=n_imputed,
        comparable_growth=_growth(cells, totals, one),
        version=ibis.literal(basis.version),
    )


def _growth(cells: ir.Table, totals: Totals, one: Indicator) -> Any:
    import ibis

    if not totals.has_growth(one):
        return ibis.null("float64")
    now, before = (totals.worth(cells, one, variant) for variant in ("comparable", "prior"))
    if one.is_share:
        return now - before
    return (now - before) / before.abs().nullif(0.0) * 100.0


def _union(tables: Sequence[ir.Table]) -> ir.Table:
    return tables[0] if len(tables) == 1 else tables[0].union(*tables[1:])
