"""The list of the ledger in a few words says the same of each item as its own row."""

from datetime import date

import pytest

from tests.policy.ledgers import TODAY, build, with_items
from xiandao.policy.models import Item, Paper
from xiandao.policy.models.item import ItemStatus
from xiandao.policy.queries import ledger_index
from xiandao.policy.queries.ledger import rows
from xiandao.terms.period import Period

pytestmark = pytest.mark.django_db
QUARTER = Period.parse("2026Q4")


@pytest.fixture
def world():
    return with_items(build())


def entries(account, **more):
    return ledger_index.entries(account, period=QUARTER, today=TODAY, **more)


def another_paper(world, issued_on):
    paper = Paper.objects.create(
        title="另一份文件", state="active", text="甲", organisation=world.jxt, added_by=world.analyst, issued_on=issued_on,
    )  # fmt: skip
    Item.objects.create(
        paper=paper, organisation=world.jxt, number=1, kind="task", title="另一事项", confirmed_by=world.analyst
    )  # fmt: skip
    return paper


def test_each_entry_says_what_the_row_of_its_item_says(world):
    late, done, dropped, *_rest = world.items
    Item.objects.filter(pk=late.pk).update(due_on=date(2026, 11, 1), status="under_way")
    Item.objects.filter(pk=done.pk).update(status="done", done_on=date(2026, 5, 1))
    Item.objects.filter(pk=dropped.pk).update(status=ItemStatus.DROPPED)
    known = {row.item.pk: row for row in rows(Item.objects.all(), today=TODAY)}
    found = entries(world.analyst)
    assert len(found) == len(known)
    for one in found:
        row = known[one.pk]
        item = row.item
        assert (one.due, one.lamp) == (row.due, row.lamp)
        assert (one.number, one.title, one.kind) == (item.number, item.title, item.kind)
        assert (one.status, one.is_ongoing) == (item.status, item.is_ongoing)
        assert (one.counts, one.lead) == (row.counts, item.lead.label)
        assert (one.clause_path, one.clause_heading) == (item.clause.path, item.clause.heading)


def test_a_lead_that_is_no_organisation_is_called_as_the_paper_calls_it(world):
    Item.objects.filter(pk=world.items[0].pk).update(lead=None, lead_name="省某局", clause=None)
    one = entries(world.analyst)[0]
    assert (one.lead, one.lead_id, one.clause_path) == ("省某局", None, "")


def test_the_newest_paper_comes_first_and_one_without_a_day_last(world):
    newer = another_paper(world, date(2026, 9, 1))
    undated = another_paper(world, None)
    papers = list(dict.fromkeys(one.paper for one in entries(world.analyst)))
    assert papers == [newer.pk, world.paper.pk, undated.pk]
    chosen = [key for key, _title in ledger_index.paper_choices(world.analyst)]
    assert chosen == [str(pk) for pk in papers]
    assert [one.number for one in entries(world.analyst, paper=world.paper.pk)] == [1, 2, 3, 4, 5]


def test_only_papers_with_an_item_that_is_seen_can_be_chosen(world):
    other = another_paper(world, date(2026, 9, 1))
    chosen = [key for key, _title in ledger_index.paper_choices(world.officer)]
    assert chosen == [str(world.paper.pk)]
    assert {one.paper for one in entries(world.officer)} == {world.paper.pk}
    assert str(other.pk) not in chosen
    assert ledger_index.paper_choices(world.stranger) == []
    assert entries(world.stranger) == []


def test_a_page_says_what_its_reader_may_do_and_shows_only_his_own_draft(world):
    item = world.items[0]
    told = {"period": QUARTER.code, "period_end": QUARTER.end, "reported_by": world.officer}
    item.progress.create(organisation=world.kjt, words="已报", **told)
    item.progress.create(organisation=world.kjt, words="草稿", state="draft", **told)
    seen = {}
    for who in ("analyst", "officer", "viewer"):
        account = getattr(world, who)
        shown = entries(account, only=item.pk)
        ledger_index.fill(account, shown, period=QUARTER, today=TODAY)
        (seen[who],) = shown
    assert {who: (one.may_report, one.may_edit) for who, one in seen.items()} == {
        "analyst": (True, True),
        "officer": (True, False),
        "viewer": (False, False),
    }
    assert {one.report.words for one in seen.values()} == {"已报"}
    assert {who: one.draft.words for who, one in seen.items() if one.draft} == {"officer": "草稿"}


def test_the_list_takes_as_many_queries_for_many_as_for_few(world, django_assert_max_num_queries):
    from tests.policy.ledgers import many

    many(world, 300)
    with django_assert_max_num_queries(9):
        entries(world.analyst)
