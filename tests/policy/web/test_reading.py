"""The reading room in the browser: who sees what, how many queries, what each click gives back."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.policy.factories import TEXT, active_paper, find, paper_from
from xiandao.policy.commands import proposals

pytestmark = pytest.mark.django_db
HX = {"HTTP_HX_REQUEST": "true"}


def text_of(response):
    return response.content.decode()


@pytest.fixture
def room(paper):
    return reverse("reading", args=[paper.pk])


def test_the_text_stands_there_whole_with_what_was_read_marked(province, paper, room, sign_in):
    page = text_of(sign_in(province.analyst).get(room))
    shown = re.search(r'<div id="text">(.*?)</div>\s*</article>', page, re.DOTALL)[1]
    plain = re.sub(r"<[^>]+>", "", shown.replace("</p>", "\n")).replace("&quot;", '"')
    assert plain.split() == paper.text.split()
    row = find(paper, "30个")
    assert f'data-proposal="{row.pk}"' in shown
    assert 'class="k-target"' in shown


def test_every_clause_can_be_linked_to(province, paper, room, sign_in):
    page = text_of(sign_in(province.analyst).get(room))
    for clause in paper.clauses.all():
        assert f'id="c{clause.pk}"' in page


def test_the_summary_says_how_far_the_paper_has_come(province, paper, room, sign_in):
    proposals.confirm(proposal=find(paper, "30个"), by=province.analyst)
    page = text_of(sign_in(province.analyst).get(room))
    total = paper.proposals.count()
    said = re.sub(
        r"<[^>]+>|\s", "", re.search(r'id="summary".*?</p>', page, re.DOTALL)[0].split(">", 1)[1]
    )
    assert said == f"读出{total}项：已确认1·更正0·不采纳0·待确认{total - 1}"


def test_markup_in_a_paper_is_shown_and_not_obeyed(province, paper, room, sign_in):
    paper.text = paper.text.replace("坚持创新引领，推", "<i>&</i>")
    paper.save(update_fields=["text"])
    row = find(paper, "50个")
    row.text = "<script>alert(1)</script>"
    row.save(update_fields=["text"])
    page = text_of(sign_in(province.analyst).get(room))
    assert "&lt;i&gt;&amp;&lt;/i&gt;" in page
    assert "<script>alert" not in page


def test_who_may_only_look_gets_the_paper_without_any_button(province, paper, room, sign_in):
    page = text_of(sign_in(province.leader).get(room))
    assert find(paper, "30个").text in page
    for button in (
        'value="confirm"',
        'data-slot="correct"',
        "入台账</button>",
        "确认本条款全部",
        "重新读取",
    ):
        assert button not in page


def test_a_draft_of_another_body_is_not_found(province, sign_in):
    paper = paper_from(TEXT, by=province.city_analyst, kept_by=province.b9901)
    row = paper.proposals.first()
    client = sign_in(province.city_officer)
    assert client.get(reverse("reading", args=[paper.pk])).status_code == 404
    assert client.get(reverse("proposal", args=[row.pk])).status_code == 404
    other = sign_in(province.city_analyst)
    top = paper_from(TEXT, by=province.analyst, kept_by=province.top)
    for name, key in (("proposal_decide", top.proposals.first().pk), ("paper_activate", top.pk)):
        assert other.post(reverse(name, args=[key]), {"act": "confirm"}).status_code == 404


def test_a_paper_in_force_above_can_be_read_but_not_decided_on(province, sign_in):
    paper = active_paper(TEXT, by=province.analyst, kept_by=province.top)
    client = sign_in(province.city_analyst)
    page = text_of(client.get(reverse("reading", args=[paper.pk])))
    assert 'name="act"' not in page
    assert "重新读取" not in page
    row = paper.proposals.first()
    answer = client.post(reverse("proposal_decide", args=[row.pk]), {"act": "reopen"}, **HX)
    assert answer.status_code == 403
    assert client.get(reverse("proposal_correct", args=[row.pk])).status_code == 403


def test_the_address_says_which_kind_and_state_are_shown(province, paper, room, sign_in):
    proposals.confirm(proposal=find(paper, "30个"), by=province.analyst)
    client = sign_in(province.analyst)
    page = text_of(client.get(room, {"kind": "target", "state": "proposed"}))
    listed = page[page.index('id="proposals"') :]
    assert "50个创新团队" in listed
    assert "30个左右" not in listed
    assert "涌现一批领军企业" not in listed
    fragment = text_of(client.get(room, {"kind": "milestone"}, HTTP_HX_TARGET="proposals", **HX))
    assert "<html" not in fragment
    assert "涌现一批领军企业" in fragment
    assert client.get(room, {"kind": "nonsense"}).status_code == 200


def test_the_room_takes_a_fixed_number_of_queries(province, sign_in, django_assert_max_num_queries):
    extra = "".join(
        f"（{n}）第{n}项。到2027年，建设{n + 10}个创新平台甲{n}。（省第{n}局负责）\n"
        for n in range(60)
    )
    paper = paper_from(
        TEXT.replace("三、支持", extra + "三、支持"), by=province.analyst, kept_by=province.top
    )
    assert paper.proposals.count() > 60
    client = sign_in(province.analyst)
    with django_assert_max_num_queries(20):
        client.get(reverse("reading", args=[paper.pk]))
    row = find(paper, "30个")
    with django_assert_max_num_queries(30):
        client.post(reverse("proposal_decide", args=[row.pk]), {"act": "confirm"}, **HX)


def test_what_was_read_goes_out_as_a_workbook_with_every_decision(province, paper, room, sign_in):
    proposals.confirm(proposal=find(paper, "30个"), by=province.analyst)
    answer = sign_in(province.leader).get(room, {"export": "proposals"})
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    row = next(row for row in cells if "建设30个左右未来产业先导区" in row)
    assert {"目标", "30个左右", "2027年", "已确认", "analyst同志"} <= set(row)


def test_all_of_a_clause_that_was_shown_is_confirmed_and_nothing_else(
    province, paper, room, sign_in
):
    clause = paper.clauses.get(path="一（二）")
    shown = [row.pk for row in clause.proposals.filter(kind="target")]
    foreign = find(paper, "15个").pk
    answer = sign_in(province.analyst).post(
        reverse("clause_confirm", args=[paper.pk, clause.pk]), {"pk": [*shown, foreign, "x"]}, **HX
    )
    page = text_of(answer)
    assert f'id="g{clause.pk}"' in page
    assert 'id="summary"' in page
    states = dict(paper.proposals.values_list("pk", "state"))
    assert {states[key] for key in shown} == {"confirmed"}
    assert states[foreign] == "proposed"
    assert states[find(paper, "领军企业").pk] == "proposed"


def test_the_ledger_button_says_what_is_still_undecided(province, paper, room, sign_in):
    client = sign_in(province.analyst)
    answer = client.post(reverse("paper_activate", args=[paper.pk]), **HX)
    assert answer.status_code == 409
    assert f"还有 {paper.proposals.count()} 项读出事项没有确认" in text_of(answer)


def test_once_all_is_decided_the_button_leads_to_the_overview(province, paper, sign_in):
    keys = list(paper.proposals.values_list("pk", flat=True))
    proposals.confirm_many(paper=paper, proposals=keys, by=province.analyst)
    client = sign_in(province.analyst)
    answer = client.post(reverse("paper_activate", args=[paper.pk]), **HX)
    assert answer["HX-Redirect"] == f"{reverse('overview')}?paper={paper.pk}"
    page = text_of(client.get(reverse("reading", args=[paper.pk])))
    assert f"{reverse('ledger')}?paper={paper.pk}" in page


def test_reading_again_keeps_both_readings(province, paper, room, sign_in):
    answer = sign_in(province.analyst).post(reverse("paper_reread", args=[paper.pk]))
    assert answer.url == room
    assert paper.readings.count() == 2


def test_what_can_be_done_with_a_card_is_on_the_page_once_however_many_cards_there_are(
    province, paper, room, sign_in
):
    page = text_of(sign_in(province.analyst).get(room))
    assert page.count('<li class="proposal') == paper.proposals.count() > 3
    for act in ("confirm", "reject", "reopen"):
        assert page.count(f'value="{act}"') == 1
    for name in ("proposal_correct", "proposal_split"):
        assert page.count(f'href="{reverse(name, args=[0])}"') == 1
    # Waiting or decided: each kind of card finds its acts by its state.
    assert 'id="acts-proposed"' in page
    assert 'id="acts-decided"' in page
