"""Checking one return: what the shipped rules find, and that a whole table finds the same."""

import random
import time
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.statistics.methods.checking import check_one
from xiandao.statistics.methods.checking_frame import check_frame
from xiandao.statistics.methods.form import shipped as forms
from xiandao.statistics.methods.form_rules import cell_rules
from xiandao.statistics.methods.rule import Rule, Scope
from xiandao.statistics.methods.rule_shorthand import load, shipped
from xiandao.terms.error import InputError

RD, QUICK = forms()["607-2"], forms()["quick"]
GOOD = {
    "r1": 10, "r2": 2, "r3": 4, "r4": 8, "r5": 9, "r6": 0, "r7": 2000, "r8": 1500, "r9": 300, "r10": 100, "r11": 0,
    "r12": 0, "r13": 0, "r14": 100, "r15": 0, "r16": 100, "r17": 0, "r18": 0, "r19": 0, "r57": 1800, "r43": 200,
    "r58": 0, "r55": 0, "r56": 0, "r52": 1900, "r44": 400, "r29": 3, "r30": 2,
}  # fmt: skip


def found_in(values, *, form=RD, period="2026", **more):
    decimals = {code: Decimal(v) if isinstance(v, int) else v for code, v in values.items()}
    return [finding.rule for finding in check_one(form, decimals, period=period, **more)]


def test_a_return_without_mistakes_passes():
    assert found_in(GOOD) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"r8": 1400}, "RD-B01"), ({"r16": 90}, "RD-B02"), ({"r57": 1700}, "RD-B03"), ({"r3": 11}, "RD-P01-r3"),
        ({"r30": 4}, "RD-P04"), ({"r2": -1}, "RD-S01-r2"), ({"r1": 0}, "RD-S02"), ({"r44": None}, "RD-J01"),
        ({"r1": None}, "r1-required"), ({"r1": "十"}, "r1-type"), ({"r1": Decimal("10.5")}, "r1-whole"),
        ({"r7__ly": 900}, "RD-C01-r7"), ({"r7__ly": 200}, "RD-U01-r7"), ({"r22": 0, "r23": 5}, "r23-asked"),
        ({"r7__ly": "甲"}, "r7__ly-type"), ({"r22": 1, "r23": 0}, "RD-S04"),
    ],
)  # fmt: skip
def test_each_mistake_is_found_by_its_rule(change, rule):
    assert rule in found_in(GOOD | change)


def test_a_rounded_sum_passes():
    assert found_in(GOOD | {"r8": 1504}) == []
    assert "RD-B01" in found_in(GOOD | {"r8": 1505})


def test_history_and_other_forms_are_read():
    history = [
        ("2025", {"r7": Decimal(2000), "r8": Decimal(1500), "r9": Decimal(300), "r1": Decimal(10)})
    ]
    assert found_in(GOOD, history=history) == ["RD-K01"]
    assert "RD-Y01-r7" in found_in(GOOD | {"r7__ly": 1500}, history=history)
    december = {"quick": {"r01": Decimal(9), "r03": Decimal(9)}}
    assert "RD-X01" in found_in(GOOD, others=december)


def test_numbers_kept_as_text_are_read_as_numbers():
    assert found_in({code: str(value) for code, value in GOOD.items()}) == []


def test_findings_come_with_the_gravest_first_and_tell_what_to_do():
    found = check_one(RD, GOOD | {"r3": 11, "r8": 1400, "r57": 1700}, period="2026", unit="U1")
    assert [finding.severity for finding in found] == sorted(
        (finding.severity for finding in found), key=["must", "explain", "hint"].index
    )
    sum_finding = next(finding for finding in found if finding.rule == "RD-B01")
    assert (sum_finding.unit, sum_finding.period, sum_finding.items[0]) == ("U1", "2026", "r7")
    assert "2000" in sum_finding.message
    assert "1900" in sum_finding.message
    assert "（7）" in sum_finding.message
    assert "2000" in sum_finding.message_en
    assert (sum_finding.left, sum_finding.right) == (2000, 1900)


def test_every_message_of_the_shipped_rules_is_filled_in():
    for code, rules in shipped().items():
        frame = pl.DataFrame({"unit": ["a"], "period": ["2026"]})
        assert check_frame(rules, frame, form=forms()[code]).height == 0
        for rule in rules:
            broken = Rule(**{name: getattr(rule, name) for name in rule.__slots__} | {"when": ""})
            from xiandao.statistics.methods.messages import message_of

            message = message_of(broken, forms()[code])
            assert "{" not in message.chinese(1, 2), rule.code
            assert "{" not in message.english(1, 2), rule.code


def test_a_message_reads_nothing_but_its_places():
    rule = Rule(
        "R1", "607-2", left="r1", op="=", right="0", message="{left.__class__} {0} {r1} {left}"
    )
    (found,) = check_one(RD, {"r1": 3}, period="2026", rules=[rule])[-1:]
    assert [f.message for f in check_one(RD, GOOD, period="2026", rules=[rule])] == [
        "{left.__class__} {0} “研究开发人员合计”（1） 10"
    ]
    assert found is not None


def test_a_rule_reaches_only_the_units_in_its_scope():
    rule = Rule("R1", "607-2", left="r1", op="=", right="0", scope=Scope(units=("33*",)))
    assert found_in(GOOD, rules=[rule], unit="3301") == ["R1"]
    assert found_in(GOOD, rules=[rule], unit="3201") == []


SERIES = load(
    'form = "quick"\n'
    '[[rules]]\ncode = "Y"\nleft = "ytd(r13)"\nop = "≤"\nright = "r07"\n'
    '[[rules]]\ncode = "E"\ncumulative = "r13"\n'
    '[[rules]]\ncode = "O"\nopening = "r100"\nclosing = "r42"\n'
    '[[rules]]\ncode = "L"\nleft = "r13"\nop = "="\nright = "ly(r13)"\n'
    '[[rules]]\ncode = "K"\ncopied = ["r13", "r42"]\nrun = 3\n'
    '[[rules]]\ncode = "X"\nleft = "r13"\nop = "≤"\nright = \'of("607-2", r7)\'\n'
)
SOME = [*SERIES, *shipped()["quick"][::4]]
small = st.one_of(st.none(), st.integers(0, 3).map(float))
returns = st.fixed_dictionaries(
    {
        "r13": small,
        "r13__ly": small,
        "r42": small,
        "r100": small,
        "r07": small,
        "r01": small,
        "r03": small,
    }
)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["2025-12", "2026-01", "2026-02", "2026-03", "2025-03"])),
        returns, min_size=1,
    ),
    st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from(["2025", "2026Q1"])), small),
    st.randoms(use_true_random=False),
    st.booleans(),
)  # fmt: skip
@pytest.mark.slow
def test_one_return_at_a_time_and_a_table_in_any_order_find_the_same(kept, other, chance, is_split):
    rules = [*SOME, *cell_rules(QUICK)[:12]]
    rows = [{"unit": unit, "period": period} | values for (unit, period), values in kept.items()]
    chance.shuffle(rows)
    schema = {"unit": pl.String, "period": pl.String} | dict.fromkeys(
        next(iter(kept.values())), pl.Float64
    )
    frame = pl.DataFrame(rows, schema=schema)
    others = {"607-2": pl.DataFrame(
        [{"unit": u, "period": p, "r7": v} for (u, p), v in other.items()],
        schema={"unit": pl.String, "period": pl.String, "r7": pl.Float64},
    )}  # fmt: skip
    history = frame.filter(pl.col("period") < "2026") if is_split else None
    checked = frame.filter(pl.col("period") >= "2026") if is_split else frame
    many = check_frame(rules, checked, form=QUICK, history=history, others=others)
    found = {rule.code for rule in rules}
    expected = []
    for (unit, period), values in kept.items():
        if is_split and period < "2026":
            continue
        year = {"2025-12": "2025", "2026-03": "2026Q1"}.get(period)
        expected += [finding for finding in check_one(
            QUICK, values, period=period, unit=unit, rules=SOME,
            history=[(p, v) for (u, p), v in kept.items() if u == unit and p != period],
            others={"607-2": {"r7": other.get((unit, year))}},
        ) if finding.rule in found]  # fmt: skip
    columns = ("unit", "period", "rule", "left", "right", "message")
    assert sorted(many.select(columns).rows(), key=str) == sorted(
        (tuple(getattr(finding, name) for name in columns) for finding in expected), key=str
    )


def test_outliers_are_judged_within_their_class():
    chance = random.Random(1)
    before = [chance.lognormvariate(8, 1) for _ in range(60)]
    now = [
        value * chance.uniform(0.95, 1.05) * (1 if place < 30 else 3)
        for place, value in enumerate(before)
    ]
    now[5] *= 1000
    units = [f"U{place:02}" for place in range(60)]
    frame = pl.DataFrame({"unit": units, "period": ["2026-06"] * 60, "r13": now})
    history = pl.DataFrame({"unit": units, "period": ["2026-05"] * 60, "r13": before})
    classes = pl.DataFrame({"unit": units, "industry": ["A"] * 30 + ["B"] * 30})
    rule = next(rule for rule in shipped()["quick"] if rule.code == "Q-H01-r13")
    found = check_frame([rule], frame, form=QUICK, history=history, units=classes)
    assert found["unit"].to_list() == ["U05"]
    assert found["right"].to_list() == [before[5]]
    assert check_frame(
        [rule], frame.sort("r13"), form=QUICK, history=history, units=classes
    ).equals(found)
    few = frame.head(10)
    assert check_frame([rule], few, form=QUICK, history=history, units=classes).height == 0


def test_a_ratio_far_from_the_median_of_the_class_is_pointed_out():
    frame = pl.DataFrame({
        "unit": [f"U{place}" for place in range(30)], "period": ["2026-06"] * 30,
        "r13": [100.0] * 29 + [5000.0], "r01": [10.0] * 30,
    })  # fmt: skip
    rule = next(rule for rule in shipped()["quick"] if rule.code == "Q-H02")
    found = check_frame([rule], frame, form=QUICK)
    assert found.select("unit", "left", "right").rows() == [("U29", 500.0, 10.0)]


def test_the_same_return_twice_or_without_its_unit_is_refused():
    twice = pl.DataFrame({"unit": ["a", "a"], "period": ["2026", "2026"]})
    with pytest.raises(InputError) as caught:
        check_frame([], twice)
    assert caught.value.code == "STA-222"
    with pytest.raises(InputError) as caught:
        check_frame([], pl.DataFrame({"unit": ["a"]}))
    assert caught.value.code == "STA-221"


def test_one_return_is_checked_in_a_blink():
    history = [("2025", GOOD), ("2024", GOOD)]
    check_one(RD, GOOD, period="2026", history=history)
    spent = []
    for _ in range(5):
        start = time.process_time()
        check_one(RD, GOOD, period="2026", history=history)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.03
