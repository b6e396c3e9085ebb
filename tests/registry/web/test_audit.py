"""审计: the audit administrator reads, verifies and takes out; all of it leaves a trace."""

import json
from io import BytesIO

import openpyxl
import pytest

from tests.registry.triggers import without_triggers
from xiandao.registry.commands import audit
from xiandao.registry.models import AuditEvent

ADDRESS = "/registry/audit"


@pytest.fixture(autouse=True)
def marks(settings, tmp_path):
    settings.XIANDAO_AUDIT_CHECKPOINT = tmp_path / "marks.jsonl"


def test_events_are_listed_the_latest_first(staff, browse):
    audit.append("x", account=staff.officer, summary="最近的一件")
    text = browse(staff.audit).get(ADDRESS).content.decode()
    assert text.index("最近的一件") < text.index("授权：local")


def test_events_are_found_by_word_result_and_time(staff, browse):
    audit.append("x", account=staff.officer, summary="被拒绝", succeeded=False)
    client = browse(staff.audit)
    found = client.get(f"{ADDRESS}?q=被拒绝&succeeded=0&days=1").context["grid"].rows
    assert [event.summary for event in found] == ["被拒绝"]


def test_looking_alone_leaves_no_trace(staff, browse):
    client = browse(staff.audit)
    known = AuditEvent.objects.count()
    client.get(ADDRESS)
    assert AuditEvent.objects.count() == known


def test_an_export_is_itself_recorded(staff, browse):
    response = browse(staff.audit).get(f"{ADDRESS}?export=audit&q=授权")
    assert response.content[:2] == b"PK"
    event = AuditEvent.objects.latest("sequence")
    assert event.summary.startswith("导出：审计记录_")
    assert event.account == staff.audit
    assert "export=audit" in json.loads(event.details)["address"]


def test_a_sound_chain_and_a_broken_one_are_told(staff, browse):
    client = browse(staff.audit)
    assert "审计链完好" in client.post(f"{ADDRESS}/verify", follow=True).content.decode()
    with without_triggers():
        AuditEvent.objects.filter(sequence=3).update(summary="x")
    assert "第 3 条断开" in client.post(f"{ADDRESS}/verify", follow=True).content.decode()
    assert AuditEvent.objects.latest("sequence").succeeded is False


def test_after_verifying_one_is_back_on_the_list_so_that_reload_and_export_work(staff, browse):
    assert browse(staff.audit).post(f"{ADDRESS}/verify")["Location"] == ADDRESS


def test_nobody_else_opens_the_page(staff, browse):
    for account in (staff.officer, staff.system, staff.security):
        assert browse(account).get(ADDRESS).status_code == 403
        assert browse(account).get(f"{ADDRESS}?export=audit").status_code == 403
        assert browse(account).post(f"{ADDRESS}/verify").status_code == 403


def test_what_others_wrote_is_shown_as_text(staff, browse):
    audit.append("x", account=staff.officer, summary="<img src=x onerror=alert(1)>")
    assert b"<img src=x" not in browse(staff.audit).get(ADDRESS).content


def test_acts_are_called_by_their_names_on_the_page_and_in_the_file(staff, browse):
    audit.append("items.edit", account=staff.officer, summary="改了")
    client = browse(staff.audit)
    text = client.get(ADDRESS, {"action": "items.edit"}).content.decode()
    assert "修改事项" in text.partition("<tbody")[2]
    assert "items.edit" not in text.partition("<tbody")[2]
    book = openpyxl.load_workbook(BytesIO(client.get(f"{ADDRESS}?export=audit").content))
    cells = {cell for row in book.active.iter_rows(values_only=True) for cell in row}
    assert "修改事项" in cells


def test_typing_the_address_of_the_verification_leads_back_to_the_audit_page(staff, browse):
    response = browse(staff.audit).get(f"{ADDRESS}/verify")
    assert response.status_code == 405
    assert f'href="{ADDRESS}">返回上一步' in response.content.decode()
