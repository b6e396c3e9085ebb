"""The public page: open to everybody, bands and names alone; no score and no place in its source or its file."""

import io
import re

import openpyxl
import pytest
from django.test import Client

from tests.evaluate import world as factory


@pytest.fixture
def page(assessment):
    response = Client().get("/evaluate/public")
    assert response.status_code == 200
    return response.content.decode()


def told(assessment, source):
    """Return the source without what may hold digits for good reason: names of zones, of bands, stylesheets."""
    for standing in assessment.standings.all():
        source = source.replace(standing.organisation.label, "")
        source = source.replace(standing.band, "")
    return source


def numbers_of(assessment):
    """Return every score of the edition as somebody might have written it."""
    values = [one for row in assessment.result["scores"] for one in row if one is not None]
    values += [one.score for one in assessment.standings.all()]
    written = {f"{value:.{digits}f}" for value in values for digits in (1, 2, 3, 4)}
    return {text for text in written if float(text) not in (0.0, 60.0, 100.0)}


def test_everybody_may_read_it_without_signing_in(page, world):
    assert all(zone.label in page for zone in world.zones)
    assert "演示数据" in page
    assert "登录" in page


def test_no_score_stands_anywhere_in_the_source(page, assessment):
    source = told(assessment, page)
    assert [text for text in numbers_of(assessment) if text in source] == []


def test_no_place_stands_anywhere_in_the_source(page, assessment):
    source = told(assessment, page)
    assert re.findall(r"第\s*\d+\s*[名位]|位次\s*\d|>\s*\d+\s*<|rank|score", source) == []


def test_no_address_of_a_score_stands_in_the_source(page, assessment):
    assert f"/evaluate/{assessment.pk}/" not in page
    assert assessment.result_hash not in page


def test_the_file_holds_no_number_but_the_words_of_the_page(assessment, page):
    response = Client().get("/evaluate/public?export=public")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cells = [one for row in sheet.iter_rows(values_only=True) for one in row if one is not None]
    assert [one for one in cells if isinstance(one, (int, float))] == []
    text = told(assessment, "\n".join(map(str, cells)))
    assert [number for number in numbers_of(assessment) if number in text] == []
    assert "演示数据" in text


def test_no_order_in_the_address_changes_the_order_of_the_file(assessment):
    def names(address):
        data = Client().get(address).content
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        return [row[1] for row in sheet.iter_rows(values_only=True)]

    plain = names("/evaluate/public?export=public")
    assert names("/evaluate/public?export=public&sort=-score") == plain


def test_a_withdrawn_edition_is_told_no_more(assessment):
    type(assessment).objects.filter(pk=assessment.pk).update(state="withdrawn")
    text = Client().get("/evaluate/public").content.decode()
    assert "还没有公布评价结果" in text


def test_it_costs_few_queries(assessment, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        Client().get("/evaluate/public")


def test_an_edition_that_waits_is_not_told(world, monkeypatch):
    made = factory.frozen(world, monkeypatch)
    text = Client().get("/evaluate/public").content.decode()
    assert made.standings.first().organisation.label not in text
