"""Measures begin with a verb; goals without a number are milestones; industries come from the defining list."""

import pytest

from xiandao.policy.methods.folding import fold
from xiandao.policy.methods.industries import find_industries, first_names
from xiandao.policy.methods.linking import link_targets
from xiandao.policy.methods.making import benefit_of, measure_of, target_of
from xiandao.policy.methods.measures import find_measures
from xiandao.policy.methods.reading import read
from xiandao.policy.methods.records import Reading
from xiandao.policy.methods.segments import parse


def deeds(text: str):
    parsed = parse(fold(text))
    return list(find_measures(parsed, 0, len(parsed.text), None))


def test_a_sentence_that_begins_with_a_verb_is_a_measure():
    assert [(item.verb, item.object) for item in deeds("加快建设中试平台。以创新为引领，支持企业投入。")] == [
        ("建设", "中试平台"), ("支持", "企业投入"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["培育一批领军企业", "建设若干基金", "取得一系列成果", "南京、苏州率先建设先导区"]
)
def test_goals_without_a_number_are_milestones(text):
    assert [item.milestone for item in deeds(f"到2025年，{text}。")] == [True]
    assert [item.year for item in deeds(f"到2025年，{text}。")] == [2025]


def test_a_measure_knows_whether_it_is_quantified():
    assert [item.quantified for item in deeds("建设10个平台。完善服务体系。")] == [True, False]


def test_a_statement_without_a_verb_is_no_measure():
    assert deeds("未来产业代表新一轮科技革命方向。") == []


def test_industries_are_those_of_the_defining_list_only():
    text = "在区块链、元宇宙、新能源等领域建设一批先导区。构建以人工智能、区块链、量子信息等领域为重点的未来产业发展体系。"
    names = [item.name for item in find_industries([fold(text)], text, None)]
    assert names == ["人工智能", "区块链", "量子信息"]


def test_counted_directions_define_the_system_too():
    text = "在未来健康、未来智能、未来能源、未来空间、未来材料五大方向，涌现一批成果。"
    assert len(find_industries([fold(text)], text, None)) == 5


def test_names_keep_their_brackets():
    text = "氢能、零碳负碳（碳捕集、利用）、合成生物"
    assert [text[a:b] for a, b in first_names(text, 0, len(text))][1] == "零碳负碳（碳捕集、利用）"


def test_json_has_exactly_the_keys_of_the_order():
    reading = read(
        "某省意见\n一、目标\n到2030年，建设20个先导区。对企业给予最高50万元奖励。（省科技厅牵头）"
    )
    assert isinstance(reading, Reading)
    plain = reading.to_json()
    assert {
        "document",
        "clauses",
        "targets",
        "benefits",
        "measures",
        "responsibilities",
        "industries",
    } <= set(plain)
    assert {"title", "issuer", "doc_number", "issued_on"} == set(plain["document"])
    assert {"path", "heading", "text", "start", "end"} <= set(plain["clauses"][0])
    wanted = {
        "text", "metric", "value", "value_max", "comparator", "unit", "deadline_year", "recurrence", "kind",
        "clause", "start", "end",
    }  # fmt: skip
    assert wanted <= set(plain["targets"][0])
    assert {"clause", "text", "start", "end"} <= set(plain["measures"][0])
    assert {"clause", "clause_start", "departments", "lead", "lead_inferred", "others"} <= set(
        plain["responsibilities"][0]
    )
    assert type(plain["targets"][0]["comparator"]) is str


def test_records_are_made_from_what_was_found_without_change():
    reading = read("某省意见\n一、目标\n到2030年，建设20个先导区。对企业给予最高50万元奖励。")
    assert [callable(make) for make in (benefit_of, measure_of, target_of)] == [True, True, True]
    assert reading.benefits[0].value == 50
    assert reading.targets[0].quantity.label() == "20个"
    assert link_targets(reading.targets) == reading.targets
