"""惠企条款: what enterprises can get, with clause and paper; nothing that was rejected, no drafts of others."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.policy.factories import TEXT, active_paper, find
from xiandao.policy.commands import proposals

pytestmark = pytest.mark.django_db
WORDS = "给予最高200万元奖励"


def text_of(response):
    return response.content.decode()


def test_a_benefit_stands_there_with_its_amount_its_clause_and_its_paper(province, paper, sign_in):
    page = text_of(sign_in(province.analyst).get(reverse("benefits")))
    row = find(paper, WORDS)
    assert WORDS in page
    assert "200万元</td>" in page
    assert f"{reverse('reading', args=[paper.pk])}#p{row.pk}" in page
    assert paper.title in page


def test_a_rejected_benefit_is_left_out(province, paper, sign_in):
    proposals.reject(proposal=find(paper, WORDS), by=province.analyst)
    page = text_of(sign_in(province.analyst).get(reverse("benefits")))
    assert WORDS not in page
    assert "还没有读到惠企条款" in page


def test_others_see_a_benefit_once_the_paper_is_in_force(province, paper, sign_in):
    client = sign_in(province.city_officer)
    assert WORDS not in text_of(client.get(reverse("benefits")))
    keys = list(paper.proposals.values_list("pk", flat=True))
    proposals.confirm_many(paper=paper, proposals=keys, by=province.analyst)
    paper.state = "active"
    paper.save(update_fields=["state"])
    assert WORDS in text_of(client.get(reverse("benefits")))


def test_it_can_be_narrowed_to_a_paper_and_a_state_and_goes_out_as_a_workbook(province, sign_in):
    paper = active_paper(TEXT, by=province.analyst, kept_by=province.top)
    client = sign_in(province.viewer)
    assert WORDS in text_of(
        client.get(reverse("benefits"), {"paper": paper.pk, "state": "confirmed"})
    )
    assert WORDS not in text_of(client.get(reverse("benefits"), {"state": "corrected"}))
    answer = client.get(reverse("benefits"), {"export": "benefits"})
    cells = [
        cell.value
        for row in load_workbook(BytesIO(answer.content)).active.iter_rows()
        for cell in row
    ]
    assert any(WORDS in str(cell) for cell in cells)
