"""Departments are named in full, and a lead is stated only where the text states one."""

import pytest

from xiandao.policy.methods.actors import find_statements, is_duty_line, states_first_is_lead
from xiandao.policy.methods.parties import (
    is_party,
    is_unnamed,
    merge_areas,
    read_parties,
    split_names,
)
from xiandao.policy.methods.reading import read
from xiandao.policy.methods.spoken import spoken_statements
from xiandao.policy.methods.statements import from_cells, read_statement, without_duty


def only(text: str):
    found = find_statements(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "names", "lead"),
    [
        ("建设。（省科技厅牵头，省发展改革委、经信厅按职责分工负责）", ("省科技厅", "省发展改革委", "省经信厅"), "省科技厅"),
        ("建设。（省科技厅、省发展改革委等按职责分工负责）", ("省科技厅", "省发展改革委"), None),
        ("建设。（责任单位：市科委、各区政府）", ("市科委", "各区政府"), None),
        ("建设。（牵头单位：省科技厅；配合单位：省教育厅、财政厅）", ("省科技厅", "省教育厅", "省财政厅"), "省科技厅"),
        ("建设。责任单位：市委组织部、市科技局。", ("市委组织部", "市科技局"), None),
        ("建设。责任部门：市交通委（市道运局）、市公安局", ("市交通委（市道运局）", "市公安局"), None),
        ("建设。（省自然资源厅负责）", ("省自然资源厅",), "省自然资源厅"),
        ("建设。（省经信厅、省发展改革委；列第一位者为牵头单位）", ("省经信厅", "省发展改革委"), "省经信厅"),
        ("建设。（省发展改革委、省经信厅共同牵头，省科技厅参与）", ("省发展改革委", "省经信厅", "省科技厅"), "省发展改革委、省经信厅"),
        ("建设。[责任单位：省科技厅、各市、县（市、区）人民政府]", ("省科技厅", "各市、县（市、区）人民政府"), None),
        ("建设。（省发展改革委、工业和信息化厅、能源局，省通信管理局）", ("省发展改革委", "省工业和信息化厅", "省能源局", "省通信管理局"), None),
        ("建设。（省财政厅，人民银行某省分行、某省证监局、税务局）", ("省财政厅", "人民银行某省分行", "某省证监局", "省税务局"), None),
        ("建设。（省委组织部、人才办，省人社厅）", ("省委组织部", "省委人才办", "省人社厅"), None),
        ("省工信厅负责，省财政厅、国资委配合。", ("省工信厅", "省财政厅", "省国资委"), "省工信厅"),
        ("建立由省经信厅牵头，各相关单位参加的机制。", ("省经信厅",), "省经信厅"),
        ("建设。（省发展领导小组成员单位按职责分工负责）", ("省发展领导小组成员单位",), None),
        ("建设。（省工信厅牵头，省科技厅等部门及各市州人民政府按职责分工负责）", ("省工信厅", "省科技厅", "各市州人民政府"), "省工信厅"),
    ],
)  # fmt: skip
def test_each_way_of_naming_who_is_responsible(text, names, lead):
    found = only(text)
    assert found.parties == names
    assert (None if found.inferred else found.lead) == lead


def test_without_a_stated_lead_the_first_named_is_inferred_and_marked():
    found = only("建设。（省科技厅、省发展改革委按职责分工负责）")
    assert (found.lead, found.inferred) == ("省科技厅", True)


def test_unnamed_groups_are_noted_and_not_listed():
    found = only("建设。（省科技厅，各有关部门和单位按职责分工负责）")
    assert (found.parties, found.note) == (("省科技厅",), "各有关部门和单位")


def test_and_others_is_kept():
    assert only("建设。（省科技厅、省教育厅等按职责分工负责）").others
    assert not only("建设。（省科技厅、省教育厅按职责分工负责）").others


def test_a_date_in_the_bracket_is_a_deadline_and_no_department():
    found = only("建设。（省科技厅牵头，省财政厅配合，2025年12月底前完成）")
    assert found.parties == ("省科技厅", "省财政厅")
    assert found.deadline == "2025年12月底"


@pytest.mark.parametrize(
    "text",
    [
        "打造未来产业（技术）研究院。",
        "引导行业骨干企业牵头联合高等院校。",
        "（此件公开发布）",
        "国家新一代平台（试点）",
    ],
)
def test_other_brackets_and_leads_are_no_statement(text):
    assert find_statements(text) == []


def test_the_rule_that_the_first_leads_holds_for_the_table_below_it():
    text = "某市清单\n一、任务（责任单位中列首位的为牵头单位）\n任务\t责任单位\t完成时限\n建设平台5个\t市科技局、财政局\t2025年"
    duty = read(text).responsibilities[0]
    assert (duty.lead, duty.lead_inferred, duty.departments) == (
        "市科技局",
        False,
        ("市科技局", "市财政局"),
    )


def test_lines_below_a_task_belong_to_it_together():
    text = "某省清单\n一、任务\n（一）建平台。建设平台3个。\n牵头单位：省数据局\n配合单位：无\n完成时限：2025年12月"
    reading = read(text)
    duty = reading.responsibilities[0]
    assert (duty.clause_start, duty.departments, duty.lead) == (
        "（一）建平台。建设平台3个。",
        ("省数据局",),
        "省数据局",
    )
    assert reading.targets[0].deadline_year == 2025


def test_pieces_of_the_grammar():
    assert split_names("甲（乙、丙）、丁") == ["甲（乙、丙）", "丁"]
    assert merge_areas(["各市", "县（市、区）人民政府", "省科技厅"]) == [
        "各市、县（市、区）人民政府",
        "省科技厅",
    ]
    assert is_party("省科技厅")
    assert not is_party("智能工厂")
    assert is_unnamed("省直有关部门")
    assert read_parties("无")[0].names == ()
    assert without_duty("省财政厅按职责分工负责") == "省财政厅"
    assert states_first_is_lead("第一个单位为牵头单位")
    assert is_duty_line("（省科技厅牵头，省教育厅配合）")
    assert from_cells({"any": "市科技局"}, first_leads=False, span=(0, 1)).inferred
    assert read_statement("（责任单位：市科技局）", 0, 5, False).parties == ("市科技局",)


@pytest.mark.parametrize(
    ("text", "names", "lead"),
    [
        ("由省发展改革委牵头，会同省科技厅、经信厅建立机制。", ("省发展改革委", "省科技厅", "省经信厅"), "省发展改革委"),
        ("建立由市科委牵头，市教委、市卫生健康委参加的机制。", ("市科委", "市教委", "市卫生健康委"), "市科委"),
        ("省科技厅会同省发改委、省经信厅建立机制。", ("省科技厅", "省发改委", "省经信厅"), "省科技厅"),
        ("由省科技厅、省经信厅共同牵头，省财政厅等部门配合。", ("省科技厅", "省经信厅", "省财政厅"), "省科技厅、省经信厅"),
        ("由省发展改革委会同有关部门组织实施。", ("省发展改革委",), "省发展改革委"),
        ("由省科技厅牵头，省财政厅安排资金。", ("省科技厅",), "省科技厅"),
    ],
)  # fmt: skip
def test_a_sentence_names_who_leads_and_who_joins_in(text, names, lead):
    found = only(text)
    assert (found.parties, found.lead, found.spoken) == (names, lead, True)


def test_a_lead_marked_behind_its_name_leads():
    found = only("建设。（责任单位：省科技厅（牵头）、省教育厅）")
    assert (found.parties, found.lead) == (("省科技厅", "省教育厅"), "省科技厅")


def leads(text: str):
    duties = read(f"某市方案\n一、任务\n{text}").responsibilities
    return [(duty.lead, duty.lead_inferred) for duty in duties]


def test_the_rule_that_the_first_leads_holds_on_where_it_says_so():
    stated = "（一）平台。建设。（市科技局、市教育局；排在首位的为牵头单位，下同）\n（二）企业。培育。（市工信局、市国资委）"
    assert leads(stated) == [("市科技局", False), ("市工信局", False)]
    alone = stated.replace("，下同", "")
    assert leads(alone) == [("市科技局", False), ("市工信局", True)]


def test_a_note_below_the_tasks_sets_the_rule_for_all_of_them():
    text = "（一）平台。建设。（市科技局、市教育局）\n注：责任单位中列首位的为牵头单位。"
    assert leads(text) == [("市科技局", False)]


def test_provinces_of_a_state_paper_are_one_party():
    names = read_parties("科技部等部门，各省、自治区、直辖市人民政府")[0].names
    assert names == ("科技部", "各省、自治区、直辖市人民政府")


def test_a_hostile_chain_of_units_is_read_in_no_time():
    assert spoken_statements("由" + "省科技厅、" * 3000 + "牵头") == []
