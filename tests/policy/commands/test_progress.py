"""Reports, drafts, records counted and follow-ups of ledger items."""

from datetime import date
from decimal import Decimal

import pytest

from xiandao.policy.commands import followups, progress
from xiandao.terms.error import XiandaoError

pytestmark = pytest.mark.django_db


def report(world, place=0, **more):
    facts = {"item": world.items[place], "period": "2026Q4", "words": "已公示", "by": world.officer}
    return progress.report(**(facts | more))


def test_a_report_starts_the_item_and_is_kept_in_its_history(world):
    report(world, value=Decimal(22))
    item = world.items[0]
    item.refresh_from_db()
    assert item.status == "under_way"
    change = item.changes.get()
    assert (change.field, change.before, change.after) == ("progress.2026Q4", "", "已公示（22）")


def test_a_rewritten_report_keeps_what_it_was(world):
    report(world)
    report(world, words="已印发", version=1)
    change = world.items[0].changes.first()
    assert (change.before, change.after) == ("已公示", "已印发")
    assert world.items[0].progress.get().version == 2


@pytest.mark.parametrize("version", [0, 2])
def test_a_report_that_has_moved_on_is_not_overwritten(world, version):
    report(world)
    with pytest.raises(XiandaoError, match="已被其他人修改"):
        report(world, words="别的", version=version)
    assert world.items[0].progress.get().words == "已公示"


@pytest.mark.parametrize(
    ("more", "words"), [({"words": " "}, "进展是空的"), ({"period": "2027Q1"}, "还没有开始")]
)
def test_a_report_must_say_something_about_a_period_that_has_begun(world, more, words):
    with pytest.raises(XiandaoError, match=words):
        report(world, **more)


def test_a_draft_changes_nothing_that_others_see(world):
    report(world, is_draft=True, issues="缺地", value=Decimal(9))
    item = world.items[0]
    item.refresh_from_db()
    assert (item.status, item.issues) == ("not_started", "")
    assert not item.changes.exists()


def test_each_body_keeps_its_own_draft_and_submitting_takes_only_the_own_away(world):
    report(world, is_draft=True, words="陈工的草稿")
    report(world, is_draft=True, words="赵工的草稿", by=world.partner)
    report(world, words="已上报", by=world.partner, version=0)
    left = {(one.state, one.organisation) for one in world.items[0].progress.all()}
    assert left == {("draft", world.kjt), ("submitted", world.fgw)}


def test_a_draft_over_a_submitted_report_leaves_that_as_it_is(world):
    report(world)
    report(world, is_draft=True, words="改写中")
    words = {one.state: one.words for one in world.items[0].progress.all()}
    assert words == {"submitted": "已公示", "draft": "改写中"}
    report(world, words="已改写", version=1)
    assert [one.words for one in world.items[0].progress.all()] == ["已改写"]


def test_issues_and_funds_of_a_report_become_those_of_the_item(world):
    report(world, issues="缺地", funds_cny_10k=Decimal("12.50"))
    item = world.items[0]
    item.refresh_from_db()
    assert (item.issues, item.funds_cny_10k) == ("缺地", Decimal("12.50"))
    assert {change.field for change in item.changes.all()} == {
        "progress.2026Q4", "issues", "funds_cny_10k",
    }  # fmt: skip


def test_monthly_reports_stand_beside_quarterly_ones(world):
    report(world)
    report(world, period="2026-11", words="十一月")
    assert {one.period for one in world.items[0].progress.all()} == {"2026Q4", "2026-11"}


def test_who_may_not_report_is_refused(world):
    for account in (world.viewer, world.stranger):
        with pytest.raises(XiandaoError, match="没有办理这件事的权限"):
            report(world, by=account)
    assert not world.items[0].progress.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [({"name": " "}, "名称是空的"), ({"stage": "筹建"}, "没有“筹建”这个阶段"), ({"counted_on": date(2027, 1, 1)}, "在今天之后")],
)  # fmt: skip
def test_what_cannot_count_is_refused(world, more, words):
    facts = {
        "item": world.items[0],
        "name": "甲区",
        "stage": "认定",
        "counted_on": date(2026, 6, 1),
        "by": world.officer,
    }
    with pytest.raises(XiandaoError, match=words):
        progress.count_in(**(facts | more))


def test_a_follow_up_needs_a_body_and_runs_once_at_a_time(world):
    item = world.items[3]
    followups.open_followup(item=item, words="请报告", by=world.analyst)
    with pytest.raises(XiandaoError):
        followups.open_followup(item=item, words="请再报告", by=world.analyst)
    item.lead = None
    with pytest.raises(XiandaoError, match="没有对应到组织"):
        followups.open_followup(item=item, words="请报告", by=world.analyst)
