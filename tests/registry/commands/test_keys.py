"""An access key opens its account's rights to programs until it ends; nobody can read it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from xiandao.registry.commands import accounts, keys
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import AccessKey, AuditEvent
from xiandao.terms.error import InputError, XiandaoError


@pytest.fixture
def clerk(province, body):
    return accounts.create(
        organisation=body("省经信厅"), username="clerk", display_name="经办",
        password="Strong-words-2026", must_change=False, by=province.system,
    ).account  # fmt: skip


def test_a_key_opens_the_account_it_was_made_by(clerk):
    issued = keys.issue(name="财务软件", by=clerk)
    assert keys.account_of(issued.text) == clerk
    assert AccessKey.objects.get().last_used_on == timezone.localdate()


def test_the_text_of_a_key_is_kept_nowhere(clerk):
    issued = keys.issue(name="财务软件", by=clerk)
    secret = issued.text.rsplit("_", 1)[1] if "_" not in issued.text[17:] else issued.text[16:]
    kept = str(AccessKey.objects.values().get()) + "".join(
        f"{event.summary}{event.details}" for event in AuditEvent.objects.all()
    )
    assert secret not in kept
    assert issued.text not in kept


@pytest.mark.parametrize("damage", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "", lambda t: t + "x", lambda t: t.replace("xd_", "xx_")])  # fmt: skip
def test_a_damaged_key_opens_nothing(clerk, damage):
    assert keys.account_of(damage(keys.issue(name="财务软件", by=clerk).text)) is None


def test_a_key_ends_with_its_day(clerk):
    issued = keys.issue(name="财务软件", days=3, by=clerk)
    day = timezone.localdate()
    assert keys.account_of(issued.text, on=day + timedelta(days=2)) == clerk
    assert keys.account_of(issued.text, on=day + timedelta(days=3)) is None


def test_a_revoked_key_opens_nothing_and_cannot_be_revoked_twice(clerk):
    issued = keys.issue(name="财务软件", by=clerk)
    keys.revoke(key=issued.key, by=clerk)
    assert keys.account_of(issued.text) is None
    with pytest.raises(XiandaoError) as told:
        keys.revoke(key=issued.key, by=clerk)
    assert told.value.code == "REG-304"


def test_a_key_of_a_disabled_account_opens_nothing(clerk, province):
    issued = keys.issue(name="财务软件", by=clerk)
    accounts.disable(account=clerk, by=province.system)
    assert keys.account_of(issued.text) is None


def test_nobody_ends_the_key_of_another(clerk, province):
    issued = keys.issue(name="财务软件", by=clerk)
    with pytest.raises(Refused):
        keys.revoke(key=issued.key, by=province.system)
    assert keys.account_of(issued.text) == clerk


@pytest.mark.parametrize(
    ("name", "days", "code"), [(" ", 90, "REG-301"), ("x", 0, "REG-302"), ("x", 366, "REG-302")]
)
def test_a_key_without_purpose_or_end_is_refused_beside_its_field(clerk, name, days, code):
    with pytest.raises(InputError) as told:
        keys.issue(name=name, days=days, by=clerk)
    assert told.value.code == code
    assert told.value.details["field"]


def test_no_account_hoards_keys(clerk):
    for _turn in range(keys.MOST):
        keys.issue(name="程序", by=clerk)
    with pytest.raises(InputError) as told:
        keys.issue(name="程序", by=clerk)
    assert told.value.code == "REG-303"
