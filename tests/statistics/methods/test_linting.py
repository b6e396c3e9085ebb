"""On save a rule is told what is wrong with it: items, units, other rules, how often it would hit."""

import polars as pl
import pytest

from xiandao.statistics.methods.expression import parse
from xiandao.statistics.methods.expression_units import units
from xiandao.statistics.methods.form import shipped as forms
from xiandao.statistics.methods.linear import can_hold, conflict, linear, rows_of
from xiandao.statistics.methods.linting import hit_rate, lint, lint_all
from xiandao.statistics.methods.rule import Rule, of_row
from xiandao.statistics.methods.rule_shorthand import shipped
from xiandao.terms.error import InputError

QUICK = forms()["quick"]


def rule(code, left, op="holds", right="", **more):
    return Rule(code, "quick", left=left, op=op, right=right, **more)


def codes(found):
    return [flaw.code for flaw in found]


@pytest.mark.parametrize("form", sorted(shipped()))
def test_every_shipped_rule_lints_clean_against_its_form(form):
    assert lint_all(shipped()[form], forms()[form], forms=forms()) == {}


def test_an_item_the_form_does_not_have_is_named():
    (flaw,) = lint(rule("A", "r999", "≥", "0"), QUICK)
    assert (flaw.code, flaw.items) == ("STA-241", ("r999",))
    assert codes(lint(rule("A", "r13", "≥", 'of("607-2", r7)'), QUICK)) == ["STA-241"]
    assert codes(lint(rule("A", "r13", "≥", 'of("607-2", r7)'), QUICK, forms=forms())) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("r13", "r01"),
        ("r13 / r01", "r13"),
        ("sum(r13, r01)", "r13"),
        ("r13 * r13", "r13"),
        ("lag(r13)", "r01"),
    ],
)
def test_different_units_are_neither_added_nor_compared(left, right):
    (flaw,) = lint(rule("A", left, "≥", right), QUICK)
    assert flaw.code == "STA-242"
    assert "单位不一致" in flaw.message


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("r13 / r01", "5"),
        ("r13 / r42", "r155 / r13"),
        ("r13", "2 * lag(r13)"),
        ("r13 / r01 * r01", "r13"),
        ("yoy(r13)", "0.5"),
    ],
)
def test_units_that_agree_pass(left, right):
    assert lint(rule("A", left, "≤", right), QUICK) == []


def test_money_of_different_size_is_compared_after_conversion_only():
    with pytest.raises(InputError, match="单位不一致"):
        units('r13 == of("zone-quarter", r201)', QUICK, forms())
    assert units('r13 == 10 * of("zone-quarter", r201)', QUICK, forms()).is_free


def test_rules_that_cannot_hold_together_name_each_other():
    others = [
        rule("A", "r14", "≤", "r13"),
        rule("B", "r22", "≥", "0"),
        rule("C", "r13", "≤", "100"),
    ]
    (flaw,) = lint(rule("D", "r14", "≥", "101"), QUICK, rules=others)
    assert (flaw.code, flaw.rules, flaw.is_error) == ("STA-245", ("A", "C"), True)


def test_an_item_forced_to_0_is_told():
    others = [rule("A", "r14", "≤", "r13"), rule("B", "r14", "≥", "0"), rule("Z", "r13", "≥", "0")]
    (flaw,) = lint(rule("D", "r14", "≥", "2 * r13"), QUICK, rules=others)[:1]
    assert flaw.code == "STA-246"
    assert flaw.items == ("r14",)
    assert set(flaw.rules) == {"A", "Z"}


def test_rules_that_only_ask_for_explanation_contradict_nothing():
    others = [rule("A", "r13", "≤", "100")]
    assert lint(rule("D", "r13", "≥", "101", severity="explain"), QUICK, rules=others) == []
    hidden = [rule("A", "r13", "≤", "100", is_active=False)]
    assert lint(rule("D", "r13", "≥", "101"), QUICK, rules=hidden) == []


def test_a_rule_that_repeats_another_is_pointed_out_but_allowed():
    (flaw,) = lint(rule("D", "r13", "≥", "-5"), QUICK, rules=[rule("A", "r13", "≥", "0")])
    assert (flaw.code, flaw.is_error, flaw.rules) == ("STA-247", False, ("A",))


@pytest.mark.parametrize(
    ("left", "op", "right", "code"),
    [
        ("r13 - r13", "=", "0", "STA-243"),
        ("r13", "≤", "r13 + 1", "STA-243"),
        ("r13", ">", "r13", "STA-244"),
        ("1", "=", "2", "STA-244"),
    ],
)
def test_a_rule_that_holds_always_or_never_is_told(left, op, right, code):
    assert codes(lint(rule("D", left, op, right), QUICK)) == [code]


def test_linear_parts_are_recognised_and_others_left_out():
    assert linear(parse("sum(r1, 2 * r2) / 4 - 1").node) == {"r1": 0.25, "r2": 0.5, "": -1.0}
    assert linear(parse("r1 * r2").node) is None
    assert linear(parse("abs(r1)").node) is None
    assert rows_of(rule("A", "r1", "≤", "r2", when="r3 > 0")) is None
    between = rows_of(rule("A", "r1", "between", "1 .. 3"))
    assert can_hold(between)
    assert conflict(between, rows_of(rule("B", "r1", "=", "4"))) == ("A",)


def test_the_hit_rate_is_told_by_period_before_the_rule_is_switched_on():
    frame = pl.DataFrame({
        "unit": ["a", "b", "a", "b", "c"], "period": ["2026-05", "2026-05", "2026-06", "2026-06", "2026-06"],
        "r13": [1.0, -1.0, 2.0, None, -3.0],
    })  # fmt: skip
    draft = of_row(
        {"code": "N", "form": "quick", "left": "r13", "op": "≥", "right": "0", "is_active": False}
    )
    assert hit_rate(draft, frame, form=QUICK) == {
        "2026-05": {"checked": 2, "hit": 1},
        "2026-06": {"checked": 3, "hit": 1},
    }
