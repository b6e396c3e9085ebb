"""A rule tried on the last two periods: how many returns it would hit, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xiandao.statistics.methods.inputs import sources_of
from xiandao.statistics.models import FilingStage, Round
from xiandao.statistics.queries.forms import in_use
from xiandao.statistics.queries.frames import filings_frame, units_frame
from xiandao.terms.period import Period

if TYPE_CHECKING:
    import polars as pl

    from xiandao.statistics.methods.rule import Rule

PERIODS = 2


def last_rounds(form_code: str) -> list[Round]:
    """Return the rounds of a form's last two periods with approved returns, the latest first."""
    rounds = Round.objects.filter(form__code=form_code, filings__stage=FilingStage.APPROVED)
    found = rounds.select_related("form").distinct().order_by()
    return sorted(found, key=lambda one: one.span.end, reverse=True)[:PERIODS]


def rates(rule: Rule) -> dict[str, dict[str, int]]:
    """Return by period how many returns there are, how many the rule hits, and of which revision they are."""
    rounds = last_rounds(rule.form)
    if not rounds:
        return {}
    from xiandao.statistics.methods.linting import hit_rate

    found = hit_rate(rule, **_inputs(rule, rounds))
    revisions = {one.period: one.revision for one in rounds}
    return {period: {**numbers, "revision": revisions[period]} for period, numbers in found.items()}


def hits(rule: Rule) -> list[tuple[str, str]]:
    """Return period and unit code of the returns that the rule hits, the latest period first."""
    rounds = last_rounds(rule.form)
    if not rounds:
        return []
    # The frame library is loaded when a rule is tried, not whenever a page is served.
    from xiandao.statistics.methods.checking_frame import check_frame

    found = check_frame([rule], **_inputs(rule, rounds))
    rows = found.select("period", "unit").unique().sort("period", "unit", descending=[True, False])
    return list(rows.iter_rows())


def is_fresh(kept: dict[str, Any], form_code: str) -> bool:
    """Return whether a kept hit rate speaks of the returns as they are now."""
    now = {one.period: one.revision for one in last_rounds(form_code)}
    return {period: numbers.get("revision") for period, numbers in kept.items()} == now


def _inputs(rule: Rule, rounds: list[Round]) -> dict[str, Any]:
    from xiandao.statistics.methods.checking_frame import values_wanted

    spans = [one.span for one in rounds]
    wanted = values_wanted([rule])
    own = {one.period for one in rounds}
    earlier = {
        source.code
        for value in wanted
        if value.source != "of"
        for span in spans
        for source in sources_of(value, span)
    }
    others: dict[str, pl.DataFrame] = {}
    for form in {value.form for value in wanted if value.source == "of"}:
        others[form] = filings_frame(form, _ending_with(form, spans))
    return {
        "frame": filings_frame(rule.form, own),
        "form": in_use(rule.form).form,
        "history": filings_frame(rule.form, earlier - own),
        "others": others,
        "units": units_frame(max(span.end for span in spans)),
    }


def _ending_with(form: str, spans: list[Period]) -> list[str]:
    ends = {span.end for span in spans}
    codes = Round.objects.filter(form__code=form).values_list("period", flat=True)
    return [code for code in codes if Period.parse(code).end in ends]
