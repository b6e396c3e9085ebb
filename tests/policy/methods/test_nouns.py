"""The noun of a stretch of text, without the verbs and adverbs at its edges."""

import pytest

from xiandao.policy.methods.nouns import (
    last_noun,
    noun_after,
    noun_before,
    of_object,
    opens_with_verb,
    strip,
)


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("到2027年，高新技术企业力争突破", "高新技术企业"),
        ("累计开放应用场景", "应用场景"),
        ("可再生能源装机不低于", "可再生能源装机"),
        ("促成供需签约", "供需签约"),
        ("在量子测控等领域形成首创成果", "首创成果"),
        ("（2）新认定“专精特新”企业", "“专精特新”企业"),
        ("企业数量增加到", "企业"),
        ("推动", ""),
    ],
)
def test_the_noun_before_a_number(text, noun):
    assert noun_before(text) == noun


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("特色鲜明的先导区，其中", "先导区"),
        ("研究院（所）、科技园等平台", "研究院（所）、科技园等平台"),
        ("专项资金支持产业发展", "专项资金"),
        ("市级分中心、N个站点", "市级分中心"),
        ("，", ""),
    ],
)
def test_the_noun_after_a_number(text, noun):
    assert noun_after(text) == noun


def test_an_attribute_that_says_which_ones_is_kept_and_praise_is_not():
    assert last_noun("进入全球前十的企业") == "进入全球前十的企业"
    assert last_noun("特色鲜明的先导区") == "先导区"


def test_a_predicate_is_turned_before_its_noun_but_never_a_rate():
    assert of_object("细分领域成长为集群") == "成长为集群的细分领域"
    assert of_object("中小企业上云率") == "中小企业上云率"


def test_a_predicate_is_no_noun():
    assert opens_with_verb("深入企业开展诊断")
    assert not opens_with_verb("服务平台")


def test_years_conjunctions_and_verbs_go_in_any_order():
    assert strip("到2027年，同时加快建设先导区") == "先导区"
