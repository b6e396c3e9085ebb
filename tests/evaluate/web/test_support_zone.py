"""One zone's support: which line gave it, what the next one would take; other zones are walled off."""

import pytest
from django.urls import reverse

from tests.evaluate import supports
from tests.evaluate import world as factory


@pytest.fixture
def edition(world, monkeypatch):
    supports.graded(world)
    return factory.assessed(world, monkeypatch)


def ask(client, edition, code):
    return client.get(reverse("eva_zone_support", args=[edition.pk, code]))


def test_a_zone_reads_its_own_support_and_what_the_next_line_would_take(world, edition, sign_in):
    supports.in_force(world)
    weak = edition.standings.get(grade="C", organisation__code="Z-5")
    page = ask(sign_in(world.other_reporter), edition, "Z-5").content.decode()
    assert "没有适用的条款，按常规安排" in page
    assert "下一条还差什么" in page
    assert "评价等级还差1级（须评价等级为B，现为C）" in page
    gap = 85 - dict(weak.pillars)["NURTURE"]
    assert f"产业培育得分还差{gap:.2f}"[:-1] in page
    assert "位次区间还差" in page


def test_the_lines_that_gave_it_are_told_with_their_clause(world, edition, sign_in):
    supports.in_force(world)
    best = edition.standings.order_by("rank").first().organisation.code
    page = ask(sign_in(world.analyst), edition, best).content.decode()
    assert "第1条：评价等级为A（现为A），专项资金为1,500万元" in page
    assert "依据：Z五(三)" in page


def test_other_zones_are_not_found_and_without_a_rule_the_page_says_so(world, edition, sign_in):
    early = ask(sign_in(world.zone_reporter), edition, "Z-1")
    assert "还没有可用的评价结果或支持规则" in early.content.decode()
    supports.in_force(world)
    assert ask(sign_in(world.zone_reporter), edition, "Z-1").status_code == 200
    assert ask(sign_in(world.zone_reporter), edition, "Z-2").status_code == 404
