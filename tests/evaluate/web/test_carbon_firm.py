"""The page on which a firm compares itself: its place in its industry, odd figures told beside the field, nothing kept."""

import pytest

DECILES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
FIRM = {"industry": "C34", "year": "2025", "carbon": "85", "deducted": "", "value_added": "100"}


@pytest.fixture
def page(settings, tmp_path, world, sign_in):
    """Post a form and return the page."""
    own = settings.XIANDAO_CARBON_BENCHMARKS = tmp_path / "carbon-benchmarks.toml"
    head = f'[[benchmark]]\nname = "通用设备制造业"\nmean = 0.5\ndeciles = {DECILES}\nfirms = 40\n'
    own.write_text(
        head + 'code = "C34"\nyear = 2025\n' + head + 'code = "C35"\nyear = 2024\n'
        '[[benchmark]]\nname = "修理业"\ncode = "C43"\nyear = 2025\nfirms = 7\n',
        encoding="utf-8",
    )
    browser = sign_in(world.zone_reporter)

    def post(**changed):
        return browser.post("/evaluate/carbon/firm", FIRM | changed).content.decode()

    post.browser = browser
    return post


def test_a_firm_reads_its_percentile_its_grade_and_what_one_grade_takes(page):
    shown = page()
    assert "优于本行业约15%的企业；碳效等级4级（中碳），再降0.25吨/万元（约25吨碳）可到3级" in shown
    assert "增加值多41.7万元" in shown
    assert "高0.35吨/万元，合35吨碳（0.5吨/万元）" in shown
    assert "演示数据" not in shown


def test_full_width_digits_are_read_and_the_best_is_told_as_a_range(page):
    shown = page(carbon="８５", deducted="８０", value_added="１，０００")
    assert "优于本行业90%以上的企业；碳效等级1级（低碳），已是最好的一级" in shown
    assert 'value="８５"' in shown


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("value_added", "0", "增加值应大于0"),
        ("value_added", "1e-300", "数字太小"),
        ("value_added", "-3", "不能小于0"),
        ("carbon", "很多", "请填写数字"),
        ("carbon", "12%", "请填写数字"),
        ("carbon", "1e309", "数字太大"),
        ("carbon", "nan", "请填写数字"),
        ("deducted", "86", "扣除量不能大于碳排放量"),
        ("year", "2024", "没有公布这一年的数据"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_what_was_typed_stays(page, field, typed, told):
    shown = page(**{field: typed})
    wrong = shown.split(f'id="firm-{field}"')[1].split("</div>")[0]
    assert told in wrong
    assert "碳效等级" not in shown.split("</h1>")[-1].split("怎么算的")[0]
    assert typed in shown


def test_an_industry_of_too_few_firms_cannot_be_chosen(page):
    shown = page(industry="C43")
    assert "企业少于10家，不公布：修理业（2025）" in shown
    assert 'id="result"' not in shown


def test_nothing_is_kept(page):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page()
    with CaptureQueriesContext(connection) as asked:
        page()
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []


def test_the_figures_of_an_address_are_not_heard(page):
    shown = page.browser.get("/evaluate/carbon/firm", FIRM).content.decode()
    assert 'id="result"' not in shown


def test_an_evaluator_may_not_open_it(world, sign_in):
    assert sign_in(world.evaluator).get("/evaluate/carbon/firm").status_code == 403


def test_the_page_of_zones_leads_to_it(world, sign_in):
    shown = sign_in(world.zone_reporter).get("/evaluate/carbon").content.decode()
    assert 'href="/evaluate/carbon/firm"' in shown
