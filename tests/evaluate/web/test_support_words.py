"""Conditions, figures, gifts and gaps in words."""

import pytest

from xiandao.evaluate.methods.support_conditions import Condition, Seen
from xiandao.evaluate.methods.support_rule import Factor, Give
from xiandao.evaluate.web import support_words as words

LAND = Factor("land", "用地指标", "coefficient", "倍", 2, "", 1.0)
PERMIT = Factor("permit", "审批授权", "entitlement", "", 0, "", "")
NAMES = {"N": "产业培育"}


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (Condition("grade", among=("A", "B")), "评价等级为A、B"),
        (Condition("band", among=("前10",)), "档次为前10"),
        (Condition("score", at_least=85.0), "综合得分不低于85分"),
        (Condition("pillar", pillar="N", below=60.0), "产业培育得分低于60分"),
        (Condition("score", at_least=60.0, below=85.5), "综合得分在60分以上、85.5分以下"),
        (Condition("change", at_least=2.0), "比上期的提高幅度不低于2分"),
        (Condition("rank", within=5), "位次区间全部在前5位"),
        (Condition("rank", within_share=0.3, surely="possible"), "位次区间有一部分在前30%"),
        (Condition("rank", beyond=10), "位次区间全部在第10位以后"),
        (Condition("veto"), "触发否决"),
        (Condition("veto", struck=False), "未触发否决"),
    ],
)
def test_what_a_condition_asks(condition, told):
    assert words.condition_words(condition, NAMES) == told


@pytest.mark.parametrize(
    ("on", "figure", "told"),
    [
        ("grade", "A", "A"), ("grade", None, "未评等级"), ("score", 82.704, "82.70分"), ("rank", (3, 7), "第3–7位"),
        ("rank", (3, 3), "第3位"), ("change", -1.5, "−1.50分"), ("change", 0.001, "0.00分"), ("change", 1.0, "+1.00分"),
        ("change", None, "没有可比的上期"), ("pillar", None, "没有数据"), ("veto", (), "未触发"), ("veto", ("事故", "超标"), "事故、超标"),
    ],
)  # fmt: skip
def test_what_a_condition_saw(on, figure, told):
    assert words.figure_words(Seen(Condition(on, among=("A",)), False, figure)) == told


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (Seen(Condition("pillar", pillar="N", at_least=85.0), False, 82.7, 2.3), "产业培育得分还差2.3分（须产业培育得分不低于85分，现为82.70分）"),
        (Seen(Condition("score", at_least=85.0), False, 84.9999, 0.0001), "综合得分还差0.01分（须综合得分不低于85分，现为85.00分）"),
        (Seen(Condition("grade", among=("A",)), False, "C", 2.0), "评价等级还差2级（须评价等级为A，现为C）"),
        (Seen(Condition("rank", within=2), False, (1, 4), 2.0), "位次区间还差2位（须位次区间全部在前2位，现为第1–4位）"),
        (Seen(Condition("veto"), False, (), None, False), "触发否决（现为未触发）"),
    ],
)  # fmt: skip
def test_what_is_still_lacking(seen, told):
    assert words.gap_words(seen, NAMES) == told


@pytest.mark.parametrize(
    ("factor", "give", "told"),
    [
        (LAND, Give("land", "set", 1.2), "用地指标为1.2倍"), (LAND, Give("land", "add", 0.05), "用地指标增加0.05倍"),
        (LAND, Give("land", "add", -0.05), "用地指标减少0.05倍"), (LAND, Give("land", "multiply", 1.1), "用地指标乘以1.1"),
        (LAND, Give("land", "cap", 1.0), "用地指标最高1倍"), (PERMIT, Give("permit", "set", "委托"), "审批授权为“委托”"),
        (PERMIT, Give("permit", "add", "委托"), "审批授权增加“委托”"), (PERMIT, Give("permit", "set", ""), "审批授权为“无”"),
    ],
)  # fmt: skip
def test_what_a_line_does(factor, give, told):
    assert words.give_words(factor, give) == told
