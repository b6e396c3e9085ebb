"""Z四(五) 碳效智能对标: where a firm stands in its industry, a zone among all zones, and what one grade better takes."""

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
    part="a zone: with what its page says that one grade better takes it has that grade",
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


@pytest.mark.django_db
@row("Z55")
def test_a_firm_and_a_zone_see_their_percentile_and_what_one_grade_takes(settings, tmp_path):
    settings.XIANDAO_LAKE = tmp_path / "lake"
    settings.XIANDAO_CARBON_BENCHMARKS = tmp_path / "carbon-benchmarks.toml"
    settings.XIANDAO_CARBON_BENCHMARKS.write_text(
        '[[benchmark]]\ncode = "C17"\nname = "纺织业"\nyear = 2025\nfirms = 40\nmean = 1.0\n'
        "deciles = [0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8]\n",
        encoding="utf-8",
    )
    world = factory.build()
    carbons.returns(world)
    reporter = Client()
    reporter.force_login(world.zone_reporter)

    def told(carbon):
        typed = {"industry": "C17", "year": "2025", "carbon": carbon, "value_added": "100"}
        return reporter.post("/evaluate/carbon/firm", typed).content.decode()

    # The firm: where it is in its industry, and with that much less it is what it was told to be.
    page = told("150")
    assert "优于本行业约25%的企业" in page
    assert "高0.5吨/万元，合50吨碳" in page
    assert "高1.3吨/万元，合130吨碳" in page
    grade, less, after = re.search(r"碳效等级(\d)级.*?约(\d+)吨碳）可到(\d)级", page).groups()
    assert int(after) == int(grade) - 1
    assert f"碳效等级{after}级" in told(str(150 - int(less)))
    assert f"碳效等级{grade}级" in told(str(150 - int(less) + 1))

    # The zone: where it is among all zones.
    zone = reporter.get("/evaluate/carbon").content.decode()
    assert re.search(r"\d级，优于80%的先导区；升到\d级.*?少排\d+吨", zone)
