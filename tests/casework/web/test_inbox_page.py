"""The inbox page: tabs whose numbers are the lengths of their lists, words for an empty desk, approvals together."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework.conftest import FOLLOWUP
from xiandao.casework.commands import cases
from xiandao.casework.models import Case
from xiandao.casework.queries import digests


@pytest.fixture
def sign_in(client):
    def enter(account):
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


def text_of(response):
    return response.content.decode()


def numbers(page):
    return [int(found) for found in re.findall(r'<span class="num">(\d+)</span>', page)]


def reply(office, take, case):
    take(case, "sign", office.clerk)
    take(case, "reply", office.clerk, "已办")


def open_one(office, title):
    return cases.open_case(
        kind=FOLLOWUP, title=title, owner=office.department, responsible=office.zone, by=office.analyst
    )  # fmt: skip


def test_the_tabs_count_what_their_lists_show(office, opened, take, sign_in):
    open_one(office, "第二件")
    take(opened, "sign", office.clerk)
    for account, expected in ((office.clerk, [2, 1, 0]), (office.analyst, [0, 0, 2])):
        client = sign_in(account)
        for tab, count in zip(("todo", "done", "started"), expected, strict=True):
            page = text_of(client.get(reverse("inbox"), {"tab": tab}))
            assert numbers(page) == expected
            assert page.count('<tr id="') + page.count('<td class="no">') >= count
            assert len(re.findall(r'<td class="no">', page)) == count


def test_a_waiting_task_shows_where_it_comes_from_and_how_it_stands(office, opened, sign_in):
    page = text_of(sign_in(office.clerk).get(reverse("inbox")))
    for word in ("先导区建设进展滞后", "示范省经信厅 · 督办", "待签收", "个工作日", 'class="lamp'):
        assert word in page
    assert reverse("case", args=[opened.pk]) in page


def test_an_empty_desk_says_what_comes_next_and_until_when(office, opened, sign_in):
    page = text_of(sign_in(office.analyst).get(reverse("inbox")))
    assert "现在没有待办事项" in page
    assert "澜州先导区管委会正在办理“先导区建设进展滞后”" in page
    assert "月" in page
    page = text_of(sign_in(office.stranger).get(reverse("inbox")))
    assert "有事项到达时会列在这里" in page


def test_who_has_no_part_in_cases_does_not_get_in(office, sign_in):
    assert sign_in(office.viewer).get(reverse("inbox")).status_code == 403


def test_the_badge_in_the_frame_is_the_number_of_the_list(office, opened, sign_in):
    page = text_of(sign_in(office.clerk).get(reverse("inbox")))
    assert '<span class="count">1</span>' in page


def test_replies_are_approved_together_and_what_moved_meanwhile_is_named(
    office, opened, take, sign_in
):
    second, third = open_one(office, "第二件"), open_one(office, "第三件")
    for case in (opened, second, third):
        reply(office, take, case)
    client = sign_in(office.analyst)
    page = text_of(client.get(reverse("inbox")))
    boxes = re.findall(r'name="case" value="(\d+:\d+)"', page)
    assert len(boxes) == 3
    take(third, "send_back", office.colleague, "再说明")
    answer = client.post(
        reverse("inbox_batch"), {"step": f"{FOLLOWUP}/approve", "case": boxes}, follow=True
    )
    stages = dict(Case.objects.values_list("title", "stage"))
    assert stages == {"先导区建设进展滞后": "done", "第二件": "done", "第三件": "working"}
    page = text_of(answer)
    assert "已办理 2 件" in page
    assert "1 件没有办理：“第三件”" in page


def test_a_step_that_needs_words_cannot_be_taken_in_a_batch(office, opened, take, sign_in):
    reply(office, take, opened)
    chosen = f"{opened.pk}:{Case.objects.get(pk=opened.pk).version}"
    page = text_of(
        sign_in(office.analyst).post(
            reverse("inbox_batch"), {"step": f"{FOLLOWUP}/send_back", "case": [chosen]}, follow=True
        )
    )
    assert "逐件办理" in page
    assert Case.objects.get(pk=opened.pk).stage == "review"


def test_another_bodys_case_in_a_batch_is_as_if_it_were_not_there(office, opened, take, sign_in):
    reply(office, take, opened)
    client = sign_in(office.stranger)
    for chosen in ([f"{opened.pk}:3"], ["x:1", "1", f"{'9' * 40}:1"], []):
        page = text_of(
            client.post(
                reverse("inbox_batch"), {"step": f"{FOLLOWUP}/approve", "case": chosen}, follow=True
            )
        )
        assert "没有选中事项" in page
    assert Case.objects.get(pk=opened.pk).stage == "review"


def test_every_tab_can_be_taken_along_as_a_workbook(office, opened, sign_in):
    client = sign_in(office.clerk)
    for tab in ("todo", "done", "started"):
        file = client.get(reverse("inbox"), {"tab": tab, "export": tab})
        assert file.content.startswith(b"PK")


def test_the_page_costs_the_same_queries_for_one_task_and_for_ten(office, opened, sign_in):
    client, cost = sign_in(office.clerk), []
    # The first page of a session also notes the session itself.
    client.get(reverse("inbox"))
    for count in (0, 9):
        for n in range(count):
            open_one(office, f"事项{n}")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("inbox"))
        cost.append(len(asked))
    assert cost[0] == cost[1] <= 13


def test_the_list_of_cases_is_narrowed_by_state_and_shows_only_what_is_in_reach(
    office, opened, take, sign_in
):
    gone = open_one(office, "第二件")
    take(gone, "withdraw", office.analyst, "已解决")
    client = sign_in(office.clerk)
    assert "第二件" in text_of(client.get(reverse("cases")))
    page = text_of(client.get(reverse("cases"), {"state": "open"}))
    assert "先导区建设进展滞后" in page
    assert "第二件" not in page
    assert "先导区建设进展滞后" not in text_of(client.get(reverse("cases"), {"state": "late"}))
    page = text_of(sign_in(office.stranger).get(reverse("cases")))
    assert "先导区建设进展滞后" not in page


def test_lines_of_other_capabilities_stand_above_the_table_and_are_counted(
    office, opened, sign_in, monkeypatch
):
    line = digests.Digest("企业月度快报 2026年10月 · 待报出", "/somewhere", words="请核对总收入")
    monkeypatch.setattr(digests, "_providers", [lambda _account: [line]])
    page = sign_in(office.clerk).get("/inbox")
    text = page.content.decode()
    assert 'href="/somewhere"' in text
    assert "请核对总收入" in text
    assert text.index("/somewhere") < text.index('id="grid-todo"')
    assert [one.count for one in page.context["tabs"]] == [2, 0, 0]
    assert page.context["todo_count"] == 2


def test_a_desk_with_lines_alone_is_not_called_empty(office, sign_in, monkeypatch):
    monkeypatch.setattr(digests, "_providers", [lambda _account: [digests.Digest("甲", "/a")]])
    text = sign_in(office.clerk).get("/inbox").content.decode()
    assert "现在没有待办事项" not in text
    assert 'href="/a"' in text
    assert 'href="/a"' not in sign_in(office.clerk).get("/inbox?tab=done").content.decode()
