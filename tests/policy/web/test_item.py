"""The page of one item, the calendar of deadlines, the figures against time."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def form_of(item, **changes):
    fields = {
        "version": item.version, "title": item.title, "kind": item.kind, "measure": item.measure,
        "comparator": item.comparator, "value": item.value if item.value is not None else "", "unit": item.unit,
        "recurrence": item.recurrence, "due_on": item.due_on or "", "status": item.status,
        "lead_name": item.lead_name, "parties": "省发展改革委",
    }  # fmt: skip
    if item.is_ongoing:
        fields["is_ongoing"] = "on"
    return fields | changes


def test_the_sentence_stands_in_its_clause_with_the_figure_marked(world, sign_in):
    text = page(sign_in(world.viewer), "item", world.items[0].pk)
    assert "<mark>到2027年，建设30个左右" in text
    assert reverse("reading", args=[world.paper.pk]) in text
    assert "左右按容差 10% 判断" in text


def test_an_edit_is_saved_with_its_history(world, sign_in):
    client, item = sign_in(world.analyst), world.items[0]
    answer = client.post(
        reverse("item_edit", args=[item.pk]),
        form_of(item, title="先导区", value="35", person="王工"),
    )
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.title, item.value, item.person) == ("先导区", 35, "王工")
    text = page(client, "item", item.pk)
    assert "目标值" in text
    assert "王工" in text


def test_a_contradiction_is_said_beside_its_field(world, sign_in):
    client, item = sign_in(world.analyst), world.items[0]
    answer = client.post(reverse("item_edit", args=[item.pk]), form_of(item, value=""))
    assert answer.status_code == 409
    assert "目标没有数值" in answer.content.decode()
    item.refresh_from_db()
    assert item.value == 30


def test_a_stale_form_keeps_what_was_written(world, sign_in):
    client, item = sign_in(world.analyst), world.items[0]
    old = form_of(item, title="我的标题")
    client.post(reverse("item_edit", args=[item.pk]), form_of(item, title="先到的标题"))
    answer = client.post(reverse("item_edit", args=[item.pk]), old)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "已被其他人修改" in text
    assert "我的标题" in text


def test_the_counting_rule_decides_which_records_count(world, sign_in):
    from xiandao.policy.queries.ledger import rows

    client, item = sign_in(world.analyst), world.items[0]
    url = reverse("item_count_in", args=[item.pk])
    for name, stage in (("甲区", "认定"), ("乙区", "培育")):
        said = {"name": name, "stage": stage, "counted_on": "2026-06-27"}
        assert client.post(url, said).status_code == 302
    values = {}
    for rule in ("reported", "accepted", "with_cultivation"):
        item.refresh_from_db()
        said = {"version": item.version, "counting_rule": rule, "tolerance_pct": "5"}
        assert client.post(reverse("item_rule", args=[item.pk]), said).status_code == 302
        (row,) = rows(world.paper.items.filter(pk=item.pk), today=world.paper.issued_on)
        values[rule] = row.standing.value
    assert values == {"reported": None, "accepted": 1, "with_cultivation": 2}


def test_the_same_record_counts_once_and_leaves_with_a_reason(world, sign_in):
    client, item = sign_in(world.officer), world.items[0]
    url = reverse("item_count_in", args=[item.pk])
    said = {"name": "甲区", "stage": "认定", "counted_on": "2026-06-27"}
    client.post(url, said)
    answer = client.post(url, said)
    assert answer.status_code == 409
    assert "已经计入" in answer.content.decode()
    record = item.counted.get()
    out = reverse("item_count_out", args=[item.pk, record.pk])
    assert client.post(out, {"reason": ""}).status_code == 400
    assert client.post(out, {"reason": "公示期被撤销"}).status_code == 302
    assert not item.counted.exists()
    assert "公示期被撤销" in page(client, "item", item.pk)


def test_the_records_are_exported(world, sign_in):
    client, item = sign_in(world.officer), world.items[0]
    client.post(
        reverse("item_count_in", args=[item.pk]),
        {"name": "甲区", "stage": "认定", "counted_on": "2026-06-27"},
    )
    answer = client.get(reverse("item", args=[item.pk]), {"export": "counted"})
    cells = [
        cell.value
        for row in load_workbook(BytesIO(answer.content)).active.iter_rows()
        for cell in row
    ]
    assert "甲区" in cells


def test_a_report_with_evidence_appears_on_the_page(world, sign_in):
    client, item = sign_in(world.officer), world.items[0]
    file = SimpleUploadedFile("公示.txt", "公示".encode())
    answer = client.post(
        reverse("item_report", args=[item.pk]),
        {
            "period": "2026Q4",
            "words": "已公示",
            "value": "22",
            "issues": "用地",
            "version": "0",
            "files": file,
        },
    )
    assert answer.status_code == 302
    text = page(client, "item", item.pk)
    assert "公示.txt" in text
    assert "用地" in text
    item.refresh_from_db()
    assert item.issues == "用地"
    assert item.status == "under_way"


def test_an_item_that_repeats_another_does_not_count(world, sign_in):
    client, item = sign_in(world.analyst), world.items[2]
    said = {"same_as": world.items[0].pk, "version": item.version}
    assert client.post(reverse("item_same", args=[item.pk]), said).status_code == 302
    assert "合计时只计那一项" in page(client, "item", item.pk)
    assert ">2 项</a>" in page(client, "targets")
    chain = {"same_as": item.pk, "version": world.items[1].version}
    assert client.post(reverse("item_same", args=[world.items[1].pk]), chain).status_code == 400


def test_candidates_are_those_of_the_own_ledger(world, sign_in):
    text = page(sign_in(world.analyst), "item_candidates", world.items[0].pk, q="应用")
    assert "应用场景" in text
    assert "未来产业先导区" not in text


def test_a_follow_up_is_started_from_the_page(world, sign_in):
    from xiandao.casework.models import Case

    client, item = sign_in(world.analyst), world.items[3]
    said = {"responsible": world.fgw.pk, "words": "请说明进展"}
    answer = client.post(reverse("item_followup", args=[item.pk]), said)
    assert answer.status_code == 302
    assert Case.objects.get().responsible == world.fgw
    assert "省发展改革委" in page(client, "item", item.pk)


def test_an_officer_may_not_edit_or_start_a_follow_up(world, sign_in):
    client, item = sign_in(world.officer), world.items[0]
    assert client.post(reverse("item_edit", args=[item.pk]), form_of(item)).status_code == 403
    assert client.post(reverse("item_followup", args=[item.pk]), {}).status_code == 403
    assert "修改事项" not in page(client, "item", item.pk)


def test_the_calendar_shows_each_month_with_working_days_left(world, sign_in):
    text = page(sign_in(world.viewer), "deadlines", year="2027")
    assert "12月" in text
    assert "未来产业先导区" in text
    assert "建立统计监测制度" not in text
    assert "另有持续推进 1 项" in text


def test_the_calendar_is_exported(world, sign_in):
    answer = sign_in(world.viewer).get(reverse("deadlines"), {"year": "2027", "export": "due"})
    assert load_workbook(BytesIO(answer.content)).active["A1"].value == "时限清单"


def test_the_figures_stand_against_time_with_a_table_twin(world, sign_in):
    client = sign_in(world.officer)
    client.post(
        reverse("item_report", args=[world.items[0].pk]),
        {"period": "2026Q4", "words": "", "value": "28", "version": "0"},
    )
    text = page(client, "targets")
    assert "已达到 <a" in text
    assert 'role="tab"' in text
    assert "28" in text
    assert "建立统计监测制度" not in text
    assert page(client, "targets", state="attained").count('class="bul"') == 1
