"""The pages of targets: a list with lamps and a file, one target with its picture, its twin and its records."""

import io
import json
import re
from datetime import date

import openpyxl
import pytest

from tests.evaluate import aims
from tests.policy import ledgers


@pytest.fixture
def ledger(db, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_named: ledgers.TODAY)
    made = ledgers.with_items(ledgers.build())
    aims.count(made.items[0], [date(2026, 1, 8)] * 1 + [date(2026, 4, 8), date(2026, 7, 8)])
    aims.report(made, made.items[1], [4, 8, 13])
    return made


@pytest.fixture
def analyst(ledger, sign_in):
    return sign_in(ledger.analyst)


def book(response):
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


def cells(sheet):
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def test_the_list_says_sentence_lamp_and_what_is_to_be_expected(analyst):
    page = analyst.get("/evaluate/progress").content.decode()
    assert "30个左右" in page
    assert "<mark>" in page
    assert "名单计数（认定），3个对象，最近2026-07-08公布" in page
    assert re.search(r"按近3期势头，到2026年底预计\d+–\d+项，目标不少于15项", page)
    assert "还没有数据，暂不推算" in page
    assert "/policy/" in page


def test_filters_narrow_the_list(analyst):
    page = analyst.get("/evaluate/progress?verdict=few").content.decode()
    grid = page[page.index("<tbody") :]
    assert "应用场景" in grid
    assert "前瞻技术研发项目" not in grid


def test_a_fragment_is_the_same_grid(analyst):
    whole = analyst.get("/evaluate/progress?verdict=few").content.decode()
    part = analyst.get("/evaluate/progress?verdict=few", headers={"HX-Request": "true"})
    assert part.content.decode().count("<tbody") == whole.count("<tbody")


def test_the_file_holds_figures_as_numbers_and_the_words_of_the_paper(analyst):
    found = cells(book(analyst.get("/evaluate/progress?export=progress")))
    assert 13 in found
    assert "每年实施不少于15项前瞻技术研发项目。" in found


def test_a_target_shows_picture_and_table_of_the_same_figures(analyst, ledger):
    page = analyst.get(f"/evaluate/progress/{ledger.items[1].pk}").content.decode()
    option = json.loads(
        re.search(r'id="chart-target-option" type="application/json">(.+?)</script>', page).group(1)
    )
    series = {one["name"]: one for one in option["series"]}
    assert series["实际"]["data"] == [
        ["2026-03-31", 4.0],
        ["2026-06-30", 8.0],
        ["2026-09-30", 13.0],
    ]
    assert series["实际"]["markLine"]["data"] == [{"yAxis": 15.0}]
    assert {"时序应为", "预计下限", "预计区间", "预计中值"} <= set(series)
    twin = page[page.index('id="chart-target-table"') :]
    assert "2026-12-31" in twin


def test_the_records_behind_a_count_are_listed_and_handed_out(analyst, ledger):
    address = f"/evaluate/progress/{ledger.items[0].pk}"
    page = analyst.get(address).content.decode()
    assert "计入明细（3）" in page
    assert "2026-07-08" in page
    assert "计入" in cells(book(analyst.get(f"{address}?export=records")))


def test_a_target_without_figures_says_what_will_fill_the_page(analyst, ledger):
    page = analyst.get(f"/evaluate/progress/{ledger.items[2].pk}").content.decode()
    assert "牵头单位填报现值后会出现在这里" in page
    assert 'id="chart-target"' not in page


def test_others_find_neither_list_nor_target(ledger, sign_in):
    stranger = sign_in(ledger.stranger)
    assert "应用场景" not in stranger.get("/evaluate/progress").content.decode()
    assert stranger.get(f"/evaluate/progress/{ledger.items[0].pk}").status_code == 404
    assert stranger.get(f"/evaluate/progress?paper={ledger.paper.pk}").status_code == 404


def test_a_paper_that_is_no_number_is_not_found(analyst):
    assert analyst.get("/evaluate/progress?paper=x").status_code == 404


def test_the_list_costs_the_same_however_long_it_is(analyst, ledger, django_assert_max_num_queries):
    ledgers.many(ledger, 80)
    with django_assert_max_num_queries(22):
        analyst.get("/evaluate/progress")


def test_a_target_costs_few_queries(analyst, ledger, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        analyst.get(f"/evaluate/progress/{ledger.items[0].pk}")
