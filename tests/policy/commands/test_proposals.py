"""What a person makes of what was read: each decision once, by name, and never behind somebody's back."""

import json
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.policy.factories import TEXT, find, paper_from
from xiandao.policy.commands import proposals
from xiandao.policy.models import Item, Proposal
from xiandao.registry.models import AuditEvent
from xiandao.terms.error import XiandaoError

pytestmark = pytest.mark.django_db


def test_a_confirmed_target_becomes_an_item_with_figure_deadline_and_who_confirmed(province, paper):
    row = find(paper, "30个")
    item = proposals.confirm(proposal=row, by=province.analyst)
    assert (item.kind, item.value, item.unit, item.comparator) == ("target", 30, "个", "approx")
    assert item.due_on.isoformat() == "2027-12-31"
    assert item.tolerance_pct == 10
    assert item.clause.path == "一（二）"
    assert item.confirmed_by == province.analyst
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("confirmed", province.analyst)
    assert row.decided_at is not None


def test_lead_and_parties_become_organisations_and_an_unknown_name_stays_as_written(
    province, paper
):
    item = proposals.confirm(proposal=find(paper, "15个"), by=province.analyst)
    assert (item.lead, item.lead_inferred) == (province.b99_KJT, False)
    named = [(party.name, party.organisation) for party in item.parties.all()]
    assert named == [("省发展改革委", province.b99_FGW), ("省未来办", None)]


def test_a_lead_that_the_text_does_not_name_as_such_is_marked_as_inferred(province, paper):
    item = proposals.confirm(proposal=find(paper, "100个"), by=province.analyst)
    assert (item.lead, item.lead_inferred) == (province.b99_JXT, True)


def test_a_benefit_is_confirmed_without_entering_the_ledger(province, paper):
    assert proposals.confirm(proposal=find(paper, "200万元"), by=province.analyst) is None
    assert Item.objects.count() == 0


def test_of_two_clerks_the_second_is_told_who_was_first(province, paper):
    mine, theirs = find(paper, "30个"), find(paper, "30个")
    proposals.confirm(proposal=mine, by=province.analyst)
    with pytest.raises(XiandaoError) as refused:
        proposals.reject(proposal=theirs, by=province.colleague)
    assert refused.value.details["status"] == 409
    assert "analyst同志" in refused.value.sentence
    assert "已确认" in refused.value.sentence
    assert Item.objects.count() == 1


def test_a_correction_changes_the_item_and_leaves_the_reading_as_it_was(province, paper):
    row = find(paper, "50个")
    kept = row.reading.result
    item = proposals.correct(
        proposal=row, kind="target", payload={"value": "60", "comparator": "ge"}, reason="原文笔误",
        by=province.analyst,
    )  # fmt: skip
    assert (item.value, item.comparator, item.unit) == (Decimal(60), "ge", "个")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("corrected", "原文笔误")
    row.reading.refresh_from_db()
    assert row.reading.result == kept
    told = json.loads(AuditEvent.objects.order_by("-sequence").first().details)
    assert (told["before"]["value"], told["after"]["value"]) == (50, 60)


def test_an_unusable_correction_changes_nothing(province, paper):
    row = find(paper, "50个")
    with pytest.raises(XiandaoError):
        proposals.correct(
            proposal=row, kind="target", payload={"value": "很多"}, by=province.analyst
        )
    row.refresh_from_db()
    assert row.state == "proposed"


def test_a_target_can_be_corrected_to_a_benefit_and_is_then_no_item(province, paper):
    row = find(paper, "50个")
    assert proposals.correct(proposal=row, kind="benefit", payload={}, by=province.analyst) is None
    assert Item.objects.count() == 0


def test_what_was_rejected_can_be_put_before_a_person_again(province, paper):
    row = find(paper, "30个")
    proposals.reject(proposal=row, by=province.analyst, reason="重复")
    assert (row.state, row.reason) == ("rejected", "重复")
    proposals.reopen(proposal=row, by=province.colleague)
    assert (row.state, row.decided_by, row.reason) == ("proposed", None, "")


def test_reopening_takes_an_untouched_item_out_of_the_ledger(province, paper):
    row = find(paper, "30个")
    proposals.confirm(proposal=row, by=province.analyst)
    proposals.reopen(proposal=row, by=province.analyst)
    assert Item.objects.count() == 0


def test_an_item_under_a_follow_up_that_the_clerk_cannot_see_is_not_taken_back(province):
    from xiandao.casework.queries.cases import visible_to
    from xiandao.policy.commands import followups

    paper = paper_from(TEXT, by=province.city_analyst, kept_by=province.b9901)
    row = find(paper, "30个")
    item = proposals.confirm(proposal=row, by=province.city_analyst)
    followups.open_followup(
        item=item, words="请说明", by=province.analyst, responsible=province.b99_KJT
    )
    assert not visible_to(province.city_analyst).exists()
    with pytest.raises(XiandaoError) as refused:
        proposals.reopen(proposal=row, by=province.city_analyst)
    assert refused.value.code == "POL-211"


def test_an_item_that_was_reported_on_is_not_taken_back(province, paper):
    row = find(paper, "30个")
    item = proposals.confirm(proposal=row, by=province.analyst)
    item.progress.create(
        organisation=province.top, period="2026Q3", period_end=timezone.localdate(),
        reported_by=province.analyst,
    )  # fmt: skip
    with pytest.raises(XiandaoError) as refused:
        proposals.reopen(proposal=row, by=province.analyst)
    assert refused.value.code == "POL-211"
    assert Item.objects.filter(pk=item.pk).exists()


def test_splitting_puts_the_parts_before_a_person_and_the_whole_aside(province, paper):
    row = find(paper, "30个")
    middle = row.start + 6
    made = proposals.split(
        proposal=row, parts=[(row.start, middle), (middle, row.end)], by=province.analyst
    )
    assert [one.text for one in made] == [
        paper.text[row.start : middle],
        paper.text[middle : row.end],
    ]
    assert {one.state for one in made} == {"proposed"}
    assert {one.kind for one in made} == {"target", "task"}
    row.refresh_from_db()
    assert (row.state, row.reason) == ("rejected", "已拆分")


def test_a_split_needs_two_parts_and_otherwise_changes_nothing(province, paper):
    row = find(paper, "30个")
    with pytest.raises(XiandaoError):
        proposals.split(proposal=row, parts=[(row.start, row.end)], by=province.analyst)
    row.refresh_from_db()
    assert row.state == "proposed"


def test_reopening_a_split_takes_its_parts_back_unless_one_was_decided(province, paper):
    row = find(paper, "30个")
    middle = row.start + 6
    cut = [(row.start, middle), (middle, row.end)]
    first, _ = proposals.split(proposal=row, parts=cut, by=province.analyst)
    proposals.reject(proposal=first, by=province.analyst)
    with pytest.raises(XiandaoError):
        proposals.reopen(proposal=row, by=province.analyst)
    proposals.reopen(proposal=first, by=province.analyst)
    proposals.reopen(proposal=row, by=province.analyst)
    assert not Proposal.objects.filter(split_from=row).exists()
    assert row.state == "proposed"


def test_what_the_reader_missed_can_be_added_and_still_waits_for_a_decision(province, paper):
    start = paper.text.index("完善场景发布机制")
    row = proposals.add(
        paper=paper, kind="task", start=start, end=start + 8, payload={"metric": "机制"}, by=province.analyst
    )  # fmt: skip
    assert (row.text, row.state, row.added_by_hand) == ("完善场景发布机制", "proposed", True)
    assert row.clause.path == "二（二）"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 4), (9, 3), (0, 99999)])
def test_an_addition_needs_a_piece_of_the_text(province, paper, start, end):
    with pytest.raises(XiandaoError) as refused:
        proposals.add(
            paper=paper, kind="task", start=start, end=end, payload={}, by=province.analyst
        )
    assert refused.value.code == "POL-213"


def test_many_are_confirmed_at_once_and_decided_ones_are_left_alone(province, paper):
    rejected = find(paper, "30个")
    proposals.reject(proposal=rejected, by=province.colleague)
    keys = list(paper.proposals.values_list("pk", flat=True))
    done = proposals.confirm_many(paper=paper, proposals=keys, by=province.analyst)
    assert done == len(keys) - 1
    rejected.refresh_from_db()
    assert rejected.state == "rejected"
    numbers = list(paper.items.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_proposals_of_another_paper_are_not_confirmed_along(province, paper):
    from tests.policy.factories import TEXT, paper_from

    other = paper_from(TEXT, by=province.city_analyst, kept_by=province.b9901)
    keys = list(other.proposals.values_list("pk", flat=True))
    assert proposals.confirm_many(paper=paper, proposals=keys, by=province.analyst) == 0
    assert set(other.proposals.values_list("state", flat=True)) == {"proposed"}


def test_a_name_is_matched_once_for_the_whole_paper_and_for_what_is_already_in_the_ledger(
    province, paper
):
    item = proposals.confirm(proposal=find(paper, "15个"), by=province.analyst)
    done = proposals.match(
        paper=paper, name="省未来办", organisation=province.b99_CZT, by=province.analyst
    )
    assert done >= 1
    assert item.parties.get(name="省未来办").organisation == province.b99_CZT
    row = find(paper, "15个")
    assert row.payload["matches"] == {"省未来办": "99-CZT"}
    assert row.payload["departments"] == ["省科技厅", "省发展改革委", "省未来办"]


def test_a_name_that_the_paper_does_not_have_is_not_matched(province, paper):
    with pytest.raises(XiandaoError):
        proposals.match(
            paper=paper, name="省体育局", organisation=province.b99_CZT, by=province.analyst
        )


def test_only_who_keeps_the_paper_decides_on_it(province, paper):
    row = find(paper, "30个")
    for person in (province.officer, province.leader, province.viewer, province.city_analyst):
        with pytest.raises(XiandaoError) as refused:
            proposals.confirm(proposal=row, by=person)
        assert refused.value.details["status"] == 403
    row.refresh_from_db()
    assert row.state == "proposed"


def test_what_waits_is_what_nobody_decided(province, paper):
    proposals.reject(proposal=find(paper, "30个"), by=province.analyst)
    assert proposals.waiting(paper).count() == paper.proposals.count() - 1
