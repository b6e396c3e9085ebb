"""The page of a candidacy: gaps before applying, inline edit that keeps what was written, trials, answers, A4."""

import pytest
from django.urls import reverse

from tests.evaluate import candidates
from xiandao.evaluate.commands import candidacies
from xiandao.evaluate.models import Claim
from xiandao.evaluate.queries.readiness_of import Suggestion
from xiandao.evaluate.web import candidacy as views


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Documents of one test are not those of another."""
    settings.XIANDAO_DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def made(world, monkeypatch):
    known = {"hightech": Suggestion(24.0, "先导区季度运行情况", "2026Q3", 1)}
    monkeypatch.setattr(views, "suggestions", lambda *_asked, **_more: known)
    return candidates.opened(world)


def text(response):
    return response.content.decode()


def send(client, made, **sent):
    return client.post(reverse("eva_candidacy", args=[made.pk]), {"version": made.version, **sent})


def test_the_candidate_sees_each_gap_with_what_closing_it_adds(world, made, sign_in):
    page = text(sign_in(world.zone_reporter).get(reverse("eva_candidacy", args=[made.pk])))
    assert "国家级、省级研发机构（加权）还差3个，并附佐证材料" in page
    assert "成熟度+10.0个百分点" in page
    assert "若补齐前 2 项，成熟度 0% → " in page
    assert page.count('class="meter wide below"') == 4
    assert "门槛60%" in page


def test_ticked_gaps_are_tried_and_nothing_is_written(world, made, sign_in):
    address = f"{reverse('eva_candidacy', args=[made.pk])}?close=plan&close=body&close=none"
    page = text(sign_in(world.zone_reporter).get(address))
    assert "若补齐勾选的 2 项，成熟度 0% → <b>20%</b>" in page
    assert not Claim.objects.exists()


def test_an_item_is_filled_in_with_its_paper_and_the_next_one_opens(world, made, sign_in):
    client = sign_in(world.zone_reporter)
    sent = {
        "act": "claim", "edit": "institutions", "value": "4", "remark": "含2个国家级",
        "files": candidates.paper(), "then": "1", "document": "",
    }  # fmt: skip
    response = send(client, made, **sent)
    assert response["Location"].endswith("?edit=talent#item-talent")
    page = text(client.get(reverse("eva_candidacy", args=[made.pk])))
    assert "批复文件.txt" in page
    assert "含2个国家级" in page


def test_what_was_written_stays_after_an_error(world, made, sign_in):
    sent = {"act": "claim", "edit": "talent", "value": "三个", "remark": "引进团队"}
    response = send(sign_in(world.zone_reporter), made, **sent)
    assert response.status_code == 422
    assert 'value="三个"' in text(response)
    assert 'value="引进团队"' in text(response)
    assert "现有数应是不小于0的数" in text(response)


def test_who_was_second_is_told_and_keeps_what_was_written(world, made, sign_in):
    client, version = sign_in(world.zone_reporter), made.version
    candidates.fill(made, "talent", 3, by=world.zone_reporter)
    sent = {"act": "claim", "edit": "talent", "value": "7", "version": version}
    response = client.post(reverse("eva_candidacy", args=[made.pk]), sent)
    assert response.status_code == 409
    assert 'value="7"' in text(response)
    assert Claim.objects.get().value == 3


def test_a_figure_of_the_platform_is_offered_with_its_source_and_taken_over_by_hand(world, made, sign_in):  # fmt: skip
    client = sign_in(world.zone_reporter)
    page = text(client.get(f"{reverse('eva_candidacy', args=[made.pk])}?edit=hightech"))
    assert "平台已有：<b>24家</b>（先导区季度运行情况，2026年三季度）" in page
    assert not Claim.objects.exists()
    send(client, made, act="adopt", edit="hightech")
    kept = Claim.objects.get()
    assert (kept.value, kept.remark) == (24, "采用平台数据：先导区季度运行情况，2026年三季度")


def test_what_was_remarked_stays_when_a_figure_is_taken_over(world, made, sign_in):
    from xiandao.evaluate.commands import candidacies as commands

    told = {"code": "hightech", "value": 20, "remark": "含筹备的2家", "version": made.version}
    commands.claim(candidacy=made, by=world.zone_reporter, **told)
    send(sign_in(world.zone_reporter), made, act="adopt", edit="hightech")
    assert Claim.objects.get().remark.endswith("2026年三季度；含筹备的2家")


def test_a_choice_that_was_made_stays_after_an_error(world, made, sign_in):
    candidates.fill(made, "plan", 1, by=world.zone_reporter)
    sent = {"act": "claim", "edit": "plan", "value": "0", "remark": "长" * 301}
    page = text(send(sign_in(world.zone_reporter), made, **sent))
    assert '<option value="1" selected>' not in page
    assert "文字太长" in page


def test_a_file_the_candidate_has_is_attached_and_taken_off_and_a_foreign_one_is_not_found(world, made, sign_in):  # fmt: skip
    from xiandao.casework.commands import evidence

    (own,) = evidence.store([candidates.paper("已有.txt")], by=world.zone_reporter)
    (theirs,) = evidence.store([candidates.paper("别家.txt")], by=world.other_reporter)
    client = sign_in(world.zone_reporter)
    sent = {"act": "claim", "edit": "fund", "value": "5"}
    assert send(client, made, document=theirs.pk, **sent).status_code == 404
    send(client, made, document=own.pk, **sent)
    assert [one.name for one in Claim.objects.get().documents.all()] == ["已有.txt"]
    made.refresh_from_db()
    send(client, made, act="detach", edit="fund", document=own.pk)
    assert not Claim.objects.get().documents.exists()


def test_handing_in_with_gaps_asks_by_name_and_then_goes_through(world, made, sign_in):
    client = sign_in(world.zone_reporter)
    response = send(client, made, act="submit")
    assert response.status_code == 422
    assert "还有没达到的条件或必备条目" in text(response)
    assert send(client, made, act="submit", confirmed="1").status_code == 302
    page = text(client.get(reverse("eva_candidacy", args=[made.pk])))
    assert "撤回修改" in page
    assert "保存，填下一条" not in page


def test_city_and_province_answer_on_the_page_and_the_candidate_reads_why(world, made, sign_in):
    candidates.fill_all(made, by=world.zone_reporter)
    candidacies.submit(candidacy=made, version=made.version, by=world.zone_reporter)
    city, province = sign_in(world.city_officer), sign_in(world.analyst)
    assert "审核报送" in text(city.get(reverse("eva_candidacy", args=[made.pk])))
    assert send(city, made, act="return", words="").status_code == 422
    send(city, made, act="review", words="同意报送")
    made.refresh_from_db()
    send(province, made, act="return", words="请补充空间规划")
    page = text(sign_in(world.zone_reporter).get(reverse("eva_candidacy", args=[made.pk])))
    assert "请补充空间规划" in page
    assert "同意报送" in page
    inbox = text(sign_in(world.zone_reporter).get(reverse("inbox")))
    assert "退回意见：请补充空间规划" in inbox


def test_the_inbox_tells_whose_turn_it_is(world, made, sign_in):
    candidates.fill_all(made, by=world.zone_reporter)
    candidacies.submit(candidacy=made, version=made.version, by=world.zone_reporter)
    line = f"培育申报：{made.title}"
    assert line in text(sign_in(world.city_officer).get(reverse("inbox")))
    for other in (world.analyst, world.zone_reporter):
        assert line not in text(sign_in(other).get(reverse("inbox")))


def test_a_draft_is_not_there_for_anybody_else(world, made, sign_in):
    for name in ("eva_candidacy", "eva_candidacy_sheet"):
        for other in (world.analyst, world.city_officer, world.other_reporter):
            assert sign_in(other).get(reverse(name, args=[made.pk])).status_code == 404


def test_the_sheet_has_items_gaps_and_room_for_opinions(world, made, sign_in):
    page = text(sign_in(world.zone_reporter).get(reverse("eva_candidacy_sheet", args=[made.pk])))
    for words in ("申报自评表", "未提交", "体制机制创新", "（盖章）", "文件没有规定数量"):
        assert words in page


def test_a_draft_is_dropped_from_its_page_and_what_was_handed_in_offers_no_such_button(
    world, made, sign_in
):
    client = sign_in(world.zone_reporter)
    url = reverse("eva_candidacy", args=[made.pk])
    assert 'value="discard"' in text(client.get(url))
    assert send(client, made, act="discard").headers["Location"] == reverse("eva_candidacies")
    assert client.get(url).status_code == 404
    later = candidates.submitted(world)
    assert 'value="discard"' not in text(client.get(reverse("eva_candidacy", args=[later.pk])))
