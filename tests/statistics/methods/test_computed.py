"""Computed rows follow from their parts, also from other computed rows, in both columns."""

from decimal import Decimal

from xiandao.statistics.methods.computed import completed, compute
from xiandao.statistics.methods.form import shipped

FORM = shipped()["607-2"]


def test_a_total_of_totals_is_computed():
    found = compute(FORM, {"r8": Decimal(10), "r15": Decimal(2), "r16": Decimal(3)})
    assert found == {"r14": Decimal(5), "r7": Decimal(15)}


def test_without_any_part_there_is_no_total():
    assert compute(FORM, {}) == {}


def test_the_prior_column_is_computed_from_itself():
    assert completed(FORM, {"r8__ly": Decimal(4), "r8": Decimal(1)})["r7__ly"] == Decimal(4)


def test_what_somebody_has_written_stays():
    assert completed(FORM, {"r8": Decimal(4), "r7": Decimal(9)})["r7"] == Decimal(9)
