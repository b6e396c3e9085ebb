"""Z二(一) 重点方向: one catalogue, whatever a paper calls an industry, with versions that can be compared."""

from tests.spec.marks import row
from xiandao.catalog import catalogue_versions, compare, known_catalogue, load_catalogue


@row("Z05")
def test_both_names_of_an_industry_mean_one_node_and_two_versions_can_be_compared():
    current = load_catalogue("zhejiang")
    assert len(current.industries) == 12
    assert current.resolve("新能源") is not None
    assert current.resolve("新能源") is current.resolve("先进能源")
    older, newer = (
        load_catalogue("zhejiang", version) for version in catalogue_versions("zhejiang")
    )
    change = compare(older, newer)
    assert [(was.name, now.name) for was, now in change.renamed] == [("新能源", "先进能源")]
    assert {industry.name for industry in change.added} >= {"量子信息", "元宇宙"}


@row("J02", part="10 + X: ten growth industries and an open frontier group")
def test_the_jiangsu_system_is_ten_and_an_open_group():
    catalogue = load_catalogue("jiangsu")
    sizes = {group: len(members) for group, members in catalogue.groups.items()}
    assert sizes["成长型未来产业"] == 10
    assert "前沿性未来产业" in catalogue.open_groups


@row("J07", part="names and industries of another province by data alone")
def test_a_paper_of_either_province_is_read_with_the_same_catalogue():
    known = known_catalogue()
    assert known.resolve("量子信息") is known.resolve("量子科技")
