"""Province packs hold what is particular to a province, as data."""

from datetime import date, timedelta

import pytest

from xiandao.terms.error import XiandaoError
from xiandao.terms.pack import DatedName, load_pack, pack_names

PAPER_BODIES_JIANGSU = [
    "省科技厅",
    "省发展改革委",
    "省工业和信息化厅",
    "省知识产权局",
    "省国资委",
    "省委网信办",
    "省农业农村厅",
    "省商务厅",
    "省能源局",
    "省交通运输厅",
    "省住房城乡建设厅",
    "省教育厅",
    "省卫生健康委",
    "省药监局",
    "省文化和旅游厅",
    "省委组织部",
    "省委人才办",
    "人民银行江苏省分行",
    "金融监管总局江苏局",
    "江苏证监局",
    "省财政厅",
    "省市场监管局",
    "省税务局",
    "省统计局",
    "各设区市人民政府",
    "相关设区市人民政府",
    "省推进战略性新兴产业发展工作领导小组成员单位",
]


def test_every_party_of_the_jiangsu_paper_is_a_body_of_its_own():
    pack = load_pack("jiangsu")
    found = [pack.organisation(name) for name in PAPER_BODIES_JIANGSU]
    assert all(found)
    assert len({body.code for body in found if body}) == 27


def test_the_body_for_industry_has_the_name_of_its_province():
    names = {pack: load_pack(pack).names["lead_department"] for pack in pack_names()}
    assert names == {"zhejiang": "省经信厅", "jiangsu": "省工业和信息化厅", "demo": "省经信厅"}
    for pack, name in names.items():
        assert load_pack(pack).organisation(name) is not None


def test_an_old_name_is_known_together_with_the_days_it_was_in_use():
    body = load_pack("zhejiang").organisation("省经信委")
    assert body is not None
    assert body.short == "省经信厅"
    old = next(alias for alias in body.aliases if alias.name == "省经信委")
    assert old.holds_on(date(2018, 1, 1))
    assert not old.holds_on(date(2020, 1, 1))


def test_half_and_full_width_brackets_name_the_same_body():
    pack = load_pack("jiangsu")
    assert pack.organisation("各市、县(市、区)人民政府") is pack.organisation(
        "各市、县（市、区）人民政府"
    )
    assert pack.organisation("各市、县(市、区)人民政府") is not None
    assert pack.organisation("没有的厅") is None


def test_a_name_without_days_always_holds():
    assert DatedName("省发改委").holds_on(date(1999, 1, 1))


@pytest.mark.parametrize(
    ("name", "cities"),
    [
        ("zhejiang", "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水"),
        ("jiangsu", "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁"),
        ("demo", "澜州 东屿 云汀 松岚 石溪 南屿 青岚 西峤 月浦 林汐 河漪"),
    ],
)
def test_cities_stand_in_official_order_with_the_province_first(name, cities):
    pack = load_pack(name)
    codes = pack.order.sort(sorted(place.code.code for place in pack.places))
    by_code = {place.code.code: place.name for place in pack.places}
    assert codes[0] == pack.province.code
    upper = [by_code[code].removesuffix("市") for code in codes[1:] if code.endswith("00")]
    assert upper == cities.split()


@pytest.mark.parametrize("name", pack_names())
def test_every_organisation_hangs_in_the_tree_and_no_name_is_used_twice(name):
    pack = load_pack(name)
    codes = {body.code for body in pack.organisations}
    assert len(codes) == len(pack.organisations)
    roots = [body for body in pack.organisations if body.parent is None]
    assert [body.code for body in roots] == [pack.province.code]
    assert all(body.parent in codes for body in pack.organisations if body.parent)
    every = [label for body in pack.organisations for label in body.names]
    assert len(set(every)) == len(every)
    places = {place.code.code for place in pack.places}
    assert all(body.place in places for body in pack.organisations if body.place)


def test_the_demonstration_province_is_complete_and_says_that_it_is_invented():
    pack = load_pack("demo")
    kinds = [body.kind for body in pack.organisations]
    assert pack.is_demo
    assert not load_pack("jiangsu").is_demo
    assert (kinds.count("city"), kinds.count("department"), kinds.count("zone")) == (11, 24, 16)
    assert pack.text("paper").startswith("（演示数据：本文件及其中地名、单位、数字均为虚构）")
    assert pack.names["data_note"] == "演示数据"


def test_a_city_of_the_demonstration_province_owns_its_counties_and_zones():
    pack = load_pack("demo")
    below = [body.kind for body in pack.organisations if body.parent == "990100"]
    assert below.count("county") == 6
    assert below.count("zone") == 4


def test_the_calendar_follows_the_notices_of_three_years():
    calendar = load_pack("demo").calendar
    assert calendar.years == {2024, 2025, 2026}
    assert not calendar.is_working_day(date(2026, 2, 23))
    assert calendar.is_working_day(date(2026, 2, 14))
    assert calendar.is_working_day(date(2025, 10, 11))
    assert not calendar.is_working_day(date(2024, 9, 16))


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_working_days_of_a_year_add_up(year, days):
    calendar = load_pack("zhejiang").calendar
    first = date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days
    assert sum(calendar.is_working_day(first + timedelta(n)) for n in range(count)) == days


def test_what_a_pack_holds_cannot_be_changed():
    with pytest.raises(AttributeError):
        load_pack("demo").table("catalogue").update(default="x")


def test_an_unknown_pack_is_refused_with_the_packs_at_hand():
    with pytest.raises(XiandaoError) as caught:
        load_pack("atlantis")
    assert caught.value.code == "TRM-150"
    assert "zhejiang" in caught.value.hint


def test_a_path_is_not_a_pack():
    with pytest.raises(XiandaoError):
        load_pack("../packs/demo")


def test_unknown_data_of_a_pack_is_refused():
    with pytest.raises(XiandaoError) as caught:
        load_pack("demo").table("weights")
    assert caught.value.code == "TRM-151"
