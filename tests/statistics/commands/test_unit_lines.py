"""What one line of a workbook would do to the register, told before anything is done."""

import pytest

from xiandao.statistics.commands.unit_lines import judged
from xiandao.statistics.methods.register_intake import Line, Sheet
from xiandao.statistics.models import Unit

LETTERS = {"code": "A", "region_code": "B", "zone": "C", "industry": "D", "valid_from": "E"}


def read(account, **texts):
    line = Line(2, {"code": "E-3", "region_code": "", "valid_from": "2026-11-01"} | texts)
    return judged(account, Sheet("表", LETTERS, (line,)))


@pytest.mark.parametrize("zone", ["Z-A", "澜州智能机器人先导区", " 澜州智能机器人先导区 "])
def test_a_zone_is_meant_by_code_or_name(world, zone):
    plans, marks = read(world.statistician, zone=zone)
    assert marks == []
    assert plans[0].facts["zone"] == "Z-A"


@pytest.mark.parametrize("industry", ["quantum", "量子科技", "量子信息"])
def test_an_industry_is_meant_by_code_name_or_other_name(world, industry):
    plans, marks = read(world.statistician, industry=industry)
    assert marks == []
    assert plans[0].facts["industry"] == "quantum"


def test_without_a_place_the_registered_one_is_taken(world):
    plans, _marks = read(world.statistician)
    assert plans[0].facts["region_code"] == "990101"
    assert not any(label == "行政区划代码" for label, _old, _new in plans[0].changes)


def test_what_lies_outside_the_reach_is_as_unknown_as_what_does_not_exist(world):
    told = [read(world.city_statistician_a, code=code)[1][0].sentence for code in ("E-4", "E-404")]
    assert told[0].replace("E-4", "E-404") == told[1]
    assert world.ent_4.name not in told[0]


def test_judging_asks_a_bounded_number_of_times_and_changes_nothing(
    world, django_assert_max_num_queries
):
    before = list(Unit.objects.order_by("pk").values())
    codes = [f"E-{number}" for number in range(1, 7)]
    lines = tuple(
        Line(row, {"code": code, "region_code": "", "valid_from": "2026-11-01"})
        for row, code in enumerate(codes, 2)
    )
    with django_assert_max_num_queries(12):
        plans, _marks = judged(world.statistician, Sheet("表", LETTERS, lines))
    assert len(plans) == 6
    assert list(Unit.objects.order_by("pk").values()) == before
