"""Numbers that stand beside goals and are none: starting values, promulgation, conditions, grades, balances."""

import pytest

from xiandao.policy.methods.parties import read_parties
from xiandao.policy.methods.reading import read

GOAL = "到2027年，建设20个平台。"
TABLE = "指标名称\t单位\t{first}年\t{last}年\n企业数\t万家\t8.6\t12\n研发强度\t%\t1.4\t1.8以上\n"


def reading_of(body: str, title: str = "某省行动方案"):
    return read(f"{title}\n一、主要任务\n{body}\n{GOAL}")


def values(body: str, title: str = "某省行动方案"):
    return [item.value for item in reading_of(body, title).targets]


def rows(table: str, title: str):
    found = read(f"{title}\n一、指标\n{table}").targets
    return [(item.value, item.unit, item.deadline_year, item.baseline) for item in found]


@pytest.mark.parametrize(
    ("title", "caption"),
    [
        ("某市“十四五”中小企业发展规划", ""),
        ("某市规划（2021—2025年）", ""),
        ("某市行动方案", "专栏1 “十四五”主要指标\n"),
        ("某市行动方案\n某政发〔2020〕3号", ""),
    ],
)
def test_the_column_of_the_base_year_gives_the_starting_value(title, caption):
    table = caption + TABLE.format(first=2020, last=2025)
    assert rows(table, title) == [(120000, "家", 2025, 86000), (1.8, "%", 2025, 1.4)]


def test_columns_that_run_year_by_year_from_the_issue_are_all_goals():
    table = TABLE.format(first=2024, last=2025)
    found = rows(table, "某市行动方案\n某政发〔2024〕3号")
    assert [(value, base) for value, _, _, base in found] == [
        (86000, None),
        (120000, None),
        (1.4, None),
        (1.8, None),
    ]


def test_a_column_marked_as_actual_gives_the_starting_value():
    table = "指标\t单位\t2023年（实际值）\t2025年\n产值\t亿元\t1200\t2000\n"
    assert rows(table, "某市行动方案") == [(2000, "亿元", 2025, 1200)]


@pytest.mark.parametrize(
    "body",
    [
        "为推动省委关于人工智能的8条要求落地见效，现将15项重点工作任务分解如下。",
        "为落实国家12项政策，制定本方案。",
        "大型企业按50%返还，中小企业不超过60%。",
        "中小企业返还比例最高提至60%，大型企业不超过30%。",
        "按每招用1人不超过1500元的标准给予补助。",
        "鼓励银行对成立5年以内、研发人员占比30%以上的科技型企业开展信用贷款，单户额度可放宽至1000万元。",
        "推动7纳米车规级芯片量产上车，加快千比特量子测控系统落地。",
        "申请道路测试的，车辆须在封闭场地完成不少于5000公里的测试里程。",
        "截至2024年末，普惠型小微企业贷款余额33.3万亿元。",
    ],
)
def test_what_hands_down_conditions_grades_or_reports_is_no_goal(body):
    assert values(body) == [20]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("现将目标明确如下：到2026年，培育企业15家。", 15),
        ("截至2026年底，建设标准厂房30万平方米。", 300000),
        ("支持银行发放贷款，到2026年信用贷款占比提高到30%以上。", 30),
        ("鼓励高校每年引进人才500名。", 500),
        ("2025年至2026年累计开展补贴性培训3000万人次以上。", 30000000),
    ],
)
def test_a_goal_in_similar_words_stays_one(body, value):
    assert values(body) == [value, 20]


def test_a_span_of_years_before_a_total_ends_with_its_last_year():
    found = reading_of("2025年至2026年累计开展补贴性培训3000万人次以上。").targets[0]
    assert (found.deadline_year, found.quantity.comparator.value) == (2026, "ge")


def test_a_name_that_begins_with_government_affairs_keeps_one_prefix():
    parties, _ = read_parties("市通信管理局、市政务和数据局、市政务服务局、政府办公室")
    assert parties.names == (
        "市通信管理局",
        "市政务和数据局",
        "市政务服务局",
        "市政府办公室",
    )


def test_a_short_table_is_not_taken_for_a_paragraph_broken_at_the_margin():
    table = TABLE.format(first=2020, last=2025)
    assert "2025年\n企业数\t" in read(f"某市“十四五”企业发展规划\n一、指标\n{table}").text
