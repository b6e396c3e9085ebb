"""亩均论英雄: the scores of an example recomputed by hand, lists by size, tenants, caps, grades by list."""

import tomllib

import numpy as np
import pytest

from xiandao.evaluate.methods.per_mu import per_mu
from xiandao.evaluate.methods.per_mu_rules import rules_from
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

# Bases and weights of Linhai for 2014–2016, as published; the list of tenants and its rule are invented.
RULES = tomllib.loads("""
[[rules]]
name = "租赁"
when = [{ column = "mu", when = "==", value = 0 }]
terms = [{ name = "单位电耗税收", numerator = "tax_yuan", denominator = "kwh", unit = "元/度", base = 2, weight = 100 }]

[[rules]]
name = "三亩以下"
when = [{ column = "mu", when = "<=", value = 3 }]
terms = [
  { name = "亩均税收", numerator = "tax", denominator = "mu", unit = "万元/亩", base = 15, weight = 50 },
  { name = "亩均销售收入", numerator = "sales", denominator = "mu", unit = "万元/亩", base = 300, weight = 20 },
  { name = "单位电耗税收", numerator = "tax_yuan", denominator = "kwh", unit = "元/度", base = 2, weight = 30 },
]

[[rules]]
name = "三亩以上"
terms = [
  { name = "亩均税收", numerator = "tax", denominator = "mu", unit = "万元/亩", base = 15, weight = 40 },
  { name = "亩均销售收入", numerator = "sales", denominator = "mu", unit = "万元/亩", base = 300, weight = 10 },
  { name = "单位能耗增加值", numerator = "added", denominator = "tce", unit = "万元/吨", base = 3, weight = 20 },
  { name = "单位COD增加值", numerator = "added", denominator = "cod", unit = "万元/吨", base = 500, weight = 15 },
  { name = "单位水耗增加值", numerator = "added", denominator = "water", unit = "万元/吨", base = 0.1, weight = 5 },
  { name = "劳动生产率", numerator = "added", denominator = "staff", unit = "万元/人", base = 15, weight = 10 },
]
""")["rules"]
COLUMNS = ("mu", "tax", "sales", "added", "tce", "cod", "water", "staff", "tax_yuan", "kwh")
LARGE = [10, 180, 2400, 900, 400, 1.5, 9000, 50, 1_800_000, 600_000]
SMALL = [2, 24, 480, 100, 20, 0.1, 500, 10, 240_000, 160_000]
TENANT = [0, 5, 200, 60, 10, 0.1, 300, 12, 50_000, 100_000]


def table_of(*rows):
    return Table(
        tuple(f"e{place}" for place in range(len(rows))), COLUMNS, np.array(rows, dtype=float)
    )


def changed(rules, **changes):
    return [rule | {"terms": [term | changes for term in rule["terms"]]} for rule in rules]


def refused(code, call):
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.code == code
    assert caught.value.hint
    return caught.value


def test_the_example_of_linhai_is_recomputed_by_hand():
    found = per_mu(table_of(LARGE, SMALL, TENANT), rules_from(RULES))
    large, small, tenant = found.scored
    # 18/15·40, 240/300·10, 2.25/3·20, 600/500·15, 0.1/0.1·5, 18/15·10
    assert [round(one.points, 9) for one in large.points] == [48, 8, 15, 18, 5, 12]
    assert large.score == pytest.approx(106)
    # 12/15·50, 240/300·20, 1.5/2·30
    assert [round(one.points, 9) for one in small.points] == [40, 16, 22.5]
    assert small.score == pytest.approx(78.5)
    assert (large.rule, small.rule, tenant.rule) == ("三亩以上", "三亩以下", "租赁")
    assert tenant.score == pytest.approx(25)


def test_a_cap_limits_what_one_indicator_can_give():
    found = per_mu(table_of(LARGE), rules_from(changed(RULES, cap=1)))
    assert found.scored[0].score == pytest.approx(40 + 8 + 15 + 15 + 5 + 10)
    assert found.scored[0].points[0].value == pytest.approx(18)
    assert found.scored[0].points[0].ratio == 1


def test_a_loss_counts_nothing_rather_than_less_than_nothing():
    loss = LARGE.copy()
    loss[3] = -900
    assert per_mu(table_of(loss), rules_from(RULES)).scored[0].score == pytest.approx(56)


def test_each_list_is_ranked_and_graded_for_itself():
    richer = [2 * figure if place == 1 else figure for place, figure in enumerate(LARGE)]
    grades = {"levels": [{"name": "A", "share": 0.5}, {"name": "B"}]}
    found = per_mu(table_of(LARGE, SMALL, richer, TENANT), rules_from(RULES), grades=grades)
    assert [one.grade for one in found.scored] == ["B", "B", "A", "B"]
    assert [one.unit for one in found.of("三亩以上")] == ["e2", "e0"]
    assert set(found.graded) == {"三亩以上", "三亩以下", "租赁"}


def test_enterprises_without_a_rule_are_named_or_told():
    rules = rules_from(RULES[:2])
    assert "e0" in refused("EVA-176", lambda: per_mu(table_of(LARGE), rules)).sentence
    assert per_mu(table_of(LARGE, SMALL), rules, is_rule_required=False).without_rule == ("e0",)


def test_nothing_is_divided_by_zero_unless_the_rule_says_what_that_means():
    clean = LARGE.copy()
    clean[5] = 0
    assert "cod" in refused("EVA-177", lambda: per_mu(table_of(clean), rules_from(RULES))).sentence
    full = per_mu(table_of(clean), rules_from(changed(RULES, zero="full", cap=1.2))).scored[0]
    assert full.points[3].points == pytest.approx(18)
    none = per_mu(table_of(clean), rules_from(changed(RULES, zero="none"))).scored[0]
    assert none.points[3].points == 0


def test_a_missing_figure_is_an_error_unless_it_counts_as_zero():
    gap = LARGE.copy()
    gap[2] = np.nan
    assert "sales" in refused("EVA-177", lambda: per_mu(table_of(gap), rules_from(RULES))).sentence
    assert per_mu(table_of(gap), rules_from(changed(RULES, missing="zero"))).scored[
        0
    ].score == pytest.approx(98)


def test_rules_that_cannot_work_are_refused():
    refused("EVA-175", lambda: rules_from([]))
    refused("EVA-175", lambda: rules_from([RULES[0], RULES[0]]))
    refused("EVA-175", lambda: rules_from([{"name": "空"}]))
    refused("EVA-175", lambda: rules_from(changed(RULES, zero="full")))
    refused("EVA-052", lambda: rules_from(changed(RULES, base=0)))
    refused("EVA-050", lambda: rules_from(changed(RULES, bonus=1)))
