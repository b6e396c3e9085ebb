"""The catalogue of future industries: names resolve to one node, versions can be compared."""

from datetime import date

import pytest

from xiandao.catalog import (
    Catalogue,
    Industry,
    catalogue_versions,
    compare,
    known_catalogue,
    load_catalogue,
)
from xiandao.terms.error import XiandaoError
from xiandao.terms.pack import pack_names


def test_zhejiang_names_twelve_fields_in_the_order_of_the_paper():
    assert [industry.name for industry in load_catalogue("zhejiang").industries] == [
        "人工智能", "区块链", "第三代半导体", "量子信息", "柔性电子", "未来网络",
        "空天一体化", "生物工程", "前沿新材料", "先进装备制造", "先进能源", "元宇宙",
    ]  # fmt: skip


def test_jiangsu_names_ten_growing_industries_and_an_open_frontier_group():
    catalogue = load_catalogue("jiangsu")
    sizes = {group: len(members) for group, members in catalogue.groups.items()}
    assert sizes == {"成长型未来产业": 10, "前沿性未来产业": 4}
    assert catalogue.open_groups == ("前沿性未来产业",)
    assert catalogue.valid_from == date(2023, 11, 6)


@pytest.mark.parametrize("version", ["2022-advantage", "2022-fields"])
def test_new_energy_and_advanced_energy_are_one_node_in_both_zhejiang_versions(version):
    catalogue = load_catalogue("zhejiang", version)
    assert catalogue.resolve("新能源") is catalogue.resolve("先进能源") is not None


@pytest.mark.parametrize(
    "spelling",
    [
        "零碳负碳(碳捕集利用及封存)",
        "零碳负碳（碳捕集利用及封存）",
        "零碳负碳 〔碳捕集利用及封存〕",
        "“零碳负碳”",
        "零碳负碳产业",
        "ccus",
        "ＣＣＵＳ",
    ],
)
def test_width_brackets_blanks_quotes_and_case_do_not_matter(spelling):
    found = load_catalogue("jiangsu").resolve(spelling)
    assert found is not None
    assert found.code == "zero-carbon"


def test_an_unknown_name_resolves_to_nothing():
    assert load_catalogue("jiangsu").resolve("钢铁") is None
    assert load_catalogue("jiangsu").resolve("") is None
    assert load_catalogue("jiangsu").resolve("产业") is None


def test_the_comparison_of_two_versions_tells_added_removed_renamed_and_moved():
    old = Catalogue("1", "甲", None, (
        Industry("a", "旧名", "一组"), Industry("b", "乙", "一组"), Industry("c", "丙", "一组"),
    ))  # fmt: skip
    new = Catalogue("2", "乙", None, (
        Industry("a", "新名", "一组"), Industry("b", "乙", "二组"), Industry("d", "丁", "一组"),
    ))  # fmt: skip
    change = compare(old, new)
    assert [industry.code for industry in change.added] == ["d"]
    assert [industry.code for industry in change.removed] == ["c"]
    assert [(was.name, now.name) for was, now in change.renamed] == [("旧名", "新名")]
    assert [(was.group, now.group) for was, now in change.moved] == [("一组", "二组")]


def test_the_twelve_fields_contain_the_six_advantage_fields():
    change = compare(*(load_catalogue("zhejiang", v) for v in catalogue_versions("zhejiang")))
    assert not change.removed
    assert len(change.added) == 6


def test_names_come_longest_first_so_that_a_scan_finds_the_most_specific():
    lengths = [len(name) for name in known_catalogue().names]
    assert lengths == sorted(lengths, reverse=True)
    assert known_catalogue().names[0] == "零碳负碳（碳捕集利用及封存）"


@pytest.mark.parametrize("pack", pack_names())
def test_a_name_means_the_same_industry_in_every_pack(pack):
    everything = known_catalogue()
    for version in catalogue_versions(pack):
        for industry in load_catalogue(pack, version).industries:
            for name in (industry.name, *industry.aliases):
                found = everything.resolve(name)
                assert found is not None
                assert found.code == industry.code, name


@pytest.mark.parametrize("pack", pack_names())
def test_every_industry_carries_a_clause_and_no_code_is_used_twice(pack):
    industries = load_catalogue(pack).industries
    assert all(industry.clause and industry.group for industry in industries)
    assert len({industry.code for industry in industries}) == len(industries)


def test_an_unknown_version_is_refused_with_the_versions_at_hand():
    with pytest.raises(XiandaoError) as caught:
        load_catalogue("zhejiang", "1999")
    assert caught.value.code == "CAT-001"
    assert "2022-fields" in caught.value.hint
