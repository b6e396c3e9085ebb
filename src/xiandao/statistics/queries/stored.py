"""Approved returns and standing estimates in the lake: made anew whenever the register has moved on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from xiandao.statistics.methods.imputation import IMPUTED, apply
from xiandao.statistics.models import Estimate, FilingStage, Round
from xiandao.statistics.queries import lake
from xiandao.statistics.queries.frames import filings_frame
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    import polars as pl

Found = TypeVar("Found")
TRIES = 3


def folder() -> Path:
    """Return where the files lie."""
    return Path(settings.XIANDAO_LAKE)


def revisions(form_code: str, periods: Sequence[str] | None = None) -> dict[str, str]:
    """Return the state of the register by period, of the periods named or of all that were collected."""
    rounds = Round.objects.filter(form__code=form_code).order_by("pk")
    if periods is not None:
        rounds = rounds.filter(period__in=list(periods))
    found: dict[str, list[str]] = {}
    for key, period, revision in rounds.values_list("pk", "period", "revision"):
        found.setdefault(period, []).append(f"{key}.{revision}")
    return {period: "-".join(parts) for period, parts in found.items()}


def read(
    form_code: str, periods: Sequence[str] | None, ask: Callable[[list[Path]], Found]
) -> Found:
    """Return what is asked of the files of a form, which are those of the register as it is.

    Args:
        form_code: of the form.
        periods: codes of the periods; ``None`` for all.
        ask: reads the files and answers.

    Raises:
        XiandaoError: ``STA-534`` the returns are changing faster than they can be read.
    """
    for _attempt in range(TRIES):
        wanted = revisions(form_code, periods)
        refresh(form_code, wanted)
        answer = ask(lake.paths(folder(), form_code, list(wanted)))
        # Somebody may have put an older file back, or approved a return, while this was being read.
        now = revisions(form_code, periods)
        if now == wanted and not lake.stale(folder(), form_code, now):
            return answer
    raise XiandaoError(
        "STA-534", _("报表正在变动，暂时无法汇总"), _("请稍后刷新页面再试"), {"status": 409}
    )


def refresh(form_code: str, wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Write the files that are missing or older than the register; return their periods."""
    behind = lake.stale(folder(), form_code, wanted)
    for period in behind:
        stamp = lake.Stamp(form_code, period, "", wanted[period])
        lake.write(folder(), with_estimates(form_code, period), stamp)
    return behind


def with_estimates(form_code: str, period: str) -> pl.DataFrame:
    """Return the approved returns of a period, and flagged estimates where a return is outstanding."""
    import polars as pl

    frame = filings_frame(form_code, [period])
    rows = (
        Estimate.objects.filter(filing__round__form__code=form_code, filing__round__period=period)
        .exclude(filing__stage__in=(FilingStage.APPROVED, FilingStage.VOID))
        .values_list("filing__organisation__code", "item", "value")
    )
    imputed = pl.DataFrame(
        [(unit, item, float(value)) for unit, item, value in rows],
        schema={"unit": pl.String, "item": pl.String, "value": pl.Float64},
        orient="row",
    )
    filled = frame if imputed.is_empty() else apply(frame, imputed, period=period)
    # A file without a single estimate still has the columns, so that files of several periods agree.
    missing = [
        f"{name}__flag" for name in _numbers(filled) if f"{name}__flag" not in filled.columns
    ]
    return filled.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)


def is_imputed(frame: pl.DataFrame, names: Sequence[str]) -> pl.Expr:
    """Return whether any of the values of a return is an estimate."""
    import polars as pl

    flags = [f"{name}__flag" for name in names if f"{name}__flag" in frame.columns]
    return pl.any_horizontal(pl.lit(False), *(pl.col(flag).eq_missing(IMPUTED) for flag in flags))


def _numbers(frame: pl.DataFrame) -> list[str]:
    import polars as pl

    return [
        name
        for name, kind in frame.schema.items()
        if kind == pl.Float64 and not name.endswith("__ly")
    ]
