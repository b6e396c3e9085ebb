"""Who sees what was written down: each its own, a department what lies below its body."""

import pytest

from tests.evaluate import entered
from xiandao.evaluate.queries import written_down


@pytest.fixture
def known(world):
    entered.records(world)
    entered.institutes(world)
    return world


def seen(account):
    found = written_down.records(account).values_list("organisation__code", flat=True)
    return sorted(set(found))


def test_a_zone_sees_its_own_and_the_province_sees_all(known):
    assert seen(known.zone_reporter) == ["Z-1"]
    assert seen(known.city_officer) == ["Z-1"]
    assert seen(known.analyst) == seen(known.officer) == seen(known.leader) == ["Z-1", "Z-5"]
    assert seen(known.evaluator) == []


def test_a_department_officer_sees_the_contracts_of_all_units_and_a_unit_its_own(known):
    for account, count in ((known.officer, 4), (known.clerk, 3), (known.zone_reporter, 0)):
        assert written_down.contracts(account).count() == count


def test_seeing_is_not_entering(known):
    assert written_down.entered_by(known.officer, "zone") == []
    assert [one.code for one in written_down.entered_by(known.zone_reporter, "zone")] == ["Z-1"]


def test_what_was_taken_out_is_gone(known):
    held = written_down.records(known.zone_reporter).first()
    from xiandao.evaluate.commands import records

    records.remove(record=held, version=held.version, by=known.zone_reporter)
    assert held.pk not in set(
        written_down.records(known.zone_reporter).values_list("pk", flat=True)
    )
