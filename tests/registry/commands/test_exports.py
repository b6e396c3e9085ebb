"""Taking a file out leaves a trace."""

import json

from xiandao.registry.commands import exports
from xiandao.registry.models import AuditEvent


def test_an_export_is_recorded_with_its_name_address_and_size(province):
    exports.record(
        filename="任务台账.xlsx", address="/policy/ledger?lead=12", size=9, by=province.audit
    )
    event = AuditEvent.objects.latest("sequence")
    assert event.summary == "导出：任务台账.xlsx"
    assert event.account == province.audit
    assert json.loads(event.details)["address"] == "/policy/ledger?lead=12"
