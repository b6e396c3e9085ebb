"""Targets of papers get a role from who keeps the evaluation of the ledger's body."""

import pytest

from tests.policy import ledgers
from xiandao.evaluate.commands import target_roles
from xiandao.evaluate.models import TargetRole
from xiandao.registry.commands.acting import Refused
from xiandao.terms.error import XiandaoError


@pytest.fixture
def ledger(db, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_named: ledgers.TODAY)
    return ledgers.with_items(ledgers.build())


def test_a_target_gets_one_role_with_its_reason_and_loses_it_again(ledger):
    item = next(one for one in ledger.items if one.kind == "target")
    for role in ("origin", "cluster"):
        target_roles.give(item=item, role=role, reason="论证会", by=ledger.analyst)
    assert list(TargetRole.objects.values_list("role", "reason")) == [("cluster", "论证会")]
    target_roles.withdraw(item=item, by=ledger.analyst)
    assert not TargetRole.objects.exists()


def test_only_targets_and_only_by_who_keeps_the_evaluation(ledger):
    target = next(one for one in ledger.items if one.kind == "target")
    other = next(one for one in ledger.items if one.kind != "target")
    with pytest.raises(XiandaoError) as refused:
        target_roles.give(item=other, role="origin", reason="x", by=ledger.analyst)
    assert refused.value.code == "EVA-608"
    with pytest.raises(XiandaoError) as refused:
        target_roles.give(item=target, role="", reason="x", by=ledger.analyst)
    assert refused.value.code == "EVA-600"
    with pytest.raises(Refused):
        target_roles.give(item=target, role="origin", reason="x", by=ledger.officer)
