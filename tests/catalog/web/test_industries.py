"""The page of industries: names, aliases and clauses of a version, and what changed between two."""

import io

import openpyxl
import pytest
from django.test import RequestFactory

from xiandao.catalog.web.industries import find_industries, industries


class Reader:
    is_authenticated = True
    organisation = "省经信厅"

    def may_somewhere(self, permission):
        return False


@pytest.fixture
def see(settings):
    """Open the page for a province pack."""

    def see(address="/catalog/industries", pack="zhejiang"):
        settings.XIANDAO_PACK = pack
        request = RequestFactory().get(address)
        request.user = Reader()
        request.resolver_match = None
        return industries(request)

    return see


def test_the_table_shows_every_industry_with_aliases_and_clause(see):
    html = see().content.decode()
    assert "共列 <b>12</b> 个产业" in html
    assert "新能源" in html
    assert "Z二(一)" in html


def test_an_industry_is_found_under_its_alias(see):
    html = see("/catalog/industries?q=新能源").content.decode()
    assert "先进能源" in html
    assert "共 1 项" in html


def test_an_older_version_can_be_opened(see):
    html = see("/catalog/industries?version=zhejiang:2022-advantage").content.decode()
    assert "共列 <b>6</b> 个产业" in html
    assert "至 2023-12-31 止" in html


def test_two_versions_compare(see):
    html = see("/catalog/industries?against=zhejiang:2022-advantage").content.decode()
    assert "新增 6" in html
    assert "新能源 → 先进能源" in html
    assert "不再列入 0" in html


def test_the_catalogues_of_two_provinces_compare(see):
    html = see("/catalog/industries?against=jiangsu:2023-10%2BX").content.decode()
    assert "与“江苏省 ·" in html
    assert "类人机器人" in html


@pytest.mark.parametrize("query", ["version=x", "against=x", "version=demo:2026-10%2BX"])
def test_an_unknown_version_or_one_of_another_province_shows_the_current_one(see, query):
    html = see(f"/catalog/industries?{query}").content.decode()
    assert "共列 <b>12</b> 个产业" in html


def test_an_open_group_is_marked(see):
    html = see(pack="jiangsu").content.decode()
    assert html.count(">开放<") == 1


def test_every_reader_gets_the_catalogue_as_a_file(see):
    response = see("/catalog/industries?export=industries")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    names = [row[1] for row in sheet.iter_rows(values_only=True)]
    assert "先进能源" in names
    assert len([name for name in names if name]) == 13


@pytest.mark.parametrize(
    ("typed", "found"),
    [("先进能源", "先进能源"), ("新能源", "先进能源"), ("xjny", "先进能源"), ("lzxx", "量子信息")],
)
def test_search_finds_industries_by_name_alias_and_initials(settings, typed, found):
    settings.XIANDAO_PACK = "zhejiang"
    hits = find_industries(None, typed, 5)
    assert found in [hit.title for hit in hits]


def test_search_says_under_which_alias_it_found(settings):
    settings.XIANDAO_PACK = "zhejiang"
    [hit] = find_industries(None, "新能源", 5)
    assert "又称新能源" in hit.about
