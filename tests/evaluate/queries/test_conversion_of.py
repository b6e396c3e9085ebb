"""The board of a year: scores of all, figures of one's own, medians where they give nobody away."""

from datetime import date

import pytest

from tests.evaluate import entered
from xiandao.evaluate.methods.conversion import INDICATORS, SHARES
from xiandao.evaluate.queries import conversion_of

TODAY = date(2026, 11, 22)


@pytest.fixture
def known(world):
    entered.institutes(world)
    return world


def board(account, period="2026"):
    return conversion_of.board(account, period, today=TODAY)


def test_the_province_ranks_units_with_contracts_and_names_those_without(known):
    found = board(known.officer)
    assert [one.unit.code for one in found.ranked] == ["Y-1", "Y-2"]
    # The evaluator's institute and the third one have sold nothing.
    assert sorted(one.unit.code for one in found.without) == ["99-YJ", "Y-3"]
    assert found.years == ("2026", "2025")
    assert found.medians[""] == pytest.approx(sum(one.score for one in found.ranked) / 2)


def test_a_unit_sees_itself_scored_among_all_and_no_median_of_few(known):
    found = board(known.clerk)
    assert [one.unit.code for one in found.lines] == ["Y-1"]
    assert (found.count, found.medians, found.sees_all) == (2, {}, False)
    everyone = board(known.officer)
    assert found.ranked[0].score == everyone.line("Y-1").score


def test_a_year_takes_the_contracts_signed_in_it(known):
    assert board(known.clerk, "2025").ranked[0].value("CONTRACTS") == 1
    assert board(known.clerk, "1999").period == "2026"


def test_parts_add_up_to_the_score_and_contracts_to_each_figure(known):
    found = board(known.analyst)
    for line in found.ranked:
        score, parts = conversion_of.parts_of(found, line.unit.code)
        assert sum(one.points for one in parts) == pytest.approx(score, abs=1e-9)
        for code in INDICATORS:
            rows = conversion_of.behind(known.analyst, line, found.period, code)
            total = sum(row.addend.value for row in rows)
            if code in SHARES:
                total = total / sum(row.addend.of for row in rows) * 100
            assert total == line.value(code)
    assert conversion_of.parts_of(found, "Y-3") is None
