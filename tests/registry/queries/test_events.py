"""The audit administrator finds events by word, action, day and result, within reach."""

from datetime import date, timedelta

from django.utils import timezone

from xiandao.registry.commands import audit, organisations
from xiandao.registry.queries import events


def test_events_are_found_by_word_action_day_and_result(province, body):
    organisations.add_alias(organisation=body("省科技厅"), name="省科委", by=province.system)
    audit.append("x.refused", account=province.system, summary="被拒绝", succeeded=False)
    today = timezone.localdate()

    def found(**which):
        return [event.action for event in events.search(province.audit, **which)]

    assert found(text="省科委") == ["organisations.add_alias"]
    assert found(action="x.") == ["x.refused"]
    assert found(succeeded=False) == ["x.refused"]
    assert "x.refused" in found(since=today, until=today)
    assert found(since=today + timedelta(days=1)) == []
    assert found(until=date(2020, 1, 1)) == []
    assert "x.refused" in set(events.actions(events.visible_to(province.audit)))


def test_the_latest_event_comes_first(province):
    sequences = [event.sequence for event in events.visible_to(province.audit)]
    assert sequences == sorted(sequences, reverse=True)


def test_a_local_auditor_sees_the_own_subtree_and_nothing_of_nobody(province, body, appoint):
    local = appoint("local", body("澜州市"), "audit_admin")
    audit.append("sessions.refused", account=None, summary="登录失败")
    audit.append("own", account=local, summary="本市")
    assert [event.action for event in events.visible_to(local)][:1] == ["own"]
    assert all(
        event.organisation.path.startswith(body("澜州市").path)
        for event in events.visible_to(local)
    )
    assert "sessions.refused" in [event.action for event in events.visible_to(province.audit)]


def test_nobody_else_sees_any(province, body, appoint):
    chief = appoint("chief", body("省经信厅"), "analyst", province.top)
    for account in (chief, province.system, province.security):
        assert not events.visible_to(account).exists()


def test_the_story_of_a_thing_is_what_was_done_to_it_the_latest_first(province, body):
    place, other = body("省科技厅"), body("澜州市")
    for where, name in ((place, "省科委"), (other, "澜城"), (place, "科委")):
        organisations.add_alias(organisation=where, name=name, by=province.system)
    told = [event.summary for event in events.story_of(place)]
    assert len(told) == 2
    assert "科委" in told[0]
    assert "省科委" in told[1]
    assert not any("澜城" in one for one in told)


def test_the_story_of_a_thing_holds_what_was_done_to_it_alone_the_latest_first(province, body):
    one, other = body("省科技厅"), body("省经信厅")
    organisations.add_alias(organisation=one, name="省科委", by=province.system)
    organisations.add_alias(organisation=other, name="省经信委", by=province.system)
    organisations.add_alias(organisation=one, name="省科技委", by=province.system)
    told = [event.summary for event in events.story_of(one)]
    assert [("省科委" in words, "省科技委" in words) for words in told[:2]] == [
        (False, True),
        (True, False),
    ]
    assert not any("省经信委" in words for words in told)
