"""政策兑现简报: a paper on one or two sheets."""

import pytest
from django.urls import reverse

from tests.policy.ledgers import many
from xiandao.policy.commands.followups import open_followup


@pytest.fixture
def sheet(world, sign_in):
    """Open the brief as somebody."""

    def open_as(account) -> str:
        answer = sign_in(account).get(reverse("brief", args=[world.paper.pk]))
        assert answer.status_code == 200
        return answer.content.decode()

    return open_as


def test_the_sheet_holds_targets_delays_requests_and_notes(world, sheet):
    open_followup(item=world.items[3], words="请说明滞后原因", by=world.analyst)
    text = sheet(world.analyst)
    for said in (
        "未来产业先导区", "30个左右", "建立统计监测制度", "请说明滞后原因", "待签收", "省科技厅", "截至2026年11月22日",
        "口径：", "数据来源：",
    ):  # fmt: skip
        assert said in text
    assert "演示数据" not in text


def test_demonstration_data_says_what_it_is(world, sheet):
    world.paper.is_demo = True
    world.paper.save()
    assert "演示数据" in sheet(world.analyst)


def test_what_finds_no_room_is_counted(world, sheet):
    many(world, 120)
    text = sheet(world.analyst)
    assert "项目标未列" in text
    assert "项滞后未列" in text


def test_the_first_screen_leads_to_it(world, sign_in):
    page = sign_in(world.viewer).get(reverse("overview")).content.decode()
    assert reverse("brief", args=[world.paper.pk]) in page


def test_a_paper_that_is_not_to_be_seen_has_no_brief(world, sign_in):
    answer = sign_in(world.stranger).get(reverse("brief", args=[world.paper.pk]))
    assert answer.status_code == 404
