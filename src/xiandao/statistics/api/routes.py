"""Returns and released tables for programs: the same commands and the same scope as the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from xiandao.registry.methods.wording import storable
from xiandao.statistics.api.shapes import (
    FilingIn,
    FilingOut,
    FormOut,
    Refusal,
    ReleaseOut,
    SubmitIn,
)
from xiandao.statistics.commands import filings as commands
from xiandao.statistics.models import Filing, Release, ReleaseState
from xiandao.statistics.queries import forms as known_forms
from xiandao.statistics.queries import releases as known_releases
from xiandao.statistics.queries import visible

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.registry.models import Account

MOST = 200
REFUSALS = dict.fromkeys((400, 403, 404, 409, 422), Refusal)
# What each address answers, for the site map.
METHODS = {
    "api_sta_form": ("GET",),
    "api_sta_filings": ("GET",),
    "api_sta_filing": ("GET", "PUT"),
    "api_sta_filing_submit": ("POST",),
    "api_sta_releases": ("GET",),
    "api_sta_release": ("GET",),
}
router = Router(tags=["statistics"])


def who(request: HttpRequest) -> Account:
    """Return the account whose key was shown."""
    return cast("Account", cast(Any, request).auth)


@router.get("/forms/{code}", response={200: FormOut, **REFUSALS}, url_name="api_sta_form")
def form(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return the version of a form that is filled today."""
    found = known_forms.in_use(code)
    if not known_forms.known_to(who(request)).filter(pk=found.pk).exists():
        raise Http404
    items = [
        {
            "code": item.code,
            "row": item.row,
            "label": item.label,
            "kind": item.kind,
            "unit": item.unit,
            "required": item.is_required,
            "computed": bool(item.formula),
            "prior": item.has_prior,
        }
        for item in found.form.items
    ]
    return {
        "code": found.code,
        "version": found.version,
        "title": found.title,
        "frequency": found.frequency,
        "purpose": found.purpose,
        "approval": found.approval_no,
        "items": items,
    }


@router.get("/filings", response={200: list[FilingOut], **REFUSALS}, url_name="api_sta_filings")
def filings(
    request: HttpRequest,
    form: str = Query("", max_length=40),
    period: str = Query("", max_length=16),
    limit: int = Query(50, ge=1, le=MOST),
    offset: int = Query(0, ge=0, le=10**6),
) -> list[dict[str, Any]]:
    """Return the returns that the account fills, the latest period first."""
    rows = visible.own(who(request)).select_related("round__form", "organisation")
    if form:
        rows = rows.filter(round__form__code=storable(form))
    if period:
        rows = rows.filter(round__period=storable(period))
    found = rows.prefetch_related("findings").order_by("-round__due_on", "pk")
    return [shown(row) for row in found[offset : offset + limit]]


@router.get("/filings/{int:pk}", response={200: FilingOut, **REFUSALS}, url_name="api_sta_filing")
def filing(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return one return of one's own."""
    return shown(owned(request, pk))


@router.put("/filings/{int:pk}", response={200: FilingOut, **REFUSALS}, url_name="api_sta_filing")
def fill(request: HttpRequest, pk: int, body: FilingIn) -> dict[str, Any]:
    """Keep values in a draft and check it; nothing is filed by this."""
    done = commands.save(
        filing=owned(request, pk),
        values=body.values,
        explanations=body.explanations,
        people=body.people,
        has_consent=body.consent,
        version=body.version,
        source="api",
        reason=body.reason,
        by=who(request),
    )
    return shown(done)


@router.post(
    "/filings/{int:pk}/submit",
    response={200: FilingOut, **REFUSALS},
    url_name="api_sta_filing_submit",
)
def submit(request: HttpRequest, pk: int, body: SubmitIn) -> dict[str, Any]:
    """File the return as it stands."""
    done = commands.submit(filing=owned(request, pk), version=body.version, by=who(request))
    return shown(done)


@router.get("/releases", response={200: list[ReleaseOut], **REFUSALS}, url_name="api_sta_releases")
def releases(
    request: HttpRequest,
    limit: int = Query(50, ge=1, le=MOST),
    offset: int = Query(0, ge=0, le=10**6),
) -> list[dict[str, Any]]:
    """Return the published tables without their cells."""
    rows = published(request).order_by("-published_at", "pk")
    return [table(row) for row in rows[offset : offset + limit]]


@router.get(
    "/releases/{int:pk}", response={200: ReleaseOut, **REFUSALS}, url_name="api_sta_release"
)
def release(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return one published table with its protected cells."""
    found = get_object_or_404(published(request), pk=pk if pk < 2**63 else 0)
    return table(found) | {"cells": found.cells}


def published(request: HttpRequest) -> QuerySet[Release]:
    """Return the published tables that the account may open."""
    return known_releases.visible(who(request)).filter(state=ReleaseState.PUBLISHED)


def owned(request: HttpRequest, pk: int) -> Filing:
    """Return a return that the account fills; anybody else's does not exist."""
    rows = visible.own(who(request)).select_related("round__form", "organisation")
    return get_object_or_404(rows, pk=pk if pk < 2**63 else 0)


def shown(row: Filing) -> dict[str, Any]:
    """Return a return as plain data."""
    return {
        "id": row.pk,
        "form": row.round.form.code,
        "form_version": row.round.form.version,
        "period": row.round.period,
        "unit": row.organisation.code,
        "stage": row.stage,
        "stage_label": row.get_stage_display(),
        "version": row.version,
        "due_on": (row.due_on or row.round.due_on).isoformat(),
        "values": row.values,
        "known": row.prefill,
        "explanations": row.explanations,
        "people": row.people,
        "consent": row.has_consent,
        "findings": [
            {
                "item": one.item,
                "severity": one.severity,
                "message": one.message,
                "needs_explanation": one.needs_explanation,
            }
            for one in row.findings.all()
        ],
    }


def table(row: Release) -> dict[str, Any]:
    """Return what is said of a release beside its cells."""
    return {
        "id": row.pk,
        "title": row.title,
        "indicator": row.indicator,
        "period": row.period,
        "unit": row.unit,
        "note": row.note,
        "published_on": row.published_at.date().isoformat() if row.published_at else "",
    }
