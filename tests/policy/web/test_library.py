"""政策库: the papers with their counts, or what to do first."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.policy.factories import TEXT, active_paper

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def test_an_empty_library_says_what_to_do_first(province, sign_in):
    page = text_of(sign_in(province.analyst).get(reverse("library")))
    assert reverse("paper_add") in page
    assert "录入第一份文件" in page


def test_who_may_not_add_is_told_who_does(province, sign_in):
    page = text_of(sign_in(province.viewer).get(reverse("library")))
    assert reverse("paper_add") not in page
    assert "分析员录入" in page


def test_a_paper_leads_to_its_room_its_ledger_and_its_original(province, sign_in):
    paper = active_paper(TEXT, by=province.analyst, kept_by=province.top)
    page = text_of(sign_in(province.analyst).get(reverse("library")))
    for url in (
        reverse("reading", args=[paper.pk]),
        f"{reverse('ledger')}?paper={paper.pk}",
        f"{reverse('overview')}?paper={paper.pk}",
        reverse("document", args=[paper.source_id]),
    ):
        assert f'href="{url}"' in page
    assert 'class="lamp' in page


def test_what_waits_leads_to_where_it_is_decided(province, paper, sign_in):
    page = text_of(sign_in(province.analyst).get(reverse("library")))
    assert f"{reverse('reading', args=[paper.pk])}?state=proposed" in page
    assert f"{paper.proposals.count()} 项</a>读出事项待确认" in page


def test_the_list_goes_out_as_a_workbook(province, sign_in):
    active_paper(TEXT, by=province.analyst, kept_by=province.top)
    answer = sign_in(province.viewer).get(reverse("library"), {"export": "papers"})
    cells = [
        cell.value
        for row in load_workbook(BytesIO(answer.content)).active.iter_rows()
        for cell in row
    ]
    assert "示范省人民政府关于培育未来产业的意见（示政发〔2026〕8号）" in cells
    assert "已入台账" in cells


def test_a_draft_of_another_body_is_not_listed(province, paper, sign_in):
    page = text_of(sign_in(province.city_officer).get(reverse("library")))
    assert paper.title not in page
