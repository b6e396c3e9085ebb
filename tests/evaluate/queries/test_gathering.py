"""The figures of a scheme: of zones below the body that asks, from approved returns of administration alone."""

import numpy as np
import pytest

from tests.evaluate import carbons
from tests.statistics.world import unit
from xiandao.evaluate.queries import gathering
from xiandao.statistics.models import Filing
from xiandao.terms.error import InputError

FIGURES = {"r608": "300", "r203": "1000", "r201": "5000", "r202": "3000"}


@pytest.fixture
def filed(world):
    """Approved returns of four of the six zones."""
    carbons.returns(world, count=4)
    for number, filing in enumerate(Filing.objects.order_by("pk"), 1):
        filing.values = {**FIGURES, "r608": str(300 * number)}
        filing.save()
        unit(filing.organisation, filing.organisation.region_code, None)
    return world


def test_a_row_for_each_zone_with_figures_and_an_empty_cell_for_each_that_is_missing(filed):
    table, sources = gathering.gather(filed.scheme, "2026Q3", filed.top)
    assert table.units == ("Z-1", "Z-2", "Z-3", "Z-4")
    assert table.names == tuple(zone.label for zone in filed.zones[:4])
    energy = table.column("ENERGY_INTENSITY")
    assert energy.tolist() == pytest.approx((energy[0] * np.arange(1, 5)).tolist())
    assert np.isnan(table.column("PCT_APPLICATIONS")).all()
    assert {(one.form, one.period) for one in sources} == {("zone-quarter", "2026Q3")}
    assert [one.indicator for one in sources] == list(table.columns)


def test_only_zones_below_the_body_are_taken(filed):
    table, _sources = gathering.gather(filed.scheme, "2026Q3", filed.city_b)
    assert table.units == ("Z-4",)


def test_a_body_without_any_figure_below_it_is_told_so(filed):
    with pytest.raises(InputError, match="没有可用于评价的数据") as refused:
        gathering.gather(filed.scheme, "2026Q3", filed.institute)
    assert refused.value.code == "EVA-504"


def test_what_was_collected_for_statistics_grades_nobody(db):
    with pytest.raises(InputError, match="依法不能用于评级") as refused:
        gathering.administrative("TOTAL_INCOME")
    assert refused.value.code == "EVA-503"


def test_nodes_are_told_by_the_indicator_catalogue_and_keep_what_they_say_themselves(db):
    root, own, other = gathering.told_nodes(
        [
            {"code": "I", "name": "指数"},
            {"code": "ENERGY_INTENSITY", "parent": "I", "weight": 2},
            {"code": "FUTURE_SHARE", "parent": "I", "name": "占比"},
        ]
    )
    assert root == {"code": "I", "name": "指数"}
    assert (own["direction"], own["weight"], bool(own["unit"])) == (-1, 2, True)
    assert (other["direction"], other["name"]) == (1, "占比")
