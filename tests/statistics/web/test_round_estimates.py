"""Estimates for missing returns on the board: what will be estimated, what was, and the i on the table they go into."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.statistics import economy
from tests.statistics.commands.test_releases import made
from xiandao.statistics.models import Estimate, Filing, Round

SEPTEMBER = "2026-09"


@pytest.fixture
def collected(world):
    """September with one return missing, one sent back and one waiting for the province."""
    firms = economy.enterprises(world)
    economy.returns(world, firms, "2026-08")
    found = economy.returns(world, firms, SEPTEMBER)
    for number, stage in ((0, "draft"), (1, "returned"), (9, "province")):
        Filing.objects.filter(round=found, organisation=firms[number]).update(stage=stage)
    return found


def board_of(found):
    return reverse("sta_round", args=[found.pk])


def text_of(response):
    return re.sub(r"\s+", "", response.content.decode())


def test_before_pressing_the_board_says_how_many_will_be_estimated(world, collected, sign_in):
    text = text_of(sign_in(world.statistician).get(board_of(collected)))
    assert "截止后还有3家没有审核通过的报表（未报或退回2家，审核中1家）" in text
    assert "现有估计3家" not in text


def test_afterwards_it_says_how_many_values_by_which_method(world, collected, sign_in):
    browser = sign_in(world.statistician)
    answer = browser.post(board_of(collected), {"act": "estimate"}, follow=True)
    text, count = text_of(answer), Estimate.objects.count()
    assert count
    assert f"已估计3家、{count}个数据：" in text
    assert f"现有估计3家、{count}个数据：" in text
    told = re.search(r"现有估计3家、\d+个数据：([^。]+)。", text)[1]
    assert "上期数×同类增幅" in told
    assert sum(int(number) for number in re.findall(r"(\d+)个", told)) == count


def test_totals_carry_the_i_on_the_page_of_the_release(world, collected, sign_in):
    browser = sign_in(world.statistician)
    browser.post(board_of(collected), {"act": "estimate"})
    release = made(world)
    text = text_of(browser.get(reverse("sta_release", args=[release.pk])))
    assert "<sup>i</sup>" in text
    assert "i表示含缺报单位的估计值" in text
    assert "其中3份为估计" in text


def test_a_unit_with_more_time_is_not_counted(world, collected, sign_in):
    missing = Filing.objects.filter(round=collected, stage="draft")
    missing.update(due_on=date(2026, 12, 1))
    text = text_of(sign_in(world.statistician).get(board_of(collected)))
    assert "截止后还有2家" in text


def test_before_the_deadline_nothing_is_offered_and_nothing_done(world, collected, sign_in):
    Round.objects.filter(pk=collected.pk).update(due_on=date(2026, 11, 22))
    browser = sign_in(world.statistician)
    assert "缺报估计" not in text_of(browser.get(board_of(collected)))
    refused = browser.post(board_of(collected), {"act": "estimate"})
    assert refused.status_code == 422
    assert "还没有过截止日期" in text_of(refused)
    assert not Estimate.objects.exists()


def test_only_who_manages_the_round_estimates(world, collected, sign_in):
    browser = sign_in(world.city_statistician_a)
    assert "缺报估计" not in text_of(browser.get(board_of(collected)))
    assert browser.post(board_of(collected), {"act": "estimate"}).status_code == 403
    assert not Estimate.objects.exists()


def test_where_too_few_returns_came_in_that_is_said(world, quick, sign_in):
    Round.objects.filter(pk=quick.pk).update(due_on=date(2026, 11, 20))
    answer = sign_in(world.statistician).post(board_of(quick), {"act": "estimate"}, follow=True)
    assert "没有可以估计的数据" in text_of(answer)


def test_an_approved_return_takes_the_place_of_its_estimate(world, collected, sign_in):
    browser = sign_in(world.statistician)
    browser.post(board_of(collected), {"act": "estimate"})
    Filing.objects.filter(round=collected).update(stage="approved")
    assert "缺报估计" not in text_of(browser.get(board_of(collected)))
