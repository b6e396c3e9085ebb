"""Rules are data: rows and TOML become rules, rules become rows again, and what cannot be is refused."""

import json
from datetime import date

import pytest

from xiandao.statistics.methods import form_rules
from xiandao.statistics.methods.form import shipped as forms
from xiandao.statistics.methods.rule import Rule, Scope, of_row, to_row
from xiandao.statistics.methods.rule_shorthand import load, shipped
from xiandao.terms.error import InputError
from xiandao.terms.period import Period

ALL = [rule for rules in shipped().values() for rule in rules]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_survives_the_way_through_json(rule):
    assert of_row(json.loads(json.dumps(to_row(rule)))) == rule


def test_no_two_rules_of_a_form_share_a_code():
    for rules in shipped().values():
        assert len({rule.code for rule in rules}) == len(rules)


def test_every_rule_that_asks_for_words_says_what_it_asks_in_both_languages():
    for rule in ALL:
        assert bool(rule.message) == bool(rule.message_en), rule.code
        assert rule.needs_explanation == (rule.severity == "explain"), rule.code


def test_the_sums_of_the_official_forms_are_checked():
    rd = {(rule.left, rule.right) for rule in shipped()["607-2"]}
    assert ("r7", "r8 + r9 + r10 + r11 + r12 + r13 + r14 + r19") in rd
    assert ("r14", "r15 + r16 + r17 + r18") in rd
    assert ("r13", "r14 + r22 + r82 + r29") in {(r.left, r.right) for r in shipped()["quick"]}


def test_the_tolerance_of_a_sum_is_half_a_unit_for_each_figure():
    (rule,) = load('form = "x"\n[[rules]]\ncode = "B"\ntotal = "r1"\nparts = ["r2", "r3", "r4"]')
    assert rule.tolerance_abs == 2.0


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ({"left": "r1 > 0", "colour": "red"}, "STA-211", None),
        ({"left": "r1 > 0", "level": "high"}, "STA-211", None),
        ({"left": "r1 > 0", "scope": {"town": ["x"]}}, "STA-211", None),
        ({"left": "r1 > 0", "valid_from": "soon"}, "STA-211", None),
        ({"left": "r1 > 0", "severity": "fatal"}, "STA-212", "severity"),
        ({"left": "r1 > 0", "level": 6}, "STA-212", "level"),
        ({"left": "r1 > 0", "missing": "guess"}, "STA-212", "missing"),
        ({"left": "r1 > 0", "tolerance_abs": -1}, "STA-212", "tolerance_abs"),
        ({"left": "r1 > 0", "tolerance_rel": "nan"}, "STA-212", "tolerance_rel"),
        ({"left": "r1 > 0", "message": "长" * 401}, "STA-212", "message"),
        (
            {"left": "r1 > 0", "valid_from": "2026-02-01", "valid_to": "2026-01-01"},
            "STA-212",
            "valid_to",
        ),
        ({"left": "r1"}, "STA-212", "left"),
        ({"left": "r1 > 0", "right": "r2"}, "STA-212", "right"),
        ({"left": "r1 > 0", "op": "=", "right": "r2"}, "STA-212", "left"),
        ({"left": "r1", "op": "="}, "STA-212", "right"),
        ({"left": "r1", "op": "between", "right": ".."}, "STA-212", "right"),
        ({"left": "r1", "op": "~", "right": "r2"}, "STA-212", "op"),
        ({"left": "r1", "op": "=", "right": "r2 > 1"}, "STA-212", "right"),
        ({"left": "r1 > 0", "when": "r2"}, "STA-212", "when"),
        ({"left": "r1 +"}, "STA-202", None),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_the_field(row, code, field):
    with pytest.raises(InputError) as caught:
        of_row({"code": "R1", "form": "x"} | row)
    assert (caught.value.code, caught.value.details.get("field")) == (code, field)


@pytest.mark.parametrize(
    "text",
    ["form = ", "[[rules]]\ncode = 3", 'form = "x"\n[[rules]]\ncode = "C"\nchange_of = "r1"'],
)
def test_a_file_that_is_no_rule_table_is_refused(text):
    with pytest.raises(InputError) as caught:
        load(text)
    assert caught.value.code in {"STA-210", "STA-211"}


def test_a_rule_counts_only_in_its_scope_and_time():
    rule = Rule(
        "R1", "x", left="r1 > 0", form_versions=("2026",), valid_from=date(2026, 4, 1), valid_to=date(2026, 12, 31),
        scope=Scope(subjects=("enterprise",), periods=("*-06", "*-03", "*-12")),
    )  # fmt: skip

    def applies(period, version="2026", subject="enterprise"):
        return rule.applies_to(version=version, subject=subject, period=Period.parse(period))

    assert applies("2026-06")
    assert not applies("2026-05")
    assert not applies("2026-03")
    assert not applies("2027-03")
    assert not applies("2026-06", version="2025")
    assert not applies("2026-06", subject="zone")


def test_a_new_form_is_offered_the_rules_that_follow_from_its_totals():
    found = {(rule.left, rule.op) for rule in form_rules.suggested(forms()["zone-quarter"])}
    assert ("r104", "≤") in found
    kept = {(rule.left, rule.op, rule.right) for rule in shipped()["zone-quarter"]}
    assert {(r.left, r.op, r.right) for r in form_rules.suggested(forms()["zone-quarter"])} <= kept


def test_a_flaw_names_the_field_as_the_page_does():
    with pytest.raises(InputError) as refused:
        of_row({"code": "R1", "form": "x", "left": "r1", "op": "="})
    assert "的右边有误" in refused.value.sentence
