"""Z三(二)2 以转化为标准的评价: contracts, money paid and products make the score of a unit, which opens to contracts."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluate import entered
from tests.evaluate import world as factory
from tests.spec.marks import row
from xiandao.evaluate.models import Contract


@pytest.mark.django_db
@row("Z24")
def test_the_score_of_a_unit_opens_to_its_contracts():
    world = factory.build()
    entered.institutes(world)
    officer = Client()
    officer.force_login(world.officer)
    ranking = officer.get(reverse("eva_conversion"), {"period": "2026"}).content.decode()
    score = float(re.search(r"转化得分最高（([\d.]+) 分）", ranking)[1])
    url = reverse("eva_conversion_unit", args=["Y-1"])
    assert f'{url}?period=2026"' in ranking

    opened = officer.get(f"{url}?period=2026").content.decode()
    points = [float(one) for one in re.findall(r'points-text">([\d.]+)<', opened)]
    total = float(re.search(r'points-sum">([\d.]+)<', opened)[1])
    assert len(points) == 6
    assert sum(points) == pytest.approx(total, abs=0.03)
    assert score == pytest.approx(total, abs=0.06)

    paid = officer.get(f"{url}?period=2026&show=PAID").content.decode()
    numbers = re.findall(r'/evaluate/contracts/\d+">([^<]+)<', paid)
    behind = Contract.objects.filter(organisation=world.unit_1, signed_on__year=2026)
    assert sorted(numbers) == sorted(behind.values_list("number", flat=True))
    assert f"合计{sum(one.paid for one in behind):.0f}" in paid
