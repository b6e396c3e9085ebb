"""Of two people at the same moment exactly one wins, and nothing is counted twice, on a file and on PostgreSQL."""

from decimal import Decimal

import pytest

from tests import race
from tests.policy import factories, ledgers
from xiandao.policy.commands import imports, items, papers, progress, proposals
from xiandao.policy.models import Change, Item, Progress, Proposal, Upload
from xiandao.registry.commands import audit
from xiandao.registry.models import Account

ROUNDS = range(3)


@pytest.fixture
def kept(transactional_db, settings, tmp_path):
    """Documents and marks of the audit chain in a folder of this test."""
    settings.XIANDAO_DOCUMENTS = tmp_path / "documents"
    settings.XIANDAO_AUDIT_CHECKPOINT = tmp_path / "marks.jsonl"
    return tmp_path


@pytest.fixture
def read_paper(kept):
    province = factories.build_province()
    return factories.paper_from(factories.TEXT, by=province.analyst, kept_by=province.top)


@pytest.fixture
def at_once(kept):
    """Run functions in threads with connections of their own."""
    with race.at_once(kept) as run:
        yield run


def someone(username):
    return Account.objects.select_related("organisation").get(username=username)


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_reading_that_two_confirm_enters_the_ledger_once(read_paper, at_once, _round):
    row = factories.find(read_paper, "50个")

    def confirm(username):
        found = Proposal.objects.select_related("paper__organisation", "clause").get(pk=row.pk)
        return "entered" if proposals.confirm(proposal=found, by=someone(username)) else "nothing"

    done = at_once(lambda: confirm("analyst"), lambda: confirm("colleague"))
    assert sorted(done) == ["POL-409", "entered"]
    assert at_once.look(lambda: Item.objects.filter(proposal=row).count()) == 1
    assert at_once.look(lambda: audit.verify().holds)


@pytest.mark.parametrize("_round", ROUNDS)
def test_confirming_all_and_confirming_one_at_once_enters_each_once_under_its_own_number(
    read_paper, at_once, _round
):
    keys = list(read_paper.proposals.values_list("pk", flat=True))
    row = factories.find(read_paper, "50个")

    def one():
        found = Proposal.objects.select_related("paper__organisation", "clause").get(pk=row.pk)
        proposals.confirm(proposal=found, by=someone("colleague"))

    at_once(
        lambda: proposals.confirm_many(paper=read_paper, proposals=keys, by=someone("analyst")), one
    )
    entered = at_once.look(lambda: list(Item.objects.values_list("number", "proposal")))
    assert len({number for number, _ in entered}) == len(entered)
    assert len({proposal for _, proposal in entered}) == len(entered)
    assert (
        at_once.look(lambda: papers.activate(paper=read_paper, by=someone("analyst")).state)
        == "active"
    )


@pytest.mark.parametrize("_round", ROUNDS)
def test_reopening_while_another_confirms_leaves_no_item_beside_an_open_reading(
    read_paper, at_once, _round
):
    row = factories.find(read_paper, "50个")

    def act(verb, username):
        found = Proposal.objects.select_related("paper__organisation", "clause").get(pk=row.pk)
        verb(proposal=found, by=someone(username))

    at_once(lambda: act(proposals.confirm, "analyst"), lambda: act(proposals.reopen, "colleague"))
    state, entered = at_once.look(
        lambda: (Proposal.objects.get(pk=row.pk).state, Item.objects.filter(proposal=row).count())
    )
    assert (state, entered) in {("confirmed", 1), ("proposed", 0)}


@pytest.fixture
def world(kept, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_named: ledgers.TODAY)
    return ledgers.with_items(ledgers.build())


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_who_edit_the_same_item_one_is_told_that_the_other_was_first(world, at_once, _round):
    key = world.items[0].pk

    def edit(username, value):
        found = Item.objects.select_related("organisation").get(pk=key)
        return items.edit(
            item=found, changes={"value": Decimal(value)}, version=1, by=someone(username)
        ).version

    done = at_once(lambda: edit("analyst", 31), lambda: edit("second", 32))
    assert sorted(map(str, done)) == ["2", "POL-409"]
    assert at_once.look(lambda: Change.objects.filter(item=key, field="value").count()) == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_first_reports_of_a_quarter_one_is_kept_and_the_other_is_told(
    world, at_once, _round
):
    key = world.items[0].pk

    def report(username):
        found = Item.objects.select_related("organisation", "lead").get(pk=key)
        told = progress.report(
            item=found, period="2026Q3", words=username, version=0, by=someone(username)
        )
        return told.words

    done = at_once(lambda: report("officer"), lambda: report("partner"))
    assert done.count("POL-409") == 1
    kept = at_once.look(
        lambda: list(Progress.objects.filter(item=key).values_list("words", flat=True))
    )
    assert kept == [word for word in done if word != "POL-409"]


def test_a_workbook_that_is_confirmed_twice_at_once_is_saved_once(world, at_once):
    data = ledgers.changed(ledgers.workbook(world), {"C4": "改过的事项", "C9": "新的事项"})
    upload = imports.take(data, name="台账.xlsx", by=world.analyst)

    def confirm():
        held = Upload.objects.get(pk=upload.pk)
        return imports.confirm(upload=held, choices={}, by=someone("analyst"))["new"]

    assert sorted(map(str, at_once(confirm, confirm))) == ["1", "POL-275"]
    assert at_once.look(lambda: Item.objects.filter(title="新的事项").count()) == 1
