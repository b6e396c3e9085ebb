"""What tells a goal from a rule, a condition, a description or a report: one test for each principle."""

import pytest

from xiandao.policy.methods.folding import GAP, fold
from xiandao.policy.methods.reading import read

GOAL = "到2027年，建设20个平台。"


def targets(body: str, title: str = "某省行动方案"):
    return read(f"{title}\n一、主要任务\n{body}").targets


def labels(body: str, **around: str):
    return [(item.metric, item.quantity.label()) for item in targets(body, **around)]


def nothing_but_the_goal(body: str) -> bool:
    return [item.value for item in targets(f"{body}\n{GOAL}")] == [20]


@pytest.mark.parametrize(
    "body",
    [
        "对工作成效突出的3个市、10个县（市、区）予以通报表扬。",
        "对评估排名后10%的先导区予以摘牌。",
        "对连续两年考核排名前5名的园区给予激励。",
    ],
)
def test_those_who_are_praised_or_removed_are_no_goal(body):
    assert nothing_but_the_goal(body)


@pytest.mark.parametrize(
    "body",
    [
        "申报载体孵化面积应在5000平方米以上。",
        "申报企业应符合以下条件：注册资本不低于1000万元；研发人员占比不低于30%。",
        "企业须连续经营满2年，职工不少于30人。",
        "本措施所称初创企业是指员工不超过300人的企业。",
        "申报材料一式3份。",
        "单车测试里程累计满1000公里且无责任事故的，可申请示范运营。",
        "年研发投入5000万元以上的企业可享受绿色通道。",
        "对新引进总投资10亿元以上且按期到位60%以上的重大项目，按照一项目一议方式给予支持。",
        "设备投入500万元的技改项目，按设备投入额的8%给予补助。",
    ],
)
def test_conditions_of_applicants_are_no_goal(body):
    assert nothing_but_the_goal(body)


def test_a_list_of_conditions_ends_with_its_clause():
    body = "（一）申报。申报企业应具备以下条件：\n1.注册资本不低于1000万元。\n2.职工不少于30人。\n（二）建设。建设平台20个。"
    assert [item.value for item in targets(body)] == [20]


@pytest.mark.parametrize(
    "body",
    [
        "单笔信用贷款一般不超过1000万元。",
        "对初创企业按费用的30%给予支持，其中成立不满3年的，支持比例上浮至50%。",
        "对新认定为国家级孵化器的，一次性奖励200万元；省级50万元；市级20万元。",
        "青年人才可申请不少于60平方米的人才公寓。",
        "领军人才给予购房补贴100万元，分5年兑现，每年20%。",
        "支持建设公共服务平台，按投资额30%支持，最高1000万元。",
    ],
)
def test_what_is_given_is_no_goal_however_it_is_put(body):
    reading = read(f"某市若干措施\n一、主要任务\n{body}\n{GOAL}")
    assert [item.value for item in reading.targets] == [20]
    assert reading.benefits


@pytest.mark.parametrize(
    "body",
    [
        "完善120米以下空域管理规则。",
        "推动2个海洋试验场共享共用。",
        "支持经开区、高新区选择1个主攻方向。",
        "落实超过200万元的货物和服务采购项目预留份额等政策。",
        "贷款利率不高于同期利率加50个基点。",
        "按2.5:1的比例配置。",
    ],
)
def test_numbers_that_describe_what_exists_are_no_goal(body):
    assert nothing_but_the_goal(body)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("到2027年，力争建成2—3个国家级先导区。", 2),
        ("到2027年，新建5个工程研究中心。", 5),
        ("到2027年，打造3个城市更新项目。", 3),
        ("到2027年，选取10个城市开展试点。", 10),
    ],
)
def test_a_noun_of_a_list_that_begins_a_longer_name_is_counted(body, value):
    assert [item.value for item in targets(body)] == [value]


@pytest.mark.parametrize(
    ("body", "value"),
    [("建成大科学装置一座。", 1), ("形成千亿级产业集群两个。", 2), ("建成中试线两条。", 2)],
)
def test_a_small_number_behind_its_noun_has_weight(body, value):
    assert [item.value for item in targets("到2027年，" + body)] == [value]


@pytest.mark.parametrize(
    "body", ["成熟一个、启动一个。", "一个产业、一个专班。", "发现一起、查处一起。"]
)
def test_one_in_a_saying_has_none(body):
    assert nothing_but_the_goal(body)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("产业规模达到5000亿元级，形成优势。", 5000),
        ("未来产业总体规模达到万亿级。", 10000),
        ("产业规模迈上万亿元台阶。", 10000),
    ],
)
def test_an_order_of_magnitude_alone_is_a_goal(body, value):
    found = targets("到2030年，" + body)
    assert [(item.value, item.unit) for item in found] == [(value, "亿元")]


def test_what_follows_a_list_of_fields_with_a_verb_of_its_own_is_a_goal():
    assert labels("面向自动驾驶、智慧医疗等领域分年度开放应用场景100个。") == [
        ("应用场景", "100个")
    ]


def test_a_sum_behind_a_list_to_be_built_is_a_goal():
    assert labels("组建研究院、科技园等平台载体共10个。") == [("研究院、科技园等平台载体", "10个")]
    assert nothing_but_the_goal("全省高校共30所。")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("为每家入库企业至少配备1名服务专员。", "parameter"),
        ("政府投资的载体租金不高于同地段市场价的70%。", "parameter"),
        ("到2027年盘活用地5000亩。出让底价可按不低于最低价标准的70%确定。", "parameter"),
        ("每个县至少布局1个中心。", "target"),
    ],
)
def test_standing_rules_are_parameters_whatever_year_stands_before_them(body, kind):
    found = targets(body)[-1]
    assert (found.kind, found.deadline_year) == (kind, None)


@pytest.mark.parametrize(
    "note",
    [
        "注：2024年全省核心产业营业收入为6480亿元。",
        "备注：1.按期完成。 2.截至2024年12月，全省已备案大模型35款，算力规模42EFLOPS。",
    ],
)
def test_a_note_reports(note):
    assert nothing_but_the_goal(f"{GOAL}\n{note}") is False
    assert [item.value for item in targets(f"{GOAL}\n{note}")] == [20]


def test_growth_to_a_number_is_no_outlook_of_a_preamble():
    text = f"2024年，营业收入达到386亿元，企业由11家增加到47家。\n一、目标\n{GOAL}"
    assert [item.value for item in read("某市措施\n" + text).targets] == [20]


@pytest.mark.parametrize(
    ("body", "value", "unit"),
    [
        ("满意度达到95分以上。", 95, "分"),
        ("采购H100 1000张。", 1000, "张"),
        ("服务企业3000项次以上。", 3000, "项次"),
        ("省级财政每年安排5亿元支持未来产业发展。", 5, "亿元"),
    ],
)
def test_units_and_names_in_front_of_numbers(body, value, unit):
    assert [(item.value, item.unit) for item in targets("到2027年，" + body)] == [(value, unit)]


def test_points_are_no_unit_inside_other_words():
    assert nothing_but_the_goal("创新能力十分重要。实行一分为二。")


def test_a_name_and_the_figure_behind_it_stay_apart():
    folded = fold("H100 1000张")
    assert folded.text == f"H100{GAP}1000张"
    assert len(folded.offsets) == len(folded.text)


@pytest.mark.parametrize(
    ("body", "metrics"),
    [
        ("布局未来产业先导区30个，其中达到国家级水平的3个。", ["未来产业先导区", "国家级未来产业先导区"]),
        ("超100亿元的企业12家，其中超500亿元的2家。", ["超100亿元的企业", "超500亿元的企业"]),
        ("在零碳领域形成百万吨级捕集能力。", ["捕集能力"]),
        ("培育氢能、新型储能等10个成长型未来产业。", ["成长型未来产业"]),
        ("设立总规模不低于200亿元的产业基金群。", ["产业基金群总规模"]),
        ("设立天使基金，首期规模20亿元。", ["天使基金首期规模"]),
        ("推动10万家中小企业上云用云。", ["上云用云的中小企业"]),
        ("每个设区市至少建设1个试验场。", ["每个设区市试验场"]),
        ("三分之二以上的产业链实现自主可控。", ["实现自主可控的产业链比例"]),
        ("发展壮大110家领军企业。", ["领军企业"]),
        ("累计开放应用场景50个以上。", ["应用场景"]),
        ("通过备案的大模型达到60款。", ["通过备案的大模型"]),
        ("产业规模比2027年翻一番。", ["产业规模"]),
        ("促成供需签约60项。", ["供需签约"]),
    ],
)  # fmt: skip
def test_a_metric_is_the_noun_that_is_counted(body, metrics):
    assert [item.metric for item in targets("到2030年，" + body)] == metrics


def test_a_rate_of_something_named_says_of_what():
    body = "各地可从土地出让收入中提取0.5%以上。土地出让底价可按不低于最低价标准的70%执行。"
    assert [item.metric for item in targets(body)] == [
        "土地出让收入提取比例",
        "土地出让底价占最低价标准比例",
    ]


def test_the_tree_of_clauses_is_in_the_plain_data():
    rows = read(f"某省方案\n一、任务\n（一）平台。\n1.建设。{GOAL}").to_json()["clauses"]
    assert [(row["path"], row["parent"]) for row in rows] == [
        ("一", None),
        ("一（一）", "一"),
        ("一（一）1", "一（一）"),
    ]
