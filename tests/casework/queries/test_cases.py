"""Who sees a case, what its history says, and how it is found."""

from xiandao.casework.commands import reminders
from xiandao.casework.queries import cases as questions


def test_owner_and_responsible_see_a_case_and_another_body_does_not(office, opened):
    for person in (office.analyst, office.colleague, office.clerk):
        assert list(questions.visible_to(person)) == [opened]
    for person in (office.stranger, office.viewer):
        assert list(questions.visible_to(person)) == []


def test_a_body_that_passed_a_case_on_still_sees_it_and_the_new_one_too(office, opened, take):
    take(opened, "decline", office.clerk, "不属职责")
    take(opened, "redirect", office.analyst, "转办", reassign_to=office.other)
    assert list(questions.visible_to(office.clerk)) == [opened]
    assert list(questions.visible_to(office.stranger)) == [opened]


def test_the_history_says_who_did_what_when_and_where_it_went(office, opened, take):
    take(opened, "decline", office.clerk, "不属职责")
    reminded = take(opened, "redirect", office.analyst, "转办给东屿", reassign_to=office.other)
    reminders.remind(reminded, by=office.analyst)
    found = questions.timeline(opened)
    assert [one.label for one in found] == ["发起", "退回发起单位", "转办", "催办"]
    assert [one.who for one in found] == ["analyst同志", "clerk同志", "analyst同志", "analyst同志"]
    assert [one.responsible for one in found] == ["", "", "东屿先导区管委会", ""]
    assert (found[1].words, found[1].stage, found[1].moved) == ("不属职责", "待转办", True)
    assert not found[3].moved


def test_the_history_costs_two_queries_however_long(
    office, opened, take, django_assert_num_queries
):
    take(opened, "sign", office.clerk)
    for _round in range(3):
        take(opened, "reply", office.clerk, "已办")
        take(opened, "send_back", office.analyst, "再说明")
    with django_assert_num_queries(2):
        assert len(questions.timeline(opened)) == 8


def test_the_cases_about_a_thing_are_found_by_its_name_and_number(office, opened):
    assert list(questions.about(office.clerk, "policy.item", ["7", "8"])) == [opened]
    assert list(questions.about(office.stranger, "policy.item", ["7"])) == []


def test_the_open_task_is_told_until_the_case_is_closed(office, opened, take):
    assert questions.open_task(opened).organisation == office.zone
    take(opened, "withdraw", office.analyst, "已解决")
    assert questions.open_task(opened) is None


def test_the_search_box_finds_a_visible_case_by_word_and_by_initials(office, opened):
    for typed in ("建设进展", "xdqjsjz"):
        (hit,) = questions.find(office.clerk, typed, 5)
        assert hit.title == opened.title
        assert f"/cases/{opened.pk}" in hit.url_path
        assert questions.find(office.stranger, typed, 5) == []
