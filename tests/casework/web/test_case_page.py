"""The page of a case: what can be done, by whom, and nothing lost where two act at once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.casework.conftest import FOLLOWUP
from xiandao.casework.commands import cases
from xiandao.casework.models import Case
from xiandao.casework.queries import subjects
from xiandao.registry.models import AuditEvent, Document

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def elsewhere(settings, tmp_path, monkeypatch):
    settings.XIANDAO_DOCUMENTS = tmp_path / "documents"
    monkeypatch.setattr(subjects, "_describers", {})


@pytest.fixture
def sign_in(client):
    def enter(account):
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


def text_of(response):
    return response.content.decode()


def do(client, case, transition, *, version=None, **given):
    form = {"transition": transition, "version": version or Case.objects.get(pk=case.pk).version}
    return client.post(reverse("case_act", args=[case.pk]), form | given)


def buttons(page):
    return re.findall(r'name="transition" value="(\w+)"', page)


def pdf(name="进展说明.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def test_the_page_shows_the_matter_its_history_and_what_can_be_done(office, opened, sign_in):
    subjects.describe_with(
        "policy.item", lambda ids: {key: ("先导区目标", f"/policy/items/{key}") for key in ids}
    )
    page = text_of(sign_in(office.clerk).get(reverse("case", args=[opened.pk])))
    for word in (
        "先导区建设进展滞后",
        "请说明原因",
        "analyst同志",
        "一（二）",
        "待签收",
        "/policy/items/7",
    ):
        assert word in page
    assert buttons(page) == ["sign", "decline"]


@pytest.mark.parametrize("address", ["case", "case_sheet"])
@pytest.mark.parametrize("who", ["stranger"])
def test_another_organisations_case_does_not_exist_for_a_guessed_number(
    office, opened, sign_in, address, who
):
    client = sign_in(getattr(office, who))
    assert client.get(reverse(address, args=[opened.pk])).status_code == 404
    assert client.get(reverse(address, args=[opened.pk + 999])).status_code == 404
    assert client.get(reverse(address, args=[10**30])).status_code == 404


@pytest.mark.parametrize("address", ["case_act", "case_remind", "case_assign"])
def test_nothing_can_be_sent_to_another_organisations_case(office, opened, sign_in, address):
    client = sign_in(office.stranger)
    given = {"transition": "sign", "version": 1, "to": office.stranger.pk}
    assert client.post(reverse(address, args=[opened.pk]), given).status_code == 404
    assert Case.objects.get(pk=opened.pk).version == 1
    assert opened.events.count() == 1


def test_who_has_no_grant_for_cases_is_refused(office, opened, sign_in):
    assert sign_in(office.viewer).get(reverse("case", args=[opened.pk])).status_code == 403


def test_a_follow_up_runs_through_the_pages_to_its_end(office, opened, sign_in):
    client = sign_in(office.clerk)
    assert do(client, opened, "sign").status_code == 302
    do(client, opened, "reply", words="第三批已公示", evidence=[pdf()])
    client = sign_in(office.analyst)
    page = text_of(client.get(reverse("case", args=[opened.pk])))
    assert "第三批已公示" in page
    assert "进展说明.pdf" in page
    answer = do(client, opened, "approve")
    assert "已办理：审核通过，办结" in text_of(client.get(answer.url))
    assert Case.objects.get(pk=opened.pk).stage == "done"


def test_who_comes_second_reads_what_happened_and_finds_words_and_files_again(
    office, opened, take, sign_in
):
    take(opened, "sign", office.clerk)
    client = sign_in(office.deputy)
    take(opened, "reply", office.clerk, "已办")
    answer = do(
        client, opened, "reply", version=2, words="我写的<答复>", evidence=[pdf("我的附件.pdf")]
    )
    page = text_of(answer)
    assert answer.status_code == 409
    assert "clerk同志" in page
    assert "没有生效" in page
    take(opened, "send_back", office.analyst, "请补充")
    kept = Document.objects.get(name="我的附件.pdf")
    again = do(client, opened, "reply", version=2, words="我写的<答复>", kept=[kept.pk])
    page = text_of(again)
    assert "我写的&lt;答复&gt;</textarea>" in page
    assert f'name="kept" value="{kept.pk}" checked' in page
    assert do(client, opened, "reply", words="我写的<答复>", kept=[kept.pk]).status_code == 302
    assert list(opened.events.filter(transition="reply").last().evidence.all()) == [kept]


def test_a_missing_reason_is_said_on_the_page_and_nothing_moves(office, opened, sign_in):
    answer = do(sign_in(office.clerk), opened, "decline", words=" ")
    assert answer.status_code == 400
    assert "还缺理由" in text_of(answer)
    assert Case.objects.get(pk=opened.pk).stage == "signing"


def test_a_file_that_is_not_what_it_says_is_refused_and_the_words_stay(
    office, opened, take, sign_in
):
    take(opened, "sign", office.clerk)
    fake = SimpleUploadedFile("程序.exe", b"MZ\x00", "application/pdf")
    answer = do(sign_in(office.clerk), opened, "reply", words="已办", evidence=[fake])
    assert answer.status_code == 400
    assert ">已办</textarea>" in text_of(answer)
    assert Case.objects.get(pk=opened.pk).stage == "working"


def test_somebody_elses_file_cannot_be_kept_in_the_form(office, opened, take, sign_in):
    take(opened, "sign", office.clerk)
    foreign = Document.objects.create(
        sha256="0" * 64, name="他人.pdf", media_type="application/pdf", size=1,
        organisation=office.zone, uploaded_by=office.deputy,
    )  # fmt: skip
    do(sign_in(office.clerk), opened, "reply", words="已办", kept=[foreign.pk, "x", "9" * 30])
    assert not opened.events.get(transition="reply").evidence.exists()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"transition": "explode"},
        {"transition": "sign", "version": "x"},
        {"transition": "approve", "version": 1},
    ],
)
def test_nonsense_is_answered_in_words(office, opened, sign_in, given):
    answer = sign_in(office.clerk).post(reverse("case_act", args=[opened.pk]), given)
    assert 400 <= answer.status_code < 500
    assert "notice bad" in text_of(answer)
    assert Case.objects.get(pk=opened.pk).version == 1


def test_passing_on_goes_to_the_body_that_was_typed(office, opened, sign_in):
    client = sign_in(office.analyst)
    page = text_of(client.get(reverse("case", args=[opened.pk])))
    assert '<option value="东屿先导区管委会">' in page
    answer = do(client, opened, "redirect", words="请东屿办", reassign_to="无此单位")
    assert "没有找到名为“无此单位”的单位" in text_of(answer)
    do(client, opened, "redirect", words="请东屿办", reassign_to="东屿先导区管委会")
    assert Case.objects.get(pk=opened.pk).responsible == office.other


def test_evidence_opens_for_both_sides_of_the_case_and_for_nobody_else(
    office, opened, take, sign_in
):
    take(opened, "sign", office.clerk)
    do(sign_in(office.clerk), opened, "reply", words="已办", evidence=[pdf()])
    document = Document.objects.get()
    address = reverse("case_file", args=[opened.pk, document.pk])
    read = AuditEvent.objects.filter(action="documents.record_reading", account=office.colleague)
    answer = sign_in(office.colleague).get(address)
    assert b"".join(answer) == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert read.count() == 1
    assert sign_in(office.stranger).get(address).status_code == 404


def test_a_file_of_another_case_is_not_handed_out_under_this_one(office, opened, take, sign_in):
    other = cases.open_case(
        kind=FOLLOWUP, title="另一件", owner=office.department, responsible=office.other, by=office.analyst
    )  # fmt: skip
    take(other, "sign", office.stranger)
    do(sign_in(office.stranger), other, "reply", words="已办", evidence=[pdf()])
    document = Document.objects.get()
    address = reverse("case_file", args=[opened.pk, document.pk])
    assert sign_in(office.clerk).get(address).status_code == 404


def test_a_reminder_is_sent_once_and_then_the_page_says_when_again(office, opened, sign_in):
    client = sign_in(office.analyst)
    assert (
        client.post(reverse("case_remind", args=[opened.pk]), {"words": "请抓紧"}).status_code
        == 302
    )
    answer = client.post(reverse("case_remind", args=[opened.pk]))
    assert answer.status_code == 429
    assert "起可再次催办" in text_of(answer)


def test_a_task_is_given_to_a_colleague_and_to_nobody_else(office, opened, sign_in):
    client = sign_in(office.clerk)
    address = reverse("case_assign", args=[opened.pk])
    assert client.post(address, {"to": office.stranger.pk}).status_code == 400
    assert client.post(address, {"to": office.deputy.pk}).status_code == 302
    page = text_of(client.get(reverse("case", args=[opened.pk])))
    assert "经办人 deputy同志" in page


def test_the_sheet_shows_request_basis_deadline_answer_and_verdict(office, opened, take, sign_in):
    take(opened, "sign", office.clerk)
    take(opened, "reply", office.clerk, "第一次答复")
    take(opened, "send_back", office.analyst, "请补充")
    take(opened, "reply", office.clerk, "第二次答复")
    client = sign_in(office.clerk)
    page = text_of(client.get(reverse("case_sheet", args=[opened.pk])))
    for word in (
        "督办单",
        "一（二）",
        "示范省经信厅",
        "澜州先导区管委会",
        "请说明原因",
        "第二次答复",
    ):
        assert word in page
    assert "第一次答复" not in page
    assert "发起单位负责人" in page
    take(opened, "approve", office.analyst)
    page = text_of(client.get(reverse("case_sheet", args=[opened.pk])))
    assert "已办结" in page
    assert "发起单位负责人" not in page


def test_what_people_write_is_shown_as_text(office, opened, take, sign_in):
    take(opened, "decline", office.clerk, "<script>alert(1)</script>")
    for address in ("case", "case_sheet"):
        page = text_of(sign_in(office.analyst).get(reverse(address, args=[opened.pk])))
        assert "<script>alert(1)" not in page
