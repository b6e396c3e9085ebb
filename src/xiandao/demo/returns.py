"""Two years of returns of the demonstration province and one round in full swing, told through commands: 演示数据."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from xiandao.demo import figures, publication, register
from xiandao.demo.firms import Firm
from xiandao.policy.queries import clock
from xiandao.registry.queries import organisations
from xiandao.statistics.commands import filings, history, reviews, rounds
from xiandao.statistics.queries import forms as known_forms
from xiandao.terms.period import Period, PeriodKind

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation
    from xiandao.statistics.models import Filing, FormVersion, Round

ORIGIN = "演示数据：按固定种子生成"
PEOPLE = {
    "head": "负责人",
    "statistician": "统计负责人",
    "filler": "填表人",
    "phone": "0000-0000000",
}
MONTHS, YEARS, QUARTERS = 14, 2, 5
# Of so many past months there are published tables.
PUBLISHED = 6
# Of every ten enterprises of the open month: so many have not filed, so many wait for the city, for the province.
MISSING, CITY, PROVINCE = {3}, {5, 8}, {7}
UNIT_ERROR, JUMP = 12, 21
# Places in the queue of the cities: one that is sent back, and the one in the wrong unit, which waits.
SENT_BACK, WRONG = 34, 10


def tell(
    *,
    top: Organisation,
    password: str,
    admins: dict[str, Account],
    statistician: Account,
    publisher: Account,
) -> None:
    """Register, take the past over, open a month and a quarter, and let them be filed and reviewed in part."""
    zones = register.zones_of(top)
    firms = register.settle_firms(zones, by=admins["system_admin"])
    register.plant(top, by=statistician)
    register.enrol(zones, firms, by=statistician)
    clerks = clerks_of(zones, firms, password, admins)
    today = clock.today()
    take_past_over(top, zones, firms, today, by=statistician)
    month = open_last(top, "quick", PeriodKind.MONTH, today, by=statistician)
    open_last(top, "zone-quarter", PeriodKind.QUARTER, today, by=statistician)
    file_month(month, firms, clerks)
    review_month(month, statistician, reviewers_of(top, password, admins))
    published = back(PeriodKind.MONTH, today, PUBLISHED)
    publication.tell(top=top, periods=published, maker=statistician, publisher=publisher)


def clerks_of(
    zones: Sequence[Organisation],
    firms: dict[Firm, Organisation],
    password: str,
    admins: dict[str, Account],
) -> dict[str, Account]:
    """Return who reports for each zone and its enterprises, by the zone's code."""

    def units_of(chosen: Sequence[Organisation]) -> list[Organisation]:
        codes = {zone.code for zone in chosen}
        return [*chosen, *(place for firm, place in firms.items() if firm.zone in codes)]

    first, *others = zones
    own = register.clerk("zone", "何填报", first, units_of([first]), password, admins)
    rest = register.clerk("zones", "各区填报员", others[0], units_of(others), password, admins)
    firm = next(iter(firms.values()))
    register.clerk("enterprise", "吕填报", firm, [firm], password, admins)
    return {zone.code: own if zone is first else rest for zone in zones}


def back(kind: PeriodKind, today: date, number: int) -> list[Period]:
    """Return the finished periods before the last finished one, oldest first."""
    found = [Period.of(kind, today).previous.previous]
    while len(found) < number:
        found.append(found[-1].previous)
    return found[::-1]


def take_past_over(
    top: Organisation,
    zones: Sequence[Organisation],
    firms: dict[Firm, Organisation],
    today: date,
    *,
    by: Account,
) -> None:
    """Take over the returns of earlier months, quarters and years."""
    for period in back(PeriodKind.MONTH, today, MONTHS):
        values = {place: figures.quick(firm, period) for firm, place in firms.items()}
        past(top, "quick", period, values, by=by)
    for period in back(PeriodKind.QUARTER, today, QUARTERS):
        values = {
            zone: figures.zone_quarter(
                [firm for firm in firms if firm.zone == zone.code],
                period,
                register.FIRST_AREA + 35 * order,
            )
            for order, zone in enumerate(zones)
        }
        past(top, "zone-quarter", period, values, by=by)
    for period in [Period.of(PeriodKind.YEAR, today).previous, *back(PeriodKind.YEAR, today, 1)]:
        values = {place: figures.yearly(firm, period) for firm, place in firms.items()}
        past(top, "607-2", period, values, by=by)


def past(
    top: Organisation,
    code: str,
    period: Period,
    values: dict[Organisation, figures.Values],
    *,
    by: Account,
) -> None:
    """Plan the round of a past period and take its returns over."""
    made = plan(top, known_forms.in_use(code), period, period.end + timedelta(days=1), 20, by=by)
    history.take_over(round=made, returns=values, origin=ORIGIN, is_demo=True, by=by)


def plan(
    top: Organisation, form: FormVersion, period: Period, opens_on: date, days: int, *, by: Account
) -> Round:
    """Plan a round."""
    return rounds.plan(
        form=form,
        period=period.code,
        organisation=top,
        opens_on=opens_on,
        due_on=opens_on + timedelta(days=days),
        rule={},
        is_demo=True,
        by=by,
    )


def open_last(top: Organisation, code: str, kind: PeriodKind, today: date, *, by: Account) -> Round:
    """Open the last finished period, due in a few days."""
    period = Period.of(kind, today).previous
    opens_on = period.end + timedelta(days=1)
    left = (today - opens_on).days + 4
    made = plan(top, known_forms.in_use(code), period, opens_on, left, by=by)
    return rounds.open_round(round=made, by=by)


def file_month(month: Round, firms: dict[Firm, Organisation], clerks: dict[str, Account]) -> None:
    """Let most enterprises file, one in the wrong unit and one with a jump that it explains."""
    returns = {row.organisation_id: row for row in month.filings.select_related("organisation")}
    for order, (firm, place) in enumerate(firms.items()):
        if order % 10 in MISSING or order == 0:
            continue
        values = figures.quick(firm, month.span)
        words: dict[str, str] = {}
        if order == UNIT_ERROR:
            values["r22"] = f"{int(values['r22'] or 0) * 1000}"
            words = {"r22": "如实填报（演示数据）", "r13": "如实填报（演示数据）"}
        if order == JUMP:
            values["r155"] = f"{int(values['r155'] or 0) * 3}"
            words = {"r155": "本月一次性购入试验材料（演示数据）"}
        file_one(returns[place.pk], values, words, by=clerks[firm.zone])


def file_one(filing: Filing, values: figures.Values, words: dict[str, str], *, by: Account) -> None:
    """Save and file one return; whatever the rules ask about is explained."""
    done = filings.save(
        filing=filing,
        values=values,
        explanations=words,
        people=PEOPLE,
        has_consent=filing.organisation_id % 2 == 0,
        version=filing.version,
        by=by,
    )
    asked = {row.item.removesuffix("__ly") for row in done.findings.all() if row.needs_explanation}
    if asked - words.keys():
        more = dict.fromkeys(asked, "经核实，数据属实（演示数据）")
        done = filings.save(
            filing=done, values={}, explanations=more | words, version=done.version, by=by
        )
    if done.must_count == 0:
        filings.submit(filing=done, version=done.version, by=by)


def reviewers_of(
    top: Organisation, password: str, admins: dict[str, Account]
) -> dict[str, Account]:
    """Return the statistician of each city, by the city's path."""
    first, *others = organisations.subtree(top).filter(kind="city").in_official_order()
    role = "city_statistician"
    own = register.clerk("city-stat", "施统计", first, [first], password, admins, role)
    rest = register.clerk("city-stats", "各市统计员", others[0], others, password, admins, role)
    return {city.path: own if city is first else rest for city in (first, *others)}


def review_month(month: Round, statistician: Account, cities: dict[str, Account]) -> None:
    """Let the cities pass most of it on, the province approve most of that and send one return back."""
    rows = month.filings.filter(stage="city").select_related("organisation", "round__form")
    for order, filing in enumerate(rows.order_by("organisation__code")):
        path = filing.organisation.path
        own = next((who for top, who in cities.items() if path.startswith(top)), None)
        if own is None or order % 10 in CITY or order == WRONG:
            continue
        if order == SENT_BACK:
            words = "利润总额与上月相差较大，请核实后重报（演示数据）"
            cells = {"r65": "请核实"}
            reviews.act(
                filing=filing,
                version=filing.version,
                transition="return",
                words=words,
                cells=cells,
                by=own,
            )
            continue
        done = reviews.act(filing=filing, version=filing.version, transition="pass", by=own)
        if order % 10 not in PROVINCE:
            reviews.act(filing=done, transition="approve", version=done.version, by=statistician)
