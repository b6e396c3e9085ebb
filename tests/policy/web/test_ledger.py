"""The ledger page, its cell that is filled in in place, its export and its print."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.policy import ledgers

pytestmark = pytest.mark.django_db


def page(client, name="ledger", *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_every_visible_item_is_shown_under_its_lead_with_a_tally(world, sign_in):
    text = page(sign_in(world.analyst))
    assert all(item.title in text for item in world.items)
    assert "30个左右" in text
    assert "省科技厅" in text
    assert "5 项" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"kind": "task"}, {3, 4}),
        ({"lamp": "delayed"}, {3}),
        ({"lamp": "idle"}, {0, 1, 2, 4}),
        ({"year": "2030"}, {2}),
        ({"q": "科研设施"}, {4}),
        ({"report": "told"}, set()),
        ({"q": "没有这样的事项"}, set()),
    ],
)
def test_filters_and_search_narrow_the_ledger(world, sign_in, query, shown):
    text = page(sign_in(world.analyst), **query)
    found = {place for place, item in enumerate(world.items) if f'id="item-{item.pk}"' in text}
    assert found == shown


@pytest.mark.parametrize(
    ("group", "words"),
    [("lead", "省科技厅"), ("clause", "一 主要目标"), ("due", "2030年12月")],
)
def test_rows_are_grouped_as_asked(world, sign_in, group, words):
    text = page(sign_in(world.analyst), group=group)
    assert f'scope="rowgroup"><span>{words}' in text


def test_a_swapped_ledger_equals_the_reloaded_one(world, sign_in):
    client = sign_in(world.analyst)
    swapped = client.get(reverse("ledger"), {"kind": "task"}, headers={"HX-Request": "true"})
    assert swapped.content.decode().count('id="item-') == page(client, kind="task").count(
        'id="item-'
    )


def test_another_organisation_sees_nothing_of_the_ledger(world, sign_in):
    text = page(sign_in(world.stranger))
    assert not any(item.title in text for item in world.items)


def test_a_cooperating_body_sees_the_items_it_takes_part_in(world, sign_in):
    assert world.items[0].title in page(sign_in(world.partner))


def test_a_cell_opens_saves_and_shows_the_progress(world, sign_in):
    client, item = sign_in(world.officer), world.items[0]
    form = page(client, "ledger_cell", item.pk, period="2026Q4")
    assert 'name="version" value="0"' in form
    saved = client.post(
        reverse("ledger_cell", args=[item.pk]),
        {"period": "2026Q4", "words": "第三批5个完成公示", "value": "２２", "version": "0"},
    )
    assert saved.status_code == 200
    assert "第三批5个完成公示" in saved.content.decode()
    report = item.progress.get()
    assert (report.period, report.value, report.state) == ("2026Q4", 22, "submitted")


def test_two_clerks_at_once_both_texts_are_shown_and_the_first_stays(world, sign_in):
    item = world.items[3]
    url, first = (
        reverse("ledger_cell", args=[item.pk]),
        {"period": "2026Q4", "words": "方案已印发", "version": "0"},
    )
    assert sign_in(world.officer).post(url, first).status_code == 200
    second = sign_in(world.partner).post(url, first | {"words": "我方填写的内容"})
    text = second.content.decode()
    assert second.status_code == 409
    assert "方案已印发" in text
    assert "我方填写的内容" in text
    assert item.progress.get().words == "方案已印发"


def test_what_is_not_a_number_comes_back_beside_the_field(world, sign_in):
    item = world.items[0]
    answer = sign_in(world.officer).post(
        reverse("ledger_cell", args=[item.pk]),
        {"period": "2026Q4", "words": "进展", "value": "二十二", "version": "0"},
    )
    assert answer.status_code == 422
    assert "不是数字" in answer.content.decode()
    assert not item.progress.exists()


def test_a_viewer_cannot_open_or_save_a_cell(world, sign_in):
    client, url = sign_in(world.viewer), reverse("ledger_cell", args=[world.items[0].pk])
    assert client.get(url).status_code == 403
    assert client.post(url, {"words": "x", "version": "0"}).status_code == 403


def test_a_foreign_item_does_not_exist(world, sign_in):
    client = sign_in(world.stranger)
    for name in ("item", "ledger_cell", "item_candidates"):
        assert client.get(reverse(name, args=[world.items[0].pk])).status_code == 404
    for name in (
        "ledger_cell",
        "item_edit",
        "item_rule",
        "item_same",
        "item_report",
        "item_count_in",
        "item_followup",
    ):
        assert client.post(reverse(name, args=[world.items[0].pk])).status_code == 404


def test_a_draft_is_unseen_by_another_organisation(world, sign_in):
    item = world.items[0]
    url = reverse("ledger_cell", args=[item.pk])
    sign_in(world.officer).post(
        url, {"period": "2026Q4", "words": "还没写完", "version": "0", "draft": "1"}
    )
    assert "还没写完" in page(sign_in(world.officer))
    other = sign_in(world.partner)
    assert "还没写完" not in page(other)
    assert "还没写完" not in page(other, "item", item.pk)
    assert (
        other.post(url, {"period": "2026Q4", "words": "已完成公示", "version": "0"}).status_code
        == 200
    )
    assert "还没写完" in page(sign_in(world.officer), "item", item.pk)


def test_the_export_holds_exactly_what_is_filtered(world, sign_in):
    answer = sign_in(world.analyst).get(reverse("ledger_export"), {"kind": "task"})
    sheet = load_workbook(BytesIO(answer.content))["任务台账"]
    assert [row[2].value for row in sheet.iter_rows(min_row=4)] == [
        "建立统计监测制度",
        "开放科研设施",
    ]
    assert "任务" in sheet["A2"].value
    assert "filename*=UTF-8''" in answer["Content-Disposition"]


def test_an_export_leaves_a_trace(world, sign_in):
    from xiandao.registry.models import AuditEvent

    sign_in(world.viewer).get(reverse("ledger_export"))
    assert AuditEvent.objects.filter(action="exports.record_export", account=world.viewer).exists()


def test_the_print_is_the_official_table(world, sign_in):
    from xiandao.policy.methods.ledger_columns import COLUMNS

    text = page(sign_in(world.viewer), "ledger_print")
    assert all(column.label in text for column in COLUMNS if not column.key.startswith("q"))
    assert "季度形象进度" in text


def test_the_print_names_the_paper_by_what_it_issues(world, sign_in):
    world.paper.title = "示范省人民政府关于印发《示范省未来产业行动方案》的通知"
    world.paper.save()
    text = page(sign_in(world.viewer), "ledger_print")
    assert "示范省未来产业行动方案·" in text
    assert "关于印发" not in text.split("official-table", 1)[1]


def test_one_click_starts_a_follow_up_at_the_lead(world, sign_in):
    from xiandao.casework.models import Case

    answer = sign_in(world.analyst).post(
        reverse("item_followup", args=[world.items[3].pk]), headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    case = Case.objects.get()
    assert case.responsible == world.kjt
    assert reverse("case", args=[case.pk]) in answer.content.decode()


def test_the_ledger_takes_a_fixed_number_of_queries(world, sign_in, django_assert_max_num_queries):
    ledgers.many(world, 180)
    client = sign_in(world.analyst)
    page(client)
    with django_assert_max_num_queries(30):
        page(client, per="200")
