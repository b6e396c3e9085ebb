"""X01 for returns: what a county's unit has not filed is its own, and what leaves the site leaves a trace."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.project.foreign import everything_in, person
from tests.spec.marks import row
from tests.statistics import economy, returns
from tests.statistics import world as factory
from xiandao.statistics.commands import filings, indicators, releases, reviews

SECRET = "787321"


@pytest.fixture
def world(db, settings, tmp_path):
    settings.XIANDAO_LAKE = tmp_path / "lake"
    return factory.build()


def browser(account):
    client = Client()
    client.force_login(account)
    return client


def doors(filing):
    """Every address at which the figures of a return could come to light."""
    round_ = filing.round
    own = (
        "sta_filing",
        "sta_filing_history",
        "sta_filing_template",
        "sta_filing_upload",
        "sta_review_filing",
    )
    yield from (reverse(name, args=[filing.pk]) for name in own)
    yield reverse("sta_round", args=[round_.pk])
    yield f"{reverse('sta_round', args=[round_.pk])}?export=board"
    yield f"{reverse('sta_review')}?round={round_.pk}&show=all"
    yield f"{reverse('sta_review')}?round={round_.pk}&show=all&export=review"
    yield from (
        reverse(name)
        for name in ("sta_mine", "inbox", "sta_rounds", "sta_releases", "sta_indicators")
    )
    yield f"{reverse('search')}?q={SECRET[:-1]}"


@pytest.mark.slow
@row(
    "X01",
    part="a return that is not filed is seen by its reporter alone, a filed one by the reviewers above it",
)
def test_a_draft_return_is_its_reporters_and_a_filed_one_the_reviewers_above(world):
    found = factory.opened(world)
    mine = factory.filing_of(found, world.ent_3)
    mine = filings.save(
        filing=mine, values=returns.whole({"r42": SECRET}), version=1, by=world.reporter_3
    )
    county_peer = person("peer", "云溪经办", world.county_a, "city_statistician")
    strangers = [
        world.reporter_1, world.reporter_2, world.zone_reporter, world.reporter_4, world.analyst, world.leader,
        world.city_statistician_b,
    ]  # fmt: skip
    reviewers = [world.city_statistician_a, county_peer, world.statistician]
    own = "".join(everything_in(browser(world.reporter_3).get(door)) for door in doors(mine))
    assert SECRET in own
    for account in (*strangers, *reviewers):
        client = browser(account)
        for door in doors(mine):
            told = everything_in(client.get(door)).replace(f"q={SECRET}", "")
            assert SECRET not in told, (account.username, door)
    returns.filed(mine, world.reporter_3, {"r42": SECRET})
    page = reverse("sta_filing", args=[mine.pk])
    assert [browser(one).get(page).status_code for one in strangers] == [404] * len(strangers)
    assert [browser(one).get(page).status_code for one in reviewers] == [200] * len(reviewers)


@row("X01", part="the audit shows who took a template, the marked returns and a released table out")
def test_the_audit_shows_who_took_a_template_and_a_released_table_out(world):
    indicators.plant(organisation=world.top, by=world.statistician)
    economy.settle(world, "2026-09")
    found = factory.opened(world)
    made = releases.make(
        indicator="TOTAL_INCOME", period="2026-09", rows="city", columns="", unit="万元", method="suppress",
        organisation=world.top, by=world.statistician,
    )  # fmt: skip
    releases.publish(release=made, by=world.second_statistician)
    mine = factory.filing_of(found, world.ent_1)
    template = browser(world.reporter_1).get(reverse("sta_filing_template", args=[mine.pk]))
    assert template.content[:2] == b"PK"
    table = browser(world.analyst).get(reverse("sta_release_file", args=[made.pk, "xlsx"]))
    assert table.content[:2] == b"PK"
    trail = browser(person("audit", "审计员", world.top, "audit_admin")).get(
        reverse("audit"), {"q": "导出"}
    )
    shown = [(event.account, event.succeeded) for event in trail.context["grid"].rows]
    assert (world.reporter_1, True) in shown
    assert (world.analyst, True) in shown
    text = trail.content.decode()
    assert "企业月度快报" in text
    assert made.title in text


@row(
    "J28",
    part="nobody above the reporter can change a value, and every step says who, when and why",
)
def test_no_superior_changes_a_value_and_every_step_is_kept(world):
    found = factory.opened(world)
    mine = returns.filed(factory.filing_of(found, world.ent_1), world.reporter_1)
    values = dict(mine.values)
    save = reverse("sta_filing_save", args=[mine.pk])
    for account in (
        world.city_statistician_a,
        world.statistician,
        world.zone_reporter,
        world.analyst,
    ):
        said = {"v.r01": "1", "version": mine.version}
        assert browser(account).post(save, said).status_code in {403, 404}
        review = reverse("sta_review_filing", args=[mine.pk])
        browser(account).post(review, {**said, "act": "save", "words": "改"})
    mine.refresh_from_db()
    assert mine.values == values
    mine = returns.passed(mine, world.city_statistician_a)
    mine = reviews.act(
        filing=mine, transition="return", version=mine.version, words="请核实研发费用",
        cells={"r155": "核对台账"}, by=world.statistician,
    )  # fmt: skip
    told = (
        browser(world.reporter_1)
        .get(reverse("sta_filing_history", args=[mine.pk]))
        .content.decode()
    )
    for words in (
        "请核实研发费用",
        world.statistician.display_name,
        world.city_statistician_a.display_name,
    ):
        assert words in told
