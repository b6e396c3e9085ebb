"""Projects and results: entered once, changed by who saw the newest state, given a role with its reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.evaluate.entered import facts
from xiandao.evaluate.commands import records
from xiandao.evaluate.models import ZoneRecord
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import AuditEvent
from xiandao.terms.error import XiandaoError

TOMORROW = date.today() + timedelta(days=1)


@pytest.fixture
def record(world):
    return records.add(organisation=world.zone_1, facts=facts(), by=world.zone_reporter)


def test_a_zone_enters_its_own_and_not_that_of_another(world, record):
    assert record.version == 1
    with pytest.raises(Refused):
        records.add(organisation=world.zone_5, facts=facts(), by=world.zone_reporter)
    assert records.add(organisation=world.zone_5, facts=facts(), by=world.analyst).pk
    assert AuditEvent.objects.filter(action="records.add", succeeded=True).count() == 2


def test_the_same_project_twice_is_told(world, record):
    with pytest.raises(XiandaoError) as refused:
        records.add(organisation=world.zone_1, facts=facts(), by=world.zone_reporter)
    assert (refused.value.code, refused.value.details["field"]) == ("EVA-601", "title")
    records.remove(record=record, version=1, by=world.zone_reporter)
    assert records.add(organisation=world.zone_1, facts=facts(), by=world.zone_reporter).pk


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"title": " "}, "EVA-600", "title"),
        ({"kind": "x"}, "EVA-600", "kind"),
        ({"started_on": TOMORROW}, "EVA-604", "started_on"),
        (
            {"started_on": date(2026, 5, 1), "finished_on": date(2026, 4, 1)},
            "EVA-604",
            "finished_on",
        ),
        ({"amount": -1}, "EVA-607", "amount"),
        ({"amount": Decimal("0.001")}, "EVA-607", "amount"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, told, code, field):
    with pytest.raises(XiandaoError) as refused:
        records.add(organisation=world.zone_1, facts=facts(**told), by=world.zone_reporter)
    assert (refused.value.code, refused.value.details["field"]) == (code, field)


def test_a_body_that_is_no_zone_has_no_projects(world):
    with pytest.raises(XiandaoError) as refused:
        records.add(organisation=world.city_a, facts=facts(), by=world.analyst)
    assert refused.value.code == "EVA-606"


def test_only_who_saw_the_newest_state_changes_it(world, record):
    records.change(record=record, facts=facts(title="二期"), version=1, by=world.zone_reporter)
    assert (record.title, record.version) == ("二期", 2)
    for act in (
        lambda: records.change(record=record, facts=facts(), version=1, by=world.analyst),
        lambda: records.remove(record=record, version=1, by=world.analyst),
        lambda: records.set_role(
            record=record, role="origin", reason="x", version=1, by=world.analyst
        ),
    ):
        with pytest.raises(XiandaoError) as refused:
            act()
        assert (refused.value.code, refused.value.details["status"]) == ("EVA-602", 409)
    assert ZoneRecord.objects.get().title == "二期"


def test_a_role_needs_its_reason(world, record):
    with pytest.raises(XiandaoError) as refused:
        records.set_role(
            record=record, role="testbed", reason=" ", version=1, by=world.zone_reporter
        )
    assert refused.value.code == "EVA-603"
    records.set_role(
        record=record, role="testbed", reason="含中试基地", version=1, by=world.zone_reporter
    )
    assert (record.role, record.role_reason) == ("testbed", "含中试基地")
    event = AuditEvent.objects.filter(action="records.set_role").latest("pk")
    assert "含中试基地" in event.details


def test_many_get_one_role_or_none_does(world, record):
    other = records.add(organisation=world.zone_5, facts=facts(), by=world.other_reporter)
    with pytest.raises(Refused):
        records.set_roles(
            records=[record, other], role="origin", reason="x", by=world.zone_reporter
        )
    assert not ZoneRecord.objects.exclude(role="").exists()
    assert (
        records.set_roles(records=[record, other], role="origin", reason="x", by=world.analyst) == 2
    )
    with pytest.raises(XiandaoError) as refused:
        records.set_roles(records=[], role="origin", reason="x", by=world.analyst)
    assert refused.value.code == "EVA-605"
