"""Sentences that ask for nothing are no measures; places that go ahead are milestones."""

import pytest

from xiandao.policy.methods.formulas import guides, is_formula, is_guiding, is_report
from xiandao.policy.methods.reading import read


def measures(text: str):
    return read(f"某省行动方案\n{text}").measures


@pytest.mark.parametrize(
    "sentence",
    [
        "现将《某省行动方案》印发给你们，请认真组织实施",
        "《若干措施》已经省政府第48次常务会议研究同意",
        "为抢抓机遇，加快培育新质生产力，制定本方案",
        "结合我市实际，提出如下意见",
        "本方案自印发之日起施行",
        "《关于培育的若干意见》同时废止",
    ],
)
def test_promulgation_and_closing_lines_are_formulas(sentence):
    assert is_formula(sentence)


@pytest.mark.parametrize(
    "sentence", ["制定未来产业统计目录", "建立评价办法，定期发布报告", "实施产业基础再造工程"]
)
def test_tasks_are_no_formulas(sentence):
    assert not is_formula(sentence)


def test_a_report_is_told_from_an_outlook():
    assert is_report("2023年，全省企业达到1460家")
    assert not is_report("到2027年，全省企业达到1460家")


def test_only_the_innermost_heading_makes_a_clause_of_principles():
    assert guides(["基本原则", "总体要求"])
    assert not guides(["发展目标", "总体要求"])


def test_keeping_to_something_is_a_principle_only_in_a_general_clause():
    assert is_guiding("坚持错位发展，支持各地选准方向", ["总体要求"])
    assert not is_guiding("坚持错位发展，支持各地选准方向", ["优化空间布局"])


def test_only_tasks_of_a_paper_are_measures():
    text = (
        "现将方案印发给你们，请认真组织实施。\n为抢抓机遇，培育新质生产力，制定本方案。\n一、总体要求\n"
        "（一）指导思想。以习近平新时代中国特色社会主义思想为指导，加快建设创新高地。\n"
        "（二）基本原则。创新引领，重点突破。集中力量攻克一批关键技术。\n"
        "二、发展基础\n建成平台20个，培育一批企业。\n三、重点任务\n（一）平台。建设中试平台。\n本方案自印发之日起施行。"
    )
    assert [item.text for item in measures(text)] == ["建设中试平台"]


@pytest.mark.parametrize(
    "goal",
    ["澜州市、东屿市先行一步，建成先导区集群", "澜州、东屿率先建设先导区", "澜州市率先建成先导区"],
)
def test_places_that_go_ahead_are_milestones(goal):
    found = measures(f"一、近期目标\n到2027年，{goal}；完善体系。")
    assert [(item.text.removeprefix("到2027年，"), item.deadline_year) for item in found if item.milestone] == [
        (goal, 2027)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "task",
    [
        "出台若干政策措施，完善体系",
        "建立“发布一批、验证一批、推广一批”机制",
        "遴选第一批示范产品",
        "支持龙头企业率先突破",
        "贯彻《加快培育的若干意见》，建设平台",
    ],
)
def test_what_promises_no_result_is_no_milestone(task):
    assert not [item for item in measures(f"一、任务\n{task}。") if item.milestone]


def test_a_verb_that_is_part_of_a_noun_begins_no_measure():
    assert measures("一、任务\n申报单位应当有团队。支持比例为三成。建设平台。")[-1].verb == "建设"
    assert len(measures("一、任务\n申报单位应当有团队。支持比例为三成。建设平台。")) == 1


def test_a_unit_named_inside_a_sentence_does_not_cut_the_measure():
    found = measures("一、保障\n建立由省经信厅牵头，省科技厅参加的推进机制，完善统计口径。")
    assert found[0].text.endswith("完善统计口径")
