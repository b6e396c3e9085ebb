"""The official table of items, and who sees which of them."""

from decimal import Decimal

import pytest

from tests.policy import ledgers
from xiandao.policy.commands import progress
from xiandao.policy.models import Item
from xiandao.policy.queries import visible
from xiandao.policy.queries.official import official_rows
from xiandao.terms.period import Period

pytestmark = pytest.mark.django_db
QUARTER = Period.parse("2026Q4")


def table(world, account=None):
    account = account or world.analyst
    seen = visible.items(account).order_by("number")
    return official_rows(account, seen, period=QUARTER, today=ledgers.TODAY)


def test_a_row_says_what_the_official_table_asks_for(world):
    progress.report(
        item=world.items[0], period="2026Q3", words="两批", value=Decimal(18), by=world.officer
    )
    progress.report(
        item=world.items[0],
        period="2026-11",
        words="第三批公示",
        value=Decimal(22),
        by=world.officer,
    )
    first = table(world)[0]
    assert (first.source, first.target, first.lead, first.parties) == (
        f"{ledgers.TITLE}·一", "30个左右·2027年", "省科技厅", "省发展改革委",
    )  # fmt: skip
    assert (first.q3, first.q4, first.progress, first.lamp) == (18, 22, "第三批公示", "绿 正常")
    assert [one.lamp for one in table(world)[3:]] == ["红 滞后 145 天", "灰 未启动"]


def test_a_quarters_own_report_outweighs_those_of_its_months(world):
    progress.report(item=world.items[3], period="2026Q4", words="本季", by=world.officer)
    progress.report(item=world.items[3], period="2026-11", words="十一月", by=world.officer)
    assert table(world)[3].q4 == "本季"


def test_the_table_takes_the_same_queries_for_any_number(world, django_assert_max_num_queries):
    ledgers.many(world, 600)
    with django_assert_max_num_queries(11):
        assert len(table(world)) == 605


@pytest.mark.parametrize(
    ("name", "count"),
    [("analyst", 5), ("officer", 5), ("partner", 5), ("viewer", 5), ("stranger", 0)],
)
def test_items_are_seen_by_who_keeps_leads_or_takes_part(world, name, count):
    assert visible.items(getattr(world, name)).count() == count


def test_a_member_of_a_group_sees_what_the_group_takes_part_in(world):
    from xiandao.registry.models import Membership, Organisation

    group = Organisation.objects.create(
        code="98-G", name="长三角成员单位", kind="group", path="000002000009"
    )
    Membership.objects.create(group=group, member=world.foreign)
    world.items[0].parties.create(name="长三角成员单位", organisation=group, order=2)
    assert list(visible.items(world.stranger)) == [world.items[0]]
    Item.objects.filter(pk=world.items[1].pk).update(lead=group)
    assert visible.reportable(world.stranger).count() == 2
    assert not visible.editable(world.stranger).exists()


def test_reports_of_unseen_items_are_unseen(world):
    progress.report(item=world.items[0], period="2026Q4", words="已公示", by=world.officer)
    assert visible.progress(world.viewer).count() == 1
    assert not visible.progress(world.stranger).exists()
