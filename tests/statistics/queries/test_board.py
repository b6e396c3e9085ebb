"""The board: cells, order and numbers, within the reach of who asks."""

from datetime import date

from tests.statistics import world as factory
from xiandao.casework.queries.clock import calendar
from xiandao.statistics.commands import rounds, units
from xiandao.statistics.models import Filing
from xiandao.statistics.queries import board


def rows_of(account, *found, today=factory.TODAY):
    return board.board(account, found, today, calendar())


def test_a_cell_says_how_far_a_return_is_and_whether_in_time(world, quick):
    late = date(2026, 12, 20)
    factory.write(factory.filing_of(quick, world.ent_1), "approved")
    cells = {
        row.unit.code: row.cell(quick) for row in rows_of(world.statistician, quick, today=late)
    }
    assert (cells["E-2"].state.label, cells["E-2"].time.label) == ("未报", "逾期")
    assert (cells["E-2"].lamp.tone, cells["E-2"].lamp.word) == ("over", "未报")
    assert (cells["E-1"].lamp.tone, cells["E-1"].lamp.word) == ("ok", "通过")
    assert cells["E-2"].is_with_unit
    assert not cells["E-1"].is_with_unit


def test_a_unit_with_more_time_is_late_by_its_own_deadline(world, quick):
    rounds.extend_unit(
        filing=factory.filing_of(quick, world.ent_1),
        due_on=date(2026, 12, 4),
        reason="系统迁移",
        by=world.statistician,
    )
    rows = rows_of(world.statistician, quick, today=date(2026, 12, 1))
    times = {row.unit.code: row.cell(quick).time.label for row in rows}
    assert (times["E-1"], times["E-2"]) == ("未到期", "逾期")


def test_a_unit_that_does_not_owe_a_form_has_no_cell(world, quick):
    annual = factory.opened(world, "607-2", "2025", rule={"zones": ["Z-A"]})
    rows = {row.unit.code: row for row in rows_of(world.statistician, quick, annual)}
    assert rows["E-1"].cell(annual) is not None
    assert rows["E-3"].cell(annual) is None


def test_a_unit_stands_where_it_belonged_when_the_period_ended(world, quick):
    units.move(
        unit=world.ent_1.reporting_units.get(),
        zone=world.zone_b,
        region_code="990201",
        on=date(2026, 11, 10),
        by=world.statistician,
    )
    (row,) = [one for one in rows_of(world.statistician, quick) if one.unit == world.ent_1]
    assert (row.city, row.zone) == ("澜州市", world.zone_a.label)


def test_only_who_reviews_has_rows(world, quick):
    assert len(rows_of(world.city_statistician_b, quick)) == 3
    for account in (world.reporter_1, world.analyst, world.leader):
        assert rows_of(account, quick) == []


def test_a_return_outside_the_reach_is_not_chosen(world, quick):
    filing = factory.filing_of(quick, world.ent_4)
    assert board.return_in_reach(world.city_statistician_b, quick, filing.pk) == filing
    assert board.return_in_reach(world.city_statistician_a, quick, filing.pk) is None
    other = factory.opened(world, "607-2", "2025")
    assert board.return_in_reach(world.statistician, other, filing.pk) is None


def test_the_cost_does_not_grow_with_the_units(world, quick, django_assert_num_queries):
    assert world.statistician.reach
    with django_assert_num_queries(6):
        rows_of(world.statistician, quick)
    Filing.objects.filter(round=quick).exclude(organisation=world.ent_1).delete()
    with django_assert_num_queries(6):
        rows_of(world.statistician, quick)
