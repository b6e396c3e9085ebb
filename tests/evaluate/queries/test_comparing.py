"""Two to four units beside each other; only those that an account may see whole."""

import pytest

from xiandao.evaluate.queries.comparing import comparison
from xiandao.terms.error import InputError


def test_the_best_placed_comes_first_and_the_best_of_a_line_is_marked(world, assessment):
    found = comparison(world.analyst, assessment, ["Z-6", "Z-1", "Z-3"])
    assert [row.rank for row in found.rows] == sorted(row.rank for row in found.rows)
    for line in found.indicators:
        scores = [cell.score for cell in line.cells if cell.score is not None]
        marked = [cell.score for cell in line.cells if cell.is_best]
        assert marked == [score for score in scores if score == max(scores) and line.spread > 1e-9]


def test_why_one_is_ahead_is_told_in_points(world, assessment):
    found = comparison(world.analyst, assessment, ["Z-1", "Z-6"])
    (lead,) = found.leads
    assert lead.points == pytest.approx(found.rows[0].score - found.rows[1].score)
    assert all(points > 0 for _name, points in lead.gains)
    assert all(points < 0 for _name, points in lead.losses)


@pytest.mark.parametrize("codes", [[], ["Z-1"], ["Z-1", "Z-1"], [f"Z-{n}" for n in range(1, 6)]])
def test_fewer_than_two_or_more_than_four_are_refused(world, assessment, codes):
    with pytest.raises(InputError) as caught:
        comparison(world.analyst, assessment, codes)
    assert caught.value.code == "EVA-530"


def test_a_unit_whose_row_is_not_for_the_account_is_refused_like_one_that_is_not_there(
    world, assessment
):
    for other in ("Z-4", "Z-99"):
        with pytest.raises(InputError) as caught:
            comparison(world.city_officer, assessment, ["Z-1", other])
        assert caught.value.code == "EVA-531"
    assert comparison(world.city_officer, assessment, ["Z-1", "Z-2"]).rows
