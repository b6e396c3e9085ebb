"""A table goes out protected, audited, by two people, and never completes what was told before."""

import json

import polars as pl
import pytest

from tests.statistics import economy
from tests.statistics import world as factory
from xiandao.registry.models import Account
from xiandao.statistics.commands import releases
from xiandao.statistics.methods.disclosure_table import Axis
from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.methods.publication_totals import Facts, tables
from xiandao.statistics.models import Filing, Release, Round, Unit
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period

SEPTEMBER = "2026-09"


@pytest.fixture
def settled(world):
    economy.settle(world, SEPTEMBER)
    return world


def made(world, **changes):
    wanted = {
        "indicator": "TOTAL_INCOME", "period": SEPTEMBER, "rows": "city", "columns": "industry",
        "unit": "万元", "organisation": world.top, "by": world.statistician,
    }  # fmt: skip
    return releases.make(**(wanted | changes))


def published(world, **changes):
    release = made(world, **changes)
    return releases.publish(release=release, by=world.second_statistician)


def cells(release):
    return {tuple(row["at"]): row for row in release.cells}


def true_total(*industries, city=None):
    found, number = 0, 0
    for (place, industry), count in economy.SIZES.items():
        for _ in range(count):
            number += 1
            if (city is None or place == city) and (not industries or industry in industries):
                found += economy.value_of(number)
    return found


def test_what_is_shown_is_the_sum_in_the_unit_of_the_table_and_few_contributors_are_hidden(settled):
    release = made(settled)

    shown = cells(release)
    assert shown["_T", "_T"]["value"] == pytest.approx(true_total() / 10, abs=1e-6)
    assert shown["990200", "quantum"] == {
        "at": ["990200", "quantum"], "value": None, "conf": "N", "obs": "A",
    }  # fmt: skip
    assert shown["990100", "artificial-intelligence"]["growth"] == pytest.approx(8, abs=0.1)
    hidden = [at for at, row in shown.items() if row["conf"] == "N"]
    assert len(hidden) >= 4
    assert release.audit["verdict"] == "pass"


def test_the_release_keeps_no_hidden_number_outside_the_secret_part(settled):
    release = made(settled)
    hidden = true_total(2, city="b")

    text = json.dumps([release.cells, release.audit, release.note, release.title])
    for figure in (f"{hidden}", f"{hidden / 10}", f"{hidden / 100000:.4f}"):
        assert figure not in text
    assert "dominance" not in text
    assert "cost" not in text
    assert release.secret["parameters"]["minimum"] == 3


def test_nobody_publishes_what_he_made(settled):
    release = made(settled)

    with pytest.raises(XiandaoError) as caught:
        releases.publish(release=release, by=settled.statistician)
    assert caught.value.code == "STA-421"
    assert releases.publish(release=release, by=settled.second_statistician).state == "published"


def test_what_failed_the_audit_is_not_published(settled):
    release = made(settled)
    Release.objects.filter(pk=release.pk).update(audit={"verdict": "fail"})

    with pytest.raises(XiandaoError) as caught:
        releases.publish(release=release, by=settled.second_statistician)
    assert caught.value.code == "STA-420"


def test_a_total_less_its_cities_does_not_tell_what_an_earlier_table_hides(settled):
    first = published(settled)
    assert cells(first)["990200", "quantum"]["value"] is None

    again = cells(made(settled, rows="industry", columns=""))
    towns = cells(first)
    # The industry as a whole may be shown only if the two cities stay hidden against it.
    if again["quantum",]["value"] is not None:
        assert towns["990100", "quantum"]["value"] is None


def test_a_revised_return_does_not_come_out_as_the_difference_of_two_tables(settled):
    before = cells(published(settled, columns=""))
    filing = Filing.objects.filter(round__period=SEPTEMBER, organisation__code="S-001").get()
    filing.values["r13"] = str(economy.value_of(1) + 31_337)
    filing.save()
    Round.objects.filter(pk=filing.round_id).update(revision=2)

    after = cells(made(settled, columns=""))
    for at in (("990100",), ("_T",)):
        both = before[at]["value"] is not None and after[at]["value"] is not None
        assert not both or after[at]["value"] == before[at]["value"]
    assert after["990100",]["value"] is None


def test_a_table_with_one_enterprise_less_does_not_tell_what_that_one_earns(settled):
    published(settled, columns="")
    filing = Filing.objects.filter(round__period=SEPTEMBER, organisation__code="S-002").get()
    filing.stage = "returned"
    filing.save()
    Round.objects.filter(pk=filing.round_id).update(revision=2)

    after = cells(made(settled, columns=""))
    assert after["990100",]["value"] is None
    assert after["_T",]["value"] is None


def test_of_two_tables_made_beside_each_other_the_second_must_be_audited_anew(settled):
    first, second = made(settled), made(settled, rows="industry", columns="")
    releases.publish(release=first, by=settled.second_statistician)

    with pytest.raises(XiandaoError) as caught:
        releases.publish(release=second, by=settled.second_statistician)
    assert caught.value.code == "STA-423"


def test_what_was_withdrawn_is_still_known(settled):
    first = published(settled, columns="")
    releases.withdraw(release=first, reason="口径有误", by=settled.statistician)
    second = made(settled)

    assert first.pk in second.secret["against"]


def test_rounding_shows_multiples_and_refuses_to_follow_a_suppressed_table(settled):
    rounded = made(settled, method="round", unit="")
    values = [row["value"] for row in rounded.cells]
    assert None not in values
    assert all("growth" not in row for row in rounded.cells)

    published(settled)
    with pytest.raises(XiandaoError) as caught:
        made(settled, method="round")
    assert caught.value.code == "STA-407"


def test_a_share_is_hidden_where_either_of_its_totals_is(settled):
    shares = cells(made(settled, indicator="RD_INTENSITY", unit=""))

    assert shares["990200", "quantum"]["value"] is None
    assert shares["_T", "_T"]["value"] == pytest.approx(11.1, abs=0.2)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"columns": "county"}, "STA-431"),
        ({"rows": "street"}, "STA-430"),
        ({"indicator": "CARBON_GRADE"}, "STA-432"),
        ({"period": "2020-01"}, "STA-433"),
        ({"indicator": "NOTHING"}, "STA-505"),
    ],
)
def test_what_cannot_be_a_table_is_refused_in_words(settled, changes, code):
    with pytest.raises(XiandaoError) as caught:
        made(settled, **changes)
    assert caught.value.code == code


def test_those_without_the_right_make_and_publish_nothing(settled):
    with pytest.raises(XiandaoError) as caught:
        made(settled, by=settled.analyst)
    assert caught.value.code == "REG-403"


def test_counties_stand_below_their_cities_and_units_without_a_county_have_a_line(settled):
    unit = settled.ent_6.reporting_units.get()
    unit.region_code = "990200"
    unit.save()
    shown = cells(made(settled, rows="county", columns=""))
    assert set(shown) == {
        ("990101",),
        ("990201",),
        ("990100",),
        ("990200",),
        ("990200_U",),
        ("_T",),
    }
    assert shown["990101",]["value"] == shown["990100",]["value"]


def test_the_one_enterprise_of_a_county_beside_the_zone_is_not_told_by_two_tables(world):
    firms = economy.enterprises(world)
    here = [firm for firm in firms if firm.region_code == "990101"]
    there = [firm for firm in firms if firm.region_code == "990201"]
    Unit.objects.filter(organisation__in=here[1:]).update(zone=world.zone_a)
    Unit.objects.filter(organisation__in=there[3:]).update(zone=world.zone_b)
    economy.returns(world, firms, SEPTEMBER)

    county = cells(published(world, rows="county", columns=""))
    zone = cells(made(world, rows="zone", columns=""))
    assert county[("990101",)]["value"] is not None
    assert zone[("Z-A",)] == {"at": ["Z-A"], "value": None, "conf": "N", "obs": "A"}
    assert zone[("Z-B",)]["value"] is not None


def test_tables_by_city_and_by_county_are_of_one_version(settled):
    one = published(settled, rows="city", columns="")
    two = made(settled, rows="county", columns="")
    assert {row["version"] for row in one.secret["tables"]} == {
        row["version"] for row in two.secret["tables"]
    }


def test_a_city_replaces_its_own_table_and_never_that_of_the_province(settled):
    first = published(settled)
    for name in ("chief", "deputy"):
        factory.person(name, settled.city_a, "statistician")
    people = [Account.objects.get(username=name) for name in ("chief", "deputy")]
    own = made(settled, rows="industry", columns="", organisation=settled.city_a, by=people[0])
    assert own.supersedes is None
    same = made(settled, organisation=settled.city_a, by=people[0])
    assert same.supersedes is None
    again = made(settled)
    assert again.supersedes == first


def test_figures_of_the_year_before_are_one_measure_in_every_formula():
    period = Period.parse("2026Q3")
    frame = pl.DataFrame({"unit": ["a", "b"], "r202": [3.0, 4.0], "r202__ly": [2.0, 5.0]})
    units = pl.DataFrame({"unit": ["a", "b"], "group": [None, None], "zone": ["x", "x"]})
    facts = Facts(frame, units, (Axis.flat("zone", ["x"]),), period)
    seal = str
    (before,) = tables(facts, shipped()["FUTURE_REVENUE"], "prior", seal=seal)
    growth = tables(facts, shipped()["FUTURE_REVENUE_GROWTH"], "value", seal=seal)
    about = [(table.measure, table.period, table.value.tolist()) for table in growth]
    assert about[1:] == [(before.measure, "2025Q3", [2.0, 5.0])] * (len(about) - 1)
    assert about[0][:2] == (before.measure, "2026Q3")
