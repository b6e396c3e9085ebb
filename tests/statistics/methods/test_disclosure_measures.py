"""Which measures add up is read from forms, rules and formulas; nothing is guessed from figures."""

from xiandao.statistics.methods.disclosure_measures import (
    combinations,
    known_totals,
    related,
    sums_of,
    terms_of,
)
from xiandao.statistics.methods.form import shipped as forms
from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.methods.rule import of_row

NOW, BEFORE = "2026-09", "2025-09"
QUICK = sums_of(forms()["quick"])


def quick(text, period=NOW):
    return f"quick:sum({text})", period


def test_the_computed_rows_of_every_shipped_form_are_sums():
    for form in forms().values():
        computed = {item.code for item in form.items if item.formula}
        found = {name for one in sums_of(form) for name, by in one.items() if by == -1.0}
        assert found == computed, form.code


def test_an_equation_among_the_rules_counts_and_a_question_does_not():
    rows = [
        {"code": "A", "form": "quick", "left": "r63", "op": "=", "right": "r32 + r33"},
        {"code": "B", "form": "quick", "left": "r65", "op": "=", "right": "r66", "severity": "explain"},
        {"code": "C", "form": "quick", "left": "r65", "op": "≤", "right": "r66"},
        {"code": "D", "form": "quick", "left": "r65", "op": "=", "right": "r66 + 5"},
    ]  # fmt: skip
    found = sums_of(forms()["quick"], [of_row(row) for row in rows])
    assert found == (*QUICK, {"r63": 1.0, "r32": -1.0, "r33": -1.0})


def test_net_increase_is_tied_to_the_total_of_both_years_in_whatever_order_they_are_told():
    three = [quick("(r13 - r13__ly)"), quick("r13"), quick("r13", BEFORE)]
    for number, new in enumerate(three):
        others = three[:number] + three[number + 1 :]
        (found,) = combinations(new, others, QUICK)
        assert found.keys() == set(three)
        assert found[new] == 1.0
    # Two of them tell the third before it is ever published.
    assert combinations(three[2], [three[1]], QUICK)


def test_three_of_four_parts_and_the_total_tell_the_fourth_and_two_do_not():
    parts = [quick(row) for row in ("r14", "r22", "r82")]
    (found,) = combinations(quick("r13"), parts, QUICK)
    assert found.keys() == {quick("r13"), *parts}
    assert combinations(quick("r13"), parts[:2], QUICK) == []
    assert combinations(quick("r13"), parts, ()) == []


def test_other_periods_forms_and_counts_tie_nothing():
    parts = [quick(row, "2026-08") for row in ("r14", "r22", "r82")]
    assert combinations(quick("r13"), parts, QUICK) == []
    other = [("607-2:sum(r14)", NOW), ("quick:count(r13 > 0)", NOW)]
    assert combinations(quick("r13"), other, QUICK) == []
    assert terms_of("quick:sum(r13 * r14)", NOW) is None


def test_what_is_told_of_the_same_rows_is_related_and_nothing_else():
    told = [
        quick("r14"),
        quick("(r13 - r13__ly)"),
        quick("r39"),
        quick("r13", BEFORE),
        quick("r14", "2026-08"),
    ]
    assert related([quick("r13")], told, QUICK) == set(told[:2]) | {told[3]}
    assert related([quick("r39")], told, QUICK) == {quick("r39")}


def test_the_totals_of_every_linear_indicator_are_known():
    for one in shipped().values():
        if not one.is_computed or "count" in one.formula:
            continue
        names = {fact[1] for terms in known_totals(one.source, NOW).values() for fact in terms}
        assert {name.removesuffix("__ly") for name in one.parsed.names} <= names, one.code
