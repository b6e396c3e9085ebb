"""What goes into a table: the returns of the body's own units, and a status that says how finished they are."""

import pytest

from tests.statistics import economy
from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.models import Filing
from xiandao.statistics.queries.preparing import Wanted, has_scale, prepare

SEPTEMBER = "2026-09"


def wanted(world, **changes):
    about = {
        "indicator": "TOTAL_INCOME", "period": SEPTEMBER, "rows": "city", "columns": "",
        "method": "suppress", "unit": "亿元", "organisation": world.top,
    }  # fmt: skip
    return Wanted(**(about | changes))


def test_only_units_below_the_body_are_counted(world):
    economy.settle(world, SEPTEMBER)
    of_city = prepare(wanted(world, organisation=world.city_a, rows="industry"))
    assert of_city.returns == sum(n for (city, _), n in economy.SIZES.items() if city == "a")


def test_a_closed_round_is_final_and_an_open_one_provisional(world):
    economy.settle(world, SEPTEMBER)
    assert set(prepare(wanted(world)).statuses.values()) == {"A"}
    Filing.objects.filter(organisation__code="S-003").update(stage="city")
    assert set(prepare(wanted(world)).statuses.values()) == {"P"}


@pytest.mark.parametrize(("unit", "factor"), [("亿元", 1), ("万元", 1e4), ("千元", 1e5), ("", 1)])
def test_amounts_are_brought_to_the_unit_of_the_table(world, unit, factor):
    assert wanted(world, unit=unit).factor == pytest.approx(factor)


def test_only_amounts_of_money_have_a_choice_of_unit():
    assert has_scale(shipped()["TOTAL_INCOME"])
    assert not has_scale(shipped()["RD_INTENSITY"])
    assert not has_scale(shipped()["TAX_PER_MU"])
