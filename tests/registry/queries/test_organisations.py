"""Names lead to organisations in three queries; the tree answers who stands where and stood where."""

from datetime import date

import pytest

from xiandao.registry.commands import organisations as commands
from xiandao.registry.models import Alias, Organisation
from xiandao.registry.queries import organisations


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("省经信厅", "990000-JXT"),
        ("示范省经济和信息化厅", "990000-JXT"),
        ("省经济和信息化厅", "990000-JXT"),
        ("省工业和信息化厅", "990000-JXT"),
        ("经信厅", "990000-JXT"),
        ("省 经 信 厅", "990000-JXT"),
        ("省发改委", "990000-FGW"),
        ("省发展和改革委员会", "990000-FGW"),
        ("省委组织部", "990000-WZZ"),
        ("澜州市", "990100"),
        ("澜州市人民政府", "990100"),
        ("澜州", "990100"),
        ("省政府", "990000"),
        ("示范省人民政府", "990000"),
        ("各设区市人民政府", "990000-G01"),
        ("各设区市", "990000-G01"),
        ("各市、县（市、区）人民政府", "990000-G02"),
        ("有关设区市人民政府", "990000-G03"),
        ("镜澜区人工智能未来产业先导区", "990100-Z01"),
    ],
)
def test_a_name_leads_to_its_organisation(province, name, code):
    assert organisations.resolve(name).code == code


@pytest.mark.parametrize(
    "name", ["", " ", "省外星事务厅", "人民政府", "省", "%", "'; DROP", "\x00", "厅" * 500]
)
def test_an_unknown_name_leads_to_nobody(province, name):
    found = organisations.resolve(name)
    assert found is None or found.kind == "province"


def test_a_name_of_the_past_counts_on_its_days_only(province):
    resolve = organisations.resolve
    assert resolve("省经信委").code == "990000-JXT"
    assert resolve("省经信委", on=date(2018, 10, 31)).code == "990000-JXT"
    assert resolve("省经信委", on=date(2018, 11, 1)) is None
    assert resolve("省数据局", on=date(2023, 12, 31)) is None
    assert resolve("省大数据局", on=date(2023, 12, 31)).code == "990000-SZJ"


def test_a_name_that_two_bear_with_equal_right_leads_to_nobody(province, body):
    for short in ("澜州市", "东屿市"):
        commands.add_alias(organisation=body(short), name="海滨市", by=province.system)
    assert organisations.resolve("海滨市") is None


def test_who_bears_the_name_comes_before_who_is_called_so(province, body):
    commands.add_alias(organisation=body("澜州市"), name="东屿市", by=province.system)
    assert organisations.resolve("东屿市").code == "990200"


def test_who_bears_the_name_today_comes_before_who_bore_it(province, body):
    Alias.objects.filter(name="省经信委").update(valid_to=date(2018, 11, 1))
    commands.add_alias(organisation=body("省能源局"), name="省经信委", by=province.system)
    assert organisations.resolve("省经信委").code == "990000-NEJ"


def test_many_names_are_answered_in_three_queries_each_as_it_was_given(
    province, django_assert_num_queries
):
    names = [
        "省经信厅",
        "示范省科学技术厅",
        "没有的厅",
        *Organisation.objects.values_list("name", flat=True),
    ]
    with django_assert_num_queries(3):
        found = organisations.resolve_many(names)
    assert set(found) == set(names)
    assert found["没有的厅"] is None
    assert sum(one is None for one in found.values()) == 1


def test_no_names_need_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert organisations.resolve_many([]) == {}


def test_the_tree_shows_each_parent_before_its_children_in_official_order(province, body, appoint):
    shown = organisations.tree(appoint("viewer", body("省经信厅"), "viewer", province.top))
    codes = [branch.organisation.code for branch in shown]
    assert codes[0] == "990000"
    assert codes.index("990100") < codes.index("990101") < codes.index("990200")
    assert codes.index("990000-FGW") < codes.index("990000-JXT") < codes.index("990000-JYT")
    seen = set()
    for branch in shown:
        assert branch.organisation.parent_id is None or branch.organisation.parent_id in seen
        seen.add(branch.organisation.pk)


def test_the_tree_is_cut_to_what_the_account_reaches(province, body, appoint):
    shown = organisations.tree(appoint("viewer", body("澜州市"), "viewer"))
    assert shown[0].organisation == body("澜州市")
    assert all(branch.organisation.path.startswith(body("澜州市").path) for branch in shown)
    assert organisations.tree(appoint("nobody", body("澜州市"))) == []


def test_before_it_belonged_to_anyone_an_organisation_stands_alone(province, body):
    office = body("省数据局")
    assert organisations.path_on(office, date(2020, 1, 1)) == [office]
    assert organisations.path_on(office, date(2024, 1, 1)) == [province.top, office]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("经信", "示范省经济和信息化厅"),
        ("sjxt", "示范省经济和信息化厅"),
        ("工信厅", "示范省经济和信息化厅"),
        ("lzs", "澜州市人民政府"),
    ],
)
def test_the_search_box_finds_by_word_alias_and_initials(province, body, appoint, text, name):
    viewer = appoint("viewer", body("省经信厅"), "viewer", province.top)
    assert name in [row.name for row in organisations.suggestions(viewer, text, 10)]


def test_the_search_box_shows_nothing_out_of_reach(province, body, appoint):
    viewer = appoint("viewer", body("东屿市"), "viewer")
    assert organisations.suggestions(viewer, "澜州", 10) == []
    assert organisations.suggestions(viewer, " ", 10) == []
    assert organisations.suggestions(viewer, "\x00", 10) == []


def test_an_organisation_without_a_path_has_no_subtree(db):
    stray = Organisation(code="S", name="游离", path="")
    Organisation.objects.create(code="T", name="甲", kind="city", path="000009")
    assert list(organisations.subtree(stray)) == []
    assert organisations.by_code("T").name == "甲"
    assert organisations.by_code("U") is None
