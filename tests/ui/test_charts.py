"""A chart is never alone: the same figures stand in its table and in its file."""

import io
import json
import re

import openpyxl
import pytest
from django.template import Context, Template

from xiandao.ui import exports
from xiandao.ui.charts import Chart

CITIES = ["澜州", "东屿", "云溪"]
FIRMS = [1234, 980, 640]


def make(request=None):
    return Chart(
        "firms",
        "前三市占七成</script>",
        {"xAxis": {"data": CITIES}, "series": [{"type": "bar", "data": FIRMS}]},
        ["设区市", "企业数"],
        [[city, count] for city, count in zip(CITIES, FIRMS, strict=True)],
        note="在库企业",
        source="演示数据",
        request=request,
    )


@pytest.fixture
def html(ask):
    return Template("{% load parts %}{% chart figure %}").render(Context({"figure": make(ask())}))


def option_of(html):
    return json.loads(re.search(r'type="application/json">(.*?)</script>', html, re.DOTALL)[1])


def test_the_table_twin_holds_the_figures_of_the_series(html):
    series = option_of(html)["series"][0]["data"]
    shown = re.findall(r'<td class="r">([\d,]+)</td>', html)
    assert [int(text.replace(",", "")) for text in shown] == series == FIRMS


def test_the_picture_is_described_in_words(html):
    option = option_of(html)
    assert option["aria"]["enabled"]
    assert "前三市占七成" in option["aria"]["label"]["description"]
    assert 'role="img"' in html


def test_a_title_cannot_close_the_script(html):
    assert html.count("</script>") == 1
    assert "&lt;/script&gt;" in html


def test_figure_table_and_scope_are_tabs(html):
    assert re.findall(r"data-tab>([^<]+)<", html) == ["图", "表", "口径"]
    assert html.count('role="tabpanel"') == 3


def test_every_reader_gets_the_figures_as_a_file(ask):
    figure = make(ask("/?export=chart-firms"))
    response = exports.wanted(ask(), figure)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[-3:] == list(zip(CITIES, FIRMS, strict=True))
    assert ("口径：在库企业", None) in rows


def test_without_the_request_there_is_no_link_to_a_file():
    assert make().export_url == ""
    assert not make().wants_export
