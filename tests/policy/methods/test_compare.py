"""Two readings stand side by side: what is the same, what changed, what only one of them has."""

from xiandao.policy.methods.compare import compare
from xiandao.policy.methods.reading import read

OLD = read(
    "甲省意见\n一、目标\n到2025年，建设20个先导区，培育企业50家。（省科技厅牵头，省教育厅配合）\n二、保障\n加强组织领导，压实责任。"
)
NEW = read(
    "甲省意见\n一、目标\n到2027年，建设20个先导区，引育团队10个。（省科技厅牵头，省财政厅配合）\n二、保障\n加强组织领导，压实责任。"
)


def test_a_reading_compared_with_itself_shows_no_difference():
    found = compare(OLD, OLD)
    assert {pair.state for pair in found.targets} == {"same"}
    assert all(pair.left is not None and pair.right is not None for pair in found.clauses)
    assert not found.departments.left
    assert not found.departments.right


def test_changed_targets_name_the_changed_fields():
    changed = [pair for pair in compare(OLD, NEW).targets if pair.state == "changed"]
    assert [(pair.left.metric, pair.changed) for pair in changed] == [
        ("先导区", ("deadline_year",))
    ]


def test_what_only_one_side_has_is_kept_with_its_side():
    states = {pair.state: (pair.left or pair.right).metric for pair in compare(OLD, NEW).targets}
    assert states["left"] == "企业"
    assert states["right"] == "团队"


def test_clauses_are_aligned_by_number_heading_and_text():
    pairs = [(pair.left.path, pair.right.path) for pair in compare(OLD, NEW).clauses]
    assert pairs == [("一", "一"), ("二", "二")]


def test_departments_are_compared_by_name():
    found = compare(OLD, NEW).departments
    assert (found.both, found.left, found.right) == (("省科技厅",), ("省教育厅",), ("省财政厅",))


def test_a_thousand_clauses_are_aligned_without_comparing_all_pairs():
    left = read(
        "一、目标\n"
        + "\n".join(f"{at}.建设。第{at}类平台建设任务，完善服务体系{at}。" for at in range(1, 999))
    )
    right = read(
        "一、目标\n"
        + "\n".join(f"{at}.建设。第{at}类平台建设任务，健全服务体系{at}。" for at in range(1, 999))
    )
    pairs = compare(left, right).clauses
    assert sum(pair.left is not None and pair.right is not None for pair in pairs) > 900


def test_the_two_papers_share_industries_by_catalogue(shared):
    from xiandao.catalog import known_catalogue

    folder = shared / "policies"
    one, two = (
        read((folder / f"{name}.txt").read_text(encoding="utf-8"), catalogue=known_catalogue())
        for name in ("zhejiang", "jiangsu")
    )
    found = compare(one, two).industries
    assert {"第三代半导体", "未来网络", "前沿新材料"} <= set(found.both)
    assert "元宇宙" in found.left
    assert "类人机器人" in found.right
