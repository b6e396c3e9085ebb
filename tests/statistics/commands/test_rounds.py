"""Rounds: who gets a return, what it begins with, more time, the end."""

from datetime import date

import pytest

from tests.statistics import world as factory
from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import forms, rounds, units
from xiandao.statistics.models import Filing, FilingEvent, Round, RoundState
from xiandao.terms.error import InputError, XiandaoError


def test_opening_gives_every_enterprise_one_empty_draft_and_no_zone_any(world, quick):
    found = Filing.objects.filter(round=quick)
    assert {one.organisation for one in found} == set(world.enterprises)
    assert {(one.stage, str(one.values)) for one in found} == {("draft", "{}")}
    assert quick.state == RoundState.OPEN
    assert quick.opened_by == world.statistician


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        ({"above_size": True}, {"ent_1", "ent_2", "ent_4", "ent_5"}),
        ({"above_size": True, "high_tech": True}, {"ent_1", "ent_2", "ent_4"}),
        ({"industries": ["deep-sea-earth-space"]}, {"ent_4", "ent_5", "ent_6"}),
        ({"zones": ["Z-A"]}, {"ent_1", "ent_2"}),
        ({"regions": ["990100"]}, {"ent_1", "ent_2", "ent_3"}),
        ({"regions": ["990201"], "zones": ["Z-B"]}, {"ent_4", "ent_5"}),
    ],
)
def test_the_rule_decides_who_owes(world, rule, who):
    found = factory.opened(world, rule=rule)
    assert {one.organisation for one in found.filings.all()} == {world.bodies[name] for name in who}


def test_membership_counts_as_it_was_when_the_period_ended(world):
    row = world.ent_3.reporting_units.get()
    units.move(unit=row, zone=world.zone_a, on=date(2026, 11, 1), by=world.statistician)
    october = factory.opened(world, rule={"zones": ["Z-A"]})
    november = factory.opened(
        world, period="2026-11", due_on=date(2026, 12, 14), rule={"zones": ["Z-A"]}
    )
    assert october.filings.count() == 2
    assert november.filings.count() == 3


def test_a_return_begins_with_stocks_of_the_last_approved_return_and_facts_of_the_register(world):
    before = factory.opened(world, period=factory.BEFORE)
    factory.write(factory.filing_of(before, world.ent_1), values={"r01": "120", "r14": "500"})
    factory.write(factory.filing_of(before, world.ent_2), "city", values={"r01": "80"})
    found = factory.opened(world)
    known = factory.filing_of(found, world.ent_1).prefill
    assert known["r01"] == {
        "value": "120",
        "source": "企业月度快报 2026年9月",
        "as_of": "2026-09-30",
    }
    assert "r14" not in known, "a flow of last month says nothing about this month"
    assert known["unit.name"]["value"] == "澜州灵巧科技有限公司"
    assert known["unit.land_mu"] == {
        "value": "36.5", "source": "填报单位名录", "as_of": "2026-11-22",
    }  # fmt: skip
    assert known["unit.industry"]["value"] == "人形机器人", "as the province calls it"
    assert factory.filing_of(found, world.ent_1).values == {}, (
        "shown, never written for the reporter"
    )
    assert "r01" not in factory.filing_of(found, world.ent_2).prefill, "not approved is not known"


def test_the_year_before_stands_for_its_comparable_figures(world):
    before = factory.opened(
        world, period="2025-10", opens_on=date(2025, 11, 3), due_on=date(2025, 11, 14)
    )
    factory.write(factory.filing_of(before, world.ent_1), values={"r01": "90", "r14": "400"})
    known = factory.filing_of(factory.opened(world), world.ent_1).prefill
    assert known["r14__ly"]["value"] == "400"
    assert known["r14__ly"]["source"] == "企业月度快报 2025年10月"
    assert "r14" not in known


def test_an_administrative_return_is_not_begun_with_what_was_collected_for_statistics(world):
    """The zone form knows the zone's land from the register and nothing from statistical forms."""
    found = factory.opened(world, "zone-quarter", "2026Q3")
    known = factory.filing_of(found, world.zone_a).prefill
    assert known["r101"]["value"] == "1200"
    assert {entry["source"] for entry in known.values()} == {"填报单位名录"}


def test_opening_again_adds_who_was_enrolled_since_and_leaves_the_others_alone(world, quick):
    kept = factory.write(factory.filing_of(quick, world.ent_1), "draft", {"r01": "7"})
    made = factory.body(
        "E-7", "望海新单位有限公司", "enterprise", "000001000003000001000003", world.county_b
    )
    units.enrol(
        organisation=made, region_code="990201", zone=None, industry="",
        valid_from=date(2026, 10, 1), by=world.statistician,
    )  # fmt: skip
    rounds.open_round(round=quick, by=world.statistician)
    assert quick.filings.count() == 7
    kept.refresh_from_db()
    assert kept.values == {"r01": "7"}


def test_a_round_whose_rule_finds_nobody_is_not_opened(world):
    found = factory.planned(world, rule={"zones": ["Z-X"]})
    with pytest.raises(XiandaoError) as caught:
        rounds.open_round(round=found, by=world.statistician)
    assert caught.value.code == "STA-306"
    found.refresh_from_db()
    assert found.state == RoundState.PLANNED


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"period": "2026Q3"}, "STA-303", "period"),
        ({"due_on": date(2026, 11, 1)}, "STA-304", "due_on"),
        ({"due_on": date(9999, 12, 31)}, "STA-304", "due_on"),
        ({"opens_on": date(1, 1, 1)}, "STA-304", "opens_on"),
        ({"rule": {"people": ["a"]}}, "STA-301", "rule"),
        ({"rule": {"above_size": "yes"}}, "STA-301", "rule"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_its_field(world, changes, code, field):
    with pytest.raises(InputError) as caught:
        factory.planned(world, **changes)
    assert (caught.value.code, caught.value.details["field"]) == (code, field)
    assert not Round.objects.exists()


def test_one_form_has_one_round_for_a_period_whatever_its_version(world):
    factory.planned(world)
    with pytest.raises(InputError) as caught:
        factory.planned(world)
    assert caught.value.code == "STA-305"


def test_a_draft_form_is_not_collected_until_it_is_put_into_use(world):
    old = world.forms["quick"]
    text = old.definition.replace('version = "2026"', 'version = "2027"', 1)
    from xiandao.statistics.methods.form import load

    draft = forms.keep(load(text), text, "draft", world.top, world.statistician)
    world.forms["quick"] = draft
    with pytest.raises(InputError) as caught:
        factory.planned(world)
    assert caught.value.code == "STA-302"
    forms.publish(form=draft, by=world.statistician)
    old.refresh_from_db()
    assert old.state == "retired"
    assert factory.planned(world).form == draft


def test_more_time_for_all_needs_a_reason_and_a_later_day_and_opens_a_closed_round(world, quick):
    rounds.close(round=quick, by=world.statistician)
    for changes, code in (
        ({"due_on": factory.DUE, "reason": "台风"}, "STA-304"),
        ({"due_on": date(2026, 12, 4), "reason": "  "}, "STA-307"),
        ({"due_on": date(2206, 12, 4), "reason": "台风"}, "STA-304"),
    ):
        with pytest.raises(InputError) as caught:
            rounds.extend(round=quick, **changes, by=world.statistician)
        assert caught.value.code == code
    rounds.extend(round=quick, due_on=date(2026, 12, 4), reason="台风影响", by=world.statistician)
    quick.refresh_from_db()
    assert (quick.state, quick.due_on, quick.extended_reason) == (
        "open", date(2026, 12, 4), "台风影响",
    )  # fmt: skip


def test_more_time_for_one_unit_is_in_its_history_and_leaves_the_page_of_its_reporter_valid(
    world, quick
):
    filing = factory.filing_of(quick, world.ent_1)
    rounds.extend_unit(
        filing=filing, due_on=date(2026, 12, 4), reason="系统迁移", by=world.statistician
    )
    fresh = factory.filing_of(quick, world.ent_1)
    assert fresh.due_on == date(2026, 12, 4)
    assert fresh.version == filing.version
    event = FilingEvent.objects.get(filing=filing)
    assert (event.transition, event.words, event.by) == ("extend", "系统迁移", world.statistician)
    assert factory.filing_of(quick, world.ent_2).due_on is None


def test_a_filed_return_and_a_closed_round_get_no_more_time_for_one_unit(world, quick):
    filed = factory.write(factory.filing_of(quick, world.ent_1), "city")
    more = {"due_on": date(2026, 12, 4), "reason": "申请", "by": world.statistician}
    with pytest.raises(XiandaoError) as caught:
        rounds.extend_unit(filing=filed, **more)
    assert caught.value.code == "STA-306"
    rounds.close(round=quick, by=world.statistician)
    with pytest.raises(XiandaoError):
        rounds.extend_unit(filing=factory.filing_of(quick, world.ent_2), **more)


@pytest.mark.parametrize("who", ["city_statistician_a", "reporter_1", "analyst", "leader"])
def test_only_the_statistician_of_the_province_plans_opens_and_closes(world, quick, who):
    account = getattr(world, who)
    later = {"due_on": date(2026, 12, 4), "reason": "申请", "by": account}
    with pytest.raises(Refused):
        factory.planned(world, period="2026-11", by=account)
    with pytest.raises(Refused):
        rounds.open_round(round=quick, by=account)
    with pytest.raises(Refused):
        rounds.close(round=quick, by=account)
    with pytest.raises(Refused):
        rounds.extend(round=quick, **later)
    with pytest.raises(Refused):
        rounds.extend_unit(filing=factory.filing_of(quick, world.ent_1), **later)
