"""The observation table that everything above reads: totals over approved returns and flagged estimates.

Nothing here is protected: every row says ``conf_status`` N, and only releases leave the statistics store.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xiandao.statistics.methods.indicator import Indicator
from xiandao.statistics.methods.observation import Basis, Cut
from xiandao.statistics.methods.observation import observations as totals
from xiandao.statistics.models import Round, RoundState, Unit
from xiandao.statistics.queries import lake, stored
from xiandao.statistics.queries.indicators import definition
from xiandao.terms.period import Period

if TYPE_CHECKING:
    import polars as pl


def observations(
    codes: Iterable[str],
    periods: Sequence[str],
    cuts: Sequence[Cut] = (Cut(),),
    *,
    basis: Literal["then", "now"] = "then",
    today: date | None = None,
) -> pl.DataFrame:
    """Return rows of the observation table.

    Args:
        codes: of the indicators; those taken from a register have no rows here.
        periods: codes of the periods.
        cuts: how finely the table is cut.
        basis: memberships as they were in each period, or as they are on the day ``today``.
        today: the day that “now” means.

    Raises:
        XiandaoError: ``STA-505`` no such indicator, ``STA-534`` as ``stored.read`` says.
    """
    import polars as pl

    found = sorted(
        (one for one in map(definition, codes) if one.is_computed), key=lambda one: one.source
    )
    chosen = Basis(now=today if basis == "now" else None, provisional=provisional(periods))
    members = members_frame()
    frames = [
        _of_form(form, list(group), periods, cuts, chosen, members)
        for form, group in groupby(found, key=lambda one: one.source)
    ]
    return pl.concat(frames) if frames else pl.DataFrame()


def provisional(periods: Sequence[str]) -> frozenset[str]:
    """Return the periods of which a round is not closed: their totals may still change."""
    open_rounds = Round.objects.filter(period__in=list(periods)).exclude(state=RoundState.CLOSED)
    return frozenset(open_rounds.values_list("period", flat=True))


def members_frame() -> pl.DataFrame:
    """Return where units belonged, one row for each membership, with the day it began; a zone belongs to itself."""
    import polars as pl

    rows = Unit.objects.values_list(
        "organisation__code",
        "organisation__kind",
        "region_code",
        "zone__code",
        "industry",
        "valid_from",
    )
    return pl.DataFrame(
        [
            (unit, region, unit if kind == "zone" else zone, industry or None, start)
            for unit, kind, region, zone, industry, start in rows
        ],
        schema={
            "unit": pl.String,
            "region": pl.String,
            "zone": pl.String,
            "industry": pl.String,
            "valid_from": pl.Date,
        },
        orient="row",
    )


def _of_form(
    form: str,
    indicators: list[Indicator],
    periods: Sequence[str],
    cuts: Sequence[Cut],
    basis: Basis,
    members: pl.DataFrame,
) -> pl.DataFrame:
    spans = [Period.parse(code) for code in periods]

    def ask(files: list[Path]) -> pl.DataFrame:
        table = totals(
            lake.unbound("filings", files),
            lake.unbound("members", members),
            indicators,
            periods=spans,
            cuts=cuts,
            basis=basis,
        )
        return lake.answer(table, {"filings": files, "members": members})

    return stored.read(form, list(periods), ask)
