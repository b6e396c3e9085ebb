"""What comes with the product is put into use by one act: all of it or nothing, and only by who manages statistics."""

import pytest

from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import AuditEvent
from xiandao.statistics.commands import planting, rules
from xiandao.statistics.models import FormVersion, IndicatorVersion, RuleVersion


@pytest.fixture
def empty(world):
    FormVersion.objects.all().delete()
    return world


def counts():
    return [model.objects.count() for model in (FormVersion, IndicatorVersion, RuleVersion)]


def test_everything_is_there_after_one_act_and_a_second_one_adds_nothing(empty):
    made = planting.plant(organisation=empty.top, by=empty.statistician)
    assert counts() == [made.forms, made.indicators, made.rules]
    assert min(counts()) > 0
    again = planting.plant(organisation=empty.top, by=empty.statistician)
    assert (again.forms, again.indicators, again.rules) == (0, 0, 0)
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"planting.plant", "forms.plant", "indicators.plant", "rules.plant"} <= actions


def test_where_one_part_fails_nothing_is_there(empty, monkeypatch):
    def broken(**_said):
        raise RuntimeError

    monkeypatch.setattr(rules, "plant", broken)
    with pytest.raises(RuntimeError):
        planting.plant(organisation=empty.top, by=empty.statistician)
    assert counts() == [0, 0, 0]


@pytest.mark.parametrize("who", ["city_statistician_a", "analyst", "reporter_1"])
def test_others_start_nothing(empty, who):
    with pytest.raises(Refused):
        planting.plant(organisation=empty.top, by=getattr(empty, who))
    assert counts() == [0, 0, 0]
