"""Two zones beside each other: the rule explains what differs, with the figures of both."""

import pytest
from django.urls import reverse

from tests.evaluate import supports
from tests.evaluate import world as factory


@pytest.fixture
def edition(world, monkeypatch):
    supports.graded(world)
    made = factory.assessed(world, monkeypatch)
    supports.in_force(world)
    return made


def ask(client, edition, *zones, **said):
    return client.get(
        reverse("eva_support_compare"), {"assessment": edition.pk, "zones": zones, **said}
    )


def by_grade(edition, grade):
    return edition.standings.filter(grade=grade).order_by("rank").first().organisation.code


def test_the_line_that_makes_the_difference_is_named_with_both_figures(world, edition, sign_in):
    zones = by_grade(edition, "A"), by_grade(edition, "C")
    page = ask(sign_in(world.analyst), edition, *zones).content.decode()
    assert "第1条，评价等级为A（甲：A，乙：C）：只有甲适用，用地指标为1.2倍" in page
    turned = ask(sign_in(world.analyst), edition, *reversed(zones)).content.decode()
    assert "第1条，评价等级为A（甲：C，乙：A）：只有乙适用，用地指标为1.2倍" in turned


def test_what_is_the_same_is_told_as_the_same(world, edition, sign_in):
    codes = [one.organisation.code for one in edition.standings.filter(grade="C")]
    page = ask(sign_in(world.analyst), edition, *codes[:2]).content.decode()
    assert "相同" in page


@pytest.mark.parametrize(("zones", "status"), [((), 200), (("Z-1",), 422), (("Z-1", "Z-2", "Z-3"), 422), (("Z-1", "nobody"), 404)])  # fmt: skip
def test_two_zones_are_asked_for(world, edition, sign_in, zones, status):
    assert ask(sign_in(world.analyst), edition, *zones).status_code == status


def test_a_city_compares_its_own_zones_only(world, edition, sign_in):
    client = sign_in(world.city_officer)
    assert ask(client, edition, "Z-1", "Z-2").status_code == 200
    refused = ask(client, edition, "Z-1", "Z-4")
    assert refused.status_code == 404
    assert "第4未来产业先导区" not in refused.content.decode()
    assert "第4未来产业先导区" not in ask(client, edition).content.decode()


def test_the_table_has_its_file(world, edition, sign_in):
    file = ask(sign_in(world.analyst), edition, "Z-1", "Z-2", export="support-compare")
    assert file["Content-Type"].startswith("application/vnd.openxmlformats")
