"""What goes in and out of the interface: bounded, finite, free of characters that no return has."""

from __future__ import annotations

import re
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, Field

_STRANGE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _clean(text: str) -> str:
    if _STRANGE.search(text):
        raise ValueError("含有不能接受的控制字符")
    return text


Text = Annotated[str, Field(max_length=2000), AfterValidator(_clean)]
Short = Annotated[str, Field(max_length=300), AfterValidator(_clean)]
Code = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_]+$")]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class FormOut(Schema):
    """A form in use."""

    code: str
    version: str
    title: str
    frequency: str
    purpose: str
    approval: str
    items: list[dict[str, Any]]


class FilingOut(Schema):
    """A return of one's own, as it stands."""

    id: int
    form: str
    form_version: str
    period: str
    unit: str
    stage: str
    stage_label: str
    version: int
    due_on: str
    values: dict[str, str | None]
    known: dict[str, Any]
    explanations: dict[str, str]
    people: dict[str, str]
    consent: bool | None
    findings: list[dict[str, Any]]


class FilingIn(Schema):
    """What a program fills in; a figure is sent as text, so that none loses a digit."""

    version: Version
    values: Annotated[dict[Code, Text | None], Field(max_length=800)] = {}
    explanations: Annotated[dict[Code, Short], Field(max_length=400)] = {}
    people: Annotated[dict[Code, Short], Field(max_length=4)] = {}
    consent: bool | None = None
    reason: Short = ""


class SubmitIn(Schema):
    """The version that is to be filed."""

    version: Version


class ReleaseOut(Schema):
    """A published table; a suppressed cell has no value and says so by its status."""

    id: int
    title: str
    indicator: str
    period: str
    unit: str
    note: str
    published_on: str
    cells: Any = None


class Refusal(Schema):
    """What is wrong and what to do."""

    code: str
    sentence: str
    hint: str
    details: dict[str, Any] = {}
