"""转化评价: units ranked, each score opened to its contracts; contracts entered by form with refusals beside the field."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.evaluate import entered
from xiandao.evaluate.models import Contract

NEW = {
    "organisation": "Y-1", "number": "N1", "title": "新合同", "kind": "licence", "buyer": "甲", "is_local": "on",
    "signed_on": "2026-06-01", "amount": "100", "paid": "20", "act": "change",
}  # fmt: skip


@pytest.fixture
def known(world):
    entered.institutes(world)
    return world


def text(response):
    return response.content.decode()


def unit_url(code="Y-1", **query):
    words = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse("eva_conversion_unit", args=[code]) + (f"?{words}" if words else "")


def counted(page):
    """The last column of the contracts: what each brings to the figure."""
    table = page.split('id="grid-contracts"')[1]
    return [
        row.rsplit('class="r">', 1)[1].split("<")[0]
        for row in re.findall(r"<tr id.*?</tr>|<tr class=\"\">.*?</tr>", table)
    ]


def test_the_officer_sees_units_ranked_and_those_without_contracts_named(known, sign_in):
    page = text(sign_in(known.officer).get(reverse("eva_conversion"), {"period": "2026"}))
    assert re.findall(r"period=2026\">(第.研究所)</a></td>", page) == ["第1研究所", "第2研究所"]
    assert "没有合同的单位（2 家）" in page
    assert "nan" not in page


def test_a_figure_opens_to_exactly_its_contracts(known, sign_in):
    client = sign_in(known.officer)
    for part, values, words in (
        ("PAID", ["40", "60"], "2份合同，合计100"),
        ("PRODUCTS", ["0", "1"], "2份合同，合计1"),
        ("PAID_SHARE", ["40", "60"], "100万元 ÷ 400万元 = 25%"),
        ("LOCAL_SHARE", ["0", "100"], "100万元 ÷ 400万元 = 25%"),
    ):
        page = text(client.get(unit_url(period=2026, show=part)))
        assert sorted(counted(page)) == values
        assert words in page
    assert client.get(unit_url(show="x")).status_code == 404


def test_a_unit_sees_itself_and_its_place_but_no_other(known, sign_in):
    client = sign_in(known.clerk)
    page = text(client.get(reverse("eva_conversion")))
    assert "列参评 2 家中的第" in page
    assert "第2研究所" not in page
    assert client.get(unit_url("Y-2")).status_code == 404
    other = Contract.objects.get(number="B1")
    assert client.get(reverse("eva_contract", args=[other.pk])).status_code == 404


def test_a_unit_without_contracts_is_told_so(known, sign_in):
    page = text(sign_in(known.officer).get(unit_url("Y-3", period=2026)))
    assert "没有登记技术合同，不参加评分" in page
    assert "没有计入这一项的合同" in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"paid": "100.5"}, "到账额100.5万元大于合同额100万元"),
        ({"number": "A1"}, "登记编号“A1”已经登记过"),
        ({"signed_on": (date.today() + timedelta(days=2)).isoformat()}, "还没有到"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(known, sign_in, told, words):
    client = sign_in(known.clerk)
    answer = client.post(reverse("eva_contract_new"), NEW | told)
    assert answer.status_code == 422
    (field,) = told
    block = text(answer).split(f'for="id_{field}"')[1].split("</div>")[0]
    assert words in block
    assert not Contract.objects.filter(title="新合同").exists()


def test_a_contract_is_entered_changed_and_taken_out_by_form(known, sign_in):
    client = sign_in(known.clerk)
    assert client.post(reverse("eva_contract_new"), NEW).headers["Location"] == unit_url()
    held = Contract.objects.get(number="N1")
    url = reverse("eva_contract", args=[held.pk])
    assert client.post(url, NEW | {"paid": "90", "version": 1}).status_code == 302
    twice = client.post(url, NEW | {"paid": "90", "version": 1})
    assert (twice.status_code, twice.headers["Location"]) == (302, unit_url())
    late = client.post(url, NEW | {"paid": "95", "is_local": "", "version": 1})
    assert late.status_code == 409
    assert "到账额（万元）：90.00" in text(late)
    assert 'value="95"' in text(late)
    assert 'name="version" value="2"' in text(late)
    held.refresh_from_db()
    assert held.paid == 90
    assert sign_in(known.viewer).post(url, NEW | {"version": 2}).status_code == 403
    assert client.post(url, {"act": "remove", "version": 2}).status_code == 302


def test_a_contract_of_the_year_202_is_asked_back(known, sign_in):
    client = sign_in(known.clerk)
    answer = client.post(reverse("eva_contract_new"), NEW | {"signed_on": "0202-03-01"})
    assert "日期0202-03-01太早" in text(answer)
    assert 'value="202"' not in text(client.get(reverse("eva_conversion")))


def test_ranking_and_contracts_go_out_as_workbooks(known, sign_in):
    client = sign_in(known.officer)
    for url, name in ((reverse("eva_conversion"), "conversion"), (unit_url(), "contracts")):
        assert client.get(url, {"export": name, "period": "2026"}).content[:2] == b"PK"


def test_who_has_no_unit_in_reach_learns_nothing_of_units(known, sign_in):
    page = text(sign_in(known.zone_reporter).get(reverse("eva_conversion")))
    assert "您的范围内没有科研机构" in page
    assert "中位数" not in page
    assert "研究所" not in page
