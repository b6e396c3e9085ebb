"""One sentence for each hard phenomenon of policy language, read by principle."""

import pytest

from xiandao.policy.methods.reading import read
from xiandao.terms.error import XiandaoError


def targets(body: str, title: str = "某省行动方案", section: str = "一、主要任务"):
    return read(f"{title}\n{section}\n{body}").targets


def one(body: str, **around: str):
    found = targets(body, **around)
    assert len(found) == 1, [item.text for item in found]
    return found[0]


@pytest.mark.parametrize(
    ("body", "comparator"),
    [
        ("到2027年，建设30个左右先导区。", "approx"),
        ("到2027年，培育独角兽企业不少于15家。", "ge"),
        ("到2027年，上市企业达到30家以上。", "ge"),
        ("到2027年，专精特新企业超200家。", "gt"),
        ("到2027年，高新技术企业突破4万家。", "gt"),
        ("到2027年，突破100项以上关键技术。", "ge"),
        ("到2027年，突破50项关键核心技术。", "eq"),
        ("到2027年，新增用地不超过4000亩。", "le"),
        ("到2027年，算力时延控制在5毫秒以内。", "le"),
        ("到2027年，端到端时延降至1ms。", "le"),
        ("到2027年，综合实力进入全国前三位。", "le"),
        ("到2027年，建成约20个平台。", "approx"),
        ("到2027年，每个县至少布局1个中心。", "ge"),
        ("到2027年，建设20个先导区。", "eq"),
    ],
)
def test_the_wording_decides_the_comparator(body, comparator):
    assert one(body).comparator == comparator


@pytest.mark.parametrize(
    ("body", "value", "unit"),
    [
        ("到2027年，培育企业3.5万家。", 35000, "家"),
        ("到2027年，产业规模达到1.2万亿元。", 12000, "亿元"),
        ("到2027年，产业规模达到三千亿元。", 3000, "亿元"),
        ("到2027年，基金规模达到500万元。", 500, "万元"),
        ("到2027年，打造垂直模型百个。", 100, "个"),
        ("到2027年，年均增长百分之十二。", 12, "%"),
        ("到2027年，占比达到三分之一。", 33.33, "%"),
        ("到2027年，国产化率提高到七成。", 70, "%"),
        ("到2027年，产业规模翻一番。", 2, "倍"),
        ("到2027年，产业规模翻两番。", 4, "倍"),
        ("到2027年，占比提高2个百分点。", 2, "百分点"),
        ("到2027年，引进人才（团队）10名（个）。", 10, "名（个）"),
        ("到2027年，装机规模达到1300万千瓦。", 13000000, "千瓦"),
        ("到2027年，形成百万吨级碳捕集能力。", 1000000, "吨"),
        ("到2027年，服务器PUE值降到1.25以下。", 1.25, ""),
        ("到2027年，亩均税收达到40万元/亩。", 40, "万元/亩"),
        ("到2027年，培育企业12,000家。", 12000, "家"),
        ("到2027年，培育企业 300 家。", 300, "家"),
    ],
)
def test_values_are_brought_to_one_form(body, value, unit):
    found = one(body)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize("written", ["2—3个", "2-3个", "2至3个", "2到3个", "2～3个", "2个至3个"])
def test_ranges_keep_both_ends(written):
    found = one(f"到2027年，建设先导区{written}。")
    assert (found.value, found.value_max, found.comparator) == (2, 3, "eq")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("到2027年，营业收入超100亿元的企业达到50家。", "营业收入超100亿元的企业"),
        ("到2027年，千亿级产业链30个。", "千亿级产业链"),
        ("到2027年，每万人口发明专利拥有量达到18件。", "每万人口发明专利拥有量"),
        ("到2027年，进入全球前十的企业不少于两家。", "进入全球前十的企业"),
        ("到2027年，亿元以上项目200个。", "亿元以上项目"),
    ],
)
def test_a_number_inside_the_metric_is_no_target_of_its_own(body, name):
    assert one(body).metric == name


@pytest.mark.parametrize(
    ("body", "year"),
    [
        ("到二〇二七年，建设20个先导区。", 2027),
        ("“十五五”期间，建设20个先导区。", 2030),
        ("“十四五”末，建设20个先导区。", 2025),
        ("2028年底前，建设20个先导区。", 2028),
        ("先导区2028年达到20个。", 2028),
        ("力争用三年时间建设20个先导区。", None),
        ("建设20个先导区，能耗较2020年下降。", None),
        ("建设20个先导区。上述目标于2027年底前完成。", 2027),
        ("从2024年起，建设20个先导区。", None),
    ],
)
def test_only_a_governing_year_is_a_deadline(body, year):
    assert one(body).deadline_year == year


def test_a_year_is_carried_over_commas_and_semicolons():
    found = targets("到2027年，建设20个先导区，培育50家企业；引进10名人才。")
    assert [item.deadline_year for item in found] == [2027, 2027, 2027]


def test_bullets_take_the_year_of_the_sentence_before_them():
    found = targets("到2030年，实现以下目标：\n——建设20个先导区。\n——每年举办5场活动。")
    assert [(item.deadline_year, item.recurrence) for item in found] == [
        (2030, None),
        (2030, "annual"),
    ]


def test_a_heading_with_a_year_governs_its_clause():
    assert one("（一）2027年目标\n建设20个先导区。").deadline_year == 2027


def test_a_vision_without_numbers_does_not_move_the_bullets():
    found = targets("到2030年，产值达到5000亿元。到2050年，形成若干集群。\n——建设20个先导区。")
    assert [item.deadline_year for item in found] == [2030, 2030]


def test_the_plan_period_of_the_title_is_the_last_resort():
    title = "某省行动方案（2024—2026年）"
    assert one("建设20个先导区。", title=title).deadline_year == 2026
    assert one("到2025年，建设20个先导区。", title=title).deadline_year == 2025


def test_a_numbered_task_does_not_inherit_the_year_of_its_neighbour():
    found = targets("1.平台。到2028年，建设20个平台。\n2.用地。安排用地1.2万亩。")
    assert [item.deadline_year for item in found] == [2028, None]


def test_the_same_period_refers_back():
    found = targets("2026年底前，建设20个平台。\n同期，培育50家企业。")
    assert [item.deadline_year for item in found] == [2026, 2026]


def test_another_five_years_count_from_the_last_deadline():
    found = targets("到2030年，建设20个平台。\n再经过5年努力，形成3个集群。")
    assert [item.deadline_year for item in found] == [2030, 2035]


def test_every_year_recurs_and_has_no_year_unless_governed():
    found = targets("每年实施15个以上项目。到2027年，每年新增5家企业。")
    assert [(item.recurrence, item.deadline_year) for item in found] == [
        ("annual", None),
        ("annual", 2027),
    ]


def test_floor_and_stretch_are_two_targets_and_linked():
    floor, stretch = targets("到2025年，高新技术企业突破4万家，力争达到5万家。")
    assert (floor.value, floor.stretch_value) == (40000, 50000)
    assert (stretch.value, stretch.comparator, stretch.metric) == (50000, "eq", floor.metric)


def test_a_breakdown_by_year_keeps_each_year_and_dates_the_total():
    found = targets("发布应用场景150项（2026年50项、2027年50项、2028年50项）。")
    assert [(item.value, item.deadline_year) for item in found] == [
        (150, 2028), (50, 2026), (50, 2027), (50, 2028),
    ]  # fmt: skip


def test_respective_years_and_numbers_pair_off():
    found = targets("投放规模在2025年、2026年、2027年分别达到300辆、800辆、2000辆。")
    assert [(item.value, item.deadline_year) for item in found] == [
        (300, 2025),
        (800, 2026),
        (2000, 2027),
    ]


def test_a_year_after_of_which_stays_with_its_part():
    found = targets("安排用地1.2万亩，其中2026年不超过4000亩。")
    assert [item.deadline_year for item in found] == [None, 2026]


def test_from_to_takes_the_second_value_and_keeps_the_first_as_baseline():
    found = one("到2028年，技能人才由120万人增加到150万人。")
    assert (found.value, found.baseline) == (1500000, 1200000)


def test_one_number_for_a_compound_metric_stays_one_target():
    assert one("到2025年，建设10个研究院、未来技术学院、科技园等平台载体。").value == 10


def test_a_verb_shared_by_a_list_gives_one_target_for_each_number():
    found = targets("到2027年，培育领军企业10家、骨干企业50家和单项冠军5家。")
    assert [item.metric for item in found] == ["领军企业", "骨干企业", "单项冠军"]


@pytest.mark.parametrize(
    "body",
    [
        "建设一批先导区，设立若干基金，取得一系列成果。",
        "截至2023年底，已建成平台30个，集聚企业200家。",
        "建立“1+8+N”工作体系，实行一月一调度、一季一通报。",
        "成立由12个部门组成的工作专班。",
        "贯彻党的二十大精神，实施“333工程”和首台（套）政策。",
        "落实某政发〔2023〕104号文件，推进三大科创高地建设。",
        "支持世界500强企业设立总部，吸引规模以上企业落户。",
        "围绕十大重点领域开展攻关，每半年评估1次进展。",
        "近三年累计发布场景300个。",
        "对120家重点企业开展监测，选取30项指标建立体系，推动零部件攻关。",
    ],
)
def test_what_is_no_target_stays_out(body):
    assert not targets(body + "到2027年，建设20个平台。")[:-1]


def test_past_facts_of_a_section_on_foundations_stay_out():
    text = "某省规划\n一、发展基础\n产业规模达到500亿元，建成平台20个。\n二、目标\n到2027年，建设30个平台。"
    assert [item.value for item in read(text).targets] == [30]


def test_benefits_and_thresholds_are_never_targets():
    reading = read(
        "若干措施\n1.对实际投资2亿元以上的项目，按设备投资的20%给予补助，最高500万元，单个项目累计不超过1000万元。"
        "责任单位：市财政局。"
    )
    assert not reading.targets
    assert [item.value for item in reading.benefits] == [20, 500, 1000]


def test_a_target_beside_a_benefit_survives():
    found = targets(
        "每年遴选10个以上场景给予重点支持。选择5个左右城市先行，每市给予最高3000万元奖补。"
    )
    assert [item.value for item in found] == [10, 5]


def test_standing_rules_are_parameters():
    found = targets("出让底价可按不低于最低价标准的70%确定。为每人免费提供1次职业指导。")
    assert [(item.kind, item.comparator, item.value) for item in found] == [
        ("parameter", "ge", 70), ("parameter", "eq", 1),
    ]  # fmt: skip


def test_the_size_of_a_named_set_is_a_scope_and_its_restatement_is_nothing():
    found = targets("到2025年，培育氢能、新型储能、合成生物等10个成长型未来产业。")
    assert [(item.kind, item.value, item.deadline_year) for item in found] == [("scope", 10, 2025)]


def test_the_same_number_said_twice_is_linked():
    first, second = targets(
        "1.目标。到2027年，建设先导区20个。\n2.任务。到2027年，建设先导区20个。"
    )
    assert (first.same_as, second.same_as) == (None, 0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "POL-001"),
        (" \n\t\ufeff", "POL-001"),
        ("hello world, this is a letter", "POL-002"),
        ("\x00\x01\x02\ud800\udfff", "POL-002"),
        ("今天天气很好，我们去公园散步。", "POL-002"),
        ("1" * 5000, "POL-002"),
    ],
)
def test_what_is_no_paper_is_refused_in_chinese_with_a_hint(text, code):
    with pytest.raises(XiandaoError) as refused:
        read(text)
    assert refused.value.code == code
    assert refused.value.hint


@pytest.mark.parametrize(
    "piece", ["（", "、", "1", "“", "《", "一、\n", "1个", "a\tb\tc\n", "责任单位：", "\ud800"]
)
def test_odd_text_around_a_clause_never_breaks_the_reader(piece):
    reading = read("一、目标\n到2030年，建设10个平台。\n" + piece * 2000)
    assert reading.targets[0].value == 10


def test_how_many_a_number_is_about_is_no_second_target():
    assert one("到2025年，人工智能、生物医药2个产业规模均超1000亿元。").value == 1000


def test_a_row_that_goes_on_for_ever_takes_no_year_from_the_title():
    found = targets(
        "任务\t牵头单位\t完成时限\n举办活动4场以上\t省科技厅\t持续推进",
        title="某省行动计划（2024—2026年）",
    )
    assert [item.deadline_year for item in found] == [None]
