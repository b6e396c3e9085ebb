"""What stands out in its class: seen by reviewers alone, never a reason to send a return back by itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Max

from xiandao.statistics.models import FilingStage, Round, RuleVersion
from xiandao.statistics.queries import rules

A_QUARTER = 900
SEEN = (FilingStage.CITY, FilingStage.PROVINCE, FilingStage.APPROVED)


@dataclass(frozen=True, slots=True)
class Hint:
    """One figure that stands out among those of its class."""

    item: str
    message: str
    message_en: str = ""


def hints_of(round_: Round) -> dict[str, tuple[Hint, ...]]:
    """Return by unit code what the class-wide rules find among the filed returns of a round."""
    code = round_.form.code
    filed = round_.filings.filter(stage__in=SEEN).aggregate(n=Count("pk"), at=Max("updated_at"))
    edited = RuleVersion.objects.filter(form_code=code).aggregate(at=Max("edited_at"))["at"]
    key = f"sta-hints-en-{round_.pk}-{filed['n']}-{filed['at']}-{edited}".replace(" ", "_")
    found: dict[str, tuple[Hint, ...]] | None = cache.get(key)
    if found is None:
        found = _found(round_) if filed["n"] else {}
        cache.set(key, found, A_QUARTER)
    return found


def _found(round_: Round) -> dict[str, tuple[Hint, ...]]:
    chosen = [rule for rule in rules.active(round_.form.code) if rule.is_population]
    if not chosen:
        return {}
    from xiandao.statistics.methods.checking_frame import check_frame, values_wanted
    from xiandao.statistics.methods.inputs import sources_of
    from xiandao.statistics.queries.frames import filings_frame, units_frame

    code, span = round_.form.code, round_.span
    wanted = [value for value in values_wanted(chosen) if value.source != "of"]
    periods = {source.code for value in wanted for source in sources_of(value, span)}
    found = check_frame(
        chosen,
        filings_frame(code, [round_.period], stages=SEEN),
        form=round_.form.form,
        history=filings_frame(code, periods - {round_.period}),
        units=units_frame(span.end),
    )
    made: dict[str, tuple[Hint, ...]] = {}
    columns = ("unit", "item", "message", "message_en")
    for unit, item, message, english in found.select(columns).iter_rows():
        made[unit] = (*made.get(unit, ()), Hint(item, message, english or ""))
    return made
