"""A table to be released: its returns, units and cuts gathered, protected beside everything told before."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.utils.translation import gettext as _

from xiandao.registry.queries import organisations
from xiandao.statistics.methods.disclosure_table import Coordinate
from xiandao.statistics.methods.indicator import Indicator
from xiandao.statistics.methods.publication import Made, Setting, publish
from xiandao.statistics.methods.publication_totals import Facts, tables
from xiandao.statistics.models import Filing, FilingStage
from xiandao.statistics.queries import stored
from xiandao.statistics.queries.dimensions import Cuts, cuts
from xiandao.statistics.queries.frames import units_frame
from xiandao.statistics.queries.indicators import definition
from xiandao.statistics.queries.observations import provisional
from xiandao.statistics.queries.releases import last_pattern, sums, told
from xiandao.statistics.queries.secrecy import parameters
from xiandao.terms.error import InputError
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from xiandao.registry.models import Organisation

Method = Literal["suppress", "round"]
# How many earlier periods are searched for the pattern of the same table.
DEPTH = 13
# For cheaper patterns: somebody waits for the preview.
SECONDS = 3.0
SCALES = {"千元": 3, "万元": 4, "亿元": 8}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a table is to show."""

    indicator: str
    period: str
    rows: str
    columns: str
    method: Method
    unit: str
    organisation: Organisation

    @property
    def one(self) -> Indicator:
        """The indicator."""
        return definition(self.indicator)

    @property
    def span(self) -> Period:
        """The period."""
        return Period.parse(self.period)

    @property
    def factor(self) -> float:
        """What values of the indicator are multiplied by to stand in the unit of the table."""
        return float(10 ** (self.one.unit_mult - self.unit_mult))

    @property
    def unit_mult(self) -> int:
        """The power of ten of the unit of the table."""
        return (
            SCALES.get(self.unit, self.one.unit_mult) if has_scale(self.one) else self.one.unit_mult
        )


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A protected table with what goes into a release."""

    wanted: Wanted
    made: Made
    statuses: Mapping[Coordinate, str]
    against: tuple[int, ...]
    inputs_hash: str
    returns: int
    outstanding: int
    estimated: int


def has_scale(one: Indicator) -> bool:
    """Return whether an indicator is an amount of money, of which the unit can be chosen for each table."""
    return one.unit_measure == "CNY" and one.unit in SCALES


def prepare(wanted: Wanted) -> Prepared:
    """Return the table as it may be seen.

    Raises:
        InputError: ``STA-430``, ``STA-431`` as ``cuts`` says, ``STA-432`` the indicator has no formula,
            ``STA-433`` nothing has been approved for the period.
    """
    one, span = wanted.one, wanted.span
    if not one.is_computed:
        raise InputError(
            "STA-432",
            _("指标“%(name)s”取自名录，不能由报表汇总") % {"name": one.name},
            _("请选择由报表计算的指标"),
            {"field": "indicator"},
        )
    frame = _returns(one.source, wanted)
    if frame.is_empty():
        raise InputError(
            "STA-433",
            _("%(period)s还没有审核通过的报表") % {"period": span.label},
            _("请换一个报告期，或先完成审核"),
            {"field": "period"},
        )
    placed = cuts(units_frame(span.end), wanted.rows, wanted.columns, wanted.organisation)
    facts = Facts(frame, placed.units, placed.axes, span)
    against, setting = _setting(wanted, facts)
    made = publish(facts, one, setting)
    outstanding = _outstanding(one.source, wanted)
    return Prepared(
        wanted,
        made,
        _statuses(frame, placed, one, made, is_open=bool(outstanding or provisional([span.code]))),
        against,
        _seal("".join(past.table.version + past.table.population for past in made.behind)),
        frame.height,
        outstanding,
        frame.filter(stored.is_imputed(frame, one.parsed.names)).height,
    )


def _setting(wanted: Wanted, facts: Facts) -> tuple[tuple[int, ...], Setting]:
    """Return the releases that a table is protected beside, and how it is protected."""
    one, span = wanted.one, wanted.span
    pairs = {(table.measure, table.period) for table in tables(facts, one, "value", seal=_seal)}
    pairs |= {(measure, span.year_before.code) for measure, _period in pairs}
    within = sums(one.source)
    against, released = told(pairs, within)
    return against, Setting(
        parameters=parameters(),
        seal=_seal,
        released=released,
        sums=within,
        previous=last_pattern(one.code, wanted.rows, wanted.columns, _before(span)),
        method=wanted.method,
        seconds=SECONDS,
        # Time of this thread: how busy the machine is must not make a table dearer than its preview was.
        clock=time.thread_time,
    )


def _returns(form: str, wanted: Wanted) -> pl.DataFrame:
    """Return the returns of the period of the units below the body, estimates included."""
    import polars as pl

    def ask(files: list[Path]) -> pl.DataFrame:
        return (
            pl.concat([pl.read_parquet(path) for path in files], how="diagonal_relaxed")
            if files
            else pl.DataFrame()
        )

    frame = stored.read(form, [wanted.period], ask)
    below = organisations.subtree(wanted.organisation).filter(kind__in=("enterprise", "zone"))
    if frame.is_empty():
        return frame
    return frame.filter(pl.col("unit").is_in(list(below.values_list("code", flat=True))))


def _outstanding(form: str, wanted: Wanted) -> int:
    rows = Filing.objects.within_any([wanted.organisation.path]).filter(
        round__form__code=form, round__period=wanted.period
    )
    return rows.exclude(stage__in=(FilingStage.APPROVED, FilingStage.VOID)).count()


def _statuses(
    frame: pl.DataFrame, placed: Cuts, one: Indicator, made: Made, *, is_open: bool
) -> dict[Coordinate, str]:
    """Return the status of every figure shown: I with estimates in it, P while returns are outstanding, else A."""
    import polars as pl

    flagged = frame.filter(stored.is_imputed(frame, one.parsed.names)).join(placed.units, on="unit")
    touched: set[Coordinate] = set()
    for row in flagged.select([pl.col(axis.name) for axis in placed.axes]).unique().iter_rows():
        lines = [_line(axis.parents, code) for axis, code in zip(placed.axes, row, strict=True)]
        at: list[Coordinate] = [()]
        for line in lines:
            at = [(*front, code) for front in at for code in line]
        touched.update(at)
    usual = "P" if is_open else "A"
    return {at: "I" if at in touched else usual for at in made.figures}


def _line(parents: Mapping[str, str], code: str) -> list[str]:
    found = [code]
    while found[-1] in parents:
        found.append(parents[found[-1]])
    return found


def _before(span: Period) -> list[str]:
    found = [span]
    while len(found) <= DEPTH:
        found.append(found[-1].previous)
    return [one.code for one in found[1:]]


def _seal(text: str) -> str:
    """Return a digest that says nothing to anybody without the key: few numbers could be guessed from a plain one."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, b"statistics.release\n" + text.encode(), hashlib.sha256).hexdigest()
