"""差异化支持: zones by factors with why behind each cell, totals and their division, a file with every line."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.evaluate import supports
from tests.evaluate import world as factory


def text(response):
    return response.content.decode()


@pytest.fixture
def edition(world, monkeypatch):
    supports.graded(world)
    return factory.assessed(world, monkeypatch)


def ask(client, **said):
    return client.get(reverse("eva_support"), said)


def test_each_cell_opens_to_the_line_and_the_figure_that_it_saw(world, edition, sign_in):
    supports.in_force(world)
    page = text(ask(sign_in(world.analyst)))
    assert page.count('<details class="why') == 18
    assert "第1条：评价等级为A（现为A），用地指标为1.2倍" in page
    assert "最近的一条：第" in page
    assert "没有适用的条款，按常规" in page


def test_without_a_rule_the_page_says_so(world, edition, sign_in):
    page = text(ask(sign_in(world.analyst)))
    assert "还没有可用的评价结果或支持规则" in page
    assert reverse("eva_support_rules") in page
    assert reverse("eva_support_rules") not in text(ask(sign_in(world.zone_reporter)))


def test_a_zone_sees_its_own_row_and_nothing_of_the_others(world, edition, sign_in):
    supports.in_force(world)
    page = text(ask(sign_in(world.zone_reporter)))
    assert "第1未来产业先导区" in page
    for other in edition.standings.exclude(organisation=world.zone_1):
        assert other.organisation.name not in page
        assert f"{other.score:.2f}" not in page
    assert "总量怎么分" not in page


def test_a_total_is_divided_by_the_coefficients(world, edition, sign_in):
    supports.in_force(world)
    client = sign_in(world.analyst)
    page = text(ask(client, factor="land", total="1000"))
    assert "平均分配" in page
    assert "166.67" in page
    for total in ("多", "1e309", "1e20"):
        assert "总量不是可用的数字" in text(ask(client, factor="land", total=total))
    assert "分不开" in text(ask(client, factor="land", total="-1"))
    assert "平均分配" not in text(ask(client, factor="fund", total="1000"))


def test_the_sums_of_amounts_stand_beside_the_ordinary(world, edition, sign_in):
    supports.in_force(world)
    page = text(ask(sign_in(world.analyst)))
    assert '<td class="r">3,000万元</td>' in page


def test_the_file_has_the_table_and_every_line_that_applied(world, edition, sign_in):
    data = supports.rule()
    data["lines"][0]["give"][2]["value"] = "=1+1"
    supports.in_force(world, data=data)
    file = ask(sign_in(world.analyst), export="support")
    with zipfile.ZipFile(io.BytesIO(file.content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        cells = "".join(book.read(name).decode() for name in sheets)
    assert len(sheets) == 2
    assert "评价等级为A（现为A）" in cells
    assert "=1+1" in cells
    assert "<f>" not in cells


def test_rows_can_be_narrowed_to_those_that_are_leaned_towards(world, edition, sign_in):
    supports.in_force(world)
    client = sign_in(world.analyst)
    ordinary = text(ask(client, leans="no"))
    assert ordinary.count('<details class="why') < 18
    assert "第1条：" not in ordinary


@pytest.mark.parametrize("said", [{"rule": "999999"}, {"assessment": "999999"}, {"rule": "x"}])
def test_what_is_not_there_is_not_found(world, edition, sign_in, said):
    supports.in_force(world)
    assert ask(sign_in(world.analyst), **said).status_code == 404


def test_a_draft_is_tried_by_the_keeper_and_marked_as_a_trial(world, edition, sign_in):
    made = supports.drafted(world)
    page = text(ask(sign_in(world.analyst), rule=made.pk))
    assert "所选规则是草案" in page
    assert ask(sign_in(world.viewer), rule=made.pk).status_code == 404


def test_an_edition_that_is_not_published_is_marked_as_a_trial(world, monkeypatch, sign_in):
    supports.graded(world)
    frozen = factory.frozen(world, monkeypatch)
    supports.in_force(world)
    page = ask(sign_in(world.analyst), assessment=frozen.pk)
    assert "所选批次不是已公布的评价结果" in text(page)
    assert ask(sign_in(world.zone_reporter), assessment=frozen.pk).status_code == 404


def test_more_zones_are_not_more_queries(world, edition, monkeypatch, sign_in):
    supports.in_force(world)
    few, client = (
        factory.assessed(world, monkeypatch, period="2026Q1", zones=3),
        sign_in(world.analyst),
    )
    asked = []
    for one in (few, edition):
        ask(client, assessment=one.pk)
        with CaptureQueriesContext(connection) as seen:
            assert ask(client, assessment=one.pk).status_code == 200
        asked.append(len(seen))
    assert abs(asked[1] - asked[0]) <= 2
    assert max(asked) <= 40


def test_ranking_and_zone_lead_here(world, edition, sign_in):
    client = sign_in(world.analyst)
    assert f"{reverse('eva_support')}?assessment={edition.pk}" in text(client.get(reverse("eva_ranking")))  # fmt: skip
    zone = reverse("eva_zone", args=[edition.pk, "Z-1"])
    assert reverse("eva_zone_support", args=[edition.pk, "Z-1"]) in text(client.get(zone))
