"""对照: two papers, or two readings of one, side by side; nothing that the account may not see."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.policy.factories import TEXT, paper_from
from xiandao.policy.commands import papers

pytestmark = pytest.mark.django_db
LATER = (
    TEXT.replace("8号", "9号").replace("30个左右", "40个左右").replace("开放应用场景100个，", "")
    .replace("、省财政厅按职责", "、省教育厅按职责")
)  # fmt: skip


def text_of(response):
    return response.content.decode()


@pytest.fixture
def later(province, paper):
    return paper_from(LATER, by=province.analyst, kept_by=province.top)


def test_targets_are_told_as_equal_changed_or_only_on_one_side(province, paper, later, sign_in):
    page = text_of(
        sign_in(province.leader).get(reverse("paper_compare"), {"a": paper.pk, "b": later.pk})
    )
    assert "30个左右" in page
    assert "40个左右" in page
    assert "有变化" in page
    assert "仅左侧有" in page
    assert page.count(">一致</span>") >= 2


def test_only_what_differs_can_be_asked_for(province, paper, later, sign_in):
    page = text_of(
        sign_in(province.leader).get(
            reverse("paper_compare"), {"a": paper.pk, "b": later.pk, "only": "different"}
        )
    )
    assert ">一致</span>" not in page
    assert "有变化" in page


def test_clauses_stand_side_by_side_with_their_differences_marked(province, paper, later, sign_in):
    page = text_of(
        sign_in(province.leader).get(
            reverse("paper_compare"), {"a": paper.pk, "b": later.pk, "view": "clauses"}
        )
    )
    assert "<mark>3</mark>" in page
    assert "<mark>4</mark>" in page


def test_departments_and_industries_are_told_apart(province, paper, later, sign_in):
    client = sign_in(province.leader)
    page = text_of(
        client.get(reverse("paper_compare"), {"a": paper.pk, "b": later.pk, "view": "departments"})
    )
    both, left, right = page[page.index("两侧都有") :].split("<h3>")[:3]
    assert "省科技厅" in both
    assert "省财政厅" in left
    assert "省教育厅" in right
    assert (
        client.get(
            reverse("paper_compare"), {"a": paper.pk, "b": later.pk, "view": "industries"}
        ).status_code
        == 200
    )


def test_an_earlier_reading_can_be_set_against_the_paper(province, paper, sign_in):
    first = paper.readings.get()
    papers.reread(paper=paper, by=province.analyst)
    client = sign_in(province.analyst)
    assert f'value="{paper.pk}.{first.pk}"' in text_of(
        client.get(reverse("paper_compare"), {"a": paper.pk})
    )
    page = text_of(
        client.get(reverse("paper_compare"), {"a": f"{paper.pk}.{first.pk}", "b": paper.pk})
    )
    assert "有变化 <b>0</b> 项" in page


def test_a_paper_that_is_not_to_be_seen_is_not_found(province, paper, later, sign_in):
    draft = paper_from(TEXT, by=province.city_analyst, kept_by=province.b9901)
    for wanted in (draft.pk, f"{draft.pk}.{draft.readings.get().pk}", "99999", "x"):
        answer = sign_in(province.city_officer).get(
            reverse("paper_compare"), {"a": wanted, "b": wanted}
        )
        assert answer.status_code == 404


def test_the_comparison_goes_out_as_a_workbook_with_a_sheet_for_each_kind(
    province, paper, later, sign_in
):
    answer = sign_in(province.leader).get(
        reverse("paper_compare"), {"a": paper.pk, "b": later.pk, "export": "compare"}
    )
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["目标对照", "条款对照", "责任单位对照", "产业对照"]
    cells = {cell.value for row in book["目标对照"].iter_rows() for cell in row}
    assert {"有变化", "数值", "30个左右", "40个左右"} <= cells


def test_without_a_choice_the_page_asks_for_one(province, paper, later, sign_in):
    assert "请选择左右两侧的文件" in text_of(sign_in(province.leader).get(reverse("paper_compare")))
