"""A decision on one thing in the browser: one round trip, the card and the summary come back."""

import pytest
from django.urls import reverse

from tests.policy.factories import find
from xiandao.policy.commands import proposals
from xiandao.policy.models import Proposal

pytestmark = pytest.mark.django_db
HX = {"HTTP_HX_REQUEST": "true"}
FORM = {
    "kind": "target", "metric": "创新团队", "comparator": "ge", "value": "60", "unit": "个",
    "deadline_year": "2028", "recurrence": "", "lead": "省科技厅", "departments": "省科技厅\n省财政厅", "reason": "笔误",
}  # fmt: skip


def text_of(response):
    return response.content.decode()


def decide(client, row, act, **data):
    return client.post(reverse("proposal_decide", args=[row.pk]), {"act": act, **data}, **HX)


def test_confirming_gives_back_the_card_and_the_summary_alone(province, paper, sign_in):
    row = find(paper, "30个")
    answer = decide(sign_in(province.analyst), row, "confirm")
    page = text_of(answer)
    assert answer["HX-Retarget"] == f"#p{row.pk}"
    assert page.count('class="proposal') == 1
    assert 'id="summary"' in page
    assert "hx-swap-oob" in page
    assert "<html" not in page
    assert "analyst同志" in page
    assert reverse("item", args=[row.item.pk]) in page


def test_rejecting_keeps_the_reason(province, paper, sign_in):
    row = find(paper, "30个")
    page = text_of(decide(sign_in(province.analyst), row, "reject", reason=" 与上文重复 "))
    assert "与上文重复" in page
    assert 'data-state="rejected"' in page


def test_reopening_puts_it_before_a_person_again(province, paper, sign_in):
    row = find(paper, "30个")
    proposals.confirm(proposal=row, by=province.analyst)
    page = text_of(decide(sign_in(province.colleague), row, "reopen"))
    assert 'data-state="proposed"' in page
    assert paper.items.count() == 0


def test_the_second_clerk_sees_who_was_first_and_the_state_as_it_is(province, paper, sign_in):
    row = find(paper, "30个")
    first, second = sign_in(province.analyst), sign_in(province.colleague)
    decide(first, row, "confirm")
    answer = decide(second, row, "reject")
    assert answer.status_code == 409
    page = text_of(answer)
    assert "这一项已由analyst同志处理为「已确认」" in page
    assert 'data-state="confirmed"' in page
    assert 'id="summary"' in page


def test_an_unknown_act_changes_nothing(province, paper, sign_in):
    row = find(paper, "30个")
    assert decide(sign_in(province.analyst), row, "delete").status_code == 422
    row.refresh_from_db()
    assert row.state == "proposed"


def test_without_htmx_a_decision_leads_back_to_the_card(province, paper, sign_in):
    row = find(paper, "30个")
    answer = sign_in(province.analyst).post(
        reverse("proposal_decide", args=[row.pk]), {"act": "confirm"}
    )
    assert answer.url == f"{reverse('reading', args=[paper.pk])}#p{row.pk}"


def test_the_correction_form_shows_what_was_read(province, paper, sign_in):
    page = text_of(
        sign_in(province.analyst).get(
            reverse("proposal_correct", args=[find(paper, "15个").pk]), **HX
        )
    )
    assert 'value="15"' in page
    assert "省科技厅\n省发展改革委\n省未来办" in page
    assert '<option value="ge" selected>' in page
    assert '<option value="annual" selected>' in page


def test_a_correction_is_taken_with_its_reason_and_its_parties(province, paper, sign_in):
    row = find(paper, "50个")
    answer = sign_in(province.analyst).post(reverse("proposal_correct", args=[row.pk]), FORM, **HX)
    assert answer.status_code == 200
    assert 'data-state="corrected"' in text_of(answer)
    item = paper.items.get()
    assert (item.value, item.comparator, item.due_on.year) == (60, "ge", 2028)
    assert (item.lead, item.lead_inferred) == (province.b99_KJT, False)
    assert [party.name for party in item.parties.all()] == ["省财政厅"]
    row.refresh_from_db()
    assert row.reason == "笔误"


def test_all_that_cannot_be_used_stands_beside_its_field_and_nothing_is_lost(
    province, paper, sign_in
):
    row = find(paper, "50个")
    wrong = FORM | {"value": "很多", "deadline_year": "后年", "metric": "我改的指标"}
    answer = sign_in(province.analyst).post(reverse("proposal_correct", args=[row.pk]), wrong, **HX)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "「很多」不是可用的数，请填写数字" in page
    assert "「后年」不是可用的年份，请填写四位年份" in page
    assert "我改的指标" in page
    row.refresh_from_db()
    assert row.state == "proposed"


def test_a_lead_that_a_person_names_is_no_inference_any_more(province, paper, sign_in):
    row = find(paper, "100个")
    assert row.payload["lead_inferred"]
    form = FORM | {"lead": "省财政厅", "departments": "省经信厅、省财政厅"}
    sign_in(province.analyst).post(reverse("proposal_correct", args=[row.pk]), form, **HX)
    assert not paper.items.get().lead_inferred


def test_a_thing_is_split_at_the_chosen_places(province, paper, sign_in):
    row = find(paper, "30个")
    client = sign_in(province.analyst)
    assert 'data-split="' in text_of(client.get(reverse("proposal_split", args=[row.pk]), **HX))
    place = row.start + 6
    page = text_of(
        client.post(reverse("proposal_split", args=[row.pk]), {"cut": [place, "x"]}, **HX)
    )
    parts = list(Proposal.objects.filter(split_from=row).order_by("start"))
    assert [(part.start, part.end) for part in parts] == [(row.start, place), (place, row.end)]
    assert f'id="p{parts[0].pk}"' in page
    assert f'data-proposal="{parts[1].pk}"' in page
    assert 'id="summary"' in page


def test_a_split_without_a_place_says_so_and_changes_nothing(province, paper, sign_in):
    row = find(paper, "30个")
    answer = sign_in(province.analyst).post(reverse("proposal_split", args=[row.pk]), {}, **HX)
    assert answer.status_code == 422
    assert "拆分至少要有两段" in text_of(answer)
    row.refresh_from_db()
    assert row.state == "proposed"


def test_a_selected_piece_is_added_and_marked(province, paper, sign_in):
    client, url = sign_in(province.analyst), reverse("proposal_add", args=[paper.pk])
    start = paper.text.index("完善场景发布机制")
    assert "完善场景发布机制" in text_of(client.get(url, {"start": start, "end": start + 8}, **HX))
    form = FORM | {"kind": "task", "value": "", "start": start, "end": start + 8}
    page = text_of(client.post(url, form, **HX))
    row = Proposal.objects.get(added_by_hand=True)
    assert row.text == "完善场景发布机制"
    assert f'data-proposal="{row.pk}"' in page
    assert f'id="g{row.clause_id}"' in page
    assert row.state == "proposed"


def test_a_quoted_piece_is_found_where_it_stands_once(province, paper, sign_in):
    client, url = sign_in(province.analyst), reverse("proposal_add", args=[paper.pk])
    for quote, told in (
        ("", "没有选中原文"),
        ("没有这句话", "原文中没有这段文字"),
        ("建设", "出现"),
    ):
        answer = client.post(url, FORM | {"kind": "task", "value": "", "quote": quote}, **HX)
        assert answer.status_code == 422
        assert told in text_of(answer)
    client.post(url, FORM | {"kind": "task", "value": "", "quote": "完善场景发布机制"}, **HX)
    assert Proposal.objects.get(added_by_hand=True).text == "完善场景发布机制"


def test_a_body_nobody_answers_to_is_said_and_can_be_matched_for_the_whole_paper(
    province, paper, sign_in
):
    client = sign_in(province.analyst)
    room = reverse("reading", args=[paper.pk])
    assert "未对应到组织" in text_of(client.get(room))
    url = reverse("party_match", args=[paper.pk])
    assert "示范省财政厅" in text_of(client.get(url, {"name": "省未来办"}, **HX))
    empty = client.post(url, {"name": "省未来办", "organisation": ""}, **HX)
    assert empty.status_code == 422
    page = text_of(client.post(url, {"name": "省未来办", "organisation": "99-CZT"}, **HX))
    assert "未对应到组织" not in page
    assert "省财政厅" in page


def test_the_forms_also_open_as_pages_of_their_own(province, paper, sign_in):
    client, row = sign_in(province.analyst), find(paper, "30个")
    for name, key in (
        ("proposal_correct", row.pk),
        ("proposal_split", row.pk),
        ("proposal_add", paper.pk),
    ):
        page = text_of(client.get(reverse(name, args=[key])))
        assert "<html" in page
        assert "<form" in page
