"""Targets with their figures: exactly the scope of the ledger, the lamp of the ledger, the records counted."""

from datetime import date

import pytest

from tests.evaluate import aims
from tests.policy import ledgers
from xiandao.evaluate.methods.target_outlook import Verdict
from xiandao.evaluate.queries import progress_of

TODAY = ledgers.TODAY


@pytest.fixture
def ledger(db, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_named: TODAY)
    return ledgers.with_items(ledgers.build())


def leaves(ledger, who="analyst"):
    account = getattr(ledger, who)
    (paper,) = progress_of.papers(account)
    return progress_of.leaves(account, paper, today=TODAY)


def test_targets_come_in_the_order_of_the_text_with_their_own_sentence(ledger):
    found = leaves(ledger)
    assert [one.item.title for one in found] == ["未来产业先导区", "前瞻技术研发项目", "应用场景"]
    assert "30个左右" in found[0].quote.marked
    assert str(found[0].branch) == "一 主要目标"


def test_a_list_counts_only_what_its_rule_counts(ledger):
    item = ledger.items[0]
    aims.count(item, [date(2026, 1, 8)] * 6 + [date(2026, 5, 8)] * 5)
    aims.count(item, [date(2026, 8, 8)] * 3, stage="培育")
    one = leaves(ledger)[0]
    assert (one.row.records, one.row.standing.value, one.latest_on) == (11, 11, date(2026, 5, 8))
    assert [point.value for point in one.seen] == [6, 11, 11]


def test_of_what_starts_again_each_year_only_this_year_counts(ledger):
    from xiandao.policy.models import Progress

    item = ledger.items[1]
    aims.report(ledger, item, [3, 7, 12])
    Progress.objects.create(
        item=item, organisation=ledger.kjt, period="2025Q4", period_end=date(2025, 12, 31), value=15,
        reported_by=ledger.officer,
    )  # fmt: skip
    one = leaves(ledger)[1]
    assert [point.value for point in one.seen] == [3, 7, 12]
    assert one.outlook.verdict.is_forecast
    assert one.row.due == date(2026, 12, 31)


def test_a_draft_is_no_observation(ledger):
    aims.report(ledger, ledger.items[2], [1, 2, 3], state="draft")
    one = leaves(ledger)[2]
    assert (one.seen, one.outlook.verdict) == ((), Verdict.FEW)


def test_the_lamp_is_that_of_the_first_screen(ledger):
    from xiandao.policy.models import Item
    from xiandao.policy.queries.ledger import rows

    aims.report(ledger, ledger.items[2], [0, 0, 1])
    of_ledger = {row.item.pk: row.lamp for row in rows(Item.objects.all(), today=TODAY)}
    assert all(one.row.lamp == of_ledger[one.item.pk] for one in leaves(ledger))


def test_who_does_not_see_an_item_in_the_ledger_does_not_see_its_progress(ledger):
    assert progress_of.papers(ledger.stranger) == []
    assert progress_of.leaf(ledger.stranger, ledger.items[0].pk, today=TODAY) is None
    assert progress_of.leaf(ledger.officer, ledger.items[0].pk, today=TODAY) is not None


def test_a_task_is_no_target(ledger):
    assert progress_of.leaf(ledger.analyst, ledger.items[3].pk, today=TODAY) is None


def test_the_line_of_the_picture_passes_where_the_ledger_says(ledger):
    aims.report(ledger, ledger.items[2], [1, 2, 3])
    view = progress_of.leaf(ledger.analyst, ledger.items[2].pk, today=TODAY)
    standing = view.leaf.row.standing
    assert progress_of.expected_on(view.leaf.row, view.start, standing.on) == pytest.approx(
        standing.expected
    )


def test_many_targets_cost_as_many_queries_as_few(ledger, django_assert_max_num_queries):
    ledgers.many(ledger, 60)
    account, paper = ledger.analyst, ledger.paper
    with django_assert_max_num_queries(9):
        assert len(progress_of.leaves(account, paper, today=TODAY)) == 18
