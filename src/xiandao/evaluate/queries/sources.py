"""Where each figure of a unit comes from: the form, and the return itself for who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiandao.statistics.queries.forms import known_to
from xiandao.statistics.queries.visible import own, readable
from xiandao.statistics.queries.wording import told

if TYPE_CHECKING:
    from xiandao.evaluate.models import Assessment
    from xiandao.registry.models import Account, Organisation

IN_USE = "in_use"


@dataclass(frozen=True, slots=True)
class Source:
    """A form by title, and the keys of form and return where they may be opened; ``is_own``: the account filed it."""

    form: str
    title: str
    period: str
    form_key: int | None
    filing_key: int | None
    is_own: bool


def sources_of(account: Account, assessment: Assessment, unit: Organisation) -> dict[str, Source]:
    """Return the source of each indicator of one unit, by code of the indicator."""
    rows = [tuple(row) for row in assessment.snapshot["figures"]]
    forms = {form for _code, form, _period, _unit in rows}
    titles = {
        version.code: (told(version), version.pk)
        for version in known_to(account).filter(code__in=forms, state=IN_USE).defer("definition")
    }
    filings = {
        (form, period): key
        for form, period, key in readable(account)
        .filter(organisation=unit, round__form__code__in=forms)
        .values_list("round__form__code", "round__period", "pk")
    }
    mine = set(own(account).filter(pk__in=filings.values()).values_list("pk", flat=True))
    found = {}
    for code, form, period, _unit in rows:
        title, key = titles.get(form, (form, None))
        filing = filings.get((form, period))
        found[code] = Source(form, title, period, key, filing, filing in mine)
    return found
