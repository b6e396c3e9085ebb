"""What the paragraphs of a paper say comes together in order, each with its clause."""

from xiandao.policy.methods.document import read_document
from xiandao.policy.methods.gathering import Gatherer
from xiandao.policy.methods.outline import build_outline
from xiandao.policy.methods.reading import read


def gathered(text: str):
    document, leading = read_document(text, [])
    return Gatherer(text, document, build_outline(text, skip_lines=leading)).read(None)


def test_everything_said_below_a_clause_carries_its_path():
    found = gathered(
        "某省行动方案\n一、任务\n（一）平台。建设中试平台20个。（省科技厅牵头）\n（二）企业。对企业给予50万元奖励。"
    )
    assert [(item.metric, item.clause) for item in found.targets] == [("中试平台", "一（一）")]
    assert [item.clause for item in found.benefits] == ["一（二）"]
    assert [(item.lead, item.clause) for item in found.responsibilities] == [
        ("省科技厅", "一（一）")
    ]


def test_a_number_of_another_paper_does_not_date_this_one():
    head = "某省行动方案\n根据《规划》（某政发〔2028〕1号），制定本方案。"
    assert len(gathered(f"{head}\n一、目标\n到2027年，建设20个平台。").targets) == 1


def test_below_a_heading_of_conditions_nothing_is_a_goal():
    text = "某市办法\n一、申报条件\n职工不少于30人，注册资本不低于500万元。\n二、目标\n到2027年，建设20个平台。"
    assert [item.value for item in gathered(text).targets] == [20]


def test_names_and_figures_are_shown_as_they_were_written():
    found = read(
        "某市行动方案\n一、任务\n1.建设H100 1,000张的算力中心\n（1）到2027年，采购加速卡H100 1,000张。建设H100 1,000张的算力中心。"
    )
    marks = ("\x02", "\x1f")
    shown = [
        *(item.heading for item in found.clauses),
        *(item.object for item in found.measures),
        *(item.metric for item in found.targets),
    ]
    assert not any(mark in text for text in shown for mark in marks)
    assert "加速卡H100" in {item.metric for item in found.targets}
    assert "建设H100 1,000张的算力中心" in {item.heading for item in found.clauses}
