"""A number is judged by what stands around it: its phrase, its comparator, benefits, standing rules."""

import pytest

from xiandao.policy.methods.amounts import find_amounts
from xiandao.policy.methods.benefits import benefit_roles
from xiandao.policy.methods.comparing import comparator_of
from xiandao.policy.methods.folding import fold
from xiandao.policy.methods.governing import Horizon, Timing
from xiandao.policy.methods.judging import Place, kind_of
from xiandao.policy.methods.metrics import metric_of
from xiandao.policy.methods.modifiers import role_of
from xiandao.policy.methods.segments import parse
from xiandao.policy.methods.targets import blocks, find_quantities
from xiandao.terms.quantity import Comparator

NOWHERE = Place()


def quantities(text: str, place: Place = NOWHERE):
    return find_quantities(fold(text), 0, Horizon(), place, [])[0]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("营业收入超100亿元的企业50家", ["modifier", "head"]),
        ("由120万人增加到150万人", ["baseline", "head"]),
        ("3个千亿级产业集群", ["head", "modifier"]),
        ("建设30个平台", ["head"]),
    ],
)
def test_the_role_of_a_number_in_its_phrase(text, roles):
    amounts = list(find_amounts(text))
    assert [role_of(text, amounts, at) for at in range(len(amounts))] == roles


def test_a_list_gives_each_number_its_own_stretch():
    parsed = parse(fold("培育A企业15家、B企业20家和C企业5家"))
    assert [parsed.text[item.left : item.right] for item in parsed.phrases] == [
        "培育A企业15家",
        "B企业20家",
        "C企业5家",
    ]


def test_a_word_far_before_the_number_still_binds_it():
    parsed = parse(fold("可按不低于当地最低价标准的70%确定"))
    assert comparator_of(parsed, parsed.phrases[0])[0] is Comparator.GE


def test_the_word_before_a_respective_list_binds_all_of_it():
    parsed = parse(fold("分别突破300个、200亿元"))
    assert [comparator_of(parsed, item)[0].value for item in parsed.phrases] == ["gt", "gt"]


@pytest.mark.parametrize("text", ["通过3家平台", "契约10家", "最近5家"])
def test_words_that_only_end_like_a_comparator_are_no_comparator(text):
    parsed = parse(fold(text))
    assert comparator_of(parsed, parsed.phrases[0])[0] is Comparator.EQ


@pytest.mark.parametrize(
    "text",
    [
        "给予100万元奖励",
        "单个项目最高500万元",
        "对首次认定的企业，一次性奖励50万元",
        "按投资额的20%给予补助",
        "对租用算力的企业按合同额30%发放算力券",
    ],
)
def test_what_is_given_is_a_benefit(text):
    assert set(benefit_roles(parse(fold(text))).values()) == {"benefit"}


@pytest.mark.parametrize(
    "text",
    ["设立总规模100亿元的产业基金", "每年安排资金不低于5亿元", "每年遴选10个场景给予重点支持"],
)
def test_money_for_everybody_is_no_benefit(text):
    assert benefit_roles(parse(fold(text))) == {}


def test_a_section_on_the_past_has_no_targets():
    parsed = parse(fold("建设10个平台"))
    judged = kind_of(
        parsed,
        parsed.phrases[0],
        Timing(2027, None, "text", None),
        Comparator.EQ,
        False,
        Place(past_section=True),
    )
    assert judged is None


def test_a_year_before_the_paper_makes_a_fact():
    assert quantities("2022年，企业达到500家。", Place(reference_year=2023)) == []
    assert len(quantities("2025年，企业达到500家。", Place(reference_year=2023))) == 1


def test_before_the_first_clause_a_bare_year_reports():
    assert quantities("2022年，企业达到500家。", Place(preamble=True)) == []
    assert len(quantities("到2027年，企业达到500家。", Place(preamble=True))) == 1


def test_metrics_come_from_before_from_after_or_from_the_number_before():
    parsed = parse(fold("建成30个左右特色鲜明的先导区，企业突破4万家，力争达到5万家"))
    name, names = "", []
    for phrase in parsed.phrases:
        name = metric_of(parsed, phrase, name)
        names.append(name)
    assert names == ["先导区", "企业", "企业"]


def test_an_overlong_paragraph_is_cut_at_its_stops_without_losing_a_character():
    folded = fold("建设10个平台。" * 2000)
    assert "".join(block.text for block, _ in blocks(folded, 0)) == folded.text
    assert all(len(block.text) <= 3000 for block, _ in blocks(folded, 0))
