"""The indicators that come with the product are entered once."""

import pytest

from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import indicators
from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.models import IndicatorVersion


def test_every_shipped_indicator_is_entered_with_its_system_and_its_formula(world):
    indicators.plant(organisation=world.top, by=world.statistician)

    assert set(IndicatorVersion.objects.values_list("code", flat=True)) == set(shipped())
    row = IndicatorVersion.objects.get(code="RD_INTENSITY")
    assert (row.group, row.pillar, row.unit) == ("先导区监测", "创新能力", "%")
    assert row.formula == "sum(r155) / sum(r13) * 100"
    assert not IndicatorVersion.objects.filter(group="").exists()


def test_entering_them_again_changes_nothing(world):
    indicators.plant(organisation=world.top, by=world.statistician)
    IndicatorVersion.objects.filter(code="PROFIT").update(meaning="本省另有规定")

    assert indicators.plant(organisation=world.top, by=world.statistician) == []
    assert IndicatorVersion.objects.get(code="PROFIT").meaning == "本省另有规定"


def test_those_who_manage_no_forms_cannot_enter_them(world):
    with pytest.raises(Refused):
        indicators.plant(organisation=world.top, by=world.analyst)
