"""Contracts: entered once by number, never with more paid than agreed, changed by who saw the newest state."""

from datetime import date, timedelta

import pytest

from tests.evaluate import entered
from tests.evaluate.entered import sold
from xiandao.evaluate.commands import contracts
from xiandao.evaluate.models import Contract
from xiandao.registry.commands.acting import Refused
from xiandao.terms.error import XiandaoError


@pytest.fixture
def units(world):
    entered.institutes(world)
    return world


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"number": ""}, "EVA-610", "number"),
        ({"buyer": " "}, "EVA-610", "buyer"),
        ({"kind": "sale"}, "EVA-610", "kind"),
        ({"number": "A1"}, "EVA-611", "number"),
        ({"paid": "100.01"}, "EVA-612", "paid"),
        ({"signed_on": date.today() + timedelta(days=1)}, "EVA-613", "signed_on"),
        ({"amount": 0}, "EVA-614", "amount"),
        ({"amount": "1.001"}, "EVA-614", "amount"),
        ({"paid": -1}, "EVA-614", "paid"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(units, told, code, field):
    before = Contract.objects.count()
    with pytest.raises(XiandaoError) as refused:
        contracts.add(organisation=units.unit_1, facts=sold(**told), by=units.clerk)
    assert (refused.value.code, refused.value.details["field"]) == (code, field)
    assert Contract.objects.count() == before


def test_a_unit_enters_its_own_contracts_alone(units):
    assert contracts.add(organisation=units.unit_1, facts=sold(), by=units.clerk).version == 1
    with pytest.raises(Refused):
        contracts.add(organisation=units.unit_2, facts=sold(), by=units.clerk)
    with pytest.raises(XiandaoError) as refused:
        contracts.add(organisation=units.zone_1, facts=sold(), by=units.analyst)
    assert refused.value.code == "EVA-615"


def test_money_that_comes_in_is_entered_by_who_saw_the_newest_state(units):
    made = Contract.objects.get(number="A1")
    contracts.change(contract=made, facts=sold("A1", 100, 100), version=1, by=units.clerk)
    assert (made.paid, made.version) == (100, 2)
    with pytest.raises(XiandaoError) as refused:
        contracts.change(contract=made, facts=sold("A1", 100, 70), version=1, by=units.clerk)
    assert (refused.value.code, refused.value.details["status"]) == ("EVA-609", 409)
    with pytest.raises(XiandaoError) as refused:
        contracts.change(contract=made, facts=sold("A2"), version=2, by=units.clerk)
    assert refused.value.code == "EVA-611"


def test_a_contract_that_was_taken_out_frees_its_number(units):
    made = Contract.objects.get(number="A1")
    contracts.remove(contract=made, version=1, by=units.clerk)
    assert contracts.add(organisation=units.unit_1, facts=sold("A1"), by=units.clerk).pk != made.pk
    with pytest.raises(XiandaoError):
        contracts.remove(contract=made, version=1, by=units.clerk)
