"""What sessions leave in the audit trail."""

import pytest

from xiandao.registry.commands import sessions
from xiandao.registry.models import AuditEvent


@pytest.fixture
def officer(province, appoint):
    return appoint("officer", province.top, "officer")


def last():
    return AuditEvent.objects.latest("sequence")


def test_signing_in_keeps_the_time_of_the_sign_in_before(officer):
    from django.utils import timezone

    officer.last_login = timezone.now()
    officer.save()
    sessions.sign_in(by=officer)
    officer.refresh_from_db()
    assert officer.previous_login == officer.last_login
    assert (last().action, last().account) == ("sessions.sign_in", officer)


def test_an_unknown_name_is_not_written_down_when_a_sign_in_fails(province):
    sessions.refused("my-password-typed-by-mistake")
    assert last().account is None
    assert "my-password" not in last().summary + last().account_name + last().details
    assert not last().succeeded


def test_a_locked_name_and_a_refused_page_say_so(officer):
    sessions.refused(officer.username, locked=True)
    assert (last().action, last().account) == ("sessions.locked", officer)
    sessions.page_refused(by=officer, permission="registry.audit.view", address="/registry/audit")
    assert "/registry/audit" in last().summary
    sessions.sign_out(by=officer, why="闲置超时")
    assert last().summary == "退出登录（闲置超时）"
