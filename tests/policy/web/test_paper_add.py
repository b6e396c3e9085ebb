"""录入: a file or a pasted text opens the reading room; what is wrong is said beside its field, nothing is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.policy.factories import TEXT
from xiandao.policy.models import Paper
from xiandao.registry.models import Document

pytestmark = pytest.mark.django_db
HX = {"HTTP_HX_REQUEST": "true"}


def text_of(response):
    return response.content.decode()


def upload(data, name="意见.txt"):
    return SimpleUploadedFile(name, data)


def test_a_dropped_file_opens_the_reading_room(province, sign_in):
    answer = sign_in(province.analyst).post(
        reverse("paper_add"), {"file": upload(TEXT.encode())}, **HX
    )
    paper = Paper.objects.get()
    assert answer["HX-Redirect"] == reverse("reading", args=[paper.pk])
    assert paper.organisation == province.top
    assert paper.source.name == "意见.txt"


def test_a_pasted_text_opens_it_too_and_without_htmx(province, sign_in):
    answer = sign_in(province.analyst).post(reverse("paper_add"), {"text": TEXT})
    assert answer.url == reverse("reading", args=[Paper.objects.get().pk])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "文件是空的"),
        ("今天天气很好，我们去公园玩。".encode(), "不像政策文件"),
        (b"\x89PNG\r\n\x1a\n....", "这是PNG图片"),
        (b"PK\x03\x04" + b"\x00" * 60, ""),
        (b"%PDF-1.4\n%%EOF", ""),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_file_and_nothing_is_saved(
    province, sign_in, data, told
):
    answer = sign_in(province.analyst).post(reverse("paper_add"), {"file": upload(data)}, **HX)
    assert 400 <= answer.status_code < 500
    page = text_of(answer)
    beside = page[page.index('id="said-file"') : page.index('id="said-text"')]
    assert 'class="error"' in beside
    assert told in beside
    assert 'class="error"' not in page[page.index('id="said-text"') :]
    assert not Paper.objects.exists()
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_refused_unread(province, sign_in, monkeypatch):
    monkeypatch.setattr("xiandao.policy.web.paper_add.MOST_BYTES", 10)
    monkeypatch.setattr("xiandao.policy.commands.papers.read", lambda *_, **__: pytest.fail("read"))
    answer = sign_in(province.analyst).post(reverse("paper_add"), {"file": upload(b"x" * 11)}, **HX)
    assert answer.status_code == 413
    assert "上限" in text_of(answer)


def test_a_pasted_text_that_is_refused_stays_in_its_field(province, sign_in):
    answer = sign_in(province.analyst).post(
        reverse("paper_add"), {"text": "今天天气很好，我们去公园玩。"}
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert "今天天气很好，我们去公园玩。</textarea>" in page
    beside = page[page.index('id="said-text"') :]
    assert "不像政策文件" in beside


def test_nothing_at_all_is_said_too(province, sign_in):
    answer = sign_in(province.analyst).post(reverse("paper_add"), {}, **HX)
    assert "还没有选择文件，也没有粘贴正文" in text_of(answer)


def test_a_known_paper_is_refused_with_the_way_to_it(province, paper, sign_in):
    answer = sign_in(province.analyst).post(reverse("paper_add"), {"text": TEXT}, **HX)
    assert answer.status_code == 409
    assert reverse("reading", args=[paper.pk]) in text_of(answer)


def test_a_ledger_is_kept_only_by_a_body_within_reach(province, sign_in):
    client = sign_in(province.city_analyst)
    page = text_of(client.get(reverse("paper_add")))
    assert "示范省人民政府</option>" not in page
    client.post(reverse("paper_add"), {"text": TEXT, "keeper": "99"})
    assert Paper.objects.get().organisation == province.b9901


def test_who_may_not_add_gets_no_form(province, sign_in):
    for person in (province.officer, province.leader, province.viewer, province.sysadmin):
        assert sign_in(person).get(reverse("paper_add")).status_code == 403
