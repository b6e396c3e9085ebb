"""A case moves only by its declared steps, by those who may, and by one of two clerks at once."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.casework.conftest import FOLLOWUP
from xiandao.casework.commands import cases
from xiandao.casework.models import Case, CaseEvent, Task
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import AuditEvent, Document
from xiandao.terms.error import XiandaoError


def open_task(case):
    return Task.objects.get(case=case, done_at__isnull=True)


def document(office, by, organisation=None, name="进展说明.pdf"):
    return Document.objects.create(
        sha256="0" * 64, name=name, media_type="application/pdf", size=3,
        organisation=organisation or office.zone, uploaded_by=by,
    )  # fmt: skip


def open_one(office, **changes):
    given = {
        "kind": FOLLOWUP, "title": "办理事项", "owner": office.department, "responsible": office.zone,
        "by": office.analyst,
    }  # fmt: skip
    return cases.open_case(**given | changes)


@contextmanager
def refused(code):
    """Expect an error of the product with this code."""
    with pytest.raises(XiandaoError) as caught:
        yield caught
    assert caught.value.code == code


def test_opening_puts_the_first_task_before_the_responsible_body(office, opened):
    task = open_task(opened)
    assert (opened.stage, task.organisation, task.work) == ("signing", office.zone, "签收督办事项")
    assert task.due_on is not None
    assert opened.due_on > task.due_on > timezone.localdate()
    event = opened.events.get()
    assert (event.transition, event.words, event.by) == ("open", "请说明原因", office.analyst)


def test_a_follow_up_goes_its_whole_way_to_the_end(office, opened, take):
    take(opened, "sign", office.clerk)
    take(opened, "reply", office.clerk, "已完成第三批公示")
    assert open_task(opened).organisation == office.department
    done = take(opened, "approve", office.analyst)
    assert (done.stage, done.version) == ("done", 4)
    assert done.closed_at is not None
    assert not Task.objects.filter(case=opened, done_at__isnull=True).exists()
    outcomes = list(
        Task.objects.filter(case=opened).order_by("pk").values_list("outcome", "done_by__username")
    )
    assert outcomes == [("已签收", "clerk"), ("已答复", "clerk"), ("办结", "analyst")]


def test_each_step_leaves_one_audit_event_with_what_happened(office, opened, take):
    before = AuditEvent.objects.count()
    take(opened, "sign", office.clerk)
    event = AuditEvent.objects.order_by("sequence").last()
    assert AuditEvent.objects.count() == before + 1
    assert (event.action, event.object_type, event.object_id) == (
        "cases.act",
        "casework.case",
        str(opened.pk),
    )
    assert "签收" in event.summary


def test_the_reply_task_keeps_the_deadline_of_the_case_and_a_return_sets_its_own(
    office, opened, take
):
    take(opened, "sign", office.clerk)
    assert open_task(opened).due_on == opened.due_on
    take(opened, "reply", office.clerk, "已办")
    take(opened, "send_back", office.analyst, "没有说明原因")
    task = open_task(opened)
    assert (task.stage, task.organisation) == ("working", office.zone)
    assert task.due_on != opened.due_on


def test_a_chosen_deadline_is_kept(office):
    chosen = timezone.localdate() + timedelta(days=40)
    assert open_one(office, due_on=chosen).due_on == chosen


def test_a_deadline_in_the_past_is_refused(office):
    with refused("CAS-108"):
        open_one(office, due_on=date(2020, 1, 1))
    assert not Case.objects.exists()


def test_the_second_of_two_clerks_gets_a_clear_message_and_the_words_back(office, opened):
    seen_by_clerk = Case.objects.get(pk=opened.pk)
    seen_by_deputy = Case.objects.get(pk=opened.pk)
    cases.act(seen_by_clerk, transition="sign", version=1, by=office.clerk)
    with pytest.raises(cases.Conflict) as caught:
        cases.act(
            seen_by_deputy,
            transition="decline",
            version=1,
            words="不属我单位职责",
            by=office.deputy,
        )
    error = caught.value
    assert error.code == "CAS-409"
    assert "clerk同志" in error.sentence
    assert "办理中" in error.sentence
    assert error.details["words"] == "不属我单位职责"
    assert Case.objects.get(pk=opened.pk).stage == "working"
    assert CaseEvent.objects.filter(case=opened).count() == 2


def test_a_form_opened_before_somebody_else_acted_is_refused_even_with_a_fresh_case(
    office, opened, take
):
    take(opened, "sign", office.clerk)
    fresh = Case.objects.get(pk=opened.pk)
    with pytest.raises(cases.Conflict):
        cases.act(fresh, transition="reply", version=1, words="已办", by=office.deputy)
    assert Case.objects.get(pk=opened.pk).stage == "working"


@pytest.mark.parametrize(
    ("transition", "who"), [("sign", "stranger"), ("sign", "viewer"), ("withdraw", "stranger")]
)
def test_who_has_no_grant_over_the_case_is_refused_and_the_attempt_is_kept(
    office, opened, transition, who
):
    before = AuditEvent.objects.filter(succeeded=False).count()
    with pytest.raises(XiandaoError) as caught:
        cases.act(opened, transition=transition, version=1, words="x", by=getattr(office, who))
    assert caught.value.code in {"REG-403", "CAS-403"}
    assert AuditEvent.objects.filter(succeeded=False).count() == before + 1
    assert Case.objects.get(pk=opened.pk).version == 1


def test_the_responsible_body_cannot_judge_its_own_reply(office, opened, take):
    take(opened, "sign", office.clerk)
    take(opened, "reply", office.clerk, "已办")
    with refused("CAS-403") as caught:
        take(opened, "approve", office.deputy)
    assert "示范省经信厅" in caught.value.sentence


def test_one_person_cannot_both_reply_and_approve(office, opened, take):
    """The analyst's grant reaches the zone too, so that only four eyes stand between reply and approval."""
    take(opened, "sign", office.analyst)
    take(opened, "reply", office.analyst, "电话答复，代为记录")
    with refused("CAS-012"):
        take(opened, "approve", office.analyst)
    assert take(opened, "approve", office.colleague).stage == "done"


def test_a_step_that_does_not_start_here_is_refused(office, opened, take):
    with refused("CAS-103"):
        take(opened, "approve", office.analyst)


def test_a_return_without_a_reason_is_refused_and_nothing_moves(office, opened, take):
    take(opened, "sign", office.clerk)
    take(opened, "reply", office.clerk, "已办")
    with refused("CAS-104") as caught:
        take(opened, "send_back", office.analyst, "  ")
    assert caught.value.details["missing"] == ["理由"]
    assert Case.objects.get(pk=opened.pk).stage == "review"


def test_evidence_is_needed_exactly_where_it_was_asked_for(office, take):
    case = open_one(office, needs_evidence=True)
    take(case, "sign", office.clerk)
    with refused("CAS-104") as caught:
        take(case, "reply", office.clerk, "已办")
    assert caught.value.details["missing"] == ["佐证材料"]
    file = document(office, office.clerk)
    take(case, "reply", office.clerk, "已办", evidence=[file])
    assert list(case.events.get(transition="reply").evidence.all()) == [file]


def test_somebody_elses_file_cannot_be_attached(office, opened, take):
    take(opened, "sign", office.clerk)
    foreign = document(office, office.stranger, office.other)
    with refused("CAS-105"):
        take(opened, "reply", office.clerk, "已办", evidence=[foreign])


def test_passing_on_gives_the_case_to_another_body_from_the_start(office, opened, take):
    take(opened, "decline", office.clerk, "不属我单位职责")
    assert open_task(opened).organisation == office.department
    moved = take(opened, "redirect", office.analyst, "请东屿办理", reassign_to=office.other)
    assert (moved.stage, moved.responsible) == ("signing", office.other)
    assert open_task(opened).organisation == office.other
    assert take(opened, "sign", office.stranger).stage == "working"


def test_passing_on_needs_a_body_that_can_act(office, opened, take):
    with refused("CAS-104"):
        take(opened, "redirect", office.analyst, "转办")
    with refused("CAS-103"):
        take(opened, "redirect", office.analyst, "转办", reassign_to=office.zone)
    office.other.valid_to = timezone.localdate()
    office.other.save()
    with refused("CAS-109"):
        take(opened, "redirect", office.analyst, "转办", reassign_to=office.other)


def test_a_case_is_passed_on_only_within_the_reach_of_who_passes_it_on(office, opened, take):
    take(opened, "decline", office.clerk, "不属我单位职责")
    # The colleague acts for the department alone; the case would carry its words and files out of there.
    with refused("CAS-112"):
        take(opened, "redirect", office.colleague, "转办", reassign_to=office.other)
    opened.refresh_from_db()
    assert (opened.stage, opened.responsible) == ("redirect", office.zone)


def test_a_group_of_bodies_cannot_be_responsible(office):
    office.other.kind = "group"
    with refused("CAS-109"):
        open_one(office, responsible=office.other)


def test_the_same_matter_is_opened_once_for_a_body(office, opened, take):
    again = {"subject_type": "policy.item", "subject_id": 7}
    with refused("CAS-107"):
        open_one(office, **again)
    assert open_one(office, responsible=office.other, **again).stage == "signing"
    take(opened, "withdraw", office.analyst, "已解决")
    assert open_one(office, **again).stage == "signing"


def test_a_withdrawn_case_is_closed_with_its_tasks(office, opened, take):
    gone = take(opened, "withdraw", office.analyst, "已通过其他途径解决")
    assert (gone.stage, gone.closed_at is not None) == ("withdrawn", True)
    assert Task.objects.get(case=opened).outcome == "已撤销"


def test_opening_needs_the_right_at_the_owner(office):
    with pytest.raises(Refused):
        open_one(office, by=office.clerk)
    with pytest.raises(Refused):
        open_one(office, by=office.colleague, owner=office.zone)
    assert AuditEvent.objects.filter(succeeded=False).count() == 2


def test_an_undeclared_kind_cannot_be_opened(office):
    with refused("CAS-101"):
        open_one(office, kind="nobody.knows")


def test_words_that_no_database_keeps_are_refused_before_anything_is_written(office, opened, take):
    take(opened, "sign", office.clerk)
    with refused("CAS-106"):
        take(opened, "reply", office.clerk, "甲\x00乙")
    assert open_task(opened).stage == "working"
