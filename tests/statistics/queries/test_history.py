"""What a unit reported before: its own, of the same form, filed, the latest first."""

from decimal import Decimal

from tests.statistics import world as factory
from xiandao.statistics.queries.history import history_of, others_of


def test_the_past_is_the_unit_s_own_filed_returns_of_the_form_the_latest_first(world, quick):
    for period, stage, unit in (
        ("2026-09", "approved", world.ent_1),
        ("2025-10", "approved", world.ent_1),
        ("2026-08", "draft", world.ent_1),
        ("2026-07", "void", world.ent_1),
        ("2026-06", "province", world.ent_1),
        ("2026-05", "approved", world.ent_2),
    ):
        made = factory.opened(world, period=period)
        factory.write(factory.filing_of(made, unit), stage, values={"r01": period[-2:]})
    found = history_of(factory.filing_of(quick, world.ent_1))
    assert [(period, values["r01"]) for period, values in found] == [
        ("2026-09", Decimal("9")), ("2026-06", Decimal("6")), ("2025-10", Decimal("10")),
    ]  # fmt: skip


def test_a_later_period_is_no_past(world, quick):
    later = factory.opened(world, period="2026-11")
    factory.write(factory.filing_of(later, world.ent_1), values={"r01": "1"})
    assert history_of(factory.filing_of(quick, world.ent_1)) == []


def test_other_forms_are_those_whose_period_ends_on_the_same_day(world):
    year = factory.opened(world, "607-2", "2025")
    december = factory.opened(world, period="2025-12")
    factory.write(factory.filing_of(december, world.ent_1), values={"r01": "7"})
    assert others_of(factory.filing_of(year, world.ent_1)) == {"quick": {"r01": Decimal(7)}}
