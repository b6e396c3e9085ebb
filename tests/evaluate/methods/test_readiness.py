"""成熟一个、培育一个: a candidate sees its gaps, and evidence decides."""

import tomllib

import pytest

from xiandao.evaluate.methods.readiness import Claim, readiness, rule_from
from xiandao.terms.error import InputError

DATA = tomllib.loads("""
ready = 0.8
[[conditions]]
code = "resources"
name = "资源"
items = [{ code = "labs", name = "科研平台", needed = 2, unit = "个", is_must = true },
         { code = "talent", name = "领军人才", needed = 10, unit = "人" }]
[[conditions]]
code = "base"
name = "基础"
items = [{ code = "firms", name = "骨干企业", needed = 5, unit = "家" }]
[[conditions]]
code = "direction"
name = "方向"
items = [{ code = "plan", name = "领域规划" }]
[[conditions]]
code = "mechanism"
name = "机制"
items = [{ code = "office", name = "工作专班", needs_evidence = false }]
""")
PAPER = ("文件",)
FULL = {code: Claim(value, PAPER) for code, value in
        {"labs": 2, "talent": 12, "firms": 5, "plan": 1, "office": 1}.items()}  # fmt: skip


def judged(**changes):
    return readiness(rule_from(DATA), FULL | changes)


def test_a_candidate_with_all_four_conditions_is_ready():
    found = judged()
    assert (found.state, found.total, found.gaps, found.failed) == ("成熟", 1, (), ())


def test_what_has_no_paper_does_not_count_where_papers_are_asked_for():
    found = judged(firms=Claim(5), office=Claim(1))
    assert found.conditions["base"] == 0
    assert found.conditions["mechanism"] == 1
    assert [(gap.item.code, gap.is_evidence_only, gap.lacking) for gap in found.gaps] == [
        ("firms", True, 0)
    ]
    assert "基础" in found.failed
    assert found.state == "基本成熟"


def test_gaps_add_up_to_what_is_missing_and_musts_come_first():
    found = judged(labs=Claim(1, PAPER), talent=Claim(4, PAPER), firms=Claim(2, PAPER))
    assert found.total + sum(gap.gain for gap in found.gaps) == pytest.approx(1)
    assert [gap.item.code for gap in found.gaps] == ["labs", "firms", "talent"]
    assert [gap.lacking for gap in found.gaps] == [1, 3, 6]


def test_a_must_that_is_not_met_is_never_ready_however_high_the_total():
    found = judged(labs=Claim(1.9, PAPER))
    assert found.total > 0.95
    assert found.state == "基本成熟"
    assert found.failed == ("科研平台",)


def test_a_candidate_with_nothing_sees_everything_it_lacks():
    found = readiness(rule_from(DATA), {})
    assert (found.state, found.total, len(found.gaps)) == ("尚不成熟", 0, 5)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"conditions": [{"code": "a", "name": "甲"}]},
        {"conditions": [DATA["conditions"][1], DATA["conditions"][1]]},
        DATA | {"near": 0.9},
        {"conditions": [DATA["conditions"][1] | {"weight": 0}]},
    ],
)
def test_rules_that_cannot_work_are_refused(data):
    with pytest.raises(InputError) as caught:
        rule_from(data)
    assert caught.value.code == "EVA-181"


def test_claims_are_checked_against_the_rule():
    for claims in ({"x": Claim(1)}, {"labs": Claim(float("nan"))}):
        with pytest.raises(InputError) as caught:
            readiness(rule_from(DATA), claims)
        assert caught.value.code == "EVA-181"
