"""Documents go out as downloads to those who may, and come in through a check."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xiandao.registry.commands import documents
from xiandao.registry.models import AuditEvent, Document

PDF = b"%PDF-1.7 text"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.XIANDAO_DOCUMENTS = tmp_path


@pytest.fixture
def kept(staff):
    return documents.store(
        data=PDF, name="佐证 材料.pdf", organisation=staff.officer.organisation, by=staff.officer
    )


def send(client, name="佐证.pdf", data=PDF, **others):
    return client.post("/documents/add", {"file": SimpleUploadedFile(name, data), **others})


def test_a_download_is_a_file_with_its_chinese_name_and_nothing_a_browser_would_run(
    staff, browse, kept
):
    response = browse(staff.officer).get(f"/documents/{kept.pk}")
    assert b"".join(response.streaming_content) == PDF
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "filename*=utf-8''%E4%BD%90%E8%AF%81%20%E6%9D%90%E6%96%99.pdf" in disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_a_document_of_another_organisation_is_refused_by_its_id_and_remembered(
    staff, browse, kept
):
    response = browse(staff.outsider, REMOTE_ADDR="10.5.5.5").get(f"/documents/{kept.pk}")
    assert response.status_code == 403
    assert PDF not in response.content
    event = AuditEvent.objects.latest("sequence")
    assert (event.account_name, event.succeeded, event.address) == ("outsider", False, "10.5.5.5")
    assert (event.object_type, event.object_id) == ("registry.document", str(kept.pk))


def test_no_administrator_reads_documents(staff, browse, kept):
    for account in (staff.system, staff.security, staff.audit):
        assert browse(account).get(f"/documents/{kept.pk}").status_code == 403


def test_a_stranger_signs_in_first_and_a_missing_document_is_not_found(staff, browse, kept):
    assert Client().get(f"/documents/{kept.pk}").status_code == 302
    assert browse(staff.officer).get("/documents/999999").status_code == 404


def test_an_upload_belongs_to_the_organisation_of_who_sends_it(staff, browse):
    response = send(browse(staff.officer), organisation="1", uploaded_by="1")
    assert response.status_code == 201
    document = Document.objects.get()
    assert document.organisation == staff.officer.organisation
    assert document.grade == "internal"
    assert f'name="documents" value="{document.pk}"' in response.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [("a.exe", b"MZ", 400), ("a.pdf", b"MZ", 400), ("a.pdf", b"", 400), ("a.svg", b"<svg>", 400)],
)
def test_what_is_not_accepted_is_told_in_words(staff, browse, name, data, status):
    response = send(browse(staff.officer), name, data)
    assert response.status_code == status
    assert "文件" in response.content.decode()
    assert not Document.objects.exists()


def test_an_upload_without_a_file_and_by_who_may_not_is_refused(staff, browse):
    assert browse(staff.officer).post("/documents/add", {}).status_code == 422
    assert send(browse(staff.system)).status_code == 403


def test_a_file_over_25_mb_is_refused_in_words(staff, browse, monkeypatch):
    from xiandao.registry.web import documents as page

    monkeypatch.setattr(page, "LARGEST", 8)
    response = send(browse(staff.officer))
    assert response.status_code == 413
    assert "25 MB" in response.content.decode()


def test_a_name_made_to_forge_headers_stays_a_name(staff, browse):
    document = documents.store(
        data=PDF, name='a";\r\nSet-Cookie: x=1;.pdf', organisation=staff.officer.organisation,
        by=staff.officer,
    )  # fmt: skip
    response = browse(staff.officer).get(f"/documents/{document.pk}")
    assert "Set-Cookie" not in response.headers
    assert not set(response["Content-Disposition"]) & set("\r\n")
    # Read to its end, it closes without closing the database that other tests of this file still use.
    assert b"".join(response.streaming_content) == PDF
