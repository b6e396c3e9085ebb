"""Returns and units as frames: what class-wide checks, estimation and observations read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from xiandao.statistics.methods.form import PRIOR, Form
from xiandao.statistics.methods.migration import carry
from xiandao.statistics.models import Filing, FilingStage, FormState, FormVersion, Unit

if TYPE_CHECKING:
    import polars as pl

APPROVED = (FilingStage.APPROVED,)


def filings_frame(
    form_code: str, periods: Iterable[str], *, stages: Sequence[str] = APPROVED
) -> pl.DataFrame:
    """Return returns of a form: ``unit``, ``period`` and one column for each value of the version in use.

    Args:
        form_code: of the form; returns of earlier versions are carried to the one in use.
        periods: codes of the periods.
        stages: where the returns stand; those that were declared void never belong here.
    """
    import polars as pl

    form = _form(form_code)
    rows = (
        Filing.objects.filter(
            round__form__code=form_code, round__period__in=list(periods), stage__in=stages
        )
        .exclude(stage=FilingStage.VOID)
        .order_by("round__period", "organisation__code")
        .values_list("organisation__code", "round__period", "round__form__version", "values")
    )
    units, spans, kept = [], [], []
    for unit, period, version, values in rows.iterator(chunk_size=2000):
        units.append(unit)
        spans.append(period)
        kept.append(_carried(values, version, form))
    columns = {
        "unit": pl.Series(units, dtype=pl.String),
        "period": pl.Series(spans, dtype=pl.String),
    }
    numeric = {item.code for item in form.items if item.is_numeric}
    for name in form.columns:
        texts = pl.Series([values.get(name) or None for values in kept], dtype=pl.String)
        is_number = name.removesuffix(PRIOR) in numeric
        columns[name] = texts.cast(pl.Float64, strict=False) if is_number else texts
    return pl.DataFrame(columns)


def units_frame(on: date) -> pl.DataFrame:
    """Return where every unit belonged on a day: unit, region, zone, industry, group, size."""
    import polars as pl

    rows = Unit.objects.on(on).values_list(
        "organisation__code",
        "region_code",
        "zone__code",
        "industry",
        "group_code",
        "is_above_size",
    )
    found = [
        (unit, region, zone, industry or None, group or None, "above" if above else "below")
        for unit, region, zone, industry, group, above in rows
    ]
    names = ("unit", "region", "zone", "industry", "group", "size")
    return pl.DataFrame(found, schema=dict.fromkeys(names, pl.String), orient="row")


def _form(code: str) -> Form:
    versions = FormVersion.objects.filter(code=code)
    found = versions.filter(state=FormState.IN_USE).first() or versions.first()
    if found is None:
        raise LookupError(code)
    return found.form


def _carried(
    values: Mapping[str, str | None], version: str, form: Form
) -> Mapping[str, str | None]:
    if version == form.version or version not in form.migrations:
        return values
    return {
        name: _text(value)
        for name, value in carry(values, version=version, form=form).values.items()
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
