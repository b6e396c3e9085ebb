"""Rounding as the alternative: multiples of the base, sums that add up, and no sensitive cell narrowed down."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.statistics.methods.disclosure_attack import sums, truth
from tests.statistics.methods.test_disclosure_gate import (
    BOTH_DEEP,
    FLAT,
    ROWS,
    RULES,
    table_of,
    tables,
)
from xiandao.statistics.methods.disclosure_gate import protect
from xiandao.terms.error import XiandaoError


@settings(max_examples=30)
@given(tables(FLAT))
def test_every_figure_is_a_near_multiple_of_the_base_and_sums_add_up(table):
    shown = protect(table, parameters=RULES, method="round")
    base, known = shown.report["base"], truth(table, RULES)
    assert shown.is_publishable
    assert shown.report["is_additive"]
    for codes, cell in shown.cells.items():
        assert cell.value % base == pytest.approx(0.0, abs=1e-6)
        assert abs(cell.value - known.value[codes]) < base * (1 + 1e-9)
    for whole, parts in sums(table):
        assert shown[whole].value == pytest.approx(sum(shown[part].value for part in parts))


@settings(max_examples=15)
@given(tables(BOTH_DEEP))
def test_the_base_is_at_least_the_threshold_and_twice_the_largest_protection_level(table):
    shown = protect(table, parameters=RULES, method="round")
    needs = truth(table, RULES).up.values()
    assert shown.is_publishable
    assert shown.report["base"] >= max(3, 2 * max(needs, default=0)) * (1 - 1e-6)


def test_figures_are_shown_whole_and_the_true_ones_are_not():
    shown = protect(table_of(ROWS, FLAT), parameters=RULES, method="round")
    assert shown.suppressed == frozenset()
    assert "777123" not in str(dict(shown.cells))
    assert np.isfinite([cell.value for cell in shown.cells.values()]).all()


def test_rounding_beside_earlier_releases_is_refused():
    from xiandao.statistics.methods.disclosure_book import Released

    table = table_of(ROWS, FLAT)
    with pytest.raises(XiandaoError, match="取整"):
        protect(table, parameters=RULES, method="round", released=[Released(table, frozenset())])
