"""Evidence is bounded before it is read, and opened by who may see the case."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from xiandao.casework.commands import evidence
from xiandao.registry.methods.media import LARGEST
from xiandao.registry.models import Document
from xiandao.terms.error import XiandaoError

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def elsewhere(settings, tmp_path):
    settings.XIANDAO_DOCUMENTS = tmp_path


def upload(name="说明.pdf", data=PDF):
    return SimpleUploadedFile(name, data, "application/pdf")


@pytest.fixture
def replied(office, opened, take):
    take(opened, "sign", office.clerk)
    files = evidence.store([upload()], by=office.clerk)
    return take(opened, "reply", office.clerk, "已办", evidence=files)


def test_both_sides_read_the_same_file(office, replied):
    document = Document.objects.get()
    for person in (office.clerk, office.colleague, office.analyst):
        assert evidence.content(replied, document.pk, by=person) == (document, PDF)


def test_a_sensitive_file_needs_a_grant_of_its_own(office, replied):
    document = Document.objects.get()
    Document.objects.filter(pk=document.pk).update(grade="sensitive")
    with pytest.raises(XiandaoError) as caught:
        evidence.content(replied, document.pk, by=office.colleague)
    assert caught.value.code == "REG-403"
    assert evidence.content(replied, document.pk, by=office.analyst)[1] == PDF


def test_who_may_not_see_the_case_does_not_see_its_files(office, replied):
    with pytest.raises(XiandaoError) as caught:
        evidence.content(replied, Document.objects.get().pk, by=office.stranger)
    assert caught.value.code == "CAS-404"


def test_a_file_that_is_gone_from_the_store_is_said_so(office, replied, settings):
    document = Document.objects.get()
    (
        settings.XIANDAO_DOCUMENTS / document.sha256[:2] / document.sha256[2:4] / document.sha256
    ).unlink()
    with pytest.raises(XiandaoError) as caught:
        evidence.content(replied, document.pk, by=office.colleague)
    assert caught.value.details["status"] == 404


def test_too_many_and_too_large_files_are_refused_before_anything_is_kept(office):
    large = upload()
    large.size = LARGEST + 1
    for files, code in (([upload()] * 21, "CAS-105"), ([upload(), large], "CAS-113")):
        with pytest.raises(XiandaoError) as caught:
            evidence.store(files, by=office.clerk)
        assert caught.value.code == code
    assert not Document.objects.exists()
