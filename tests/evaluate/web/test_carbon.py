"""The page of carbon: a zone's own sentence and the distribution; no other zone in its source or its files."""

import io

import openpyxl

from tests.evaluate import carbons


def test_a_zone_reads_where_it_stands_and_what_one_grade_takes(world, sign_in):
    carbons.returns(world)
    page = sign_in(world.zone_reporter).get("/evaluate/carbon").content.decode()
    assert "碳效水平1吨/万元（中碳）" in page
    assert "优于80%的先导区" in page


def test_no_other_zone_stands_in_the_page_or_in_its_files(world, sign_in):
    carbons.returns(world)
    browser = sign_in(world.zone_reporter)
    page = browser.get("/evaluate/carbon").content.decode()
    files = [browser.get(f"/evaluate/carbon?export={name}") for name in ("carbon", "chart-grades")]
    texts = [page]
    for response in files:
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        texts.append(str(list(sheet.iter_rows(values_only=True))))
    for zone in world.zones[1:]:
        assert [text for text in texts if zone.label in text] == []


def test_too_few_zones_and_none_at_all_say_why(world, sign_in):
    browser = sign_in(world.zone_reporter)
    assert "还没有可用的碳排放和增加值数据" in browser.get("/evaluate/carbon").content.decode()
    carbons.returns(world, count=3)
    assert "不足5个，不作对标" in browser.get("/evaluate/carbon").content.decode()


def test_the_province_gets_a_table_of_all(world, sign_in):
    carbons.returns(world)
    page = sign_in(world.analyst).get("/evaluate/carbon").content.decode()
    assert all(zone.label in page for zone in world.zones)


def test_an_evaluator_may_not_open_it(world, sign_in):
    assert sign_in(world.evaluator).get("/evaluate/carbon").status_code == 403
