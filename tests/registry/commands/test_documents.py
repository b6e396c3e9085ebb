"""Documents are kept by their content and opened by those who may; whoever else tries is remembered."""

import pytest

from xiandao.registry.commands import documents
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import AuditEvent, Document
from xiandao.terms.error import InputError, XiandaoError

PDF = b"%PDF-1.7 \x00 content"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.XIANDAO_DOCUMENTS = tmp_path / "documents"
    return settings.XIANDAO_DOCUMENTS


@pytest.fixture
def officer(body, appoint):
    return appoint("officer", body("省经信厅"), "officer")


def store(officer, name="佐证.pdf", data=PDF, **others):
    return documents.store(
        data=data, name=name, organisation=others.pop("organisation", officer.organisation),
        by=officer, **others,
    )  # fmt: skip


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_stored_is_given_back_whole(officer, folder):
    kept = store(officer)
    with documents.open_for(officer, kept) as stream:
        assert stream.read() == PDF
    assert (kept.name, kept.size, kept.media_type) == ("佐证.pdf", len(PDF), "application/pdf")


def test_equal_contents_are_one_file_and_two_documents(officer, folder):
    one, other = store(officer), store(officer, "另一份.pdf")
    assert one.sha256 == other.sha256
    assert one.pk != other.pk
    assert [path.name for path in files(folder)] == [one.sha256]
    assert files(folder)[0].relative_to(folder).parts[:2] == (one.sha256[:2], one.sha256[2:4])


@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", b"MZ"), ("a.exe", PDF), ("a.pdf", b""), ("../a.sh", b"#!/bin/sh")]
)
def test_what_is_not_accepted_leaves_nothing_behind(officer, folder, name, data):
    with pytest.raises(InputError):
        store(officer, name, data)
    assert files(folder) == []
    assert not Document.objects.exists()


def test_a_name_with_folders_does_not_decide_where_a_file_goes(officer, folder):
    kept = store(officer, "../../../tmp/佐证.pdf")
    assert kept.name == "佐证.pdf"
    assert len(files(folder)) == 1


def test_a_viewer_stores_nothing_and_an_officer_only_for_the_own_line(
    province, body, officer, appoint
):
    viewer = appoint("viewer", body("省经信厅"), "viewer")
    with pytest.raises(Refused):
        store(viewer)
    with pytest.raises(Refused):
        store(officer, organisation=body("省科技厅"))


def test_an_unknown_grade_is_refused(officer):
    with pytest.raises(XiandaoError) as caught:
        store(officer, grade="top-secret")
    assert caught.value.code == "REG-025"


def test_a_stranger_is_refused_and_the_attempt_is_recorded(officer, body, appoint):
    stranger = appoint("stranger", body("东屿市"), "officer")
    kept = store(officer)
    with pytest.raises(Refused):
        documents.open_for(stranger, kept)
    event = AuditEvent.objects.latest("sequence")
    assert (event.account, event.succeeded) == (stranger, False)
    assert (event.object_type, event.object_id) == ("registry.document", str(kept.pk))


def test_opening_what_is_not_public_is_recorded_and_what_is_public_is_not(officer):
    quiet, watched = store(officer, grade="public"), store(officer, grade="sensitive")
    known = AuditEvent.objects.count()
    documents.open_for(officer, quiet).close()
    assert AuditEvent.objects.count() == known
    documents.open_for(officer, watched).close()
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.object_id) == ("documents.record_reading", str(watched.pk))


def test_a_content_that_is_gone_is_said_clearly(officer, folder):
    kept = store(officer)
    files(folder)[0].unlink()
    with pytest.raises(XiandaoError) as caught:
        documents.open_for(officer, kept)
    assert caught.value.details["status"] == 404


def test_a_crash_while_writing_leaves_no_half_file(officer, folder, monkeypatch):
    def crash(handle):
        raise OSError("disk full")

    monkeypatch.setattr(documents.os, "fsync", crash)
    with pytest.raises(OSError, match="disk full"):
        store(officer)
    assert files(folder) == []
    assert not Document.objects.exists()


def test_a_grade_is_changed_by_those_who_may_store_there_and_recorded(officer, body, appoint):
    kept = store(officer, grade="sensitive")
    with pytest.raises(Refused):
        documents.regrade(
            document=kept, grade="public", by=appoint("stranger", body("东屿市"), "officer")
        )
    with pytest.raises(XiandaoError) as caught:
        documents.regrade(document=kept, grade="top-secret", by=officer)
    assert caught.value.code == "REG-025"
    assert documents.regrade(document=kept, grade="internal", by=officer).grade == "internal"
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.object_id) == ("documents.regrade", str(kept.pk))
    assert '"before": "sensitive"' in event.details
