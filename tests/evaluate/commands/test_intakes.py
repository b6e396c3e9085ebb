"""Many lines from one workbook: tried first, told by cell, taken whole or not at all."""

import pytest

from tests.evaluate import entered
from xiandao.evaluate.commands import contracts, intakes
from xiandao.evaluate.models import Contract, Intake, ZoneRecord
from xiandao.registry.commands.acting import Refused
from xiandao.terms.error import XiandaoError

HEADS = {
    "records": "先导区代码,类别,名称,定位,定位理由,金额（万元）",
    "contracts": "单位代码,登记编号,合同名称,合同类别,受让方,签订日期,合同额（万元）,到账额（万元）,形成的产品",
}
NEW = "Z-1,成果,新成果,,,12"
CHANGED = "Z-1,项目,公共中试基地,试验地,含中试基地,80"


@pytest.fixture
def known(world):
    entered.records(world)
    entered.institutes(world)
    return world


def received(kind, organisation, by, *rows):
    data = "\n".join((HEADS[kind], *rows)).encode()
    return intakes.receive(organisation=organisation, kind=kind, data=data, name="表.csv", by=by)


def musts(held):
    return [
        (mark.cell, mark.sentence) for mark in intakes.marks_of(held) if mark.severity == "must"
    ]


def test_a_trial_says_what_each_line_would_do_and_taking_does_it(known):
    before = ZoneRecord.objects.count()
    held = received("records", known.zone_1, known.zone_reporter, NEW, CHANGED)
    assert musts(held) == []
    assert [(plan["act"], plan["title"]) for plan in held.outcome["plans"]] == [
        ("enter", "新成果"), ("change", "公共中试基地"),
    ]  # fmt: skip
    assert held.outcome["plans"][1]["changes"][0] == ["role", "", "试验地"]
    assert ZoneRecord.objects.count() == before
    done = intakes.take(intake=held, by=known.zone_reporter)
    assert done == {"enter": 1, "change": 1, "same": 0}
    assert ZoneRecord.objects.get(title="公共中试基地").role == "testbed"
    again = received("records", known.zone_1, known.zone_reporter, NEW, CHANGED)
    assert [plan["act"] for plan in again.outcome["plans"]] == ["same", "same"]


def test_one_wrong_line_and_nothing_is_entered(known):
    rows = (
        "Y-1,N1,合同一,技术转让,甲,2026-03-01,100,40,阀",
        "Y-1,N2,合同二,技术转让,甲,2026-03-01,100,140,",
        "Y-1,N3,合同三,技术转让,甲,2099-03-01,100,,",
        "Y-2,N4,合同四,技术转让,甲,2026-03-01,100,,",
        "Y-1,N1,合同一,技术转让,甲,2026-03-01,100,40,",
        "Y-1,N5,合同五,技术转让,甲,2026-03-01,0,,",
    )
    held = received("contracts", known.unit_1, known.clerk, *rows)
    assert [cell for cell, _words in musts(held)] == ["H3", "F4", "A5", "B6", "G7"]
    assert "到账额140万元大于合同额100万元" in dict(musts(held))["H3"]
    before = Contract.objects.count()
    with pytest.raises(XiandaoError) as refused:
        intakes.take(intake=held, by=known.clerk)
    assert refused.value.code == "EVA-619"
    assert Contract.objects.count() == before


def test_what_changed_since_the_trial_stops_everything(known):
    row = "Y-1,A1,合同A1,技术转让,受让方,2026-03-01,100,90,传感器"
    held = received("contracts", known.unit_1, known.clerk, row)
    made = Contract.objects.get(number="A1")
    told = entered.sold("A1", 100, 70, "传感器")
    contracts.change(contract=made, facts=told, version=1, by=known.analyst)
    with pytest.raises(XiandaoError) as refused:
        intakes.take(intake=held, by=known.clerk)
    assert refused.value.code == "EVA-619"
    made.refresh_from_db()
    assert made.paid == 70


def test_a_workbook_is_decided_once_and_by_who_handed_it_in(known):
    held = received("records", known.zone_1, known.zone_reporter, NEW)
    with pytest.raises(XiandaoError):
        intakes.take(intake=held, by=known.analyst)
    intakes.discard(intake=held, by=known.zone_reporter)
    with pytest.raises(XiandaoError) as refused:
        intakes.take(intake=held, by=known.zone_reporter)
    assert refused.value.code == "EVA-618"
    assert bytes(Intake.objects.get().content) == b""


def test_nobody_hands_in_for_a_body_that_is_not_theirs(known):
    with pytest.raises(Refused):
        received("records", known.zone_5, known.zone_reporter, NEW)
    held = received("records", known.zone_1, known.zone_reporter, "Z-5,项目,甲,,,")
    assert musts(held)[0][0] == "A2"
