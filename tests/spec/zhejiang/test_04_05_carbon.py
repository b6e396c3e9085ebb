"""Z四(五) 碳效智能对标: where a zone stands among all zones, and what one grade better takes."""

import re

import numpy as np
import pytest
from django.test import Client

from tests.evaluate import carbons
from tests.evaluate import world as factory
from tests.spec.marks import row
from xiandao.evaluate.methods.carbon_efficiency import carbon_codes


@pytest.mark.django_db
@row(
    "Z55",
    part="a zone instead of a firm: its page says percentile, grade and what one grade better takes",
)
def test_a_zone_sees_its_percentile_and_what_one_grade_takes(settings, tmp_path):
    settings.XIANDAO_LAKE = tmp_path / "lake"
    world = factory.build()
    carbons.returns(world)
    reporter = Client()
    reporter.force_login(world.zone_reporter)
    page = reporter.get("/evaluate/carbon").content.decode()
    assert "优于80%的先导区" in page
    grade, after, less = re.search(r"(\d)级，优于.*升到(\d)级.*?少排(\d+)吨", page).groups()
    assert int(after) == int(grade) - 1

    # With that much less it is what it was told to be: the mean of all stays where it was.
    value = np.full(len(carbons.CARBON), float(carbons.VALUE_ADDED))
    mean = sum(carbons.CARBON) / value.sum()
    carbon = np.array(carbons.CARBON, dtype=float)
    carbon[0] -= int(less)
    units = [zone.code for zone in world.zones]
    (mine, *_others) = carbon_codes(units, carbon, value, ["先导区"] * 6, means={"先导区": mean})
    assert mine.grade == int(after)


@row(
    "Z55", part="a firm, by method: percentile within its industry and what one grade better takes"
)
def test_a_firm_is_told_percentile_within_its_industry_and_what_one_grade_takes():
    units, industries = ["甲", "乙", "丙", "丁"], ["纺织", "纺织", "纺织", "化工"]
    carbon, value = np.array([50.0, 90.0, 160.0, 900.0]), np.full(4, 100.0)
    found = {one.unit: one for one in carbon_codes(units, carbon, value, industries)}
    assert [found[unit].percentile for unit in units[:3]] == [1.0, 0.5, 0.0]
    firm = found["丙"]
    assert (firm.industry, firm.grade) == ("纺织", 4)
    means = {"纺织": 1.0, "化工": 9.0}
    carbon[2] -= firm.less_carbon
    again = {one.unit: one for one in carbon_codes(units, carbon, value, industries, means=means)}
    assert again["丙"].grade == 3
