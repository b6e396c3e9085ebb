"""Many units from one workbook: tried first, told by cell, taken whole or not at all."""

from datetime import date
from decimal import Decimal

import pytest

from tests.statistics import world as factory
from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import unit_sheets, units
from xiandao.statistics.models import Unit, UnitSheet
from xiandao.terms.error import XiandaoError

HEAD = (
    "单位代码,单位名称,行政区划代码,先导区,未来产业,企业集团,规上,高新技术企业,用地（亩）,起始日期"
)
SAME_2 = "E-2,,990101,Z-A,humanoid-robot,G-1,是,是,52,2026-01-01"
MOVED_3 = "E-3,云溪视觉技术有限公司,990101,澜州智能机器人先导区,人形机器人,,是,是,8,2026-11-01"
NEW_7 = "91990201MA00000072,,,,量子科技,,否,,3.50,2026-10-01"


@pytest.fixture
def newcomers(world):
    for number in (7, 8):
        factory.body(
            f"E-{number}", f"望海新单位{number}有限公司", "enterprise", f"00000100000300000100001{number}",
            world.county_b, 1, "990201", f"91990201MA000000{number}2",
        )  # fmt: skip
    return world


def received(world, *rows, by=None):
    data = "\n".join((HEAD, *rows)).encode()
    return unit_sheets.receive(
        organisation=world.top, data=data, name="名录.csv", by=by or world.statistician
    )


def musts(sheet):
    return [
        (mark.cell, mark.sentence)
        for mark in unit_sheets.marks_of(sheet)
        if mark.severity == "must"
    ]


def test_a_trial_says_what_each_line_would_do_and_does_nothing(newcomers):
    before = list(Unit.objects.order_by("pk").values())
    sheet = received(newcomers, SAME_2, MOVED_3, NEW_7)
    assert musts(sheet) == []
    plans = sheet.outcome["plans"]
    assert [(plan["row"], plan["act"], plan["code"]) for plan in plans] == [
        (2, "same", "E-2"), (3, "move", "E-3"), (4, "enrol", "E-7"),
    ]  # fmt: skip
    assert plans[1]["changes"] == [["先导区", "", "澜州智能机器人先导区"], ["规上", "否", "是"]]
    assert list(Unit.objects.order_by("pk").values()) == before


def test_taking_writes_every_line_and_keeps_what_was(newcomers):
    done = unit_sheets.take(
        sheet=received(newcomers, SAME_2, MOVED_3, NEW_7), by=newcomers.statistician
    )
    assert done == {"enrol": 1, "move": 1, "same": 1}
    new = Unit.objects.get(organisation__code="E-7")
    assert (new.region_code, new.industry, new.land_mu) == ("990201", "quantum", Decimal("3.50"))
    old, now = newcomers.ent_3.reporting_units.order_by("valid_from")
    assert (old.valid_to, old.is_above_size, now.zone) == (
        date(2026, 11, 1),
        False,
        newcomers.zone_a,
    )
    assert newcomers.ent_2.reporting_units.count() == 1
    sheet = UnitSheet.objects.get()
    assert (sheet.state, bytes(sheet.content)) == ("taken", b"")


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("E-404,,990201,,,,,,,2026-01-01", "A3"),
        ("99-TJ,,990201,,,,,,,2026-01-01", "A3"),
        ("E-8,别家公司,990201,,,,,,,2026-01-01", "B3"),
        ("E-8,,33,,,,,,,2026-01-01", "C3"),
        ("E-8,,330100,,,,,,,2026-01-01", "C3"),
        ("E-8,,990201,没有的先导区,,,,,,2026-01-01", "D3"),
        ("E-8,,990201,,没有的产业,,,,,2026-01-01", "E3"),
        ("E-8,,990201,,,,,,-1,2026-01-01", "I3"),
        ("E-2,,990101,,,,,,,2019-01-01", "J3"),
        ("E-7,,990201,,,,,,,2026-01-01", "A3"),
        ("Z-A,,990101,Z-B,,,,,1200,2026-11-01", "D3"),
    ],
)
def test_one_wrong_line_is_told_by_its_cell_and_no_line_is_written(newcomers, row, cell):
    before = Unit.objects.count()
    sheet = received(newcomers, NEW_7, row)
    assert [place for place, _words in musts(sheet)] == [cell]
    with pytest.raises(XiandaoError) as caught:
        unit_sheets.take(sheet=sheet, by=newcomers.statistician)
    assert caught.value.code == "STA-361"
    assert Unit.objects.count() == before


def test_problems_stand_in_the_order_of_the_file_and_changes_name_what_they_change(newcomers):
    wrong = received(
        newcomers, "E-404,,,无,,,可能,,,昨天", "E-3,,990101,,量子科技,,,是,8,2026-11-01"
    )
    assert [cell for cell, _words in musts(wrong)] == ["A2", "D2", "G2", "J2"]
    assert wrong.outcome["plans"][0]["changes"] == [["未来产业", "人形机器人", "量子信息"]]


def test_several_problems_of_a_line_are_told_together(newcomers):
    sheet = received(newcomers, "E-404,,990201,无,无,,可能,,,昨天")
    assert sorted(cell for cell, _words in musts(sheet)) == ["A2", "D2", "E2", "G2", "J2"]


def test_a_unit_that_ended_is_not_entered_before_its_end(newcomers):
    row = newcomers.ent_3.reporting_units.get()
    units.end(unit=row, on=date(2026, 6, 1), reason="停产", by=newcomers.statistician)
    assert [
        cell for cell, _words in musts(received(newcomers, "E-3,,990101,,,,,,,2026-05-01"))
    ] == ["J2"]
    assert musts(received(newcomers, "E-3,,990101,,,,,,,2026-06-01")) == []


def test_what_changed_since_the_trial_stops_the_whole_file(newcomers):
    sheet = received(newcomers, NEW_7, MOVED_3)
    units.move(
        unit=newcomers.ent_3.reporting_units.get(), land_mu=Decimal(9), on=date(2026, 10, 1),
        by=newcomers.statistician,
    )  # fmt: skip
    with pytest.raises(XiandaoError) as caught:
        unit_sheets.take(sheet=sheet, by=newcomers.statistician)
    assert caught.value.code == "STA-324"
    assert not Unit.objects.filter(organisation__code="E-7").exists()


def test_a_failure_in_the_middle_leaves_nothing_behind(newcomers, monkeypatch):
    sheet = received(newcomers, NEW_7, MOVED_3)

    def broken(**_said):
        raise RuntimeError

    monkeypatch.setattr(units, "move", broken)
    with pytest.raises(RuntimeError):
        unit_sheets.take(sheet=sheet, by=newcomers.statistician)
    assert not Unit.objects.filter(organisation__code="E-7").exists()
    assert UnitSheet.objects.get().state == "waiting"


def test_a_file_is_decided_once(newcomers):
    sheet = received(newcomers, NEW_7)
    unit_sheets.discard(sheet=sheet, by=newcomers.statistician)
    for act in (unit_sheets.take, unit_sheets.discard):
        with pytest.raises(XiandaoError) as caught:
            act(sheet=sheet, by=newcomers.statistician)
        assert caught.value.code == "STA-360"
    assert not Unit.objects.filter(organisation__code="E-7").exists()


def test_a_second_file_puts_the_first_aside(newcomers):
    first = received(newcomers, NEW_7)
    received(newcomers, MOVED_3)
    first.refresh_from_db()
    assert (first.state, bytes(first.content)) == ("discarded", b"")


@pytest.mark.parametrize("who", ["city_statistician_a", "analyst", "reporter_1"])
def test_only_the_keeper_of_the_register_hands_in_and_takes(newcomers, who):
    with pytest.raises(Refused):
        received(newcomers, NEW_7, by=getattr(newcomers, who))
    sheet = received(newcomers, NEW_7)
    for act in (unit_sheets.take, unit_sheets.discard):
        with pytest.raises(Refused):
            act(sheet=sheet, by=getattr(newcomers, who))
    assert not Unit.objects.filter(organisation__code="E-7").exists()


def test_two_organisations_with_one_credit_code_are_for_a_person_to_settle(newcomers):
    from xiandao.registry.models import Organisation

    Organisation.objects.filter(code="E-8").update(credit_code="91990201MA00000072")
    assert [cell for cell, _words in musts(received(newcomers, NEW_7))] == ["A2"]
