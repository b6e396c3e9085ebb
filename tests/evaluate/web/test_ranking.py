"""排名: who sees what, one sentence of findings, files, and as few questions to the database as there may be."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.evaluate import world as factory

MOST = 30


def text(response):
    return response.content.decode()


def test_without_an_edition_the_page_says_what_comes_next(world, sign_in):
    page = sign_in(world.viewer).get(reverse("eva_ranking"))
    assert page.status_code == 200
    assert "还没有公布的评价结果" in text(page)


def test_the_province_reads_scores_intervals_pillars_and_a_link_to_the_reasons(
    world, assessment, sign_in
):
    page = text(sign_in(world.viewer).get(reverse("eva_ranking")))
    for standing in assessment.standings.select_related("organisation"):
        assert f"{standing.score:.2f}" in page
        assert reverse("eva_zone", args=[assessment.pk, standing.organisation.code]) in page
    assert "共评价 <b>6</b> 个先导区" in page
    assert page.count('class="pillar"') == 12
    assert "演示数据" in page


def test_a_zone_finds_no_score_and_no_rank_of_another_zone_in_the_source(
    world, assessment, sign_in
):
    page = text(sign_in(world.other_reporter).get(reverse("eva_ranking")))
    for standing in assessment.standings.select_related("organisation"):
        code, score = standing.organisation.code, f"{standing.score:.1f}"
        is_own = code == "Z-5"
        assert (score in page) is is_own, code
        assert (reverse("eva_zone", args=[assessment.pk, code]) in page) is is_own
        assert standing.organisation.label in page
    assert "只公布档次" in page


def test_a_third_party_without_the_right_to_view_is_turned_away(world, assessment, sign_in):
    assert sign_in(world.evaluator).get(reverse("eva_ranking")).status_code == 403


def test_an_edition_is_chosen_by_its_key_and_an_unknown_one_is_not_there(
    world, monkeypatch, sign_in
):
    before = factory.assessed(world, monkeypatch, period=factory.BEFORE)
    factory.assessed(world, monkeypatch)
    client = sign_in(world.viewer)
    assert "2026年三季度共评价" in text(client.get(reverse("eva_ranking")))
    older = client.get(reverse("eva_ranking"), {"assessment": before.pk})
    assert "2026年二季度共评价" in text(older)
    for wrong in ("999", "x", "1'", "9" * 40):
        assert client.get(reverse("eva_ranking"), {"assessment": wrong}).status_code == 404


def test_the_workbook_carries_scores_as_numbers_and_says_that_it_is_a_demonstration(
    world, assessment, sign_in
):
    file = sign_in(world.viewer).get(reverse("eva_ranking"), {"export": "ranking"})
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(at for at, row in enumerate(rows) if row[0] == "先导区")
    first = assessment.standings.select_related("organisation").first()
    assert rows[head + 1][0] == first.organisation.label
    assert rows[head + 1][1] == pytest.approx(first.score)
    assert any("演示数据" in str(cell) for row in rows[:head] for cell in row if cell)


def test_a_zone_gets_no_other_row_in_its_workbook(world, assessment, sign_in):
    file = sign_in(world.other_reporter).get(reverse("eva_ranking"), {"export": "ranking"})
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    told = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert "第5未来产业先导区" in told
    assert "第1未来产业先导区" not in told


def test_the_page_asks_few_questions(world, assessment, sign_in):
    client = sign_in(world.viewer)
    client.get(reverse("eva_ranking"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse("eva_ranking"))
    assert len(asked) <= MOST


def test_an_evaluated_zone_is_found_in_the_search_box(world, assessment, sign_in):
    url = reverse("eva_zone", args=[assessment.pk, "Z-5"])
    assert url in text(sign_in(world.viewer).get(reverse("search"), {"q": "第5未来"}))
    assert url not in text(sign_in(world.zone_reporter).get(reverse("search"), {"q": "第5未来"}))
