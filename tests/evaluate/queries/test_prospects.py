"""What the next place takes, what a step of effort brings, what a changed figure does."""

import pytest

from xiandao.evaluate.methods.edition import table_of
from xiandao.evaluate.methods.reach import reach
from xiandao.evaluate.queries import prospects
from xiandao.evaluate.queries.built import built
from xiandao.terms.error import InputError


def place_of(assessment, rank):
    return assessment.standings.get(rank=rank).organisation.code


def test_who_leads_has_no_place_above(assessment):
    assert prospects.next_place(assessment, place_of(assessment, 1)).rank == 0


def test_the_figure_needed_gives_the_place_above(assessment):
    unit = place_of(assessment, 3)
    found = prospects.next_place(assessment, unit)
    assert found.rank == 2
    above = assessment.standings.get(rank=2).score
    own = assessment.standings.get(rank=3).score
    assert found.points == pytest.approx(above - own)
    for need in found.needs:
        assert (need.needed > need.current) == need.rises


def test_figures_needed_are_those_that_the_method_finds_one_by_one(assessment):
    unit = place_of(assessment, 4)
    told = {
        need.code: need.needed for need in prospects.next_place(assessment, unit, count=99).needs
    }
    made = built(assessment)
    for code in made.framework.indicators:
        found = reach(made, unit, code, rank=3, frozen=True)
        assert (code in told) is found.is_reachable
        if found.is_reachable:
            assert told[code] == pytest.approx(
                prospects.attainable(made, code, found.needed), abs=0.02
            )


def test_gains_are_positive_and_the_greatest_comes_first(assessment):
    found = [one.gain for one in prospects.gains(assessment, place_of(assessment, 5))]
    assert found == sorted(found, reverse=True)
    assert all(gain > 0 for gain in found)


def test_a_better_figure_gives_a_better_score_and_leaves_the_edition_alone(assessment):
    unit, seal = place_of(assessment, 4), assessment.snapshot_hash
    found = prospects.trial(assessment, unit, "FUTURE_REVENUE", 31.0)
    assert found.scores[1] > found.scores[0]
    assert found.ranks[1] <= found.ranks[0]
    assessment.refresh_from_db()
    assert assessment.snapshot_hash == seal
    row = table_of(assessment.snapshot).units.index(unit)
    assert assessment.snapshot["values"][row][3] != 31.0


def test_an_unknown_indicator_is_refused(assessment):
    with pytest.raises(InputError):
        prospects.trial(assessment, "Z-1", "NOTHING", 1.0)
