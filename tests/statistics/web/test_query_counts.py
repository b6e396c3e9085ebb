"""No page of statistics asks the database more than thirty times, however many returns there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.statistics import economy, returns
from tests.statistics import world as factory
from xiandao.statistics.commands import indicators, releases, rules
from xiandao.statistics.models import Release, RuleVersion, Unit
from xiandao.statistics.web import urls

MOST = 30
PAGES = {
    "sta_mine": "reporter_1", "sta_filing": "reporter_1", "sta_filing_history": "reporter_1",
    "sta_filing_template": "reporter_1", "sta_filing_upload": "reporter_1", "sta_rounds": "statistician",
    "sta_round": "statistician", "sta_review": "statistician", "sta_review_filing": "statistician",
    "sta_rules": "statistician", "sta_rule": "statistician", "sta_forms": "statistician",
    "sta_form": "statistician", "sta_form_workbook": "analyst", "sta_form_template": "analyst",
    "sta_indicators": "analyst", "sta_indicator": "analyst", "sta_tables": "statistician",
    "sta_releases": "analyst", "sta_release": "statistician", "sta_release_file": "analyst",
    "sta_units": "statistician", "sta_unit": "statistician", "sta_units_template": "statistician",
    "sta_units_upload": "statistician",
}  # fmt: skip
# They show a file that waits, or answer no GET.
ELSEWHERE = {
    "sta_filing_trial", "sta_filing_marked", "sta_filing_take", "sta_filing_save", "sta_filing_withdraw",
    "sta_form_import", "sta_units_trial", "sta_units_marked", "sta_units_take", "sta_plant",
}  # fmt: skip
LISTS = {name for name in PAGES if name.endswith("s") or name in {"sta_mine", "sta_review"}}


@pytest.fixture
def busy(world):
    """Two months of returns of 37 enterprises, some waiting at every desk, with a published table."""
    rules.plant(organisation=world.top, by=world.statistician)
    indicators.plant(organisation=world.top, by=world.statistician)
    firms = economy.enterprises(world)
    economy.returns(world, firms, "2026-09")
    found = factory.opened(world)
    for number, firm in enumerate(firms, 1):
        stage = ("city", "province", "approved", "returned")[number % 4]
        filing = factory.filing_of(found, firm)
        factory.write(filing, stage, values=economy.values(number), score=float(number))
    mine = returns.filed(factory.filing_of(found, world.ent_1), world.reporter_1)
    made = releases.make(
        indicator="TOTAL_INCOME", period="2026-09", rows="city", columns="industry", unit="万元",
        method="suppress", organisation=world.top, by=world.statistician,
    )  # fmt: skip
    releases.publish(release=made, by=world.second_statistician)
    for month in range(1, 9):
        Release.objects.filter(pk=made.pk).update(period=f"2026-{month:02}")
        older = Release.objects.get(pk=made.pk)
        older.pk = None
        older.save()
    Release.objects.filter(pk=made.pk).update(period="2026-09")
    keys = {
        "sta_filing": [mine.pk], "sta_round": [found.pk], "sta_review": [mine.pk], "sta_form": [found.form_id],
        "sta_rule": [RuleVersion.objects.first().pk], "sta_indicator": ["TOTAL_INCOME"], "sta_release": [made.pk],
        "sta_unit": [Unit.objects.first().pk],
    }  # fmt: skip
    return world, keys


def arguments(name, keys):
    """What stands in an address of a page."""
    if name.startswith("sta_units") or name in LISTS:
        return []
    (thing,) = [key for key in keys if name == key or name.startswith(f"{key}_")]
    return keys[thing] + (["csv"] if name == "sta_release_file" else [])


def test_every_page_of_statistics_is_counted():
    assert {one.name for one in urls.urlpatterns} == set(PAGES) | ELSEWHERE


@pytest.mark.slow
def test_no_page_asks_more_than_thirty_times(busy, sign_in):
    world, keys = busy
    asked = {}
    for name, who in PAGES.items():
        client = sign_in(getattr(world, who))
        address = reverse(name, args=arguments(name, keys))
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200, name
        asked[name] = len(captured)
    assert {name: count for name, count in asked.items() if count > MOST} == {}


def test_saving_and_filing_a_return_asks_a_bounded_number_of_times(busy, sign_in):
    world, _keys = busy
    other = factory.filing_of(factory.opened(world, period="2026-08"), world.ent_2)
    client = sign_in(world.reporter_2)
    said = {f"v.{name}": value for name, value in returns.whole().items()}
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(reverse("sta_filing_save", args=[other.pk]), said | {"version": "1"})
    assert answer.status_code == 200
    assert len(captured) <= 2 * MOST
