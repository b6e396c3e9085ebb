"""Where a commitment stands against time."""

from datetime import date
from decimal import Decimal

import pytest

from xiandao.policy.methods.tracking import counted_stages, counting_rules, elapsed, standing

YEAR = {"start": date(2026, 1, 1), "due": date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("comparator", "value", "attained"),
    [("approx", 27, True), ("approx", 26, False), ("ge", 30, True), ("ge", 29, False), ("gt", 30, False),
     ("gt", 31, True), ("le", 30, True), ("le", 31, False), ("lt", 30, False), ("eq", 30, True)],
)  # fmt: skip
def test_the_comparator_decides_what_attains_a_target(comparator, value, attained):
    found = standing(
        Decimal(value),
        Decimal(30),
        comparator=comparator,
        tolerance_pct=Decimal(10),
        today=date(2026, 7, 2),
        **YEAR,
    )
    assert found.attained is attained


def test_progress_is_measured_from_the_baseline():
    found = standing(Decimal(15), Decimal(20), baseline=Decimal(10), today=date(2026, 7, 2), **YEAR)
    assert (found.share, found.expected) == (Decimal("0.5"), Decimal(15))
    assert found.behind == 0


def test_nothing_reported_is_known_to_be_expected_and_not_attained():
    found = standing(None, Decimal(20), today=date(2026, 7, 2), **YEAR)
    assert (found.value, found.expected, found.attained) == (None, 10, False)


def test_time_never_runs_past_its_ends():
    assert elapsed(date(2026, 1, 1), date(2026, 12, 31), date(2030, 1, 1)) == 1
    assert elapsed(date(2026, 1, 1), date(2026, 12, 31), date(2020, 1, 1)) == 0
    assert elapsed(None, date(2026, 12, 31), date(2026, 1, 1)) is None


def test_the_rules_are_data_and_their_stages_are_known():
    assert counting_rules()["with_cultivation"].stages == ("培育", "认定")
    assert set(counted_stages()) == {"培育", "认定"}
