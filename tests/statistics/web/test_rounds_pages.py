"""The pages of rounds: the list, planning, the board with its numbers, reminders, more time, the file."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from tests.statistics import world as factory
from xiandao.statistics.models import Filing, Reminder, Round


def board_of(found):
    return reverse("sta_round", args=[found.pk])


def text_of(response):
    return response.content.decode()


def test_the_list_of_rounds_counts_the_units_of_the_reader_alone(world, quick, sign_in):
    page = sign_in(world.city_statistician_a).get(reverse("sta_rounds"))
    (line,) = page.context["grid"].rows
    assert (line.title, line.tally.owed, line.tally.missing) == ("企业月度快报", 3, 3)
    (line,) = sign_in(world.statistician).get(reverse("sta_rounds")).context["grid"].rows
    assert line.tally.owed == 6


def test_a_round_is_planned_with_the_usual_deadline_where_none_is_typed(world, sign_in):
    browser = sign_in(world.statistician)
    sent = {
        "plan-form": world.forms["quick"].pk,
        "plan-period": "2026年11月",
        "plan-opens_on": "2026-12-01",
        "plan-above_size": "on",
        "plan-zones": ["Z-A"],
    }
    answer = browser.post(reverse("sta_rounds"), sent)
    made = Round.objects.get()
    assert answer["Location"] == board_of(made)
    assert (made.period, made.due_on) == ("2026-11", date(2026, 12, 14))
    assert made.rule == {"above_size": True, "zones": ["Z-A"]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"plan-period": "下个月"}, "不是可以识别的期间"),
        ({"plan-period": "2026年三季度"}, "请选择与报表期别一致的报告期"),
        ({"plan-due_on": "2026-11-01"}, "截止日期早于开放日期"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_beside_the_field_and_nothing_typed_is_lost(
    world, sign_in, changes, words
):
    sent = {
        "plan-form": world.forms["quick"].pk,
        "plan-period": "2026年10月",
        "plan-opens_on": "2026-11-02",
    } | changes
    answer = sign_in(world.statistician).post(reverse("sta_rounds"), sent)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert f'value="{sent["plan-period"]}"' in text_of(answer)
    assert not Round.objects.exists()


def test_a_city_statistician_is_offered_no_plan_and_may_not_send_one(world, quick, sign_in):
    browser = sign_in(world.city_statistician_a)
    assert "plan-period" not in text_of(browser.get(reverse("sta_rounds")))
    assert browser.post(reverse("sta_rounds"), {}).status_code == 403


@pytest.mark.parametrize("who", ["reporter_1", "analyst", "leader", "viewer"])
def test_boards_are_for_those_who_collect_and_review(world, quick, sign_in, who):
    browser = sign_in(getattr(world, who))
    assert browser.get(reverse("sta_rounds")).status_code == 403
    assert browser.get(board_of(quick)).status_code == 403


def test_the_board_lists_units_in_official_order_with_the_forms_that_end_in_the_same_month(
    world, sign_in
):
    september = factory.opened(world, period="2026-09")
    factory.opened(world, "zone-quarter", "2026Q3")
    page = sign_in(world.statistician).get(board_of(september))
    rows = page.context["grid"].rows
    names = ["zone_a", "ent_1", "ent_2", "ent_3", "zone_b", "ent_4", "ent_5", "ent_6"]
    assert [line.row.unit for line in rows] == [world.bodies[name] for name in names]
    labels = [str(column.label) for column in page.context["grid"].columns]
    assert "企业月度快报" in labels
    assert "先导区季度运行情况" in labels


def test_the_board_of_a_city_knows_nothing_of_the_other_city(world, quick, sign_in):
    text = text_of(sign_in(world.city_statistician_a).get(board_of(quick)))
    assert world.ent_1.name in text
    assert world.ent_4.name not in text
    assert world.city_b.name not in text


def test_numbers_stand_for_the_whole_and_each_city_in_official_order(world, quick, sign_in):
    factory.write(factory.filing_of(quick, world.ent_1), "approved")
    factory.write(factory.filing_of(quick, world.ent_2), "city")
    factory.write(factory.filing_of(quick, world.ent_4), "returned")
    found = sign_in(world.statistician).get(board_of(quick)).context["numbers"]
    assert [(one.label, one.owed, *one.states.values()) for one in found] == [
        ("合计", 6, 3, 1, 1, 1),
        ("澜州市", 3, 1, 1, 0, 1),
        ("东屿市", 3, 2, 0, 1, 0),
    ]


def test_a_void_return_is_owed_no_more(world, quick, sign_in):
    factory.write(factory.filing_of(quick, world.ent_6), "void")
    page = sign_in(world.statistician).get(board_of(quick))
    assert page.context["total"].owed == 5
    assert world.ent_6.name not in text_of(page)


def test_the_board_shows_no_value_of_any_return(world, quick, sign_in):
    factory.write(factory.filing_of(quick, world.ent_1), "city", {"r01": "987654"})
    assert "987654" not in text_of(sign_in(world.statistician).get(board_of(quick)))


def test_chosen_units_are_reminded_once_and_the_board_says_from_when_again(world, quick, sign_in):
    browser = sign_in(world.city_statistician_a)
    sent = {"act": "remind", "whom": "chosen", "unit": [world.ent_1.pk], "words": "请于周五前报出"}
    answer = browser.post(board_of(quick), sent, follow=True)
    assert "已催报 1 家" in text_of(answer)
    assert "11-25起可催报" in text_of(answer)
    again = browser.post(board_of(quick), sent)
    assert again.status_code == 422
    assert "3 个工作日内已催报过" in text_of(again)
    assert Reminder.objects.count() == 1


def test_a_city_reminds_its_own_units_whatever_the_request_names(world, quick, sign_in):
    browser = sign_in(world.city_statistician_a)
    sent = {"act": "remind", "whom": "chosen", "unit": [world.ent_4.pk, world.ent_2.pk, "x"]}
    browser.post(board_of(quick), sent)
    assert [one.organisation for one in Reminder.objects.all()] == [world.ent_2]
    browser.post(board_of(quick), {"act": "remind", "whom": "all"})
    assert {one.organisation for one in Reminder.objects.all()} == {
        world.ent_1, world.ent_2, world.ent_3,
    }  # fmt: skip


def test_opening_extending_and_closing_go_through_the_board(world, sign_in):
    found = factory.planned(world)
    browser, url = sign_in(world.statistician), board_of(found)
    assert "开放填报" in text_of(browser.get(url))
    browser.post(url, {"act": "open"})
    assert Filing.objects.count() == 6
    bad = browser.post(
        url, {"act": "extend", "extend-due_on": "2026-11-20", "extend-reason": "台风"}
    )
    assert bad.status_code == 422
    assert "新的截止日期须晚于原截止日期" in text_of(bad)
    browser.post(url, {"act": "extend", "extend-due_on": "2026-12-04", "extend-reason": "台风"})
    browser.post(url, {"act": "close"})
    found.refresh_from_db()
    assert (found.due_on, found.state) == (date(2026, 12, 4), "closed")
    gone = browser.post(url, {"act": "close"})
    assert gone.status_code == 422
    assert "报告期不在填报中" in text_of(gone)


def test_one_unit_gets_more_time_from_its_row(world, quick, sign_in):
    filing = factory.filing_of(quick, world.ent_1)
    browser, url = sign_in(world.statistician), f"{board_of(quick)}?unit={filing.pk}"
    assert world.ent_1.name in text_of(browser.get(url))
    sent = {"act": "extend-unit", "unit-due_on": "2026-12-04", "unit-reason": "系统迁移"}
    browser.post(url, sent)
    assert factory.filing_of(quick, world.ent_1).due_on == date(2026, 12, 4)


def test_a_city_statistician_can_neither_open_nor_extend_nor_close(world, quick, sign_in):
    browser, url = sign_in(world.city_statistician_a), board_of(quick)
    filing = factory.filing_of(quick, world.ent_1)
    assert "?unit=" not in text_of(browser.get(url))
    assert "?unit=" in text_of(sign_in(world.statistician).get(url))
    sent = {"extend-due_on": "2026-12-04", "extend-reason": "台风", "unit-due_on": "2026-12-04"}
    for act in ("open", "close", "extend", "extend-unit"):
        answer = browser.post(f"{url}?unit={filing.pk}", {"act": act, **sent, "unit-reason": "x"})
        assert answer.status_code in (403, 404), act
    quick.refresh_from_db()
    assert (quick.state, quick.due_on) == ("open", factory.DUE)


@pytest.mark.parametrize("unit", ["x", "999999", "9" * 40, "²"])
def test_an_address_that_names_no_return_is_not_found(world, quick, sign_in, unit):
    answer = sign_in(world.statistician).get(board_of(quick), {"unit": unit})
    assert answer.status_code == 404


def test_the_file_of_the_board_is_the_board_with_its_filter(world, quick, sign_in):
    factory.write(factory.filing_of(quick, world.ent_1), "approved")
    answer = sign_in(world.statistician).get(
        board_of(quick), {"export": "board", "state": "missing"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    text = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    flat = "\n".join("\t".join(row) for row in text)
    assert "企业月度快报2026年10月报送情况" in flat
    assert "状态：未报" in flat
    assert world.ent_2.name in flat
    assert world.ent_1.name not in flat


def test_a_board_costs_the_same_queries_however_many_units_it_shows(
    world, quick, sign_in, django_assert_max_num_queries
):
    browser = sign_in(world.statistician)
    with django_assert_max_num_queries(28):
        browser.get(board_of(quick))


def test_a_round_of_another_province_is_not_found(world, quick, sign_in):
    far = factory.body("98", "邻省人民政府", "province", "000002")
    neighbour = factory.person("neighbour", far, "statistician")
    browser = sign_in(neighbour)
    assert browser.get(board_of(quick)).status_code == 404
    assert browser.post(board_of(quick), {"act": "close"}).status_code == 404
    assert list(browser.get(reverse("sta_rounds")).context["grid"].rows) == []
    sent = {"plan-form": world.forms["quick"].pk, "plan-period": "2026-11"}
    refused = browser.post(reverse("sta_rounds"), sent | {"plan-opens_on": "2026-12-01"})
    assert refused.status_code == 422
    assert Round.objects.count() == 1


def test_why_nobody_was_reminded_is_said_above_the_long_board(world, quick, sign_in):
    browser = sign_in(world.statistician)
    for _twice in range(2):
        page = browser.post(board_of(quick), {"act": "remind", "whom": "all"})
    assert page.status_code == 422
    text = text_of(page)
    assert text.count('role="alert"') == 1
    assert text.index('role="alert"') < text.index("<tbody")
