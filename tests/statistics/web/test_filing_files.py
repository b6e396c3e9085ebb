"""A return as a workbook on the web: template down, file up, tried, marked, taken over."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.statistics import world as factory
from tests.statistics.commands.test_uploads import number, written
from tests.statistics.returns import filed, whole
from xiandao.statistics.commands import rules
from xiandao.statistics.models import Filing, FilingStage, ReturnUpload, ReturnUploadState


@pytest.fixture
def draft(world, quick):
    rules.plant(organisation=world.top, by=world.statistician)
    return factory.filing_of(quick, world.ent_1)


def text_of(response):
    return response.content.decode()


def address(filing, name, *more):
    return reverse(name, args=[filing.pk, *more])


def upload(client, filing, data, name="快报.xlsx"):
    file = SimpleUploadedFile(name, data)
    return client.post(address(filing, "sta_filing_upload"), {"file": file})


def test_the_template_comes_down_with_the_unit_the_period_and_a_chinese_name(world, draft, sign_in):
    answer = sign_in(world.reporter_1).get(address(draft, "sta_filing_template"))
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    texts = {str(cell.value) for row in book["填报表"].iter_rows() for cell in row if cell.value}
    assert any(world.ent_1.name in text for text in texts)


def test_what_the_system_knows_stands_in_the_template_as_numbers_and_reads_back_without_a_word(
    world, draft, sign_in
):
    known = {"value": "118", "source": "2026年9月快报", "as_of": "2026-09-30"}
    factory.write(draft, "draft", prefill={"r01": known, "r155__ly": known})
    client = sign_in(world.reporter_1)
    data = client.get(address(draft, "sta_filing_template")).content
    upload(client, draft, data)
    held = ReturnUpload.objects.get()
    assert ["r01", None, "118"] in held.outcome["changes"]
    assert not [mark for mark in held.outcome["marks"] if "文本格式" in mark["sentence"]]


def test_a_broken_file_comes_back_marked_is_mended_taken_and_filed(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    answer = upload(client, draft, written(draft, number(whole({"r80": "500"}))))
    held = ReturnUpload.objects.get()
    assert answer.url == address(draft, "sta_filing_trial", held.pk)
    page = client.get(answer.url)
    assert page.context["must"] > 0
    assert "采用后会修改" in text_of(page)
    marked = client.get(address(draft, "sta_filing_marked", held.pk))
    book = load_workbook(io.BytesIO(marked.content))
    assert len(book.sheetnames) > len(load_workbook(io.BytesIO(bytes(held.content))).sheetnames)
    assert Filing.objects.get(pk=draft.pk).values == {}
    upload(client, draft, written(draft, number(whole())))
    mended = ReturnUpload.objects.get(state=ReturnUploadState.WAITING)
    page = client.get(address(draft, "sta_filing_trial", mended.pk))
    assert page.context["must"] == 0
    answer = client.post(address(draft, "sta_filing_take", mended.pk), {"act": "take"})
    assert answer.url == address(draft, "sta_filing")
    done = filed(Filing.objects.get(pk=draft.pk), world.reporter_1)
    assert done.stage == FilingStage.CITY


def test_what_is_no_workbook_is_said_beside_the_field_and_nothing_is_kept(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    for data in (b"PK\x03\x04 broken", b"%PDF-1.7"):
        page = upload(client, draft, data)
        assert page.status_code >= 400
        assert 'class="error"' in text_of(page)
    page = client.post(address(draft, "sta_filing_upload"), {})
    assert "没有选择文件" in text_of(page)
    assert not ReturnUpload.objects.exists()


def test_a_file_that_is_too_large_is_refused_unread(world, draft, sign_in, monkeypatch):
    from xiandao.statistics.web import filing_files

    monkeypatch.setattr(filing_files, "MOST_BYTES", 100)
    page = upload(sign_in(world.reporter_1), draft, b"x" * 101)
    assert "超过" in text_of(page)
    assert not ReturnUpload.objects.exists()


@pytest.mark.parametrize(
    "name", ["reporter_2", "zone_reporter", "city_statistician_a", "statistician"]
)
def test_nobody_else_sees_a_waiting_file(world, draft, sign_in, name):
    upload(sign_in(world.reporter_1), draft, written(draft, number(whole())))
    held, client = ReturnUpload.objects.get(), sign_in(getattr(world, name))
    for page in ("sta_filing_trial", "sta_filing_marked"):
        assert client.get(address(draft, page, held.pk)).status_code in (403, 404)
    answer = client.post(address(draft, "sta_filing_take", held.pk), {"act": "take"})
    assert answer.status_code in (403, 404)
    assert Filing.objects.get(pk=draft.pk).values == {}


def test_a_file_of_one_return_is_not_found_under_another(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    upload(client, draft, written(draft, number(whole())))
    other = factory.filing_of(factory.opened(world, period="2026-09"), world.ent_1)
    held = ReturnUpload.objects.get()
    assert client.get(address(other, "sta_filing_trial", held.pk)).status_code == 404


def test_a_return_changed_meanwhile_is_not_overwritten_and_the_file_waits_on(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    upload(client, draft, written(draft, number(whole())))
    held = ReturnUpload.objects.get()
    client.post(address(draft, "sta_filing_save"), {"version": draft.version, "v.r01": "7"})
    page = client.post(address(draft, "sta_filing_take", held.pk), {"act": "take"})
    assert page.status_code == 409
    assert "已经过时" in text_of(page)
    assert Filing.objects.get(pk=draft.pk).values["r01"] == "7"
    again = text_of(client.get(address(draft, "sta_filing_trial", held.pk)))
    assert "已经过时" in again
    assert 'value="take"' not in again
    assert "采用后" not in again


def test_a_file_decided_in_another_window_says_so_on_its_page(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    upload(client, draft, written(draft, number(whole())))
    held = ReturnUpload.objects.get()
    for _window in range(2):
        page = client.post(address(draft, "sta_filing_take", held.pk), {"act": "discard"})
    assert page.status_code == 409
    assert "这份文件已放弃" in text_of(page)
    assert address(draft, "sta_filing") in text_of(page)


def test_a_file_that_cannot_be_adopted_promises_no_changes(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    upload(client, draft, written(draft, {**number(whole()), "r14": "约三千"}))
    page = text_of(client.get(address(draft, "sta_filing_trial", ReturnUpload.objects.get().pk)))
    assert "约三千" in page
    assert "采用后" not in page


def test_a_file_that_was_put_aside_is_empty_and_decided(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    upload(client, draft, written(draft, number(whole())))
    held = ReturnUpload.objects.get()
    client.post(address(draft, "sta_filing_take", held.pk), {"act": "discard"})
    held.refresh_from_db()
    assert (held.state, bytes(held.content)) == (ReturnUploadState.DISCARDED, b"")
    assert client.get(address(draft, "sta_filing_marked", held.pk)).status_code == 404
    assert "已放弃" in text_of(client.get(address(draft, "sta_filing_trial", held.pk)))
